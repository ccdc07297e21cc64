/** When the next of several actions may happen, so that none exceeds a limit. */

export interface Pace {
  /** The least time between two actions, in milliseconds. */
  readonly gap: number;
  /** The most actions within an hour. */
  readonly hourly?: number;
}

const HOUR = 3_600_000;

/**
 * The time of the next turn, in milliseconds since 1970, and the turns of the last hour before it.
 * @param times of earlier turns, the oldest first
 */
export function nextTurn(
  times: readonly number[],
  { gap, hourly = Number.POSITIVE_INFINITY }: Pace,
  now: number,
): { readonly at: number; readonly recent: readonly number[] } {
  // If the clock was set back, the next turn must not wait longer than the gap.
  const recent = times.filter(time => time > now - HOUR && time < now + HOUR);
  const full = recent.length < hourly ? 0 : (recent[recent.length - hourly] ?? 0) + HOUR;
  const last = recent.at(-1);
  return { at: Math.max(now, last === undefined ? now : last + gap, full), recent };
}
