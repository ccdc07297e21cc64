import { describe, expect, it } from '@jest/globals';
import { findDifferences, type Side } from '../../src/assess/causes.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import type { Snapshot } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { commit } from '../support/history.js';
import { NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const READY = snapshot(READY_TEXTS);
const side = (of: Snapshot, policy = DEFAULT_POLICY): Side => ({ snapshot: of, policy });
const causes = (a: Side, b: Side) =>
  findDifferences(a, b, CIM_STANDARD, NOW).map(each => `${each.criterion}: ${each.causes.join(' ')}`);

describe('a difference of two assessments', () => {
  it('that says the same is none', () => {
    expect(causes(side(READY), side(snapshot(READY_TEXTS)))).toEqual([]);
  });

  it('is caused by the code', () => {
    expect(causes(side(READY), side(snapshot(remove('rust-toolchain.toml')(READY_TEXTS))))).toEqual([
      'rust-toolchain: code',
    ]);
  });

  it('is caused by the history, or by the settings', () => {
    const told = (message: string) => snapshot(READY_TEXTS, { history: { commits: [commit(message)] }, tags: [] });
    expect(causes(side(told('feat: grind')), side(told('Grind it')))).toContain('conventional-commits: history');
    const settings = causes(side(READY), side(snapshot(READY_TEXTS, { protection: [] })));
    expect(settings.length).toBeGreaterThan(0);
    expect(settings.every(each => each.endsWith(': settings'))).toBe(true);
  });

  it('is caused by the policy', () => {
    const poor = snapshot(remove('rust-toolchain.toml')(READY_TEXTS));
    const waiver = { criterion: 'rust-toolchain', reason: 'soon', by: 'ada', until: '2027-01-01' };
    expect(causes(side(poor), side(poor, { ...DEFAULT_POLICY, waivers: [waiver] }))).toEqual([
      'rust-toolchain: policy',
    ]);
  });
});
