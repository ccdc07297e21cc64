import type { AppContext, Job, RepositoryName } from '../context.js';

/**
 * Who may run a command: anyone who can comment, people with write access (with `or author`, also the author of the pull
 * request), people with maintain access, or reviewers of the standard.
 */
export type Right = 'anyone' | 'write or author' | 'write' | 'maintain' | 'reviewer' | 'maintain or reviewer';

/** A command that cannot be run as written. The message is Markdown, shown to its author. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The place and the author of a command. */
export interface Scene extends RepositoryName {
  readonly context: AppContext;
  readonly job: Job;
  /** The issue or pull request. */
  readonly number: number;
  readonly isPull: boolean;
  /** The command's author. */
  readonly person: string;
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** The same words as one line, as they were written. */
  readonly rest: string;
  /** Every command. */
  readonly commands: readonly Command[];
}

export interface Command {
  readonly name: string;
  /** As a person types it: `reassess [ID…]`. */
  readonly usage: string;
  /** What it does: a phrase. */
  readonly does: string;
  readonly right: Right;
  /**
   * Runs the command and returns the answer as Markdown. Running it twice changes nothing.
   * @throws RefusedError if the person must change the command
   */
  run(scene: Scene): Promise<string>;
}
