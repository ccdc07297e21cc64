/** Campaigns: who belongs to one, how far it is, and when it is over. */
import { describe, expect, it } from '@jest/globals';
import { archiveIn, type Campaigner, isOver, progressOf, runningCampaigns } from '../../src/fleet/campaigns.js';
import { mendTimes, weekOf } from '../../src/fleet/digest.js';
import type { HistoryPoint } from '../../src/fleet/history.js';

const CAMPAIGN = {
  name: 'Documentation',
  modules: ['cim-domain-*', 'CIM-mill'],
  criteria: ['readme', 'adr'],
  until: '2027-03-31',
  ask: [],
};
const module = (name: string, statuses: Readonly<Record<string, string>> | null) =>
  ({
    name,
    measured: statuses && {
      findings: Object.entries(statuses).map(([criterion, status]) => ({ criterion, status })),
    },
  }) as unknown as Campaigner;

describe('a campaign', () => {
  it('is about the modules that its patterns name', () => {
    const modules = ['cim-domain-order', 'cim-mill', 'cim-mill-two', 'cim-domain', 'x-cim-domain-order'];
    const named = (glob: string) =>
      progressOf(
        { ...CAMPAIGN, modules: [glob] },
        modules.map(name => module(name, {})),
      ).modules.map(({ name }) => name);
    expect(
      progressOf(
        CAMPAIGN,
        modules.map(name => module(name, {})),
      ).modules.map(({ name }) => name),
    ).toEqual(['cim-domain-order', 'cim-mill']);
    expect(named('*')).toEqual(modules);
    expect(named('cim-*-*')).toEqual(['cim-domain-order', 'cim-mill-two']);
    expect(named('*order')).toEqual(['cim-domain-order', 'x-cim-domain-order']);
    expect(named('cim-*m*-two')).toEqual(['cim-mill-two']);
    // What begins and ends a name cannot be the same characters.
    expect(named('cim-mill*mill')).toEqual([]);
  });

  it('counts what is met or does not apply, and a module that was not assessed as all left', () => {
    const modules = [
      module('cim-domain-a', { readme: 'met', adr: 'not-applicable' }),
      module('cim-domain-b', { readme: 'unmet', adr: 'unknown' }),
      module('cim-mill', null),
    ];
    expect(progressOf(CAMPAIGN, modules)).toMatchObject({
      done: 2,
      all: 6,
      modules: [{ left: [] }, { left: ['readme', 'adr'] }, { left: ['readme', 'adr'] }],
    });
  });

  it('is over when all is done, or after its last day', () => {
    const done = progressOf(CAMPAIGN, [module('cim-mill', { readme: 'met', adr: 'met' })]);
    expect(isOver(done, '2027-01-01')).toBe(true);
    const open = progressOf(CAMPAIGN, [module('cim-mill', { readme: 'met', adr: 'unmet' })]);
    expect(['2027-03-31', '2027-04-01'].map(today => isOver(open, today))).toEqual([false, true]);
    // A pattern that names nobody yet does not end it.
    expect(isOver(progressOf(CAMPAIGN, []), '2027-01-01')).toBe(false);
  });

  it('does not run again once it is in the archive, unless its date moves', () => {
    const { modules: _, ...rest } = CAMPAIGN;
    const archive = archiveIn([
      { at: '2027-04-01', data: { ...rest, modules: [] } },
      { at: '2027-04-01', data: { name: 'broken' } },
    ]);
    expect(archive).toHaveLength(1);
    expect(runningCampaigns([CAMPAIGN], archive)).toEqual([]);
    expect(runningCampaigns([{ ...CAMPAIGN, until: '2027-05-31' }], archive)).toHaveLength(1);
  });
});

describe('the week', () => {
  it('begins on Monday', () => {
    expect(['2026-11-30T00:00:00Z', '2026-12-06T23:59:59Z', '2026-12-07T00:00:00Z'].map(weekOf)).toEqual([
      '2026-11-30T00:00:00.000Z',
      '2026-11-30T00:00:00.000Z',
      '2026-12-07T00:00:00.000Z',
    ]);
  });
});

describe('the time from gap to fix', () => {
  const point = (day: number, blocking: number, tool = '1') =>
    ({
      at: new Date(Date.parse('2026-06-01T00:00:00Z') + day * 86_400_000).toISOString(),
      blocking,
      tool,
      isBackfilled: false,
    }) as unknown as HistoryPoint;

  it('is measured from the assessment that shows a gap to the one that does not', () => {
    expect(mendTimes([point(0, 0), point(1, 2), point(4, 1), point(9, 0)], '2026-07-01T00:00:00Z')).toEqual([3, 8]);
  });

  it('leaves out what only another version of the program sees', () => {
    expect(
      mendTimes([point(0, 2), point(5, 0, '2'), point(6, 1, '2'), point(8, 0, '2')], '2026-07-01T00:00:00Z'),
    ).toEqual([2]);
  });
});
