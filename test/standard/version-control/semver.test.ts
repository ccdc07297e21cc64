import { describe, expect, it } from '@jest/globals';
import type { Parts } from '../../../src/snapshot/snapshot.js';
import { graph, line, manifestOf, READY_HISTORY, tag } from '../../support/history.js';
import { changedBy, edit, judge, snapshot } from '../../support/snapshots.js';
import { changed, given, READY, short } from './support.js';

describe('semver', () => {
  const at = (...versions: readonly (readonly [tag: string, manifest: string])[]) => {
    const names = versions.map((_, index) => `fix: ${index}`);
    return {
      history: line(...names),
      tags: versions.map(([name, manifest], index) => tag(name, `fix: ${index}`, manifestOf(manifest))),
    };
  };
  const faults = (parts: Partial<Parts>) => given('semver', parts).evidence.map(({ message }) => message);

  it('does not concern what was never released', () => {
    expect(given('semver', { tags: [] }).status).toBe('not-applicable');
    expect(
      given('semver', {
        tags: [tag('cim-freight-v2.0.0', 'feat: order a parcel'), tag('v1', 'x'), tag('nightly', 'x')],
      }).status,
    ).toBe('not-applicable');
  });

  it.each(['v1.2', '1.2.0.1', 'v1.02.0', 'V1.2.0', 'v1.2.0-rc_1'])('finds %s', name => {
    expect(faults(at(['v1.1.0', '1.1.0'], [name, '1.2.0'], ['v1.2.0', '1.2.0']))).toEqual([
      `${name} is not a SemVer version (MAJOR.MINOR.PATCH)`,
    ]);
  });

  it('is what a tag beside its manifest changes, and nothing else', () => {
    const { tags: old, history: told } = READY_HISTORY;
    const wrong = [...old.slice(0, 1), tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.1.9'))];
    expect(changed({ history: told, tags: wrong })).toEqual(['semver: unmet']);
    expect(faults({ tags: wrong })).toEqual(['v1.2.0 does not match the manifest at its commit, which gives 1.1.9']);
  });

  it('is what a version below the newest release changes', () => {
    expect(
      changedBy(edit('Cargo.toml', 'version = "1.2.0"\nedition', 'version = "1.1.0"\nedition'), READY),
    ).toMatchObject({ semver: 'unmet' });
  });

  it('names the line of a version below the newest release', () => {
    const low = judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.1.0') }, READY));
    expect(low.evidence).toEqual([
      {
        kind: 'below-newest-release',
        subject: 'cim-parcel',
        path: 'Cargo.toml',
        line: 3,
        message: 'version 1.1.0 is below the newest release, v1.2.0: raise it',
      },
    ]);
  });

  it('does not hold what is older than the release before the baseline against anybody', () => {
    const ancient = [
      ['v2.0.0', '2.0.0'],
      ['v1.0', '1.0.0'],
      ['v1.0.0', '1.0.0'],
    ] as const;
    const now = [
      ['v1.1.0', '1.1.0'],
      ['v2.1.0', '2.1.0'],
      ['v2.2.0', '2.2.0'],
      ['v2.3.0', '2.3.0'],
    ] as const;
    const module = { 'Cargo.toml': manifestOf('2.3.0') };
    const semverOf = (parts: Partial<Parts>) => judge('semver', snapshot(module, parts));
    expect(semverOf(at(...ancient, ...now)).status).toBe('met');
    expect(semverOf(at(...ancient, ...now, ['v2.4', '2.3.0'])).status).toBe('unmet');
    expect(semverOf(at(...now, ...ancient)).status).toBe('unmet');
  });

  it('measures a maintenance branch by the releases that it descends from', () => {
    const tags = [
      tag('v1.2.0', 'fix: 0', manifestOf('1.2.0')),
      tag('v1.2.1', 'fix: 1', manifestOf('1.2.1')),
      tag('v1.3.0', 'elsewhere', manifestOf('1.3.0')),
    ];
    const branch = { history: line('fix: 0', 'fix: 1'), tags };
    expect(judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.2.1') }, branch)).status).toBe('met');
    expect(judge('semver', snapshot({ 'Cargo.toml': manifestOf('1.2.0') }, branch)).status).toBe('unmet');
  });

  it('finds what does not rise, and a bump that is too small', () => {
    expect(faults(at(['v1.2.0', '1.2.0'], ['v1.1.0', '1.1.0']))).toEqual([
      'v1.1.0 is not above v1.2.0, from which its commit descends',
    ]);
    const small = {
      history: line('fix: 0', 'feat: 1'),
      tags: [tag('v1.1.9', 'fix: 0', manifestOf('1.1.9')), tag('v1.1.10', 'feat: 1', manifestOf('1.1.10'))],
    };
    expect(faults(small)).toEqual([
      `v1.1.10 follows v1.1.9, but commit ${short('feat: 1')} between them requires a minor version: feat: 1`,
    ]);
  });

  it('is unknown where the manifest at the newest release was not read', () => {
    const unread = { ...tag('v1.2.0', 'fix: 0'), manifests: { read: false, reason: 'too many tags' } as const };
    expect(given('semver', { history: line('fix: 0'), tags: [unread] })).toMatchObject({
      status: 'unknown',
      message: 'the manifest at v1.2.0 was not read: too many tags',
    });
  });

  describe('false alarms', () => {
    it.each([
      '1.2.0',
      'v1.2.0',
      'cim-parcel-v1.2.0',
      'cim-parcel/v1.2.0',
      'cim-parcel@1.2.0',
      'cim_parcel-v1.2.0',
      'cim-parcel-1.2.0',
      'v/1.2.0',
    ])('takes %s for a release', name => expect(given('semver', at([name, '1.2.0'])).status).toBe('met'));
    it('does not judge manifests of old releases, nor bumps where tags release several packages', () => {
      expect(given('semver', at(['v1.0.0', '0.9.0'], ['v1.1.0', '1.1.0'], ['v1.2.0', '1.2.0'])).status).toBe('met');
      const several = {
        history: line('fix: 0', 'feat: 1'),
        tags: [
          tag('cim-parcel-v1.1.9', 'fix: 0', manifestOf('1.1.9')),
          tag('cim-parcel-v1.1.10', 'feat: 1', manifestOf('1.1.10')),
          tag('cim-freight-v3.0.0', 'feat: 1'),
        ],
      };
      expect(given('semver', several).status).toBe('met');
    });
    it('does not judge the manifest of a release that was merged in from an older line', () => {
      const merged = graph(['fix: d', 'a', 'old'], ['old'], ['a']);
      const brought = [tag('v1.2.0', 'a', manifestOf('1.2.0')), tag('v0.1.0', 'old', manifestOf('0.2.0'))];
      expect(given('semver', { history: merged, tags: brought }).status).toBe('met');
    });
    it('has nothing to say of a manifest that was not there', () => {
      expect(given('semver', { history: line('fix: 0'), tags: [tag('v1.2.0', 'fix: 0')] }).status).toBe('met');
    });
  });
});
