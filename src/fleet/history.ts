/** How a module moved: its assessments over time, small enough to keep for years. */
import { type Assessment, blocks, type Summary, summarize } from '../assess/assessment.js';

/** An assessment of the default branch, or of an earlier commit of it. */
export interface HistoryPoint {
  /** ISO 8601: when it was assessed; of a backfilled point, when the commit was made. */
  readonly at: string;
  readonly sha: string;
  /** The version of this program: another version can find something else at the same commit. */
  readonly tool: string;
  readonly summary: Summary;
  /** Blocking gaps. */
  readonly blocking: number;
  /** Criteria of severity `must` that are unmet or unknown: what is left on the way to production. */
  readonly open: number;
  /** Of Cargo.toml. */
  readonly version: string | null;
  /** Read from Git afterwards, without the data that only GitHub has. */
  readonly isBackfilled: boolean;
}

/** What a point keeps of an assessment. */
export function counted({
  findings,
}: Pick<Assessment, 'findings'>): Pick<HistoryPoint, 'summary' | 'blocking' | 'open'> {
  return {
    summary: summarize(findings),
    blocking: findings.filter(blocks).length,
    open: findings.filter(({ severity, status }) => severity === 'must' && (status === 'unmet' || status === 'unknown'))
      .length,
  };
}

const WEEK = 7 * 86_400_000;
/** How many past weeks count: older weeks say little about today's pace. */
const MOST_WEEKS = 52;
/** The time over which a movement is shown. */
export const MOVEMENT_WEEKS = 4;

/**
 * The readiness four weeks ago, as this version of the program sees it: what changed only because another version assessed,
 * or because GitHub's data was added, did not move the module. Null if the history is shorter.
 * @param points the oldest first
 */
export function readinessBefore(points: readonly HistoryPoint[], now: string): number | null {
  const since = Date.parse(now) - MOVEMENT_WEEKS * WEEK;
  const first = points.findLastIndex(({ at }) => Date.parse(at) <= since);
  const last = points.at(-1);
  if (first < 0 || !last) return null;
  const moved = changes(points.slice(first)).reduce(
    (sum, [from, to]) => sum + to.summary.readiness - from.summary.readiness,
    0,
  );
  return Math.min(1, Math.max(0, last.summary.readiness - moved));
}

/** How many required criteria were met in each past week, the oldest first. A week in which more were lost is negative. */
export function weeklyProgress(points: readonly HistoryPoint[], now: string): number[] {
  const [first] = points;
  if (!first) return [];
  const end = Date.parse(now);
  const count = Math.min(MOST_WEEKS, Math.floor((end - Date.parse(first.at)) / WEEK));
  const weeks = Array.from({ length: Math.max(0, count) }, () => 0);
  for (const [from, to] of changes(points)) {
    const ago = Math.floor((end - Date.parse(to.at)) / WEEK);
    if (ago >= 0 && ago < weeks.length)
      weeks[weeks.length - 1 - ago] = (weeks[weeks.length - 1 - ago] ?? 0) + from.open - to.open;
  }
  return weeks;
}

/** Neighbors that can be compared. */
function changes(points: readonly HistoryPoint[]): (readonly [HistoryPoint, HistoryPoint])[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index];
    return from && from.tool === to.tool && from.isBackfilled === to.isBackfilled ? [[from, to] as const] : [];
  });
}
