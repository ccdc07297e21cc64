import type { House, Installation, RepositoryName } from '../triggers/house.js';

/** Who may give a command: anyone who can comment; who can write, or also who opened the pull request; who can maintain. */
export type Right = 'anyone' | 'write or author' | 'write' | 'maintain';

/** A command that cannot be obeyed as it was said: the message, Markdown, tells the person. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Where a command was given, and by whom. */
export interface Scene extends RepositoryName {
  readonly house: House;
  readonly installation: Installation;
  /** The issue or pull request. */
  readonly number: number;
  readonly isPull: boolean;
  readonly defaultBranch: string;
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
  /** Does it; gives the answer, as Markdown. What it throws is told to the person in a line. */
  obey(scene: Scene): Promise<string>;
}
