/** The policy in force: the module's `.github/cim.yml`, the organization's, and the defaults, merged in this order. */

import type { Adjustment, EffectiveDates } from './adjustments.js';
import type { Names } from './names.js';
import type { OwnCriterion } from './own-criterion.js';

/** The path of the policy file in a repository. */
export const POLICY_PATH = '.github/cim.yml';

/** How long a waiver and an attestation may last, in days. */
export const LONGEST_DAYS: Readonly<Record<'waiver' | 'attestation', number>> = { waiver: 180, attestation: 365 };

/** The last day on which one that begins on a day may end. */
export function lastDay(what: keyof typeof LONGEST_DAYS, from: string): string {
  return new Date(Date.parse(from.slice(0, 10)) + LONGEST_DAYS[what] * 86_400_000).toISOString().slice(0, 10);
}

export type Enforcement = 'report' | 'ratchet' | 'strict';

/** Stops a gap from blocking until a date. */
export interface Waiver {
  readonly criterion: string;
  /** The package whose gap it is; absent for all that are assessed. */
  readonly module?: string;
  readonly reason: string;
  readonly by: string;
  /** ISO date, inclusive. */
  readonly until: string;
}

/** A maintainer's statement about a criterion that code cannot decide. */
export interface Attestation {
  readonly criterion: string;
  /** The package that it is about; absent for all that are assessed. */
  readonly module?: string;
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
  /** How gaps affect check runs. Default: `strict` for production modules, `ratchet` for others. */
  readonly enforcement?: Enforcement;
  /** Which issues to open. Default: the tracking issue when the app is installed, and section issues on request. */
  readonly migration?: 'off' | 'tracking' | 'sections';
  /** The baseline from which history counts: a tag, a SHA, or a date. */
  readonly since?: string;
  /** The package to assess, in a workspace with several. */
  readonly module?: string;
  /** The packages to assess, each as a module of its own; overrides `module`. */
  readonly modules?: readonly string[];
  /** Whether the module is deployed, if its code does not show it. */
  readonly deploys?: boolean;
  /** More types of Conventional Commits. */
  readonly commitTypes: readonly string[];
  readonly thresholds: { readonly coverage: number };
  /** Whether this app notifies the registry of the module's pushes. */
  readonly notifiesRegistry: boolean;
  readonly waivers: readonly Waiver[];
  readonly attestations: readonly Attestation[];
  /** The criteria that the organization adds to the standard; absent if there are none. */
  readonly criteria?: readonly OwnCriterion[];
  /** What the organization changes about criteria; of several entries for a criterion, the last counts. Absent if there are none. */
  readonly profile?: readonly Adjustment[];
  /** How the organization names what people meet; absent if as the standard does. */
  readonly names?: Partial<Names>;
  /** The dates from which criteria count; absent if all count. */
  readonly effective?: readonly EffectiveDates[];
}

/** The policy of a repository, as it applies to one of its packages. */
export function policyOfModule(ofAll: Policy, module: string): Policy {
  const { modules: _, ...policy } = ofAll;
  const isOwn = (entry: Waiver | Attestation) => entry.module === undefined || entry.module === module;
  return {
    ...policy,
    module,
    waivers: policy.waivers.filter(isOwn),
    attestations: policy.attestations.filter(isOwn),
  };
}

/** The policy of a module without a policy file. */
export const DEFAULT_POLICY: Policy = {
  standard: 'cim/v1',
  commitTypes: [],
  thresholds: { coverage: 80 },
  notifiesRegistry: false,
  waivers: [],
  attestations: [],
};
