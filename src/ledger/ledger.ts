/** Assessments, kept as they were made: an append-only log. And which check-run says what of which commit. */
import type { Assessment } from '../assess/assessment.js';
import type { Policy } from '../policy/policy.js';
import type { CoverageReport } from '../snapshot/coverage-report.js';

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** A check-run of ours. */
export interface CheckRunKey extends RepositoryName {
  readonly sha: string;
  readonly name: string;
}

/** A check-run that was begun and not concluded, by a server that ended in between. */
export interface Orphan extends CheckRunKey {
  readonly id: number;
  readonly installation: number;
}

/** What migration issues are made from. */
export interface MigrationMemory {
  readonly installation: number;
  /** Of the default branch. */
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** What is known of the module besides, as JSON. */
  readonly facts: unknown;
  /** Tells the matter that the issues were last brought up to; absent before the first time. */
  readonly digest?: string;
}

export interface Ledger {
  /** Keeps an assessment, with the policy that it was made under. */
  append(assessment: Assessment, policy: Policy): Promise<void>;
  /**
   * The newest assessment of a commit that this version made under the same policy: another would differ for reasons that
   * are not the commit's.
   */
  at(repository: RepositoryName, sha: string, policy: Policy): Promise<Assessment | undefined>;
  /** The newest assessment of a commit, whoever made it. */
  latestOf(repository: RepositoryName, sha: string): Promise<Assessment | undefined>;
  /** The newest assessment of a branch, of another commit than `sha`. */
  before(repository: RepositoryName, ref: string, sha: string): Promise<Assessment | undefined>;
  /** The newest assessment of a branch. */
  latest(repository: RepositoryName, ref: string): Promise<Assessment | undefined>;

  /** The id of the check-run on a commit; absent where none is known. */
  checkRun(key: CheckRunKey): Promise<number | undefined>;
  /** A check-run is there; `concluded` or not yet. */
  noteCheckRun(key: CheckRunKey, run: { id: number; installation: number; concluded: boolean }): Promise<void>;
  /** The check-runs that are begun and not concluded. */
  orphans(): Promise<readonly Orphan[]>;

  /** The coverage reports of a commit; absent where none came. */
  coverage(repository: RepositoryName, sha: string): Promise<readonly CoverageReport[] | undefined>;
  noteCoverage(repository: RepositoryName, sha: string, reports: readonly CoverageReport[]): Promise<void>;

  /** What a module's migration issues were last made from; absent where its default branch was never assessed. */
  migration(repository: RepositoryName): Promise<MigrationMemory | undefined>;
  noteMigration(repository: RepositoryName, memory: MigrationMemory): Promise<void>;
  /** Of every module. */
  migrations(): Promise<readonly MigrationMemory[]>;
}
