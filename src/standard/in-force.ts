/** The standard that a policy puts in force: the one that it names, with the criteria that the organization adds. */
import { OWN_SECTION, type OwnCriterion } from '../policy/own-criterion.js';
import type { Policy } from '../policy/policy.js';
import { ownCriterion } from './own/own-criterion.js';
import { type Standard, standard } from './standard.js';

/** @param given the standard of a policy that names no other, with those that it can name instead */
export function standardInForce(given: Standard, policy: Pick<Policy, 'standard' | 'criteria'>): Standard {
  const named = given.others?.find(({ id }) => id === policy.standard) ?? given;
  return policy.criteria ? withOwn(named, policy.criteria) : named;
}

const known = new WeakMap<Standard, Map<string, Standard>>();
/** The most standards that are remembered for one that they are made of: one for each organization with criteria of its own. */
const MOST_KNOWN = 100;

/** Adds the organization's criteria, as a section at the end. The same criteria give the same value. */
function withOwn(base: Standard, criteria: readonly OwnCriterion[]): Standard {
  const own = criteria.filter(({ id }) => !base.criterion(id));
  if (own.length === 0) return base;
  const made = known.get(base) ?? new Map<string, Standard>();
  known.set(base, made);
  const key = JSON.stringify(own);
  const remembered = made.get(key);
  if (remembered) return remembered;
  if (made.size >= MOST_KNOWN) made.clear();
  const section = { ...OWN_SECTION, criteria: own.map(ownCriterion) };
  const extended = standard({ ...base, sections: [...base.sections, section] });
  made.set(key, extended);
  return extended;
}
