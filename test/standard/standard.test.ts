import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { criterionTexts } from '../../src/report/phrases.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { criterion, met, readsCiResults } from '../../src/standard/criterion.js';
import { standard } from '../../src/standard/standard.js';
import { NOW, snapshot } from '../support/snapshots.js';

const tidy = criterion({
  id: 'tidy',
  title: 'The repository is tidy',
  severity: 'should',
  kind: 'automatic',
  rationale: 'People find things in a tidy repository.',
  looksAt: 'Nothing.',
  remediation: 'Tidy up.',
  example: { met: '', unmet: '' },
  needs: [],
  check: () => met('tidy'),
});
const OWN = standard({
  id: 'own/v1',
  revision: 1,
  title: 'Our own standard',
  sections: [...CIM_STANDARD.sections, { id: 'own', title: 'Our own', criteria: [tidy] }],
});

describe('a standard', () => {
  it('is assessed like any other value, with the criteria that an organization adds', () => {
    const { standard: id, findings } = assess(snapshot({}), OWN, DEFAULT_POLICY, NOW);
    expect([id, findings.length]).toEqual(['own/v1', CIM_STANDARD.criteria.length + 1]);
    expect(findings.at(-1)).toMatchObject({ criterion: 'tidy', section: 'own', status: 'met' });
  });

  it('finds a criterion by its ID, and the section of a criterion', () => {
    expect(OWN.criterion('tidy')).toBe(tidy);
    expect(OWN.sectionOf(tidy).title).toBe('Our own');
    expect(CIM_STANDARD.criterion('tidy')).toBeUndefined();
    expect(() => CIM_STANDARD.sectionOf(tidy)).toThrow('tidy is not a criterion of cim/v1');
  });

  it('names a criterion that it does not have by its ID', () => {
    expect(criterionTexts(OWN, 'tidy').title).toBe('The repository is tidy');
    expect(criterionTexts(CIM_STANDARD, 'tidy').title).toBe('tidy');
  });

  it('says which criteria results of CI can decide, by the parts that they name', () => {
    expect(CIM_STANDARD.criteria.filter(readsCiResults).map(({ id }) => id)).toEqual([
      'coverage',
      'tests-pass-in-ci',
      'ci-security-scan',
      'dependency-audit',
      'sast',
    ]);
  });

  it('refuses two criteria with the same ID', () => {
    const section = { id: 'twice', title: 'Twice', criteria: [tidy, tidy] };
    expect(() => standard({ id: 'own/v1', revision: 1, title: 'Twice', sections: [section] })).toThrow(
      'two criteria of own/v1 have the same ID',
    );
  });
});
