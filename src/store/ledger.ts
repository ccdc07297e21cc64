/**
 * What the server knows of repositories: an append-only log of events, and what is derived from it. Everything is keyed by
 * GitHub's IDs; names are attributes that may change.
 */
import type { Assessment } from '../assess/assessment.js';
import type { ModuleFacts } from '../fleet/measured.js';
import type { Policy } from '../policy/policy.js';
import type { CoverageReport } from '../snapshot/coverage-report.js';
import type { Files } from '../snapshot/files.js';
import type { FleetMemory } from './fleet-memory.js';
import type { RepositoryKey } from './repository-key.js';

export type { RepositoryKey } from './repository-key.js';

/** What of a commit decides how changes to it are assessed: an author of a change must not control it. */
export interface Gate {
  /** The status of the module, by `cim.yaml`. */
  readonly status?: string;
  /** The text of each `.gitattributes`, by path. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The outermost folders that are vendored by their name or by a `.cargo-checksum.json`. */
  readonly vendored: readonly string[];
}

/** An assessment, with what it was made under. */
export interface AssessedEvent {
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** Absent in assessments that an earlier version kept. */
  readonly gate?: Gate;
  /** What else was read of the module; only for the default branch. */
  readonly module?: AssessedModule;
}

/** What is known of the module on a default branch besides its findings. */
export interface AssessedModule {
  readonly facts: ModuleFacts;
  /** Whether everyone can read the repository; false if that is not known. */
  readonly isPublic: boolean;
}

/** Other events of the log; `data` is JSON. */
export interface LedgerEvent {
  readonly kind:
    | 'command'
    | 'waived'
    | 'unwaived'
    | 'attested'
    | 'planned'
    | 'estimated'
    | 'blocked'
    | 'promoted'
    | 'demoted';
  readonly by: string;
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
  /** Identifies what it says; absent where that is not known. */
  readonly digest?: string;
}

/** A check run that is there, and was begun and not concluded. */
export interface UnfinishedCheckRun extends CheckRunKey {
  readonly owner: string;
  readonly repo: string;
  readonly id: number;
  /** The target that it reports on, where that is known. */
  readonly target?: string;
}

/** A module as it was last assessed on its default branch. */
export interface ModuleMemory extends RepositoryKey {
  readonly owner: string;
  readonly repo: string;
  /** The package, if several of the repository are assessed. */
  readonly name?: string;
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** What else is known of the module, as JSON. */
  readonly facts: unknown;
  /** Identifies what the migration issues were last brought up to; absent before the first time. */
  readonly digest?: string;
  /** The commit that the registry was last told of. */
  readonly notified?: string;
}

/** What was said of an open pull request, by the name of the check run. */
export interface PullMemory {
  readonly number: number;
  readonly sha: string;
  /** Reports by the name of their check run, as JSON. */
  readonly reports: Readonly<Record<string, unknown>>;
}

/** A coverage report of a workflow run. */
export interface KeptCoverage extends CoverageReport {
  /** The run belongs to a pull request from a fork. */
  readonly ofFork?: boolean;
}

export interface Ledger extends FleetMemory {
  /** Appends an assessment. One that says the same of the same commit as the newest is not appended again. */
  assessed(key: RepositoryKey, event: AssessedEvent): Promise<void>;
  /** Appends another event. */
  note(key: RepositoryKey, event: LedgerEvent): Promise<void>;
  /** The events of a repository, oldest first. */
  events(
    repository: number,
  ): Promise<readonly { readonly kind: string; readonly at: string; readonly data: unknown }[]>;

  /**
   * The newest assessment of a commit that this version made under the same policy: another would differ for reasons that
   * are not the commit's.
   */
  at(repository: number, sha: string, policy: Policy): Promise<AssessedEvent | undefined>;
  /** What guards changes to a commit, where it was assessed. */
  gate(repository: number, sha: string): Promise<Gate | undefined>;
  /** The newest assessment of a commit by any version, with what it was made under. */
  assessedAt(repository: number, sha: string): Promise<(AssessedEvent & { readonly tool: string }) | undefined>;
  /** The newest assessment of a commit, whichever version made it. */
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

  /** The check run on a commit; undefined where none is known. */
  checkRun(key: CheckRunKey): Promise<KnownCheckRun | undefined>;
  noteCheckRun(
    key: CheckRunKey & { readonly owner: string; readonly repo: string; readonly target: string },
    run: KnownCheckRun,
  ): Promise<void>;
  unfinishedCheckRuns(): Promise<readonly UnfinishedCheckRun[]>;

  /** The open pull requests whose head is a commit. */
  pullsAt(repository: number, sha: string): Promise<readonly PullMemory[]>;
  /** What was said of a pull request; undefined where it was not assessed, or is closed. */
  pull(repository: number, number: number): Promise<PullMemory | undefined>;
  notePull(key: RepositoryKey, pull: PullMemory): Promise<void>;
  /** The pull request is closed. */
  forgetPull(repository: number, number: number): Promise<void>;

  /** The tags that the last sweep saw; undefined before the first one. */
  seenTags(repository: number): Promise<readonly string[] | undefined>;
  noteTags(key: RepositoryKey, tags: readonly string[]): Promise<void>;

  /** The coverage reports of a commit; undefined where none came. */
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

  /** The trees of releases of a repository: the content of a commit does not change. */
  releasedTrees(key: RepositoryKey): {
    get(commit: string): Promise<Files | undefined>;
    put(commit: string, files: Files): Promise<void>;
  };

  /** Gives a repository what an earlier version kept under its name. */
  adopt(key: RepositoryKey, name: { readonly owner: string; readonly repo: string }): Promise<void>;
  /** The repositories of which something is kept. */
  owners(): Promise<readonly RepositoryKey[]>;
  /** This app cannot access a repository anymore. @param at ISO 8601 @returns since when */
  noteAbsent(key: RepositoryKey, at: string): Promise<string>;
  /** This app can access a repository. */
  notePresent(key: RepositoryKey): Promise<void>;
  /** Erases everything of an installation, or of some of its repositories. */
  forget(installation: number, repositories?: readonly number[]): Promise<void>;
  /** Erases what is older than it is kept for. */
  retain(): Promise<void>;
}
