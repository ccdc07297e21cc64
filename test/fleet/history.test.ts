import { describe, expect, it } from '@jest/globals';
import { type HistoryPoint, readinessBefore, weeklyProgress } from '../../src/fleet/history.js';

const NOW = '2026-06-29T00:00:00.000Z';
const DAY = 86_400_000;

/** A module of ten criteria, so many days before now. */
function point(daysAgo: number, met: number, more: Partial<HistoryPoint> = {}): HistoryPoint {
  const summary = { met, unmet: 10 - met, unknown: 0, notApplicable: 0, waived: 0, readiness: met / 10 };
  const at = new Date(Date.parse(NOW) - daysAgo * DAY).toISOString();
  return {
    at,
    sha: 'a',
    tool: '1',
    summary,
    blocking: 10 - met,
    open: 10 - met,
    version: null,
    isBackfilled: false,
    ...more,
  };
}

describe('the movement of a module', () => {
  it('is measured from the newest assessment that is at least four weeks old', () => {
    expect(readinessBefore([point(60, 1), point(29, 3), point(20, 5), point(1, 6)], NOW)).toBeCloseTo(0.3);
    expect(readinessBefore([point(29, 3)], NOW)).toBeCloseTo(0.3);
  });

  it('is unknown for a module that was first assessed later', () => {
    expect(readinessBefore([point(27, 3), point(1, 6)], NOW)).toBeNull();
    expect(readinessBefore([], NOW)).toBeNull();
  });

  it('leaves out what another version of this program, or data of GitHub, changed', () => {
    const assessed = [point(30, 2), point(20, 4), point(10, 8, { tool: '2' }), point(5, 9, { tool: '2' })];
    expect(readinessBefore(assessed, NOW)).toBeCloseTo(0.6);
    expect(readinessBefore([point(30, 2, { isBackfilled: true }), point(3, 7)], NOW)).toBeCloseTo(0.7);
  });
});

describe('the progress of a module', () => {
  it('is counted by week up to now, the oldest first', () => {
    expect(weeklyProgress([point(28, 1), point(20, 3), point(8, 2), point(6, 5), point(1, 6)], NOW)).toEqual([
      0, 2, -1, 4,
    ]);
  });

  it('of a module that stands still is zero, and of one without a week of history is empty', () => {
    expect(weeklyProgress([point(22, 5)], NOW)).toEqual([0, 0, 0]);
    expect(weeklyProgress([point(3, 5)], NOW)).toEqual([]);
  });

  it('of more than a year is that of the last year', () => {
    expect(weeklyProgress([point(1_000, 0), point(500, 5)], NOW)).toEqual(Array.from({ length: 52 }, () => 0));
  });
});
