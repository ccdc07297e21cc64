import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ownReleases, withoutMembers } from '../../../src/facts/releases/own-releases.js';
import type { Tag } from '../../../src/snapshot/history.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import { tag } from '../../support/history.js';

const NAMES = ['cim-parcel'];
const of = (...names: readonly string[]) => {
  const { releases, malformed, several } = ownReleases(
    names.map(name => tag(name, name)),
    NAMES,
  );
  return { releases: releases.map(release => `${release.tag.name}=${release.version}`), malformed, several };
};

describe("the module's releases", () => {
  it('have five forms', () => {
    const forms = ['1.2.3', 'v1.2.4', 'cim-parcel-v1.2.5', 'cim-parcel/v1.2.6', 'cim-parcel@1.2.7'];
    expect(of(...forms.slice(0, 2)).releases).toEqual(['1.2.3=1.2.3', 'v1.2.4=1.2.4']);
    expect(of(...forms.slice(2)).releases).toEqual([
      'cim-parcel-v1.2.5=1.2.5',
      'cim-parcel/v1.2.6=1.2.6',
      'cim-parcel@1.2.7=1.2.7',
    ]);
  });

  it('may name the crate with one dash or slash, or stand in a folder `v`', () => {
    expect(of('cim-parcel-1.2.3', 'cim-parcel/1.2.4').releases).toEqual([
      'cim-parcel-1.2.3=1.2.3',
      'cim-parcel/1.2.4=1.2.4',
    ]);
    expect(of('v/1.2.3').releases).toEqual(['v/1.2.3=1.2.3']);
    expect(of('cim-parcel-1.0.0-rc.1').releases).toEqual(['cim-parcel-1.0.0-rc.1=1.0.0-rc.1']);
    expect(of('cim-parcel-extra-1.2.3', 'release-1.2.3', 'cim-parcel-2024-05-01').releases).toEqual([]);
    expect(of('release-1.2.3', 'cim-parcel-1.2.3').several).toBe(false);
  });

  it('may be candidates, and have build metadata', () => {
    expect(of('v1.0.0-rc.1', 'v1.0.0+7').releases).toEqual(['v1.0.0-rc.1=1.0.0-rc.1', 'v1.0.0+7=1.0.0+7']);
  });

  it('are not those of another package', () => {
    expect(of('cim-freight-v1.0.0', 'v1.1.0')).toEqual({ releases: ['v1.1.0=1.1.0'], malformed: [], several: false });
    expect(of('cim-freight-v1.0.0', 'cim-parcel-v1.1.0').several).toBe(true);
  });

  it('leave bare ones behind, once a tag names the package', () => {
    expect(of('v0.9.0', 'v0.8', 'cim-parcel-v1.0.0', 'v1.1.0')).toEqual({
      releases: ['cim-parcel-v1.0.0=1.0.0', 'v1.1.0=1.1.0'],
      malformed: [],
      several: false,
    });
  });

  it('leave bare ones of other packages behind that lie between those that name the package', () => {
    expect(of('cim-parcel-0.5.0', 'v0.5.1', 'v0.6.1', 'cim-parcel-1.0.0').releases).toEqual([
      'cim-parcel-0.5.0=0.5.0',
      'cim-parcel-1.0.0=1.0.0',
    ]);
  });

  it('are not the bare ones of another member, whose version they are', () => {
    const at = (name: string, parcel: string, cli: string) => ({
      ...tag(name, name),
      manifests: read(
        new Map([
          ['Cargo.toml', '[workspace]\nmembers = ["parcel", "cli"]\n'],
          ['parcel/Cargo.toml', `[package]\nname = "cim-parcel"\nversion = "${parcel}"\n`],
          ['cli/Cargo.toml', `[package]\nname = "cim-parcel-cli"\nversion = "${cli}"\n`],
        ]),
      ),
    });
    const own = (tags: readonly Tag[]) =>
      withoutMembers(ownReleases(tags, NAMES).releases, [{ manifestPath: 'parcel/Cargo.toml' }]).map(
        ({ tag: each }) => each.name,
      );
    const [named, ofCli, ofBoth] = [
      at('cim-parcel-v0.2.0', '0.2.0', '1.0.0'),
      at('v1.1.0', '0.2.0', '1.1.0'),
      at('v2.0.0', '2.0.0', '2.0.0'),
    ];
    expect(own([named, ofCli, ofBoth])).toEqual(['cim-parcel-v0.2.0', 'v2.0.0']);
    expect(own([ofCli])).toEqual(['v1.1.0']);
    expect(own([named, { ...ofCli, manifests: unread('GitHub did not answer') }])).toHaveLength(2);
  });

  it('are no floating tags, dates or words', () => {
    expect(of('v1', 'latest', '2024-05-01', 'nightly-2024.05.01', 'v2', 'release')).toEqual({
      releases: [],
      malformed: [],
      several: false,
    });
  });

  it('are malformed where they look like versions and are none', () => {
    expect(of('v1.2', '1.2.3.4', 'v01.2.3', 'cim-parcel-v1.2').malformed).toEqual([
      'v1.2',
      '1.2.3.4',
      'v01.2.3',
      'cim-parcel-v1.2',
    ]);
  });

  it('are looked for among any names', () => {
    const name = fc.oneof(fc.string(), fc.stringMatching(/^[a-z/@v.0-9+-]{0,30}$/));
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (tags, names) => {
        expect(() =>
          ownReleases(
            tags.map(each => tag(each, each)),
            names,
          ),
        ).not.toThrow();
      }),
    );
    expect(() => of('1.'.repeat(500_000), 'a-'.repeat(500_000))).not.toThrow();
  });
});
