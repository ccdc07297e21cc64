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
  const outcomes: FixOutcome[] = [];
  let now = before;
  for (const criterion of wanted ?? before.assessment.findings.map(finding => finding.criterion)) {
    const finding = findingFor(now.assessment, criterion);
    if (!finding || !(isGap(finding) || (wanted && mayBeGap(finding)))) {
      if (wanted && !outcomes.some(each => closes(each, criterion)))
        outcomes.push(notNeeded(criterion, finding?.status ?? 'unknown'));
      continue;
    }
    const fix = fixes.find(each => each.criteria.includes(criterion));
    if (!fix || (fix.isDraft && !wanted)) {
      if (wanted) outcomes.push({ criterion, status: 'declined', reason: NO_FIX, asks: null });
      continue;
    }
    const proof = prove(fix, criterion, now, request);
    if ('refused' in proof) {
      outcomes.push({ criterion, status: 'declined', reason: proof.refused, asks: proof.asks ?? null });
      continue;
    }
    const { result, summary, remains, turns, changes, after } = proof.proven;
    outcomes.push({
      criterion,
      status: result,
      summary,
      remains: remains ?? null,
      turns,
      paths: changes.map(({ path }) => path),
    });
    now = after;
  }
  return { outcomes, files: changedFiles(before.snapshot, now.snapshot), before, after: now };
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
