/** The central type: a fix turns the problems of a gap into changes of files. Pure; `prove.ts` decides whether it is offered. */
import type { Package } from '../cargo/model.js';
import type { FileChange } from '../snapshot/changed-files.js';
import type { Files } from '../snapshot/files.js';
import type { Registry, Repository } from '../snapshot/github.js';
import type { History, Tag } from '../snapshot/history.js';
import type { Reading } from '../snapshot/reading.js';
import type { Subject } from '../snapshot/snapshot.js';
import type { Evidence, Status } from '../standard/criterion.js';

/** What only a person knows, by the name of the option that asks for it. */
export interface Answers {
  /** The copyright holder. */
  readonly holder?: string | undefined;
  /** The SPDX expression: `MIT`, `Apache-2.0`, or `MIT OR Apache-2.0`. */
  readonly license?: string | undefined;
  /** An email address to which people report violations of the code of conduct. */
  readonly contact?: string | undefined;
  /** The Rust version to pin. */
  readonly toolchain?: string | undefined;
  /** The type of the module in cim.yaml. */
  readonly type?: string | undefined;
  /** The category of the module in cim.yaml. */
  readonly category?: string | undefined;
  /** The maintainer in cim.yaml, as `NAME <GITHUB LOGIN>`. */
  readonly maintainer?: string | undefined;
}

/** What a fix knows. */
export interface FixContext {
  readonly subject: Subject;
  readonly files: Files;
  /** The packages in scope; empty without a crate. */
  readonly packages: readonly Package[];
  readonly history: Reading<History>;
  readonly tags: Reading<readonly Tag[]>;
  readonly repository: Reading<Repository>;
  readonly registry: Reading<Registry>;
  /** The problems of the gap, as the finding lists them. */
  readonly problems: readonly Evidence[];
  readonly answers: Answers;
  /** `2026-11-30` */
  readonly today: string;
}

export interface Proposal {
  readonly changes: readonly FileChange[];
  /** What the changes do: an imperative sentence without a period, with paths as code. */
  readonly summary: string;
  /** What a person still has to do, such as turning on a setting: sentences. */
  readonly remains?: string;
}

/** Why a fix proposes nothing: a clause without a period. How to give the answer that it asks for is said where it is asked. */
export interface Declined {
  readonly declined: string;
  /** The answer that would make it possible. */
  readonly asks?: keyof Answers;
}

export interface Fix {
  /** The criteria that it closes. It is proposed for a gap in any of them. */
  readonly criteria: readonly string[];
  /** Other criteria whose status it may change, with the statuses that it may lead to. */
  readonly alsoChanges?: Readonly<Record<string, readonly Status[]>>;
  /**
   * Other gaps that have other problems afterwards, and stay gaps: the first workflow of a repository turns "there is no workflow" into
   * what that workflow lacks.
   */
  readonly rewords?: readonly string[];
  /** A start that a person completes; it closes nothing by itself. */
  readonly isDraft?: true;
  propose(context: FixContext): Proposal | Declined;
}

export function declined(reason: string, asks?: keyof Answers): Declined {
  return { declined: reason, ...(asks === undefined ? {} : { asks }) };
}
