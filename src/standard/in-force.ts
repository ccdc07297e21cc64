/** The standard that a policy puts in force: the one that it names, with the criteria that the organization adds. */
import { OWN_SECTION } from '../policy/own-criterion.js';
import type { Policy } from '../policy/policy.js';
import { ownCriterion } from './own/own-criterion.js';
import { type Standard, standard } from './standard.js';

/**
 * The same policy gives the same value.
 * @param from the standard of a policy that names no other, with those that it can name instead; or one that another policy put in force
 */
export function standardInForce(from: Standard, policy: Pick<Policy, 'standard' | 'criteria' | 'names'>): Standard {
  const given = from.given ?? from;
  const named = given.others?.find(({ id }) => id === policy.standard) ?? given;
  const criteria = (policy.criteria ?? []).filter(({ id }) => !named.criterion(id));
  if (named === given && criteria.length === 0 && !policy.names) return given;
  return remembered(given, JSON.stringify([named.id, criteria, policy.names]), () => {
    const own = criteria.length > 0 ? [{ ...OWN_SECTION, criteria: criteria.map(ownCriterion) }] : [];
    const names = { ...named.names, ...policy.names };
    return standard({ ...named, names, sections: [...named.sections, ...own], given });
  });
}

const known = new WeakMap<Standard, Map<string, Standard>>();
/** The most standards that are remembered for one that they are made of: one for each organization with criteria of its own. */
const MOST_KNOWN = 100;

function remembered(given: Standard, key: string, make: () => Standard): Standard {
  const made = known.get(given) ?? new Map<string, Standard>();
  known.set(given, made);
  const found = made.get(key);
  if (found) return found;
  if (made.size >= MOST_KNOWN) made.clear();
  const inForce = make();
  made.set(key, inForce);
  return inForce;
}
