import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { EFFORTS, estimateEffort, findWay } from '../../src/assess/way.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { both, edit, NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const POOR = both(
  remove('rust-toolchain.toml'),
  remove('SECURITY.md'),
  edit('Cargo.toml', /^description = .*\n/m, ''),
)(READY_TEXTS);
const way = (texts = POOR, status: string | null = 'development') =>
  findWay(assess(snapshot(texts), CIM_STANDARD, DEFAULT_POLICY, NOW), CIM_STANDARD, {
    status,
    version: '0.4.2',
    tag: null,
  });

describe('the way to production', () => {
  it('names what blocks, files before edits, edits before code, people last', () => {
    const { steps, next } = way();
    expect(next).toBe('production');
    const efforts = steps.map(({ effort }) => EFFORTS.indexOf(effort));
    expect(efforts).toEqual(efforts.toSorted((a, b) => a - b));
    const gaps = steps.filter(({ kind }) => kind === 'gap').map(({ finding }) => finding.criterion);
    expect(gaps).toEqual(expect.arrayContaining(['rust-toolchain', 'cargo-metadata']));
    expect(gaps.indexOf('rust-toolchain')).toBeLessThan(gaps.indexOf('cargo-metadata'));
    expect(steps.filter(({ kind }) => kind === 'attest').every(({ effort }) => effort === 'people')).toBe(true);
  });

  it('ends with what the release needs', () => {
    expect(way().release.map(({ what }) => what)).toEqual([
      'release version 1.0.0 (Cargo.toml says 0.4.2)',
      'tag the release',
      expect.stringContaining('review process'),
    ]);
  });

  it('of a template, or of a module that is deprecated, leads nowhere', () => {
    expect(way(POOR, 'template')).toMatchObject({ next: null, steps: [] });
    expect(way(POOR, 'deprecated').next).toBeNull();
  });

  it('waives nothing twice: a gap with a waiver is not a step', () => {
    const waiver = { criterion: 'rust-toolchain', reason: 'soon', by: 'ada', until: '2027-01-01' };
    const policy = { ...DEFAULT_POLICY, waivers: [waiver] };
    const waived = findWay(assess(snapshot(POOR), CIM_STANDARD, policy, NOW), CIM_STANDARD, {
      status: null,
      version: null,
      tag: null,
    });
    expect(waived.steps.map(({ finding }) => finding.criterion)).not.toContain('rust-toolchain');
    expect(waived.status).toBe('development');
  });

  it('has an effort for every criterion; what is attested is for people', () => {
    for (const criterion of CIM_STANDARD.criteria)
      expect(estimateEffort(criterion) === 'people').toBe(criterion.kind === 'attested');
  });
});
