/** Why two stored assessments differ, as far as the records tell: what the criterion reads, and what of it can have changed. */
import type { Policy } from '../policy/policy.js';
import type { Status } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import type { Assessment, Finding } from './assessment.js';
import { type Cause, CAUSE_PARTS, differing } from './causes.js';

/** An assessment with what it was made under. */
export interface RecordedSide {
  readonly assessment: Assessment;
  readonly policy: Policy;
  /** The version of this program. */
  readonly tool: string;
}

export interface RecordedDifference {
  readonly criterion: string;
  readonly from: Status;
  readonly to: Status;
  /** Problems before and after. */
  readonly counts: readonly [before: number, after: number];
  /** The finding as it is in the second. */
  readonly finding: Finding;
  /** Everything that can have made the difference; exactly one if the records leave no other. */
  readonly causes: readonly (Cause | 'tool')[];
}

/** The differences between two stored assessments, in the standard's order. */
export function recordedDifferences(a: RecordedSide, b: RecordedSide, standard: Standard): RecordedDifference[] {
  return differing(a.assessment, b.assessment).map(([before, after]) => ({
    criterion: after.criterion,
    from: before.status,
    to: after.status,
    counts: [before.count, after.count],
    finding: after,
    causes: causesOf(before, after, { a, b, standard }),
  }));
}

interface Sides {
  readonly a: RecordedSide;
  readonly b: RecordedSide;
  readonly standard: Standard;
}

function causesOf(before: Finding, after: Finding, { a, b, standard }: Sides): (Cause | 'tool')[] {
  // A waiver changes nothing but itself.
  if (before.status === after.status && before.count === after.count) return ['policy'];
  const { needs = [], wants = [] } = standard.criterion(after.criterion) ?? {};
  const reads = new Set([...needs, ...wants]);
  const isOtherCommit = a.assessment.subject.sha !== b.assessment.subject.sha;
  const parts = CAUSE_PARTS.filter(
    ([cause, own]) => own.some(part => reads.has(part)) && (cause !== 'code' || isOtherCommit),
  ).map(([cause]) => cause);
  const isOtherPolicy = JSON.stringify(a.policy) !== JSON.stringify(b.policy);
  const found = [
    ...parts,
    ...(isOtherPolicy ? (['policy'] as const) : []),
    ...(a.tool === b.tool ? [] : (['tool'] as const)),
  ];
  // An attestation expires by itself: what people said is all that such a criterion reads.
  return found.length > 0 ? found : ['policy'];
}
