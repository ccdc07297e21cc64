import type { GitHubClient } from '../collect/octokit.js';
import type { Ledger } from '../ledger/ledger.js';

/** What every trigger needs besides GitHub. */
export interface House {
  /** The app's own number on GitHub. */
  readonly appId: number;
  readonly ledger: Ledger;
  /** ISO 8601. */
  readonly now: () => string;
  readonly log: Log;
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
