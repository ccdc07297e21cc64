/** The parts of a snapshot that were not read, and how they affect an assessment. */

import type { Part, Snapshot } from '../snapshot/snapshot.js';
import type { Standard } from '../standard/standard.js';
import type { Finding } from './assessment.js';

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

/** The part that was not read, and why, if a criterion is unknown because of it, as its message says. */
export function unreadPart(
  { criterion: id, message }: Finding,
  { parts }: Snapshot,
  standard: Standard,
): string | undefined {
  const { needs = [], wants = [] } = standard.criterion(id) ?? {};
  for (const part of [...needs, ...wants]) {
    const reading = parts[part];
    if (!reading.read && message.includes(reading.reason)) return `${part} not read: ${reading.reason}`;
  }
  return undefined;
}
