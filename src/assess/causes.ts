/** Why two assessments of one module differ: each group of what was read is put from the second into the first, and judged again. */
import type { Policy } from '../policy/policy.js';
import type { Part, Snapshot } from '../snapshot/snapshot.js';
import type { Status } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { assess } from './assess.js';
import type { Assessment, Finding } from './assessment.js';

/** What can make two assessments differ that the same version of this tool makes. */
export type Cause = 'code' | 'history' | 'settings' | 'policy';

/** A criterion that says something else. */
export interface Difference {
  readonly criterion: string;
  readonly from: Status;
  readonly to: Status;
  /** Problems before and after. */
  readonly counts: readonly [before: number, after: number];
  /** The finding as it is in the second. */
  readonly finding: Finding;
  /** What alone makes the difference; if nothing does alone, everything that takes part in it. */
  readonly causes: readonly Cause[];
}

/** One side of a comparison. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
}

/** What was read, by the cause that a change of it is. */
export const CAUSE_PARTS: readonly (readonly [Cause, readonly Part[]])[] = [
  ['code', ['files', 'released']],
  ['history', ['history', 'tags', 'releases']],
  [
    'settings',
    ['repository', 'protection', 'checks', 'alerts', 'advisories', 'coverage', 'organization', 'registry', 'policy'],
  ],
];

/** The differences between two sides, in the standard's order, each with its causes. @param now ISO 8601 */
export function findDifferences(a: Side, b: Side, standard: Standard, now: string): Difference[] {
  const first = assess(a.snapshot, standard, a.policy, now);
  const second = assess(b.snapshot, standard, b.policy, now);
  const changed = differing(first, second);
  if (changed.length === 0) return [];
  const swapped: readonly (readonly [Cause, Assessment])[] = [
    ...CAUSE_PARTS.map(
      ([cause, parts]) => [cause, assess(withParts(a.snapshot, b.snapshot, parts), standard, a.policy, now)] as const,
    ),
    ['policy', assess(a.snapshot, standard, b.policy, now)],
  ];
  return changed.map(([before, after]) => {
    const moved = swapped.filter(([, assessment]) => !isSame(before, findingOf(assessment, before.criterion)));
    const alone = moved.filter(([, assessment]) => isSame(after, findingOf(assessment, before.criterion)));
    const causes = (alone.length > 0 ? alone : moved).map(([cause]) => cause);
    return {
      criterion: after.criterion,
      from: before.status,
      to: after.status,
      counts: [before.count, after.count],
      finding: after,
      causes: causes.length > 0 ? causes : CAUSE_PARTS.map(([cause]) => cause),
    };
  });
}

/** The findings that say something else, before and after. */
export function differing(first: Assessment, second: Assessment): (readonly [Finding, Finding])[] {
  return second.findings.flatMap(after => {
    const before = findingOf(first, after.criterion);
    return before && !isSame(before, after) ? [[before, after] as const] : [];
  });
}

function findingOf({ findings }: Assessment, criterion: string): Finding | undefined {
  return findings.find(each => each.criterion === criterion);
}

/** The same status, and of an unmet criterion as many problems; a waiver that only one has is a difference. */
function isSame(a: Finding, b: Finding | undefined): boolean {
  return (
    b !== undefined &&
    a.status === b.status &&
    (a.status !== 'unmet' || a.count === b.count) &&
    (a.waiver === null) === (b.waiver === null)
  );
}

function withParts(a: Snapshot, b: Snapshot, parts: readonly Part[]): Snapshot {
  const replaced = Object.fromEntries(parts.map(part => [part, b.parts[part]]));
  return { ...a, subject: parts.includes('files') ? b.subject : a.subject, parts: { ...a.parts, ...replaced } };
}
