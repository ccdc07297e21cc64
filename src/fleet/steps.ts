/** The six steps of the way to production, and on which one a module is. */
import type { Standard } from '../standard/standard.js';
import type { Measured } from './measured.js';

export const STEPS = ['assessment', 'planning', 'implementation', 'review', 'testing', 'release'] as const;
export type Step = (typeof STEPS)[number];

/**
 * The step of a module; null if nothing is left to do.
 * @param planned whether it has a migration issue; absent if nobody asked
 */
export function stepOf(
  measured: Measured | null,
  status: string | null,
  standard: Standard,
  planned?: boolean,
): Step | null {
  if (status === 'deprecated' || status === 'template') return null;
  if (!measured) return 'assessment';
  const { findings, version, tag } = measured;
  if (findings.some(({ blocks }) => blocks)) return planned === false ? 'planning' : 'implementation';
  const open = findings
    .filter(({ status: own }) => own === 'unknown')
    .flatMap(({ criterion }) => standard.criterion(criterion) ?? []);
  const must = open.filter(({ severity }) => severity === 'must');
  if (must.some(({ kind }) => kind === 'attested')) return 'review';
  if (must.some(criterion => standard.sectionOf(criterion).id === 'testing')) return 'testing';
  const released = version !== null && !version.startsWith('0.') && tag !== null;
  return released && must.length === 0 && status === 'production' ? null : 'release';
}
