import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { blocks, summarize } from '../../src/assess/assessment.js';
import { compare } from '../../src/assess/compare.js';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.js';
import { criterion, unmet } from '../../src/standard/criterion.js';
import { standard } from '../../src/standard/standard.js';
import { snapshot } from '../support/snapshots.js';

const [a, b] = ['a', 'b'].map(id =>
  criterion({
    id,
    title: id,
    severity: 'must',
    kind: 'automatic',
    rationale: '',
    looksAt: '',
    remediation: '',
    example: { met: '', unmet: '' },
    needs: [],
    check: () => unmet('missing', [{ kind: 'missing', message: 'missing' }]),
  }),
);
const STANDARD = standard({
  id: 'two/v1',
  revision: 1,
  title: 'Two',
  sections: [{ id: 's', title: 'S', criteria: [a, b].filter(each => each !== undefined) }],
});
const under = (policy: Partial<Policy>, now = '2026-06-01T12:00:00Z') =>
  assess(snapshot({}), STANDARD, { ...DEFAULT_POLICY, ...policy }, now);

describe("an organization's profile", () => {
  it('leaves a criterion out: it does not apply, and says why', () => {
    const { findings } = under({ profile: [{ criterion: 'a', as: 'left-out', reason: 'nothing is deployed' }] });
    expect(findings[0]).toMatchObject({
      status: 'not-applicable',
      message: "left out by the organization's policy: nothing is deployed",
    });
    expect(summarize(findings)).toMatchObject({ unmet: 1, notApplicable: 1 });
  });

  it('changes a severity; of several entries, the last counts', () => {
    const entry = (as: 'should' | 'must') => ({ criterion: 'a', as, reason: 'x' });
    expect(under({ profile: [entry('should')] }).findings.map(blocks)).toEqual([false, true]);
    expect(under({ profile: [entry('should'), entry('must')] }).findings.map(blocks)).toEqual([true, true]);
  });
});

describe('a criterion with dates', () => {
  const effective = [{ criterion: 'a', warned: '2026-07-01', enforced: '2026-08-01' }];

  it('is announced: shown, and counts nowhere', () => {
    const { findings, announced } = under({ effective }, '2026-06-30T23:00:00Z');
    expect(findings.map(each => each.criterion)).toEqual(['b']);
    expect(announced).toMatchObject([
      { criterion: 'a', status: 'unmet', message: 'missing; enforced from 2026-08-01', enforced: '2026-08-01' },
    ]);
  });

  it('is warned: it counts, and does not block', () => {
    const { findings, announced } = under({ effective }, '2026-07-01T00:00:00Z');
    expect(announced).toBeUndefined();
    expect(findings[0]).toMatchObject({ severity: 'should', enforced: '2026-08-01' });
    expect(findings.map(blocks)).toEqual([false, true]);
  });

  it('is enforced: it blocks', () => {
    expect(under({ effective }, '2026-08-01T00:00:00Z').findings.map(blocks)).toEqual([true, true]);
  });

  it('does not turn a change red when its day comes', () => {
    const before = under({ effective }, '2026-06-01T00:00:00Z');
    const after = under({ effective }, '2026-08-01T00:00:00Z');
    expect(compare(before, after).changes).toEqual([]);
  });
});
