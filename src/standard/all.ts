/** Every standard that this program knows. Entry points choose one and pass it in. */
import { CIM_STANDARD } from './cim.js';
import { CRATE_STANDARD } from './crate/crate.js';
import type { Standard } from './standard.js';

/** The standards, the default first. */
export const STANDARDS: readonly [Standard, ...Standard[]] = [CIM_STANDARD, CRATE_STANDARD];

/** The standard of a policy that names none, with the others that it can name. @param id absent for the default */
export function standardNamed(id?: string): Standard | undefined {
  const found = id === undefined ? STANDARDS[0] : STANDARDS.find(each => each.id === id);
  return found && { ...found, others: STANDARDS.filter(each => each !== found) };
}

export const DEFAULT_STANDARD: Standard = { ...STANDARDS[0], others: STANDARDS.slice(1) };
