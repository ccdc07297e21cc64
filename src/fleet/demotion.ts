/** When a demotion is proposed: a module in production falls short for too long, or breaks a promise. Reviewers decide. */
import { counted } from '../standard/criterion.js';
import type { HistoryPoint } from './history.js';
import { isOpenBreach, PROMISE_TEXTS, PROMISES, type PromiseCase } from './promises.js';

/** How long a module in production may fall short before a demotion is proposed, in days. */
export const SHORT_DAYS = 14;
const DAY = 86_400_000;
const SHOWN = 5;

/** Since when a module has had blocking gaps without a pause; undefined if it has none. @param points the oldest first */
export function shortSince(points: readonly HistoryPoint[]): string | undefined {
  const own = points.filter(({ isBackfilled }) => !isBackfilled);
  const last = own.findLastIndex(({ blocking }) => blocking === 0);
  return own[last + 1]?.at;
}

/**
 * Why a demotion is proposed, as sentences; none if it is not.
 * @param since when the module became production: its clock did not run before
 * @param now ISO 8601
 */
export function demotionReasons(
  {
    points,
    cases,
    since,
  }: { readonly points: readonly HistoryPoint[]; readonly cases: readonly PromiseCase[]; readonly since: string },
  now: string,
): string[] {
  const short = shortSince(points);
  const from = short !== undefined && short < since ? since : short;
  const isLong = from !== undefined && Date.parse(now) - Date.parse(from) > SHORT_DAYS * DAY;
  const breaches = PROMISES.flatMap(promise => {
    const open = cases.filter(each => each.promise === promise && isOpenBreach(each, now));
    if (open.length === 0) return [];
    const shown = open.slice(0, SHOWN).map(({ subject }) => subject);
    const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : '';
    return [`A promise is broken (${PROMISE_TEXTS[promise].title}): ${shown.join(', ')}${more}.`];
  });
  const gaps = counted(points.at(-1)?.blocking ?? 0, 'blocking gap');
  return [...(isLong ? [`It has fallen short since ${from.slice(0, 10)}: ${gaps}.`] : []), ...breaches];
}
