/** The six steps of the way to production, and on which one a module is. */
import type { Standard } from '../standard/standard.js';
import type { Measured } from './measured.js';
import { isStepDone, type Review, type ReviewStep } from './review.js';

export const STEPS = ['assessment', 'planning', 'implementation', 'review', 'testing', 'release'] as const;
export type Step = (typeof STEPS)[number];

/** What else decides the step. */
export interface StepFacts {
  readonly standard: Standard;
  /** ISO 8601. */
  readonly takenAt: string;
  /** Whether it has a migration issue; absent if nobody asked. */
  readonly planned?: boolean;
  /** Absent if nobody asked. */
  readonly review?: Review | undefined;
}

/** The step of a module; null if nothing is left to do. */
export function nextStep(measured: Measured | null, status: string | null, facts: StepFacts): Step | null {
  if (status === 'deprecated' || status === 'template') return null;
  if (!measured) return 'assessment';
  const { standard, planned, review, takenAt } = facts;
  const { findings, version, tag } = measured;
  if (findings.some(({ blocks }) => blocks)) return planned === false ? 'planning' : 'implementation';
  const open = findings
    .filter(({ status: own }) => own === 'unknown')
    .flatMap(({ criterion }) => standard.criterion(criterion) ?? []);
  const must = open.filter(({ severity }) => severity === 'must');
  const lacks = (step: ReviewStep) =>
    review !== undefined && status !== 'production' && !isStepDone(step, review, takenAt);
  if (must.some(({ kind }) => kind === 'attested') || lacks('independent-review')) return 'review';
  if (must.some(criterion => standard.sectionOf(criterion).id === 'testing') || lacks('reference-implementation'))
    return 'testing';
  const released = version !== null && !version.startsWith('0.') && tag !== null;
  return released && must.length === 0 && status === 'production' ? null : 'release';
}
