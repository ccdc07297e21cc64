/** What is known of one repository at one commit. Plain data: a collector makes it, the standard is held against it. */
import type { CoverageReport } from './coverage-report.js';
import type { Files } from './files.js';
import type { Alerts, BranchRule, CheckResult, Organisation, Registry, Release, Repository } from './github.js';
import type { History, ReleasedFiles, Tag } from './history.js';
import type { PolicyTexts } from './policy-texts.js';
import type { Reading } from './reading.js';

/** What is assessed. `owner` and `repo` are null where nothing tells them (a checkout without a remote). */
export interface Subject {
  readonly owner: string | null;
  readonly repo: string | null;
  /** The branch, tag or other name that led to the commit; `HEAD` or `work tree` for a checkout. */
  readonly ref: string;
  /** The commit, 40 hex digits or, with SHA-256, 64; of the work tree: HEAD's; all zeros where there is no commit yet. */
  readonly sha: string;
  /** For a pull request: the commit at which it left the branch that it goes to. */
  readonly base?: string;
  /** The assessed work tree differs from the commit: something is changed, staged, deleted or untracked. */
  readonly dirty?: true;
}

/** Each part and its type. A part is what one read can give or refuse as a whole. */
export interface Parts {
  files: Files;
  history: History;
  tags: readonly Tag[];
  /** The trees at the newest release tag and the one before it. */
  released: readonly ReleasedFiles[];
  repository: Repository;
  protection: readonly BranchRule[];
  checks: readonly CheckResult[];
  alerts: Alerts;
  releases: readonly Release[];
  coverage: readonly CoverageReport[];
  organisation: Organisation;
  registry: Registry;
  /** The policy files: of the default branch (of a checkout: its own), and of the organisation. */
  policy: PolicyTexts;
}

export type Part = keyof Parts;

/** Every part, in the order in which reports name them. */
export const PARTS: readonly Part[] = [
  'files',
  'history',
  'tags',
  'released',
  'repository',
  'protection',
  'checks',
  'alerts',
  'releases',
  'coverage',
  'organisation',
  'registry',
  'policy',
];

export interface Snapshot {
  readonly subject: Subject;
  readonly takenAt: string;
  readonly parts: { readonly [P in Part]: Reading<Parts[P]> };
}
