/** Which gaps can be fixed, and with which changes. Fixes are proven one after another, each on the result of those before it. */
import { type Finding, isGap } from '../assess/assessment.js';
import type { FileChange } from '../snapshot/changed-files.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Answers, Fix } from './fix.js';
import { type Assessed, assessed, findingFor, type FixRequest, prove, type Turn } from './prove.js';

/** What became of one gap. */
export type FixOutcome =
  | {
      readonly criterion: string;
      readonly status: 'closes' | 'narrows' | 'draft';
      readonly summary: string;
      /** What a person still has to do; null if nothing remains. */
      readonly remains: string | null;
      /** The criteria that change, with their statuses. */
      readonly turns: readonly Turn[];
      readonly paths: readonly string[];
    }
  | {
      readonly criterion: string;
      readonly status: 'declined';
      readonly reason: string;
      /** The answer that would make the fix possible; null if none would. */
      readonly asks: keyof Answers | null;
    };

/** A file before and after all fixes. */
export interface ChangedFile extends FileChange {
  /** Null for a new file. */
  readonly before: string | null;
}

export interface FixPlan {
  readonly outcomes: readonly FixOutcome[];
  /** By path. */
  readonly files: readonly ChangedFile[];
  readonly before: Assessed;
  readonly after: Assessed;
}

/**
 * Plans the fixes of a module's gaps.
 * @param wanted the criteria to fix; by default every gap that has a fix, without drafts
 */
export function planFixes(
  snapshot: Snapshot,
  fixes: readonly Fix[],
  request: FixRequest,
  wanted?: readonly string[],
): FixPlan {
  const before = assessed(snapshot, request);
  const found = new Map<string, FixOutcome>();
  let now = before;
  let open = wanted ?? before.assessment.findings.map(finding => finding.criterion);
  // A fix may need what a later one writes: those that are declined are tried again as long as another one succeeds.
  let start: Assessed | undefined;
  while (start !== now && open.length > 0) {
    start = now;
    for (const criterion of open) {
      const step = fixOne(criterion, now, fixes, request, wanted !== undefined);
      if (!step) continue;
      const isClosed = [...found.values()].some(each => closes(each, criterion));
      if (step.outcome.status !== 'declined' || !isClosed) found.set(criterion, step.outcome);
      now = step.after ?? now;
    }
    open = open.filter(criterion => found.get(criterion)?.status === 'declined');
  }
  return { outcomes: [...found.values()], files: changedFiles(before.snapshot, now.snapshot), before, after: now };
}

/** What becomes of one gap; undefined if there is none, and nobody named it. */
function fixOne(
  criterion: string,
  now: Assessed,
  fixes: readonly Fix[],
  request: FixRequest,
  isNamed: boolean,
): { readonly outcome: FixOutcome; readonly after?: Assessed } | undefined {
  const finding = findingFor(now.assessment, criterion);
  if (!finding || !(isGap(finding) || (isNamed && mayBeGap(finding))))
    return isNamed ? { outcome: notNeeded(criterion, finding?.status ?? 'unknown') } : undefined;
  const fitting = fixes.filter(each => each.criteria.includes(criterion) && (isNamed || !each.isDraft));
  let refused: FixOutcome | undefined;
  for (const fix of fitting) {
    const proof = prove(fix, criterion, now, request);
    if ('proven' in proof) {
      const { result, summary, remains, turns, changes, after } = proof.proven;
      const paths = changes.map(({ path }) => path);
      return { outcome: { criterion, status: result, summary, remains: remains ?? null, turns, paths }, after };
    }
    refused = { criterion, status: 'declined', reason: proof.refused, asks: proof.asks ?? null };
  }
  const none: FixOutcome = { criterion, status: 'declined', reason: NO_FIX, asks: null };
  return refused ? { outcome: refused } : isNamed ? { outcome: none } : undefined;
}

/** Whether the criterion is undecided, such as a community file that the organization may have: a person can ask for the fix. */
function mayBeGap({ status, waiver }: Finding): boolean {
  return status === 'unknown' && !waiver;
}

const NO_FIX = 'no fix can close this gap: it needs code or a decision of a person';

function closes(outcome: FixOutcome, criterion: string): boolean {
  return outcome.status !== 'declined' && outcome.turns.some(turn => turn.criterion === criterion);
}

function notNeeded(criterion: string, status: string): FixOutcome {
  const reason =
    status === 'unmet' ? 'the gap is waived' : status === 'met' ? 'there is no gap' : `the criterion is ${status}`;
  return { criterion, status: 'declined', reason, asks: null };
}

function changedFiles(before: Snapshot, after: Snapshot): ChangedFile[] {
  const [old, now] = [before.parts.files, after.parts.files];
  if (!old.read || !now.read) return [];
  return [...now.value.entries.values()].flatMap(({ path, text }) => {
    const earlier = old.value.entries.get(path)?.text;
    if (!text.read || earlier === text || (earlier?.read && earlier.value === text.value)) return [];
    return [{ path, before: earlier?.read ? earlier.value : null, text: text.value }];
  });
}
