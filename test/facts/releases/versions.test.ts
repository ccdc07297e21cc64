import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { manifestVersionAt } from '../../../src/facts/releases/tagged-manifest.js';
import {
  byPackage,
  isEnough,
  type Release,
  releasesAtHead,
  requiredBump,
  shortBump,
  tagsNotRising,
} from '../../../src/facts/releases/versions.js';
import type { History } from '../../../src/snapshot/history.js';
import { commit, graph, line, shaOf, tag } from '../../support/history.js';

const release = (version: string, on: string, crate?: string): Release => ({
  version,
  crate,
  tag: tag(`${crate ? `${crate}-` : ''}v${version}`, on),
});
const sorted = (...releases: readonly Release[]) => byPackage(releases).get('') ?? [];

describe('releases', () => {
  it('are sorted by version, for each package of its own', () => {
    const groups = byPackage([release('1.9.0', 'a'), release('1.10.0', 'b'), release('3.0.0', 'c', 'core')]);
    expect([...groups].map(([name, all]) => [name, ...all.map(({ version }) => version)])).toEqual([
      ['', '1.10.0', '1.9.0'],
      ['core', '3.0.0'],
    ]);
  });

  it('of later days than HEAD are not known there', () => {
    const history = line('a', 'b');
    const later = { ...release('9.0.0', 'x'), tag: tag('v9.0.0', 'x', undefined, '2027-01-01T00:00:00Z') };
    expect(
      releasesAtHead(history, [release('1.0.0', 'a'), release('1.1.0', 'side'), later]).map(({ version }) => version),
    ).toEqual(['1.0.0', '1.1.0']);
  });

  it('rise along history', () => {
    const history = line('a', 'b', 'c');
    expect(tagsNotRising(history, [release('0.1.0', 'a'), release('0.2.0', 'b'), release('1.0.0-rc.1', 'c')])).toEqual(
      [],
    );
    expect(tagsNotRising(history, [release('0.2.0', 'a'), release('0.1.0', 'c')])).toEqual([
      { kind: 'not-rising', tag: 'v0.1.0', message: 'v0.1.0 is not above v0.2.0, from which its commit descends' },
    ]);
    expect(tagsNotRising(history, [release('1.0.0', 'b'), release('1.0.0-rc.1', 'c')])).toHaveLength(1);
  });

  it('of an older line rise on their own', () => {
    // main: a ─ b ─ d, with 2.0.0 on b; a backport from a: c, with 1.0.1; merged by d, with 2.0.1.
    const history = graph(['d', 'b', 'c'], ['c', 'a'], ['b', 'a'], ['a']);
    const releases = [release('1.0.0', 'a'), release('2.0.0', 'b'), release('1.0.1', 'c'), release('2.0.1', 'd')];
    expect(tagsNotRising(history, releases)).toEqual([]);
  });
});

