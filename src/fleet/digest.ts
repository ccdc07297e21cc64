/** What happened in a fleet in a week, and what is coming: plain data for the digest. */
import type { Attestation, Waiver } from '../policy/policy.js';
import type { CampaignProgress } from './campaigns.js';
import type { Dispute } from './disputes.js';
import type { HistoryPoint } from './history.js';
import { isOpenBreach, type PromiseCase, type Promises, stateOf } from './promises.js';
import { communityEnd, isStepDone, type Decision, type Review } from './review.js';
import type { FleetModule } from './view.js';

const DAY = 86_400_000;
/** How far ahead expiry is announced, in days. */
const AHEAD_DAYS = 14;
/** How far back the time from gap to fix is measured, in days. */
const MEND_DAYS = 182;

/** A module of the digest, with what only the server knows. */
export interface DigestModule {
  readonly module: FleetModule;
  /** Its assessments, the oldest first. */
  readonly points: readonly HistoryPoint[];
  readonly waivers: readonly Waiver[];
  readonly attestations: readonly Attestation[];
}

/** A pull request that was merged although this app's check run had failed, and that made the module worse. */
export interface MergedOver {
  readonly name: string;
  readonly number: number;
  readonly person: string;
}

export interface Digest {
  /** The days of the week: the first, and the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly decisions: readonly (Pick<Decision, 'status' | 'by' | 'at' | 'reason'> & { readonly name: string })[];
  readonly moved: readonly Movement[];
  readonly regressed: readonly (Movement & { readonly over: MergedOver | null })[];
  readonly expiring: readonly Expiry[];
  /** Open breaches, and cases whose time ends within two days. */
  readonly promises: readonly { readonly name: string; readonly case: PromiseCase; readonly isBroken: boolean }[];
  readonly campaigns: readonly CampaignProgress[];
  readonly disputes: readonly { readonly name: string; readonly dispute: Dispute }[];
  /** What reviewers are asked for, one clause each. */
  readonly reviews: readonly { readonly name: string; readonly what: string }[];
  /** The median time from gap to fix, in days, and of how many; null if nothing was fixed. */
  readonly mend: { readonly days: number; readonly count: number } | null;
}

export interface Movement {
  readonly name: string;
  readonly before: HistoryPoint;
  readonly now: HistoryPoint;
}

export interface Expiry {
  readonly name: string;
  readonly what: 'waiver' | 'attestation';
  readonly criterion: string;
  readonly until: string;
}

/** The Monday of a day, at midnight: ISO 8601. */
export function weekOf(now: string): string {
  const day = Date.parse(now.slice(0, 10));
  return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * DAY).toISOString();
}

/** The digest of the week before a moment. @param now ISO 8601 */
export function digestOf(
  {
    modules,
    campaigns,
    merged,
  }: {
    readonly modules: readonly DigestModule[];
    readonly campaigns: readonly CampaignProgress[];
    readonly merged: readonly MergedOver[];
  },
  now: string,
): Digest {
  const from = new Date(Date.parse(now) - 7 * DAY).toISOString();
  const movements = modules.flatMap(each => movementOf(each, from) ?? []);
  const isWorse = ({ before, now: last }: Movement) =>
    last.blocking > before.blocking || last.summary.readiness < before.summary.readiness;
  const since = ({ at }: { readonly at: string }) => at >= from && at <= now;
  return {
    from: from.slice(0, 10),
    to: now.slice(0, 10),
    decisions: modules.flatMap(({ module: { name, review } }) =>
      review?.decision && since(review.decision) ? [{ name, ...review.decision }] : [],
    ),
    moved: movements.filter(each => !isWorse(each)),
    regressed: movements
      .filter(isWorse)
      .map(each => ({ ...each, over: merged.find(({ name }) => name === each.name) ?? null })),
    expiring: modules.flatMap(each => expiringOf(each, now)),
    promises: modules.flatMap(({ module }) => urgentCases(module, now)),
    campaigns: campaigns.filter(({ closedOn }) => closedOn === null || closedOn >= from.slice(0, 10)),
    disputes: modules.flatMap(({ module: { name, disputes } }) => disputes.map(dispute => ({ name, dispute }))),
    reviews: modules.flatMap(({ module: { name, review } }) =>
      review ? asksOf(review, now).map(what => ({ name, what })) : [],
    ),
    mend: median(modules.flatMap(({ points }) => mendTimes(points, now))),
  };
}

