/** The policy in force: the module's `.github/cim.yml` over the organisation's, with every default filled in. */

/** Where the policy stands in a repository. */
export const POLICY_PATH = '.github/cim.yml';

export type Enforcement = 'report' | 'ratchet' | 'strict';

/** A gap that is accepted until a date. */
export interface Waiver {
  readonly criterion: string;
  readonly reason: string;
  readonly by: string;
  /** ISO date, inclusive. */
  readonly until: string;
}

/** A maintainer's word for what no code can see. */
export interface Attestation {
  readonly criterion: string;
  readonly statement: string;
  readonly evidence: string;
  readonly by: string;
  readonly confirmedBy: string | null;
  /** ISO date, inclusive. */
  readonly until: string;
}

export interface Policy {
  /** The ID of the standard that the module is assessed against. */
  readonly standard: string;
  /** How gaps bear on a check-run; absent: strictly for production modules, by what changes for others. */
  readonly enforcement?: Enforcement;
  /** Which issues are opened; absent: one when the app is installed, the others when somebody asks for them. */
  readonly migration?: 'off' | 'tracking' | 'sections';
  /** Where history starts to count: a tag, a sha or a date. */
  readonly since?: string;
  /** The package that is judged, in a workspace with several. */
  readonly module?: string;
  /** Whether the module is deployed, where its code does not show it. */
  readonly deploys?: boolean;
  /** Conventional Commits types besides the usual ones. */
  readonly commitTypes: readonly string[];
  readonly thresholds: { readonly coverage: number };
  /** Whether this app tells the registry of the module's pushes. */
  readonly notifiesRegistry: boolean;
  readonly waivers: readonly Waiver[];
  readonly attestations: readonly Attestation[];
}

/** The policy of a module that has none. */
export const DEFAULT_POLICY: Policy = {
  standard: 'cim/v1',
  commitTypes: [],
  thresholds: { coverage: 80 },
  notifiesRegistry: false,
  waivers: [],
  attestations: [],
};
