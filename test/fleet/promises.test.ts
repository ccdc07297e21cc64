/** The clocks of the maintenance promises. */
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/assess/assessment.js';
import { demotionReasons, shortSince } from '../../src/fleet/demotion.js';
import type { HistoryPoint } from '../../src/fleet/history.js';
import { measurePromises, type Observed, type Promises, stateOf } from '../../src/fleet/promises.js';
import type { Report } from '../../src/snapshot/report.js';
import { read, unread } from '../../src/snapshot/reading.js';

const SINCE = '2026-06-01T00:00:00.000Z';
const day = (n: number) => new Date(Date.parse(SINCE) + n * 86_400_000).toISOString();

const finding = (criterion: string, status: Finding['status'], subjects: readonly string[] = []): Finding => ({
  criterion,
  section: 'security',
  severity: 'must',
  kind: 'automatic',
  status,
  message: '',
  evidence: subjects.map(subject => ({ kind: 'vulnerability', subject, message: `update \`${subject}\`` })),
  count: subjects.length,
  hints: [],
  waiver: null,
  attestation: null,
});
const NOTHING: Observed = {
  findings: [finding('dependency-audit', 'met'), finding('api-stability', 'met')],
  assessedAt: SINCE,
  alerts: unread('Dependabot alerts are turned off'),
  bugs: read([]),
  features: read([]),
  removals: read([]),
};
const report = (subject: string, opened: string, closed: string | null = null): Report => ({
  subject,
  url: null,
  opened,
  closed,
});
const measured = (observed: Partial<Observed>, now: string, before?: Promises) =>
  measurePromises(before, { since: SINCE, observed: { ...NOTHING, ...observed } }, now);
const states = ({ cases }: Promises, now: string) => cases.map(each => `${each.subject} ${stateOf(each, now)}`).sort();

describe('the clock of a promise', () => {
  it('is 7 days for a bug, 30 days for a request, and 48 hours for an advisory', () => {
    const observed = {
      bugs: read([
        report('in time', day(1), day(7)),
        report('late', day(1), day(9)),
        report('open', day(9)),
        report('forgotten', day(1)),
      ]),
      features: read([report('asked', day(1)), report('answered', day(1), day(30))]),
      alerts: read([report('GHSA-1', day(8)), report('GHSA-2', day(1), day(2)), report('GHSA-3', day(10))]),
    };
    const promises = measured(observed, day(11));
    expect(states(promises, day(11))).toEqual([
      'GHSA-1 broken',
      'GHSA-2 kept',
      'GHSA-3 running',
      'answered kept',
      'asked running',
      'forgotten broken',
      'in time kept',
      'late broken',
      'open running',
    ]);
    expect(promises.unread).toEqual([]);
  });

  it('does not begin before the module became production, and what ended before is none of it', () => {
    const bugs = read([report('old', day(-100)), report('older', day(-100), day(-50))]);
    const { cases } = measured({ bugs }, day(5));
    expect(cases).toMatchObject([{ subject: 'old', opened: SINCE, due: day(7) }]);
  });

  it('begins for an advisory of the database with the assessment that first names it, and ends with the one that does not', () => {
    const open = { findings: [finding('dependency-audit', 'unmet', ['time: RUSTSEC-2020-0071'])] };
    const first = measured({ ...open, assessedAt: day(1) }, day(1));
    const second = measured({ ...open, assessedAt: day(3) }, day(4), first);
    expect(states(second, day(4))).toEqual(['time: RUSTSEC-2020-0071 broken']);
    // An assessment that could not decide ends nothing.
    const undecided = measured(
      { findings: [finding('dependency-audit', 'unknown')], assessedAt: day(5) },
      day(5),
      second,
    );
    expect(undecided.cases[0]?.closed).toBeNull();
    expect(undecided.unread).toEqual([{ promise: 'security', reason: 'Dependabot alerts are turned off' }]);
    const last = measured({ assessedAt: day(2) }, day(6), first);
    expect(states(last, day(6))).toEqual(['time: RUSTSEC-2020-0071 kept']);
  });

  it('has no time for a breaking change or a removal without notice', () => {
    const observed = {
      findings: [finding('dependency-audit', 'met'), finding('api-stability', 'unmet', ['order'])],
      removals: read(['a::Name']),
      assessedAt: day(2),
    };
    const first = measured(observed, day(2));
    expect(states(first, day(2))).toEqual(['a::Name broken', 'order broken']);
    const mended = measured({ assessedAt: day(4) }, day(4), first);
    expect(mended.cases.every(({ closed }) => closed === day(4))).toBe(true);
    expect(states(mended, day(4))).toEqual(['a::Name broken', 'order broken']);
  });

  it('goes on where GitHub did not answer, and says what was not read', () => {
    const first = measured({ bugs: read([report('#1', day(1))]) }, day(2));
    const second = measured({ bugs: unread('a fault') }, day(3), first);
    expect(second.cases).toEqual(first.cases);
    expect(second.unread).toEqual([{ promise: 'bugs', reason: 'a fault' }]);
  });

  it('is forgotten half a year after its end', () => {
    const bugs = read([report('#1', day(1), day(2))]);
    expect(measured({ bugs }, day(181)).cases).toHaveLength(1);
    expect(measured({ bugs }, day(183)).cases).toEqual([]);
  });
});

describe('a proposed demotion', () => {
  const point = (n: number, blocking: number): HistoryPoint => ({
    at: day(n),
    sha: 'a'.repeat(40),
    tool: '1',
    summary: { met: 1, unmet: 0, unknown: 0, notApplicable: 0, waived: 0, readiness: 1 },
    blocking,
    open: blocking,
    version: '1.0.0',
    isBackfilled: false,
  });

  it('comes when a module falls short for more than 14 days without a pause', () => {
    const points = [point(-30, 3), point(-2, 0), point(1, 2), point(5, 1)];
    expect(shortSince(points)).toBe(day(1));
    expect(demotionReasons({ points, cases: [], since: SINCE }, day(15))).toEqual([]);
    expect(demotionReasons({ points, cases: [], since: SINCE }, day(15.1))).toEqual([
      'It has fallen short since 2026-06-02: 1 blocking gap.',
    ]);
    expect(demotionReasons({ points: [...points, point(15, 0)], cases: [], since: SINCE }, day(40))).toEqual([]);
    // The time before it was production does not count.
    expect(demotionReasons({ points: [point(-30, 3)], cases: [], since: SINCE }, day(10))).toEqual([]);
  });

  it('comes when a promise is broken and the case is still open', () => {
    const { cases } = measured({ bugs: read([report('#7', day(1)), report('#8', day(1), day(20))]) }, day(21));
    expect(demotionReasons({ points: [point(0, 0)], cases, since: SINCE }, day(21))).toEqual([
      'A promise is broken (Bugs fixed within 7 days of their report): #7.',
    ]);
  });
});
