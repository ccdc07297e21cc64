/**
 * `.github/cim.yml`: a repository's policy, based on its organization's. An invalid key or value is a problem at its line, and the
 * rest of the file still counts.
 *
 *     standard: cim/v1
 *     enforcement: ratchet            # report | ratchet | strict
 *     migration: sections             # off | tracking | sections
 *     since: v0.5.0                   # baseline for history: a tag, a SHA, or a date
 *     module: cim-parcel              # the package to assess, in a workspace with several
 *     modules: [cim-parcel, cim-order] # instead: the packages to assess, each as a module of its own
 *     deploys: true
 *     commitTypes: [wip]
 *     thresholds: { coverage: 85 }    # can only be stricter
 *     waivers:
 *       - { criterion: linear-history, reason: "…", by: alice, until: 2027-01-31 }
 *     attestations:
 *       - { criterion: single-responsibility, statement: "…", evidence: "https://…", by: alice, confirmedBy: bob, until: 2027-06-30 }
 *
 * Only in the organization's file:
 *
 *     lock: [enforcement]             # keys that a module cannot set
 *     repositories: [weight-*]        # crates that are assessed, beside modules: repositories.ts
 *     criteria: []                    # criteria of its own: own-criteria.ts
 *     profile: []                     # criteria left out or with another severity: adjustments.ts
 *     effective: []                   # dates from which criteria count: adjustments.ts
 *     fleet: {}                       # what concerns all modules together: fleet-policy.ts
 *     waivers:
 *       - { criterion: docker, repositories: cim-spec-*, reason: "…", by: alice, until: 2027-01-31 }
 */

import type { PolicyTexts } from '../snapshot/policy-texts.js';
import type { Reading } from '../snapshot/reading.js';
import type { OwnExample } from './own-criterion.js';
import { DEFAULT_POLICY, POLICY_PATH, type Policy } from './policy.js';
import type { KnownNames } from './policy-entries.js';
import { type Draft, type PolicyProblem, PolicyReader, type PolicyText } from './policy-reader.js';

export type { PolicyProblem, PolicyText } from './policy-reader.js';

export interface PolicyReading {
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
}

/** The path of an organization's policy file, as people write it. */
const ORGANIZATION_PATH = '.github repository: .github/cim.yml';

/**
 * Returns the policy in force. If the files could not be read, that is a problem, and the default policy applies.
 * @param names those that the policy can contain
 * @param now ISO 8601; entries that expired before are problems at their lines
 */
export function effectivePolicy(texts: Reading<PolicyTexts>, names: KnownNames, now?: string): PolicyReading {
  if (!texts.read) {
    const message = `the policy could not be read, so the default policy applies: ${texts.reason}`;
    return { policy: DEFAULT_POLICY, problems: [{ path: POLICY_PATH, line: 1, column: 1, message }] };
  }
  const { own, organization } = texts.value;
  return readPolicy(
    own === undefined ? undefined : { path: POLICY_PATH, text: own },
    organization === undefined ? undefined : { path: ORGANIZATION_PATH, text: organization },
    names,
    now,
  );
}

/** The packages that a policy names to be assessed; empty if it leaves the choice to the standard. */
export function namedModules({ module, modules }: Pick<Policy, 'module' | 'modules'>): readonly string[] {
  return modules ?? (module === undefined ? [] : [module]);
}

/**
 * Reads the module's policy, based on the organization's. Either can be absent.
 * @param names those that the policy can contain
 */
export function readPolicy(
  own: PolicyText | undefined,
  organization: PolicyText | undefined,
  names: KnownNames,
  now?: string,
): PolicyReading {
  const today = now?.slice(0, 10) ?? '';
  const { packages: _, ...ofAll } = names;
  const defaults = { ...DEFAULT_POLICY, standard: names.id };
  const above = organization
    ? new PolicyReader(organization, { names: ofAll, base: defaults, today, locked: [], isOrganization: true }).read()
    : undefined;
  const base: Policy = { ...defaults, ...policyOf(above?.draft) };
  const locked = above?.draft.lock ?? [];
  const isOrganization = own?.isWhole === true || names.repository === '.github';
  const below = own ? new PolicyReader(own, { names, base, today, locked, isOrganization }).read() : undefined;
  const waivers = [...(above?.draft.waivers ?? []), ...(below?.draft.waivers ?? [])];
  const attestations = [...(below?.draft.attestations ?? []), ...(above?.draft.attestations ?? [])];
  return {
    policy: { ...base, ...policyOf(below?.draft), waivers, attestations },
    problems: [...(above?.problems ?? []), ...(below?.problems ?? [])],
  };
}

/** The examples of an organization's criteria. */
export function readExamples(file: PolicyText, names: KnownNames): readonly OwnExample[] {
  const known = { names, base: DEFAULT_POLICY, today: '', locked: [], isOrganization: true };
  return new PolicyReader(file, known).read().draft.examples ?? [];
}

/** What counts of a draft after it was read. */
function policyOf(draft: Draft | undefined): Partial<Policy> {
  const { lock: _, examples: __, ...policy } = draft ?? {};
  return policy;
}
