import type { AppContext, Job, RepositoryName } from '../context.js';

/** Who may give a command: anyone who can comment; who can write, or also who opened the pull request; who can maintain. */
export type Right = 'anyone' | 'write or author' | 'write' | 'maintain';

/** A command that cannot be run as written. The message is Markdown, shown to its author. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Where a command was given, and by whom. */
export interface Scene extends RepositoryName {
  readonly context: AppContext;
  readonly job: Job;
  /** The issue or pull request. */
  readonly number: number;
  readonly isPull: boolean;
  /** Who gave it. */
  readonly person: string;
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** The same as they were written, on one line. */
  readonly rest: string;
  /** Every command there is. */
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
   * Runs the command and returns the answer as Markdown. Running it twice changes nothing. @throws RefusedError for what the
   * person has to change
   */
  run(scene: Scene): Promise<string>;
}
