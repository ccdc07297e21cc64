/**
 * Keeps what was read of repositories' trees, so that a push moves only what changed. It can be lost at any time: then archives are read.
 */
import type { RepositoryKey } from './repository-key.js';

export interface TreeStore {
  /** A part of a repository, if it is kept. */
  get(key: RepositoryKey, name: string): Promise<Uint8Array | undefined>;
  /** Keeps a part of a repository; without bytes, removes it. */
  put(key: RepositoryKey, name: string, bytes: Uint8Array | undefined): Promise<void>;
  /** Erases all parts of an installation, or of some of its repositories. */
  forget(installation: number, repositories?: readonly number[]): Promise<void>;
  /**
   * Erases what belongs to no repository of `owners`, what was not read or written for long, and, if there is too much, what was not for the
   * longest.
   */
  retain(owners: readonly RepositoryKey[]): Promise<void>;
}
