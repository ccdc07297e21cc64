import type { RegistryNames } from '../collect/github/registry-names.js';
import type { ReleasedTrees } from '../collect/github/released.js';
import type { GitHubClient } from '../collect/octokit.js';
import type { Ledger } from '../ledger/ledger.js';

/** A piece of work for later. */
export interface Chore {
  /**
   * - `onboard`: a repository that the app was installed on;
   * - `migration`: the issues of a module are to be as they should;
   * - `reassess`: settings of a repository changed;
   * - `notify`: the registry is to be told of the newest commit.
   */
  readonly kind: 'onboard' | 'migration' | 'reassess' | 'notify';
  readonly owner: string;
  readonly repo: string;
  readonly installation: number;
}

/** What every trigger needs besides GitHub. */
export interface House {
  /** The app's own number on GitHub. */
  readonly appId: number;
  readonly ledger: Ledger;
  readonly releasedTrees: ReleasedTrees;
  /** ISO 8601. */
  readonly now: () => string;
  /** Which modules a registry lists. */
  readonly registryNames: RegistryNames;
  readonly log: Log;
  /** Work that nobody waits for. */
  readonly chores: {
    /** @param after seconds to wait first */
    put(chore: Chore, after?: number): Promise<void>;
  };
  /** How long an assessment may take before its check-run is begun, in milliseconds. */
  readonly patience: number;
}

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** GitHub, as one installation of the app sees it. */
export interface Installation {
  readonly octokit: GitHubClient;
  readonly id: number;
}

/** A repository on GitHub. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}
