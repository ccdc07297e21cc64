/** What migration issues are made from, and what they are. */
import type { Assessment } from '../../assess/assessment.js';
import type { Policy } from '../../policy/policy.js';
import type { Standard } from '../../standard/standard.js';
import type { MigrationState } from './state.js';

/** One issue as it should be. */
export interface WantedIssue {
  /** `tracking`, or the id of a section. */
  readonly key: string;
  readonly title: string;
  /** Markdown, between the marks. */
  readonly text: string;
  /** Nothing is left of it: it is closed. */
  readonly done: boolean;
}

/** What is known of a module besides its assessment. */
export interface MigrationFacts {
  /** What the registry claims: `production`, … */
  readonly claimed?: string;
  /** The modules that it depends on, with what the registry claims of them. */
  readonly dependencies: readonly { readonly name: string; readonly status?: string }[];
  /** The module's own version. */
  readonly version?: string;
  /** The newest release's version. */
  readonly released?: string;
}

export interface MigrationMatter {
  readonly standard: Standard;
  readonly assessment: Assessment;
  readonly policy: Pick<Policy, 'waivers' | 'attestations'>;
  readonly facts: MigrationFacts;
  readonly state: MigrationState;
  /** The numbers of the sections' issues that are there, by section. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface WantedIssues {
  readonly tracking: WantedIssue;
  /** In the standard's order: of sections with gaps, and of those whose issue is there. */
  readonly sections: readonly WantedIssue[];
}
