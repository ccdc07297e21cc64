import type { Files } from './files.js';
import type { Reading } from './reading.js';

/** Who wrote or committed, and when (ISO 8601). */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** One commit, as Git has it. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Header, body and footers, as written. */
  readonly message: string;
}

/** The commits that HEAD descends from. */
export interface History {
  /** HEAD's commits, newest first, children before parents. */
  readonly commits: readonly Commit[];
  /** Where commits are missing (a shallow clone, a history over the limit): why. Absent when every commit is here. */
  readonly truncated?: string;
  /** No tag is here though the changelog tells of releases, and it may be that there is none anywhere. */
  readonly untagged?: true;
  /** For committed coverage reports and for `src`: the newest commit that changed the path. Absent where it was not asked. */
  readonly lastChanges?: ReadonlyMap<string, string>;
}

/** A tag, annotated or light, and what stood in the tree there. */
export interface Tag {
  readonly name: string;
  /** The commit that it points to, peeled. */
  readonly commit: string;
  /** Of the tag if annotated, else of the commit (ISO 8601). */
  readonly date: string;
  /** The text of each asked manifest at the tag, by path; a path that was not there is absent. */
  readonly manifests: Reading<ReadonlyMap<string, string>>;
}

/** The tree of a release, for the comparison of public APIs. */
export interface ReleasedFiles {
  readonly tag: string;
  readonly files: Reading<Files>;
}
