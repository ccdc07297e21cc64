/** The data about one repository at one commit. Plain data: a collector creates it, and the standard is assessed against it. */
import type { AdvisoryDatabase } from './advisories.js';
import type { CoverageReport } from './coverage-report.js';
import type { Files } from './files.js';
import type { Alerts, BranchRule, CheckResult, Organization, Registry, Release, Repository } from './github.js';
import type { History, ReleasedFiles, Tag } from './history.js';
import type { PolicyTexts } from './policy-texts.js';
import type { Reading } from './reading.js';

/** The repository and commit under assessment. `owner` and `repo` are null if they are not known (a checkout without a remote). */
export interface Subject {
  readonly owner: string | null;
  readonly repo: string | null;
  /** The branch, tag, or other name that led to the commit; `HEAD` or `working tree` for a checkout. */
  readonly ref: string;
  /** The commit, as 40 hexadecimal digits or 64 with SHA-256; HEAD for a working tree; all zeros if there is no commit yet. */
  readonly sha: string;
  /** For a pull request: its merge base. */
  readonly base?: string;
  /** The default branch, if a checkout tells it: that of its remote, or its only branch. */
  readonly defaultBranch?: string;
  /** Whether the assessed working tree differs from the commit: changed, staged, deleted, or untracked files. */
  readonly dirty?: true;
}

/** The parts with their types. A part is read or unread as a whole. */
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
  advisories: AdvisoryDatabase;
  releases: readonly Release[];
  coverage: readonly CoverageReport[];
  organization: Organization;
  registry: Registry;
  /** The policy files of the default branch (for a checkout, its own) and of the organization. */
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
  'advisories',
  'releases',
  'coverage',
  'organization',
  'registry',
  'policy',
];

export interface Snapshot {
  readonly subject: Subject;
  readonly takenAt: string;
  readonly parts: { readonly [P in Part]: Reading<Parts[P]> };
}
