import type { Files } from './files.js';
import type { Reading } from './reading.js';

/** The author or committer, with the date (ISO 8601). */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** One commit, as Git stores it. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Header, body and footers, as written. */
  readonly message: string;
}

/** HEAD and its ancestors. */
export interface History {
  /** Newest first, children before parents. */
  readonly commits: readonly Commit[];
  /** Why commits are missing (a shallow clone, a history over the limit). Absent if the history is complete. */
  readonly truncated?: string;
  /** Whether there are no tags although the changelog lists releases, so that tags might not have been fetched. */
  readonly untagged?: true;
  /** The newest commit that changed a path, for committed coverage reports and `src`. Absent if it was not requested. */
  readonly lastChanges?: ReadonlyMap<string, string>;
}

/** An annotated or lightweight tag, with the manifests of its tree. */
export interface Tag {
  readonly name: string;
  /** The commit to which the tag peels. */
  readonly commit: string;
  /** The date of an annotated tag, otherwise that of the commit (ISO 8601). */
  readonly date: string;
  /** The text of each requested manifest at the tag, by path; a path that did not exist is absent. */
  readonly manifests: Reading<ReadonlyMap<string, string>>;
}

/** The tree of a release, with which public APIs are compared. */
export interface ReleasedFiles {
  readonly tag: string;
  readonly files: Reading<Files>;
}
