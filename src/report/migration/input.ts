/** The input and the output of the migration issues. */
import type { Assessment } from '../../assess/assessment.js';
import type { Policy } from '../../policy/policy.js';
import type { Reading } from '../../snapshot/reading.js';
import type { Standard } from '../../standard/standard.js';
import type { AwaitedApproval, MigrationState } from '../../fleet/migration-state.js';
import type { Dispute } from '../../fleet/disputes.js';
import type { Review } from '../../fleet/review.js';

/** One issue as it should be. */
export interface WantedIssue {
  /** See `issueKey`. */
  readonly key: string;
  readonly title: string;
  /** Markdown, between the markers. */
  readonly text: string;
  /** Whether no gap is left, so that the issue is closed. */
  readonly done: boolean;
}

/** Facts about a module that its assessment does not contain. */
export interface MigrationFacts {
  /** The status in the registry, such as `production`. */
  readonly claimed?: string;
  /** The modules that it depends on, with their status in the registry. */
  readonly dependencies: readonly { readonly name: string; readonly status?: string }[];
  /** Logins that cim.yaml names; absent if it could not be read. */
  readonly maintainers?: readonly string[];
  /** Of a module that the registry lists as production: items that were removed without the promised notice. */
  readonly removals?: Reading<readonly string[]>;
  /** The module's own version. */
  readonly version?: string;
  /** The newest release's version. */
  readonly released?: string;
}

export interface MigrationInput {
  readonly standard: Standard;
  /** The package, if several of the repository are assessed. */
  readonly name?: string;
  /** The package in the keys of the issues; absent if they have none. */
  readonly keyed?: string;
  readonly assessment: Assessment;
  readonly policy: Pick<Policy, 'waivers' | 'attestations'>;
  readonly facts: MigrationFacts;
  readonly state: MigrationState;
  /** What the organization has not approved yet. */
  readonly awaited?: AwaitedApproval;
  /** What people say against these findings. */
  readonly disputes: readonly Dispute[];
  /** The review of the module. */
  readonly review: Review;
  /** The day of this text: ISO 8601. */
  readonly today: string;
  /** The numbers of the section issues that exist, by section. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface WantedIssues {
  readonly tracking: WantedIssue;
  /** For sections with gaps and for those whose issue exists, in the standard's order. */
  readonly sections: readonly WantedIssue[];
}
