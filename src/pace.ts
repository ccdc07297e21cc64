/** Paces actions for each key, so that none exceeds its limit. */
import { nextTurn, type Pace } from './store/turns.js';

const HOUR = 3_600_000;
/** The longest wait for a turn, in milliseconds. If a turn would take longer, the caller learns when to come back. */
export const LONGEST_WAIT = 5_000;

/** How much slower a server goes that does not know what the others do. */
const CAUTION = 4;

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
export function paceTurns(pace: Pace, clock: () => number = Date.now): Turns {
  const turns = new Map<string, number[]>();
  return async key => {
    const now = clock();
    for (const [each, times] of turns) if ((times.at(-1) ?? 0) <= now - HOUR) turns.delete(each);
    const { at, recent } = nextTurn(turns.get(key) ?? [], pace, now);
    if (at - now > LONGEST_WAIT) throw new TooSoonError(at);
    turns.set(key, [...recent, at]);
    if (at > now) await new Promise(resolve => setTimeout(resolve, at - now));
  };
}

/**
 * Turns that several servers share. If they cannot be shared at the moment, this server goes on more slowly by itself.
 * @param take reserves the next turn of a key if it is not too far off: in how many milliseconds it is
 */
export function sharedTurns(pace: Pace, take: (key: string, pace: Pace, longest: number) => Promise<number>): Turns {
  const alone = paceTurns({ ...pace, gap: pace.gap * CAUTION });
  return async key => {
    let wait: number;
    try {
      wait = await take(key, pace, LONGEST_WAIT);
    } catch {
      return alone(key);
    }
    if (wait > LONGEST_WAIT) throw new TooSoonError(Date.now() + wait);
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
  };
}