describe('the newest bump', () => {
  const short = (messages: readonly string[], ...releases: readonly Release[]) =>
    shortBump(line(...messages), sorted(...releases))?.message;

  it('is at least what the commits ask for', () => {
    const a = release('1.2.0', 'fix: a');
    expect(short(['fix: a', 'feat: b'], a, release('1.3.0', 'feat: b'))).toBeUndefined();
    expect(short(['fix: a', 'fix: b'], a, release('1.2.1', 'fix: b'))).toBeUndefined();
    expect(short(['fix: a', 'feat!: b'], a, release('2.0.0', 'feat!: b'))).toBeUndefined();
    expect(short(['fix: a', 'Whatever'], a, release('1.2.1', 'Whatever'))).toBeUndefined();
    expect(short(['fix: a', 'feat: b'], a, release('1.2.1', 'feat: b'))).toBe(
      `v1.2.1 follows v1.2.0, but commit ${shaOf('feat: b').slice(0, 7)} between them requires a minor version: feat: b`,
    );
    expect(short(['fix: a', 'feat!: b'], a, release('1.3.0', 'feat!: b'))).toContain('requires a major version');
  });

  it('is of no interest for the first release, nor after the newest', () => {
    expect(short(['fix: a', 'feat: b'], release('1.2.1', 'feat: b'))).toBeUndefined();
    expect(
      short(['fix: a', 'feat: b', 'feat!: c'], release('1.2.0', 'fix: a'), release('1.3.0', 'feat: b')),
    ).toBeUndefined();
  });

  it('goes from the last full release, past its candidates', () => {
    const messages = ['fix: a', 'feat!: b', 'fix: c'];
    const [first, candidate] = [release('1.0.0', 'fix: a'), release('2.0.0-rc.1', 'feat!: b')];
    expect(short(messages, first, candidate, release('2.0.0', 'fix: c'))).toBeUndefined();
    expect(short(messages, first, candidate)).toBeUndefined();
  });

  it('is not asked for by what was reverted', () => {
    const feature = commit('feat!: b', { parents: [shaOf('fix: a')] });
    const revert = commit(`Revert "feat!: b"\n\nThis reverts commit ${feature.sha}.`, {
      name: 'r',
      parents: [feature.sha],
    });
    const history: History = { commits: [revert, feature, commit('fix: a')] };
    expect(shortBump(history, sorted(release('1.0.0', 'fix: a'), release('1.0.1', 'r')))).toBeUndefined();
  });

  it.each([
    ['1.2.3', '2.0.0', 'major', true],
    ['1.2.3', '1.3.0', 'major', false],
    ['1.2.3', '1.3.0', 'minor', true],
    ['1.2.3', '1.2.4', 'minor', false],
    ['0.2.3', '0.3.0', 'minor', true],
    ['0.2.3', '0.2.4', 'minor', false],
    ['0.2.3', '0.2.4', 'patch', true],
    ['0.2.3', '1.0.0', 'minor', true],
    ['0.0.3', '0.0.4', 'minor', true],
    ['1.2.3', '2.0.0-rc.1', 'major', true],
  ] as const)('from %s to %s is a %s one: %s', (from, to, bump, enough) =>
    expect(isEnough(from, to, bump)).toBe(enough),
  );

  it('is smaller below 1.0', () => {
    expect(requiredBump([commit('feat: a')], '0.4.0')?.bump).toBe('patch');
    expect(requiredBump([commit('feat!: a')], '0.4.0')?.bump).toBe('minor');
    expect(requiredBump([commit('feat: a'), commit('fix: b\n\nBREAKING CHANGE: c')], '1.0.0')?.bump).toBe('major');
    expect(requiredBump([commit('fix: a')], '1.0.0')).toBeUndefined();
  });
});

describe("the manifest's version at a tag", () => {
  const own = { name: 'cim-parcel', manifestPath: 'Cargo.toml' };
  const at = (...manifests: readonly (readonly [path: string, text: string])[]) => {
    const reading = manifestVersionAt({ name: 'v1', manifests: { read: true, value: new Map(manifests) } }, own);
    return reading.read ? reading.value : reading.reason;
  };

  it('is the one that the manifest gives', () => {
    expect(at(['Cargo.toml', '[package]\nname = "cim-parcel"\nversion = "1.2.3"'])).toBe('1.2.3');
  });

  it('is the one of the package, wherever it stood then', () => {
    expect(
      at(
        ['Cargo.toml', '[workspace]\nmembers = ["a"]'],
        ['a/Cargo.toml', '[package]\nname = "cim-parcel"\nversion = "1.2.3"'],
        ['b/Cargo.toml', '[package]\nname = "b"\nversion = "9.9.9"'],
      ),
    ).toBe('1.2.3');
    expect(at(['Cargo.toml', '[package]\nname = "old-name"\nversion = "1.2.3"'])).toBe('1.2.3');
  });

  it('is inherited from the workspace', () => {
    expect(
      at(
        ['Cargo.toml', '[workspace.package]\nversion = "2.0.0"'],
        ['a/Cargo.toml', '[package]\nname = "cim-parcel"\nversion.workspace = true'],
      ),
    ).toBe('2.0.0');
  });

  it('is absent where there was no manifest, and not read where it is no TOML', () => {
    expect(at()).toBeUndefined();
    expect(at(['Cargo.toml', '[package'])).toBe('Cargo.toml at v1 is not valid TOML');
    expect(manifestVersionAt({ name: 'v1', manifests: { read: false, reason: 'no' } }, own)).toEqual({
      read: false,
      reason: 'the manifest at v1 was not read: no',
    });
  });

  it('is looked for in any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, text) =>
        expect(() => at([path, text], ['Cargo.toml', text])).not.toThrow(),
      ),
    );
  });
});
