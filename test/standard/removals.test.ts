/** Items that were removed from the public API without the notice that is promised. */
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { read } from '../../src/snapshot/reading.js';
import { unannouncedRemovals } from '../../src/standard/shared/removals.js';
import { files, snapshot } from '../support/snapshots.js';

const manifest = (version: string) => `[package]\nname = "cim-x"\nversion = "${version}"\nedition = "2021"\n`;
const at = (version: string, code: string) => ({ 'Cargo.toml': manifest(version), 'src/lib.rs': code });
const tag = (version: string, index: number) => ({
  name: `v${version}`,
  commit: String(index).repeat(40),
  date: `2026-0${index}-01T00:00:00Z`,
  message: null,
  manifests: read(new Map([['Cargo.toml', manifest(version)]])),
});

/** The removals of a module with these releases, of which the last has this code, before the present one. */
function removals(releases: readonly string[], before: string, now: string, version = '2.0.0') {
  const newest = releases.at(-1) ?? '';
  const tags = releases.map((each, index) => tag(each, index + 1));
  const released = [{ tag: `v${newest}`, files: read(files(at(newest, before))) }];
  const of = snapshot(at(version, now), { tags, released }, { owner: 'acme', repo: 'cim-x' });
  return unannouncedRemovals(of, DEFAULT_POLICY);
}

const KEPT = 'pub fn kept() {}\n';

describe('a removal', () => {
  it('needs a notice in two minor versions', () => {
    const since = (version: string) =>
      `#[deprecated(since = "${version}", note = "use kept")]\npub fn order() {}\n${KEPT}`;
    const releases = ['1.0.0', '1.1.0', '1.2.0', '1.2.1'];
    expect(removals(releases, since('1.1.0'), KEPT)).toEqual(read([]));
    expect(removals(releases, since('1.2.0'), KEPT)).toEqual(read(['order']));
    expect(removals(releases, `pub fn order() {}\n${KEPT}`, KEPT)).toEqual(read(['order']));
  });

  it('with a notice that names no version is believed', () => {
    expect(removals(['1.0.0'], `#[deprecated]\npub fn order() {}\n${KEPT}`, KEPT)).toEqual(read([]));
  });

  it('is not seen where nothing was removed, or nothing released', () => {
    expect(removals(['1.0.0'], KEPT, `${KEPT}pub fn order() {}\n`)).toEqual(read([]));
    expect(removals(['1.0.0'], `fn order() {}\n${KEPT}`, KEPT)).toEqual(read([]));
    const of = snapshot(at('1.0.0', KEPT));
    expect(unannouncedRemovals(of, DEFAULT_POLICY).read).toBe(false);
  });
});
