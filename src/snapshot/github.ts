/** What GitHub alone knows of a repository. Plain data in GitHub's words, as far as a criterion asks for it. */
import type { Reading } from './reading.js';

/** The repository's settings. */
export interface Repository {
  readonly defaultBranch: string;
  readonly visibility: 'public' | 'private' | 'internal';
  readonly archived: boolean;
  readonly fork: boolean;
  readonly squashMerge: boolean;
  readonly mergeCommit: boolean;
  readonly rebaseMerge: boolean;
  /** Where the header of a squashed commit comes from: `commit` takes the commit's own where there is only one. */
  readonly squashTitle: 'title' | 'commit';
  /** Where the header of a merge commit comes from. */
  readonly mergeTitle: 'title' | 'git';
}

/** One rule in force on the default branch, and where it comes from. */
export interface BranchRule {
  readonly kind: 'pull-request' | 'status-checks' | 'no-force-push' | 'no-deletion' | 'linear-history';
  /** For `pull-request`: how many approvals; for `status-checks`: how many checks are required. */
  readonly count?: number;
  /** "ruleset NAME" or "branch protection of PATTERN". */
  readonly source: string;
}

/** One check-run or commit status on the assessed commit. */
export interface CheckResult {
  readonly name: string;
  /** GitHub's conclusion in lower case, or `pending`. */
  readonly conclusion: string;
  /** What it says of itself, such as "84.2% (+0.3%) compared to 1a2b3c4". */
  readonly description?: string;
  readonly url?: string;
  /** The slug of the app that made it, if an app did. */
  readonly app?: string;
}

/** One open alert. */
export interface Alert {
  readonly severity: 'low' | 'medium' | 'high' | 'critical' | 'unrated';
  readonly summary: string;
  readonly url?: string;
  readonly package?: string;
}

/** Open alerts by source; each is read or not on its own, since each needs its own permission. */
export interface Alerts {
  readonly dependencies: Reading<readonly Alert[]>;
  readonly secrets: Reading<readonly Alert[]>;
  /** Unread where no analysis of the default branch was uploaded: nothing found is not nothing there. */
  readonly codeScanning: Reading<readonly Alert[]>;
}

/** A release on GitHub. */
export interface Release {
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly url?: string;
}

/** Community files of the organisation's `.github` repository: paths to text. */
export interface Organisation {
  readonly files: ReadonlyMap<string, string>;
}

/** What the registry says of this module and of its neighbours. */
export interface Registry {
  /** The registry's entry for this module; absent when it has none. */
  readonly module?: { readonly status?: string; readonly version?: string };
  /** Each module's dependencies on other modules, by name. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** What it claims of each module: `production`, … */
  readonly statuses?: ReadonlyMap<string, string>;
}
