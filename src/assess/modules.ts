/** The modules of a repository: the packages that its policy names are assessed one by one, from one snapshot. */
import { type Policy, policyOfModule } from '../policy/policy.js';
import type { KnownNames } from '../policy/policy-entries.js';
import { effectivePolicy, namedModules, type PolicyReading } from '../policy/policy-file.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { packageNames, packagesInScope } from '../standard/shared/scope.js';
import type { Standard } from '../standard/standard.js';

/** One module, and the policy as it applies to it. */
export interface ModuleToAssess {
  /** The package, if the policy names several; otherwise absent. */
  readonly name?: string;
  /** The packages that are assessed; empty without a crate. */
  readonly packages: readonly string[];
  /** Packages of the repository that are not assessed, if the policy does not choose. */
  readonly left: readonly string[];
  readonly policy: Policy;
}

/** The policy in force. A package that the policy names and the repository lacks is a problem at its line. */
export function policyIn(snapshot: Snapshot, standard: Standard): PolicyReading {
  return effectivePolicy(snapshot.parts.policy, knownNames(snapshot, standard), snapshot.takenAt);
}

/** The names that a policy file of the repository can contain. */
export function knownNames({ subject, parts: { files } }: Snapshot, standard: Standard): KnownNames {
  const { id, criterionIds, others = [] } = standard.given ?? standard;
  const packages = files.read ? packageNames(files.value) : undefined;
  return { id, criterionIds, others, repository: subject.repo, ...(packages ? { packages } : {}) };
}

/**
 * The modules that are assessed, in the policy's order. A named package that does not exist is left out, except
 * in a change: a change must not get rid of a module's gaps by renaming its package.
 */
export function modulesOf(snapshot: Snapshot, policy: Policy): readonly [ModuleToAssess, ...ModuleToAssess[]] {
  const { subject, parts } = snapshot;
  const known = parts.files.read ? packageNames(parts.files.value) : undefined;
  const chosenNames = namedModules(policy);
  const isKept = (name: string) =>
    chosenNames.length === 1 || !known || subject.base !== undefined || known.includes(name);
  const judged = chosenNames.filter(isKept);
  const [first, ...others] = judged;
  const named = (name: string) => ({ packages: [name], left: [], policy: policyOfModule(policy, name) });
  if (first !== undefined && others.length === 0) return [named(first)];
  if (first !== undefined) return [{ name: first, ...named(first) }, ...others.map(name => ({ name, ...named(name) }))];
  const { modules: _, ...chosen } = policy;
  const packages = parts.files.read ? packagesInScope(parts.files.value, { subject, policy: chosen }) : [];
  const names = packages.map(({ name }) => name);
  const isOwn = ({ module }: { readonly module?: string }) => module === undefined || names.includes(module);
  const own = { waivers: policy.waivers.filter(isOwn), attestations: policy.attestations.filter(isOwn) };
  const left = (known ?? []).filter(name => !names.includes(name));
  return [{ packages: names, left, policy: { ...chosen, ...own } }];
}
