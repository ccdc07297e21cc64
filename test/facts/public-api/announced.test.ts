import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { announcedBreaks, announces } from '../../../src/facts/public-api/announced.js';
import { files } from '../../support/snapshots.js';

const LOG = (next: string) =>
  `# Changelog\n\n${next}\n\n## [1.2.0] - 2026-05-01\n\n### Removed\n\n- Breaking: \`old\`.\n`;
const said = (next: string, name = 'a::weigh', removed = true) =>
  announcedBreaks(files({ 'CHANGELOG.md': LOG(next) }), '', '1.2.0').some(each => announces(each, { name, removed }));

describe('a break is announced', () => {
  it.each([
    ['by the word', '## [Unreleased]\n\n- **Breaking:** parcels have a height.'],
    ['by a footer', '## [Unreleased]\n\nBREAKING CHANGE: see the guide.'],
    ['by a heading', '## Unreleased\n\n### Breaking changes\n\n- Parcels have a height.'],
    ['among what was removed', '## [Unreleased]\n\n### Removed\n\n- All that was old.'],
    ['by its name', '## [Unreleased]\n\n### Changed\n\n- `weigh` takes grams.'],
    ['by its name and a verb', '## [Unreleased]\n\n- `Parcel::weigh` was renamed.'],
    ['under the version to come', '## 2.0.0\n\n- Breaking: parcels have a height.'],
  ])('%s', (_, next) => {
    expect(said(next)).toBe(true);
  });

  it.each([
    ['by nothing', '## [Unreleased]\n\n- Say how a parcel is weighed.'],
    ['by what was said of an earlier release', ''],
    ['by a denial', '## [Unreleased]\n\n- No breaking changes.'],
    ['by what was added under its name', '## [Unreleased]\n\n### Added\n\n- `weigh` for parcels.'],
    ['by another name', '## [Unreleased]\n\n### Changed\n\n- `weigh_all` takes grams.'],
  ])('not %s', (_, next) => {
    expect(said(next)).toBe(false);
  });

  it('only for what was removed by what is among the removed', () => {
    expect(said('## [Unreleased]\n\n### Removed\n\n- All that was old.', 'a::weigh', false)).toBe(false);
  });

  it('nowhere where there is no changelog', () => {
    expect(announcedBreaks(files({}), '', '1.2.0')).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[A-Za-z_:]*$/), (text, name) => {
        expect(typeof announces({ version: undefined, text }, { name, removed: true })).toBe('boolean');
      }),
    );
  });
});
