/** Paces actions for each key, so that none exceeds its limit. */

export interface Pace {
  /** The least time between two actions, in milliseconds. */
  readonly gap: number;
  /** The most actions within an hour. */
  readonly hourly?: number;
}

const HOUR = 3_600_000;
/** The longest wait for a turn, in milliseconds. If a turn would take longer, the caller learns when to come back. */
export const LONGEST_WAIT = 5_000;

/** Thrown if the wait would be too long: try again at `at`, in milliseconds since 1970. */
export class TooSoonError extends Error {
  override readonly name = 'TooSoonError';

  constructor(readonly at: number) {
    super('the pace that GitHub allows is reached');
  }
}

/** Waits for the next turn of a key. @throws TooSoonError if it is too far off to wait for */
export type Turns = (key: string) => Promise<void>;

/**
 * Creates the turns of keys. Only the times of a key's turns are stored, and there is no queue that could be lost.
 * @param clock milliseconds since 1970
 */
export function paceTurns({ gap, hourly = Number.POSITIVE_INFINITY }: Pace, clock: () => number = Date.now): Turns {
  const turns = new Map<string, number[]>();
  return async key => {
    const now = clock();
    for (const [each, times] of turns) if ((times.at(-1) ?? 0) <= now - HOUR) turns.delete(each);
    // If the clock was set back, the next turn must not wait longer than the gap.
    const times = (turns.get(key) ?? []).filter(time => time > now - HOUR && time < now + HOUR);
    const full = times.length < hourly ? 0 : (times[times.length - hourly] ?? 0) + HOUR;
    const last = times.at(-1);
    const at = Math.max(now, last === undefined ? now : last + gap, full);
    if (at - now > LONGEST_WAIT) throw new TooSoonError(at);
    turns.set(key, [...times, at]);
    if (at > now) await new Promise(resolve => setTimeout(resolve, at - now));
  };
}
