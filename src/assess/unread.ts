/** The parts of a snapshot that were not read, and how they affect an assessment. */

import type { Part, Snapshot } from '../snapshot/snapshot.js';
import type { Standard } from '../standard/standard.js';

/** Without these, an assessment says nothing about the commit. */
const ESSENTIAL: readonly Part[] = ['files', 'history', 'repository', 'policy'];

/** Why a commit cannot be assessed; undefined if every essential part was read. */
export function unreadReason({ parts }: Snapshot): string | undefined {
  for (const part of ESSENTIAL) {
    const reading = parts[part];
    if (!reading.read) return `${part} not read: ${reading.reason}`;
  }
  return undefined;
}

/** The criteria that need a part that was not read. */
export function unreadCriteria({ parts }: Snapshot, { criteria }: Standard): ReadonlySet<string> {
  return new Set(criteria.filter(({ needs }) => needs.some(part => !parts[part].read)).map(({ id }) => id));
}
