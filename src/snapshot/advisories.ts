/** Known vulnerabilities of Rust crates, as a copy of an advisory database lists them. Plain data. */
import type { Alert } from './github.js';

/** Versions, as ranges of npm's `semver`. */
export type Ranges = readonly string[];

/** What one advisory says about one crate. */
export interface Advisory {
  /** Such as `RUSTSEC-2020-0071`. */
  readonly id: string;
  /** Other databases' names of it. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly severity: Alert['severity'];
  /** `unmaintained`, `unsound`, or `notice`: a warning that names no vulnerability. */
  readonly informational?: string;
  readonly url?: string;
  /** The versions that are vulnerable, if the advisory lists them; otherwise all versions except the safe ones. */
  readonly vulnerable?: Ranges;
  readonly safe: Ranges;
}

/** A copy of an advisory database. */
export interface AdvisoryDatabase {
  /** The day of its newest commit, or else of its newest advisory: `2026-08-21`. */
  readonly date: string;
  /** In whole days, when the snapshot was taken. */
  readonly age: number;
  /** The advisories that are not withdrawn, by crate. */
  readonly byCrate: ReadonlyMap<string, readonly Advisory[]>;
  /** How many of its advisories could not be understood. */
  readonly notUnderstood: number;
}
