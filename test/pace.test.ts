import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sharedTurns, TooSoonError, paceTurns } from '../src/pace.js';

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

const MINUTE = 60_000;

/** When each of `count` turns came, in milliseconds; `later` for one that is not waited for. */
async function given(turns: (key: string) => Promise<void>, count: number, key = 'a'): Promise<(number | 'later')[]> {
  const all = Array.from({ length: count }, () =>
    turns(key).then(
      () => Date.now(),
      (error: unknown) => {
        if (error instanceof TooSoonError) return 'later' as const;
        throw error;
      },
    ),
  );
  await jest.advanceTimersByTimeAsync(MINUTE);
  return Promise.all(all);
}

describe('turns', () => {
  it('come one gap after the other, for each key of its own', async () => {
    const turns = paceTurns({ gap: 1_000 });
    expect(await Promise.all([given(turns, 3), given(turns, 2, 'b')])).toEqual([
      [0, 1_000, 2_000],
      [0, 1_000],
    ]);
  });

  it('that are far off are not waited for: the caller learns when to come again', async () => {
    expect(await given(paceTurns({ gap: 3_000 }), 4)).toEqual([0, 3_000, 'later', 'later']);
  });

  it('come again after the hour is used up and nothing was asked for a long time', async () => {
    const turns = paceTurns({ gap: 0, hourly: 150 });
    expect(await given(turns, 150)).not.toContain('later');
    await expect(turns('a')).rejects.toMatchObject({ at: 60 * MINUTE });
    await jest.advanceTimersByTimeAsync(5 * MINUTE);
    await expect(turns('a')).rejects.toMatchObject({ at: 60 * MINUTE });
    await jest.advanceTimersByTimeAsync(54 * MINUTE);
    expect(await given(turns, 1)).toEqual([60 * MINUTE]);
  });

  it('go on when the clock is set back', async () => {
    const turns = paceTurns({ gap: 1_000 });
    jest.setSystemTime(10 * 60 * MINUTE);
    expect(await given(turns, 1)).toEqual([10 * 60 * MINUTE]);
    jest.setSystemTime(0);
    expect(await given(turns, 1)).toEqual([0]);
  });
});

describe('turns that servers share', () => {
  it('come when the others leave room, and not when that is too far off', async () => {
    const waits = [0, 2_000, 9_000];
    const turns = sharedTurns({ gap: 1_000 }, async () => waits.shift() ?? 0);
    expect(await given(turns, 3)).toEqual([0, 2_000, 'later']);
  });

  it('are slower while the others cannot be asked', async () => {
    const turns = sharedTurns({ gap: 1_000 }, () => Promise.reject(new Error('NATS is away')));
    expect(await given(turns, 3)).toEqual([0, 4_000, 'later']);
  });
});
