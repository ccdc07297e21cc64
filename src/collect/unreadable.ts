/** Thrown if the subject of a command cannot be read at all. The message is one line for a person. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Thrown if the pull request to assess is closed. */
export class ClosedPullError extends UnreadableError {}

/** Thrown if another repository has the name now: the requested one was renamed, or is gone. */
export class ReplacedRepositoryError extends UnreadableError {}

/** Thrown if the commit does not exist: the repository is empty, or the branch or tag is gone. */
export class NoCommitError extends UnreadableError {}
