/** What was asked to be assessed cannot be read at all; the message is one line for a person. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** The pull request that was to be assessed is closed. */
export class ClosedPullError extends UnreadableError {}

/** There is no such commit: the repository is empty, or the branch or tag is gone. */
export class NoCommitError extends UnreadableError {}
