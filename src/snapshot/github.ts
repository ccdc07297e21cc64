/** Data about a repository that only GitHub has, as far as a criterion needs it. Plain data with GitHub's terms. */
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
  /** The source of a squashed commit's header; `commit` uses the commit's own header if there is only one commit. */
  readonly squashTitle: 'title' | 'commit';
  /** The source of a merge commit's header. */
  readonly mergeTitle: 'title' | 'git';
}

/** One rule in force on the default branch, with its source. */
export interface BranchRule {
  readonly kind: 'pull-request' | 'status-checks' | 'no-force-push' | 'no-deletion' | 'linear-history';
  /** The number of required approvals (`pull-request`) or required checks (`status-checks`). */
  readonly count?: number;
  /** "ruleset NAME" or "branch protection of PATTERN". */
  readonly source: string;
}

/** One check run or commit status of the assessed commit. */
export interface CheckResult {
  readonly name: string;
  /** GitHub's conclusion in lower case, or `pending`. */
  readonly conclusion: string;
  /** The description, such as "84.2% (+0.3%) compared to 1a2b3c4". */
  readonly description?: string;
  readonly url?: string;
  /** The slug of the app that created the check, if an app did. */
  readonly app?: string;
}

/** One open alert. */
export interface Alert {
  readonly severity: 'low' | 'medium' | 'high' | 'critical' | 'unrated';
  readonly summary: string;
  readonly url?: string;
  readonly package?: string;
}

/** Open alerts by source. Each needs a permission of its own and is read separately. */
export interface Alerts {
  readonly dependencies: Reading<readonly Alert[]>;
  readonly secrets: Reading<readonly Alert[]>;
  /** Unread if no analysis of the default branch was uploaded: without an analysis, no alerts does not mean no problems. */
  readonly codeScanning: Reading<readonly Alert[]>;
}

/** A release on GitHub. */
export interface Release {
  readonly tag: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly url?: string;
}

/** The community files of the organization's `.github` repository: text by path. */
export interface Organization {
  readonly files: ReadonlyMap<string, string>;
}

/** The registry's data about this module and the modules it depends on. */
export interface Registry {
  /** The registry's entry for this module; absent if there is none. */
  readonly module?: { readonly status?: string; readonly version?: string };
  /** Each module's dependencies on other modules, by name. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The status that the registry claims for each module: `production`, … */
  readonly statuses?: ReadonlyMap<string, string>;
}
