import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import { readPolicy } from '../../../src/policy/policy-file.js';
import { DEFAULT_STANDARD } from '../../../src/standard/all.js';
import { CRATE_STANDARD } from '../../../src/standard/crate/crate.js';
import { NOW, READY_TEXTS, snapshot } from '../../support/snapshots.js';

describe('crate/v1', () => {
  it('is chosen by a policy, and counts its own criteria alone', () => {
    const text = 'waivers:\n  - { criterion: msrv, reason: x, by: a, until: 2026-06-30 }\nstandard: crate/v1\n';
    const { policy, problems } = readPolicy({ path: 'p', text }, undefined, {
      ...DEFAULT_STANDARD,
      others: DEFAULT_STANDARD.others ?? [],
    });
    expect(problems).toEqual([]);
    const { standard, findings } = assess(snapshot(READY_TEXTS), DEFAULT_STANDARD, policy, NOW);
    expect(standard).toBe('crate/v1');
    expect(findings.map(({ criterion }) => criterion)).toEqual(CRATE_STANDARD.criterionIds);
  });

  it('does not know the criteria of another standard', () => {
    const text = 'standard: crate/v1\nwaivers:\n  - { criterion: docker, reason: x, by: a, until: 2026-06-30 }\n';
    const { problems } = readPolicy({ path: 'p', text }, undefined, {
      ...DEFAULT_STANDARD,
      others: DEFAULT_STANDARD.others ?? [],
    });
    expect(problems).toMatchObject([{ line: 3, message: 'unknown criterion `docker`' }]);
  });

  it('finds no gap in the ready module', () => {
    const { findings } = assess(snapshot(READY_TEXTS), CRATE_STANDARD, DEFAULT_POLICY, NOW);
    const unmet = findings.filter(({ status }) => status === 'unmet').map(({ criterion }) => criterion);
    expect(unmet).toEqual([]);
  });
});
