import type { AssessedPatterns, RegistryNames } from '../collect/github/registry-names.js';
import type { GitHubClient } from '../collect/octokit.js';
import type { MarkerKeys } from '../publish/comment.js';
import type { Addresses } from '../report/addresses.js';
import type { Standard } from '../standard/standard.js';
import type { Ledger, RepositoryKey } from '../store/ledger.js';
import type { Claim, Details, Work } from '../store/work.js';
import type { StepListener } from './step.js';
import type { TreeStore } from '../store/trees.js';

/** What every handler needs. */
export interface AppContext {
  /** What modules are assessed against. */
  readonly standard: Standard;
  /** The web pages that check runs link to. */
  readonly addresses: Addresses;
  readonly appId: number;
  /** Sign the markers of this app's comments. */
  readonly markerKeys: MarkerKeys;
  readonly work: Work;
  readonly ledger: Ledger;
  /** Keeps what was read of repositories. Without it, each commit is read as an archive. */
  readonly trees?: TreeStore;
  /** The modules that a registry lists. */
  readonly registryNames: RegistryNames;
  /** The repositories that an organization's policy names. */
  readonly assessedPatterns: AssessedPatterns;
  /** ISO 8601. */
  readonly now: () => string;
  readonly log: Log;
  /** A client that authenticates as an installation. */
  readonly octokitOf: (installation: number) => Promise<GitHubClient>;
  /** A client that authenticates as the app. */
  readonly appOctokit: () => Promise<GitHubClient>;
  /** The permissions of an installation with their levels, as GitHub names them. */
  readonly permissionsOf: (installation: number) => Promise<Readonly<Record<string, string>>>;
  /** The directory of an advisory database. */
  readonly advisoriesDir?: string;
  /** How long an assessment can take before its check run is begun, in milliseconds. */
  readonly patience: number;
  /** How an earlier attempt at this entry ended its worker. If present, this attempt does not assess again. */
  readonly ended?: string;
  /** Told of each step of the work. */
  readonly stepped?: StepListener;
  /** Tells the dispatcher that work was added. */
  readonly wake: () => void;
}

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A repository, by its name. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** One entry in progress. */
export interface Job extends RepositoryKey, RepositoryName {
  readonly octokit: GitHubClient;
  /** The target's name. */
  readonly target: string;
  /** The part of the target's name after the kind: `7` of `pull/7`. */
  readonly which: string;
  readonly details: Details;
  /** The delivery that requested the work. */
  readonly delivery?: string;
  /** Whether an earlier attempt might have done part of the work. */
  readonly isRetry: boolean;
}

/** Brings one target up to date. Doing it twice changes nothing. */
export type Handler = (job: Job, context: AppContext) => Promise<void>;

/** Adds work for the same repository. */
export async function addWork(
  {
    installation,
    repository,
    owner,
    repo,
    delivery,
  }: Omit<Job, 'octokit' | 'target' | 'which' | 'details' | 'isRetry'>,
  entries: readonly {
    readonly name: string;
    readonly priority?: 'prompt' | 'background';
    readonly details?: Details;
  }[],
  { work, wake }: Pick<AppContext, 'work' | 'wake'>,
): Promise<void> {
  if (entries.length === 0) return;
  const of = { installation, repository, owner, repo, ...(delivery === undefined ? {} : { delivery }) };
  await work.add(entries.map(entry => ({ ...of, priority: 'prompt', ...entry })));
  wake();
}

/** A claim as a job. */
export function createJob(claim: Claim, which: string, octokit: GitHubClient): Job {
  const { installation, repository, owner, repo, name, details, delivery, attempts } = claim;
  const of = { installation, repository, owner, repo, ...(delivery === undefined ? {} : { delivery }) };
  return { ...of, octokit, target: name, which, details, isRetry: attempts > 1 };
}
