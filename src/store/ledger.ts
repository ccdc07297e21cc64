/**
 * The server's data about repositories: an append-only log of events, and data that is derived from it. Everything is keyed by GitHub's IDs.
 * Names are attributes that can change.
 */
import type { Assessment } from '../assess/assessment.js';
import type { ModuleFacts } from '../fleet/measured.js';
import type { AwaitedApproval } from '../fleet/migration-state.js';
import type { Policy } from '../policy/policy.js';
import type { CoverageReport } from '../snapshot/coverage-report.js';
import type { Files } from '../snapshot/files.js';
import type { FleetMemory } from './fleet-memory.js';
import type { Outbox } from './outbox.js';
import type { RepositoryKey } from './repository-key.js';

export type { RepositoryKey } from './repository-key.js';

/** The data of a commit that determines how changes to it are assessed. The author of a change must not control it. */
export interface Gate {
  /** The status of the module, by `cim.yaml`. */
  readonly status?: string;
  /** The text of each `.gitattributes`, by path. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The outermost folders that are vendored by their name or by a `.cargo-checksum.json`. */
  readonly vendored: readonly string[];
}

/** An assessment, with the conditions under which it was made. */
export interface AssessedEvent {
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** Absent in assessments by an earlier version. */
  readonly gate?: Gate;
  /** Other data about the module. Only for the default branch. */
  readonly module?: AssessedModule;
  /** The delivery that led to it. */
  readonly delivery?: string;
}

/** Data about the module on its default branch, besides the findings. */
export interface AssessedModule {
  readonly facts: ModuleFacts;
  /** Whether everyone can read the repository; false if that is not known. */
  readonly isPublic: boolean;
}

/** Any other event of the log. `data` is JSON. */
export interface LedgerEvent {
  readonly kind:
    | 'command'
    | 'pushed'
    | 'waived'
    | 'unwaived'
    | 'attested'
    | 'planned'
    | 'estimated'
    | 'blocked'
    | 'disputed'
    | 'fixes-requested'
    | 'fixes-opened'
    | 'fixes-ended'
    | 'approved'
    | 'confirmed'
    | 'promoted'
    | 'demotion-proposed'
    | 'demoted'
    | 'digest'
    | 'campaign-closed';
  /** The person who caused it; null for this app. */
  readonly by: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** The delivery that led to it. */
  readonly delivery?: string;
}

/** A check run of this app. */
export interface CheckRunKey extends RepositoryKey {
  readonly sha: string;
  readonly name: string;
}

/** A check run as this app left it. */
export interface KnownCheckRun {
  readonly id: number;
  readonly concluded: boolean;
  /** Identifies its content. Absent if that is unknown. */
  readonly digest?: string;
}

/** A check run that was begun but not concluded. */
export interface UnfinishedCheckRun extends CheckRunKey {
  readonly owner: string;
  readonly repo: string;
  readonly id: number;
  /** The target that it reports on, if that is known. */
  readonly target?: string;
}

/** A module, as last assessed on its default branch. */
export interface ModuleMemory extends RepositoryKey {
  readonly owner: string;
  readonly repo: string;
  /** The package, if several of the repository are assessed. */
  readonly name?: string;
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** Other data about the module, as JSON. */
  readonly facts: unknown;
  /** Identifies the state that the migration issues show. Absent before the first update. */
  readonly digest?: string;
  /** The last commit about which the registry was notified. */
  readonly notified?: string;
}

/** The reports about an open pull request. */
export interface PullMemory {
  readonly number: number;
  readonly sha: string;
  /** The reports by the name of their check run, as JSON. */
  readonly reports: Readonly<Record<string, unknown>>;
}

/** A coverage report of a workflow run. */
export interface KeptCoverage extends CoverageReport {
  /** Whether the run belongs to a pull request from a fork. */
  readonly ofFork?: boolean;
}

export interface Ledger extends FleetMemory, Outbox {
  /** Appends an assessment, unless the newest one has the same content for the same commit. */
  assessed(key: RepositoryKey, event: AssessedEvent): Promise<void>;
  /** Appends another event. */
  note(key: RepositoryKey, event: LedgerEvent): Promise<void>;
  /** The events of a repository, oldest first. */
  events(
    repository: number,
  ): Promise<readonly { readonly kind: string; readonly at: string; readonly data: unknown }[]>;