/** How a module moved in the week; undefined if it did not. */
export function movementOf(
  { module, points }: Pick<DigestModule, 'module' | 'points'>,
  from: string,
): Movement | undefined {
  const own = points.filter(({ isBackfilled }) => !isBackfilled);
  const now = own.at(-1);
  const isLike = ({ tool }: HistoryPoint) => tool === now?.tool;
  const before = own.findLast(each => each.at < from && isLike(each)) ?? own.find(isLike);
  if (!now || !before || before === now || now.at < from) return undefined;
  const isSame = before.summary.readiness === now.summary.readiness && before.blocking === now.blocking;
  return isSame ? undefined : { name: module.name, before, now };
}

function expiringOf({ module: { name }, waivers, attestations }: DigestModule, now: string): Expiry[] {
  const today = now.slice(0, 10);
  const last = new Date(Date.parse(today) + AHEAD_DAYS * DAY).toISOString().slice(0, 10);
  const isSoon = ({ until }: { readonly until: string }) => until >= today && until <= last;
  return [
    ...waivers.filter(isSoon).map(({ criterion, until }) => ({ name, what: 'waiver' as const, criterion, until })),
    ...attestations
      .filter(isSoon)
      .map(({ criterion, until }) => ({ name, what: 'attestation' as const, criterion, until })),
  ].sort((a, b) => (a.until < b.until ? -1 : 1));
}

function urgentCases({ name, promises }: { readonly name: string; readonly promises: Promises | null }, now: string) {
  const soon = new Date(Date.parse(now) + 2 * DAY).toISOString();
  return (promises?.cases ?? [])
    .filter(each => isOpenBreach(each, now) || (stateOf(each, now) === 'running' && each.due <= soon))
    .map(each => ({ name, case: each, isBroken: isOpenBreach(each, now) }));
}

/** What a review waits for from the reviewers. */
function asksOf(review: Review, now: string): string[] {
  const { approvals, decision, proposal } = review;
  const isDone = (step: Parameters<typeof isStepDone>[0]) => isStepDone(step, review, now);
  const asked = proposal ? ['decide about the proposed demotion'] : [];
  if (approvals.length === 0 || decision?.status === 'production') return asked;
  if (!isDone('independent-review')) return [...asked, 'review it independently'];
  if (!isDone('reference-implementation')) return [...asked, 'test it in a reference implementation'];
  if (communityEnd(review) === undefined) return [...asked, 'open the community period'];
  if (!isDone('community-period')) return asked;
  return [...asked, isDone('approval') ? 'promote it' : 'approve it'];
}

/**
 * How long gaps stayed open, in days, of those that were closed in the last half year. Of several open gaps, the first one that opened
 * counts as the first one that was closed.
 */
export function mendTimes(points: readonly HistoryPoint[], now: string): number[] {
  const own = points.filter(({ isBackfilled }) => !isBackfilled);
  const open: string[] = [];
  const times: number[] = [];
  const oldest = new Date(Date.parse(now) - MEND_DAYS * DAY).toISOString();
  own.forEach((point, index) => {
    const before = own[index - 1];
    // Another version of this program can see other gaps: they neither opened nor closed.
    const isKnown = before !== undefined && before.tool === point.tool;
    while (open.length > point.blocking) {
      const opened = open.shift() ?? point.at;
      if (isKnown && point.at >= oldest) times.push((Date.parse(point.at) - Date.parse(opened)) / DAY);
    }
    while (open.length < point.blocking) open.push(point.at);
  });
  return times;
}

function median(times: readonly number[]): Digest['mend'] {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  return { days: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, count: times.length };
}
