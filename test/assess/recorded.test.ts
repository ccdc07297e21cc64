import { describe, expect, it } from '@jest/globals';
import type { Assessment, Finding } from '../../src/assess/assessment.js';
import { type RecordedSide, recordedDifferences } from '../../src/assess/recorded.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';

const WAIVER = { criterion: 'readme', reason: 'later', by: 'alice', until: '2031-01-31' };

function side(
  criterion: string,
  finding: Partial<Finding>,
  more: Partial<RecordedSide> & { sha?: string } = {},
): RecordedSide {
  const { sha = 'a'.repeat(40), ...rest } = more;
  const assessment: Assessment = {
    standard: CIM_STANDARD.id,
    subject: { owner: 'acme', repo: 'cim-x', ref: 'main', sha },
    assessedAt: '2031-01-01T00:00:00Z',
    findings: [
      {
        criterion,
        section: 'documentation',
        severity: 'must',
        kind: 'automatic',
        status: 'unmet',
        message: 'it is missing',
        evidence: [],
        count: 1,
        hints: [],
        waiver: null,
        attestation: null,
        ...finding,
      },
    ],
  };
  return { assessment, policy: DEFAULT_POLICY, tool: '1.0.0', ...rest };
}

const causes = (a: RecordedSide, b: RecordedSide) => recordedDifferences(a, b, CIM_STANDARD).map(each => each.causes);
const other = { sha: 'b'.repeat(40) };

describe('the difference between two stored assessments', () => {
  it('is none if they say the same, whatever else changed', () => {
    expect(causes(side('readme', {}), side('readme', {}, { ...other, tool: '2.0.0' }))).toEqual([]);
  });

  it('is of the code if the criterion reads nothing else', () => {
    expect(causes(side('readme', {}), side('readme', { status: 'met' }, other))).toEqual([['code']]);
  });

  it('is not of the code at the same commit', () => {
    expect(causes(side('tests-pass-in-ci', {}), side('tests-pass-in-ci', { status: 'met' }))).toEqual([['settings']]);
  });

  it('is of another version of this program if nothing else can have changed', () => {
    expect(causes(side('readme', {}), side('readme', { status: 'met' }, { tool: '2.0.0' }))).toEqual([['tool']]);
  });

  it('is of the policy if only a waiver differs', () => {
    expect(causes(side('readme', {}), side('readme', { waiver: WAIVER }, other))).toEqual([['policy']]);
  });

  it('names everything that the records do not tell apart', () => {
    const policy = { ...DEFAULT_POLICY, since: 'v1.0.0' };
    const after = side('semver', { status: 'met' }, { ...other, policy, tool: '2.0.0' });
    expect(causes(side('semver', {}), after)).toEqual([['code', 'history', 'policy', 'tool']]);
  });

  it('of an attestation that expired is of the policy', () => {
    const criterion = 'single-responsibility';
    expect(causes(side(criterion, { status: 'met' }), side(criterion, { status: 'unknown' }))).toEqual([['policy']]);
  });
});
