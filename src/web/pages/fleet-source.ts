/** What the pages read. It comes from the ledger; GitHub is never asked while a person waits for a page. */
import type { Assessment } from '../../assess/assessment.js';
import type { HistoryPoint } from '../../fleet/history.js';
import type { FleetParts } from '../../fleet/view.js';
import type { Policy } from '../../policy/policy.js';
import type { Change, Organization, RegistryRecord } from '../../store/fleet-memory.js';

/** The repository of a module. */
export interface KnownRepository {
  /** GitHub's ID. */
  readonly repository: number;
  readonly owner: string;
  readonly repo: string;
  /** Whether everyone can read it; false if that is not known. */
  readonly isPublic: boolean;
  readonly defaultBranch: string;
}

/** The fleet of an installation, private modules included. */
export interface SourceFleet {
  readonly installation: number;
  readonly owner: string;
  readonly registry: Omit<RegistryRecord, 'installation' | 'reading'> | null;
  /** By the module's name in lower case. A module that only the registry lists is absent. */
  readonly modules: ReadonlyMap<string, KnownRepository>;
  readonly parts: FleetParts;
}

export interface FleetSource {
  /** As long as it is the same, nothing changed. */
  revision(): Promise<number>;
  organizations(): Promise<readonly Organization[]>;
  fleet(installation: number): Promise<SourceFleet>;
  /** The newest assessment of a branch. */
  latest(repository: number, ref: string): Promise<Assessment | undefined>;
  /** The newest assessment of a commit, with what it was made under. */
  assessedAt(
    repository: number,
    sha: string,
  ): Promise<{ readonly assessment: Assessment; readonly policy: Policy; readonly tool: string } | undefined>;
  /** The assessments of a module, the oldest first. */
  history(repository: number): Promise<readonly HistoryPoint[]>;
  /** What happened in an installation, the newest first. */
  changes(installation: number, limit: number): Promise<readonly Change[]>;
}
