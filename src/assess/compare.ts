import type { Evidence } from '../standard/criterion.js';
import type { Assessment, Finding } from './assessment.js';

/**
 * How a change affected one criterion.
 * - `opened`: the criterion was met or not applicable, and is unmet now.
 * - `widened`: the criterion was unmet, and has new problems.
 * - `closed`, `narrowed`: the opposites of `opened` and `widened`.
 * - `undecided`: the criterion was decided (met, unmet, or not applicable), and is unknown now. This is never a regression:
 *   unread is not unmet.
 */
export type ChangeKind = 'opened' | 'widened' | 'closed' | 'narrowed' | 'undecided';

export interface Change {
  readonly criterion: string;
  readonly kind: ChangeKind;
  /** The finding as it is now. */
  readonly finding: Finding;
  /** For `opened` and `widened`: the new problems. */
  readonly added: readonly Evidence[];
  /** For `undecided`: only results of CI are missing, and no other evidence decided the criterion before. */
  readonly awaitsCi?: true;
}

export interface Comparison {
  readonly base: Assessment;
  readonly head: Assessment;
  /** In the standard's order; an unchanged criterion is absent. */
  readonly changes: readonly Change[];
}

/**
 * Compares two assessments of one module. A problem is the same problem if its kind, its subject, and its file are the
 * same, wherever its line has moved to and however its message reads; a problem that moved to another file (a rename) is
 * the same too. A criterion that was unknown before is not a change: nothing shows that this change made it worse.
 */
export function compare(base: Assessment, head: Assessment): Comparison {
  const before = new Map(base.findings.map(finding => [finding.criterion, finding]));
  const changes = head.findings.flatMap(after => {
    const earlier = before.get(after.criterion);
    return earlier ? compareFindings(earlier, after) : [];
  });
  return { base, head, changes };
}

/** Whether the change made the module worse: a gap that it opened or widened, and that no waiver covers. */
export function worsens(change: Change): boolean {
  return (change.kind === 'opened' || change.kind === 'widened') && !change.finding.waiver;
}

/** Whether the change made the module better. */
export function improves(change: Change): boolean {
  return change.kind === 'closed' || change.kind === 'narrowed';
}

function compareFindings(before: Finding, after: Finding): Change[] {
  const change = (kind: ChangeKind, added: readonly Evidence[] = []): Change[] => [
    { criterion: after.criterion, kind, finding: after, added },
  ];
  if (before.status === 'unknown') return [];
  if (after.status === 'unknown') return undecided(before, after);
  if (after.status === 'unmet' && before.status !== 'unmet') return change('opened', after.evidence);
  if (after.status === 'unmet') {
    const added = addedProblems(before.evidence, after.evidence);
    if (added.length > 0) return change('widened', added);
    return after.count < before.count ? change('narrowed') : [];
  }
  return before.status === 'unmet' ? change('closed') : [];
}

/** What was decided by other evidence than CI's must not wait for CI: the change removed that evidence. */
function undecided(before: Finding, after: Finding): Change[] {
  const isCis = before.status === 'not-applicable' || before.fromCi;
  const awaitsCi = isCis && after.fromCi ? ({ awaitsCi: true } as const) : {};
  return [{ criterion: after.criterion, kind: 'undecided', finding: after, added: [], ...awaitsCi }];
}

/**
 * The problems of `after` that `before` does not have, each counted once: first in the same file, then in any other.
 * Assessments from versions whose problems have no kind cannot be compared problem by problem: no problem counts as added.
 */
function addedProblems(before: readonly Evidence[], after: readonly Evidence[]): readonly Evidence[] {
  if ([...before, ...after].some(({ kind }) => kind === undefined)) return [];
  const identity = ({ kind, subject, excerpt }: Evidence) => [kind, subject, excerpt].join('\0');
  const inFile = (each: Evidence) => `${each.path ?? ''}\0${identity(each)}`;
  const [added, gone] = subtract(after, before, inFile);
  return subtract(added, gone, identity)[0];
}

/** The multiset differences a − b and b − a by key, in their original order. */
function subtract<T>(a: readonly T[], b: readonly T[], key: (each: T) => string): [T[], T[]] {
  const count = new Map<string, number>();
  for (const each of b) count.set(key(each), (count.get(key(each)) ?? 0) + 1);
  const left = a.filter(each => {
    const n = count.get(key(each)) ?? 0;
    if (n > 0) count.set(key(each), n - 1);
    return n === 0;
  });
  const right = b.filter(each => {
    const n = count.get(key(each)) ?? 0;
    if (n > 0) count.set(key(each), n - 1);
    return n > 0;
  });
  return [left, right];
}