  /**
   * The newest assessment of a commit by this version under the same policy. Any other assessment can differ for reasons outside the
   * commit.
   */
  at(repository: number, sha: string, policy: Policy): Promise<AssessedEvent | undefined>;
  /** The gate for changes to a commit, if the commit was assessed. */
  gate(repository: number, sha: string): Promise<Gate | undefined>;
  /** The newest assessment of a commit by any version, with its conditions. */
  assessedAt(repository: number, sha: string): Promise<(AssessedEvent & { readonly tool: string }) | undefined>;
  /** The newest assessment of a commit by any version. */
  latestOf(repository: number, sha: string): Promise<Assessment | undefined>;
  /** The newest assessment of each package at a commit, whichever version made it. */
  allOf(
    repository: number,
    sha: string,
  ): Promise<readonly { readonly module?: string; readonly assessment: Assessment }[]>;
  /** The newest assessment of a branch by this version, of another commit than `sha` and of the package that the policy names. */
  before(repository: number, ref: string, sha: string, policy: Policy): Promise<Assessment | undefined>;
  /** The newest assessment of a branch. */
  latest(repository: number, ref: string): Promise<Assessment | undefined>;
  /** The branches and pull requests that were assessed at a commit. */
  refsAt(repository: number, sha: string): Promise<readonly string[]>;

  /** The check run on a commit; undefined if none is known. */
  checkRun(key: CheckRunKey): Promise<KnownCheckRun | undefined>;
  noteCheckRun(
    key: CheckRunKey & { readonly owner: string; readonly repo: string; readonly target: string },
    run: KnownCheckRun,
  ): Promise<void>;
  unfinishedCheckRuns(): Promise<readonly UnfinishedCheckRun[]>;
  /** The newest 100 check runs about a target. */
  checkRunsOf(
    repository: number,
    target: string,
  ): Promise<readonly (KnownCheckRun & { readonly sha: string; readonly name: string })[]>;

  /** The open pull requests whose head is a commit. */
  pullsAt(repository: number, sha: string): Promise<readonly PullMemory[]>;
  /** The reports about a pull request; undefined if it was not assessed or is closed. */
  pull(repository: number, number: number): Promise<PullMemory | undefined>;
  notePull(key: RepositoryKey, pull: PullMemory): Promise<void>;
  /** Records that the pull request is closed. */
  forgetPull(repository: number, number: number): Promise<void>;

  /** The tags that the last sweep saw; undefined before the first one. */
  seenTags(repository: number): Promise<readonly string[] | undefined>;
  noteTags(key: RepositoryKey, tags: readonly string[]): Promise<void>;

  /** The coverage reports of a commit; undefined if there are none. */
  coverage(repository: number, sha: string): Promise<readonly KeptCoverage[] | undefined>;
  noteCoverage(key: RepositoryKey, sha: string, reports: readonly KeptCoverage[]): Promise<void>;

  /** The first module of a repository; undefined where its default branch was never assessed. */
  module(repository: number): Promise<ModuleMemory | undefined>;
  /** The modules of a repository: several if its policy names several packages. */
  modulesOf(repository: number): Promise<readonly ModuleMemory[]>;
  noteModule(memory: ModuleMemory): Promise<void>;
  /** Notes the modules of one repository, forgets its others, and appends what changed with them: all or nothing. */
  noteModules(memories: readonly [ModuleMemory, ...ModuleMemory[]], changes?: readonly LedgerEvent[]): Promise<void>;
  /** Every module. */
  modules(): Promise<readonly ModuleMemory[]>;

  /** The trees of a repository's releases. The content of a commit never changes. */
  releasedTrees(key: RepositoryKey): {
    get(commit: string): Promise<Files | undefined>;
    put(commit: string, files: Files): Promise<void>;
  };

  /** What an installation has not approved yet; undefined if there is nothing. */
  awaited(installation: number): Promise<AwaitedApproval | undefined>;
  /** Notes what the installations have not approved yet; others have approved everything. */
  noteAwaited(awaited: ReadonlyMap<number, AwaitedApproval>): Promise<void>;

  /** Assigns data that an earlier version kept under a repository's name to the repository. */
  adopt(key: RepositoryKey, name: { readonly owner: string; readonly repo: string }): Promise<void>;
  /** The repositories with data in the ledger. */
  owners(): Promise<readonly RepositoryKey[]>;
  /** Records that this app can no longer access a repository. @param at ISO 8601 @returns since when */
  noteAbsent(key: RepositoryKey, at: string): Promise<string>;
  /** Records that this app can access a repository. */
  notePresent(key: RepositoryKey): Promise<void>;
  /** Erases all data of an installation, or of some of its repositories. */
  forget(installation: number, repositories?: readonly number[]): Promise<void>;
  /** Erases data past its retention time. */
  retain(): Promise<void>;
}
