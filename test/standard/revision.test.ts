/** A changed demand of the standard needs a new revision, or an entry in the changelog of an unreleased one. */
import { describe, expect, it } from '@jest/globals';
import { type Revision, revisionOf, revisionProblems } from '../../scripts/standard-revision.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';

const demand = { severity: 'must', kind: 'automatic', thresholds: { lines: 80 }, looksAt: 'The README.' } as const;
const at = (revision: number, criteria: Revision['criteria']): Revision => ({ standard: 'cim/v1', revision, criteria });
const FIRST = at(1, { readme: demand });
const log = (heading: string, text = '') => `# Changelog\n\n## ${heading}\n\n${text}\n`;
const released = (current: Revision) =>
  revisionProblems({ current, written: FIRST, previous: undefined, changelog: log('Revision 1 (2026-12-01)') });

describe('a released revision', () => {
  it('stays as it is recorded', () => {
    expect(released(FIRST)).toEqual([]);
  });

  it.each<[string, Revision['criteria'], string]>([
    ['a criterion that was added', { readme: demand, adr: demand }, 'adr (added)'],
    ['a criterion that was removed', {}, 'readme (removed)'],
    ['another severity', { readme: { ...demand, severity: 'should' } }, 'readme (other severity)'],
    ['another kind', { readme: { ...demand, kind: 'attested' } }, 'readme (other kind)'],
    ['another threshold', { readme: { ...demand, thresholds: { lines: 70 } } }, 'readme (other thresholds)'],
    ['another *looks at*', { readme: { ...demand, looksAt: 'Nothing.' } }, 'readme (other looksAt)'],
  ])('reports %s', (_what, criteria, words) => {
    expect(released(at(1, criteria))).toEqual([
      `the code differs from the released revision 1, in ${words}: increase \`revision\` of the standard`,
    ]);
  });
});

describe('a revision that is not released', () => {
  const second = at(2, { readme: { ...demand, severity: 'should' } });
  const next = (changelog: string, written: Revision | undefined = second) =>
    revisionProblems({ current: second, written, previous: FIRST, changelog });

  it('has an entry at the top of the changelog', () => {
    expect(next(log('Revision 1 (2026-12-01)'))).toEqual([
      'the changelog does not begin with `## Revision 2 (unreleased)`: add the entry',
    ]);
  });

  it('names each criterion whose demands differ from the previous revision', () => {
    expect(next(log('Revision 2 (unreleased)', 'Nothing new.'))).toEqual([
      '`readme` differs from revision 1 (other severity): name it in the changelog of revision 2',
    ]);
    expect(next(log('Revision 2 (unreleased)', '- `readme` is a `should`.'))).toEqual([]);
  });

  it('is recorded', () => {
    const told = log('Revision 2 (unreleased)', '- `readme` is a `should`.');
    expect(revisionProblems({ current: second, written: undefined, previous: FIRST, changelog: told })).toEqual([
      'revision 2 is not recorded: run `npm run revision`',
    ]);
    expect(next(told, at(2, { readme: demand }))).toEqual([
      '`readme` differs from the recorded revision (other severity): run `npm run revision`',
    ]);
  });
});

it('records the demands of criteria without their other texts', () => {
  const { criteria } = revisionOf(CIM_STANDARD);
  expect(Object.keys(criteria)).toEqual(CIM_STANDARD.criterionIds);
  expect(criteria['coverage']).toEqual({
    severity: 'must',
    kind: 'reported',
    thresholds: { lineCoveragePercent: 80 },
    looksAt: CIM_STANDARD.criterion('coverage')?.looksAt,
  });
});
