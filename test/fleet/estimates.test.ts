import { describe, expect, it } from '@jest/globals';
import { type Estimate, estimateFor, randomFrom, type WeeklyProgress } from '../../src/fleet/estimates.js';

const steady = (module: string, pace: number, weeks: number): WeeklyProgress => ({
  module,
  type: 'domain',
  weeks: Array.from({ length: weeks }, () => pace),
});
const estimate = (left: number, ...fleet: readonly WeeklyProgress[]) =>
  estimateFor(fleet[0]?.module ?? '', left, fleet) as Estimate;

describe('an estimate', () => {
  it('needs four weeks of history of the module', () => {
    expect(estimateFor('cim-mill', 5, [])).toEqual({ reason: '0 weeks of history, and an estimate needs 4' });
    expect(estimateFor('cim-mill', 5, [steady('cim-mill', 1, 3), steady('cim-race', 1, 9)])).toHaveProperty('reason');
    expect(estimateFor('cim-mill', 5, [steady('cim-mill', 1, 4)])).toHaveProperty('half');
  });

  it('of a steady pace is what the pace gives', () => {
    expect(estimate(6, steady('cim-mill', 2, 8))).toEqual({
      half: { from: 3, to: 3 },
      most: { from: 3, to: 3 },
      basis: { weeks: 8, modules: 1 },
    });
  });

  it('of a module that stands still has no end, and of one that is done none is left', () => {
    expect(estimate(6, steady('cim-mill', 0, 8)).half).toEqual({ from: null, to: null });
    expect(estimate(0, steady('cim-mill', 1, 8)).most).toEqual({ from: 0, to: 0 });
  });

  it('is the same for the same history', () => {
    const fleet = [{ module: 'cim-mill', type: null, weeks: [0, 3, 1, 0, 2] }, steady('cim-race', 1, 20)];
    expect(estimate(9, ...fleet)).toEqual(estimate(9, ...fleet));
  });

  it('holds what it promises, within 10 points, over 200 simulated fleets', () => {
    const random = randomFrom('fleets');
    const week = (pace: number) => (random() < 0.3 ? 0 : Math.floor(random() * 2 * pace + 0.5));
    let inHalf = 0;
    let inMost = 0;
    let all = 0;
    for (let fleet = 0; fleet < 200; fleet += 1) {
      const paces = Array.from({ length: 8 }, () => 0.8 + random() * 1.6);
      const histories = paces.map((pace, index) => ({
        module: `m${index}`,
        type: 'domain',
        weeks: Array.from({ length: 26 }, () => week(pace)),
      }));
      const [pace = 1] = paces;
      const left = 8 + Math.floor(random() * 12);
      const found = estimateFor('m0', left, histories) as Estimate;
      let open = left;
      let end = 0;
      for (; open > 0; end += 1) open -= week(pace);
      const holds = ({ from, to }: { from: number | null; to: number | null }) =>
        end >= (from ?? 0) && end <= (to ?? Number.POSITIVE_INFINITY);
      all += 1;
      if (holds(found.half)) inHalf += 1;
      if (holds(found.most)) inMost += 1;
    }
    expect(all).toBe(200);
    expect(Math.abs(inHalf / all - 0.5)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(inMost / all - 0.9)).toBeLessThanOrEqual(0.1);
  });
});
