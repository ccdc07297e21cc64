import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directoryChangelog, findEntry, mayBeChangelog, outOfOrder } from '../../../src/facts/releases/changelog.js';
import { changelogHeading } from '../../../src/facts/releases/changelog-headings.js';
import { files } from '../../support/snapshots.js';

const entries = (text: string, path = 'CHANGELOG.md') => {
  const reading = directoryChangelog(files({ [path]: text }), '');
  if (!reading?.read) throw new Error('not read');
  return reading.value.entries;
};

describe('changelogHeading', () => {
  it.each([
    ['1.2.0', '1.2.0', undefined],
    ['v1.2.0', '1.2.0', undefined],
    ['[1.2.0] - 2026-05-01', '1.2.0', '2026-05-01'],
    ['1.2.0 (May 1st, 2026)', '1.2.0', '2026-05-01'],
    ['Version 1.2.0 / 1 May 2026', '1.2.0', '2026-05-01'],
    ['Release 1.2.0 — 2026/5/1', '1.2.0', '2026-05-01'],
    ["What's new in 1.2.0", '1.2.0', undefined],
    ['🚀 v1.2.0: parcels', '1.2.0', undefined],
    ['1.2.0-rc.1 [YANKED]', '1.2.0-rc.1', undefined],
    ['0.9', '0.9.0', undefined],
    ['2026-05-01 - v1.2.0', '1.2.0', '2026-05-01'],
    ['2026-05-01, Version 1.2.0 (Current), @ada', '1.2.0', '2026-05-01'],
    ['May 1, 2026: 1.2.0', '1.2.0', '2026-05-01'],
    ['[2026-05-01] 1.2.0', '1.2.0', '2026-05-01'],
    ['(2026-05-01) 1.2', '1.2.0', '2026-05-01'],
    ['1.2.0, 2026-05-01', '1.2.0', '2026-05-01'],
    ['1.2.0 – 1 May 2026', '1.2.0', '2026-05-01'],
    ['v.1.2.0', '1.2.0', undefined],
    ['1.2.0 RC 1', '1.2.0-rc.1', undefined],
    ['1.2.0 beta2 (2026-05-01)', '1.2.0-beta.2', '2026-05-01'],
    ['From 1.1.0 to 1.2.0', undefined, undefined],
    ['Since 1.2.0', undefined, undefined],
    ['Migrating 1.1 to 1.2', undefined, undefined],
    ['2026-05-01: Moving to 1.2.0', undefined, undefined],
    ['Moving to cim-parcel 1.2.0 from an older one', undefined, undefined],
    ['31.05.2026', undefined, undefined],
    ['2026.05.31', undefined, undefined],
    ['2026-05-31', undefined, undefined],
    ['Upgrading from 1.1.0 to 1.2.0', undefined, undefined],
    ['1.2 How to upgrade', undefined, undefined],
    ['Added', undefined, undefined],
    ['1.02.0', undefined, undefined],
    ['1.2.3.4', undefined, undefined],
  ])('reads %s', (text, version, date) => {
    const heading = changelogHeading(text);
    expect([heading?.version, heading?.date]).toEqual([version, date]);
  });

  it.each<[string, readonly string[]]>([
    ['1.2.0 - 1.2.1', ['1.2.1']],
    ['v1.2.0, v1.1.5 and v1.0.9 (2026-05-01)', ['1.1.5', '1.0.9']],
    ['1.2.0 / 1.3.0-rc.1', ['1.3.0-rc.1']],
    ['1.2.0 - 2026.5.31', []],
    ['1.2.0 - 31.05.2026', []],
    ['1.2.0 from 1.1.0', []],
  ])('reads the other versions of %s', (text, further) => {
    expect(changelogHeading(text)).toMatchObject({ version: '1.2.0', further });
  });

  it.each([
    'Unreleased',
    '[Unreleased] - ReleaseDate',
    'Next release',
    'Upcoming',
    'HEAD',
    'unreleased changes',
    '`cim-parcel` - [Unreleased]',
  ])('takes %s for what is to come', text =>
    expect(changelogHeading(text)).toMatchObject({ version: undefined, unreleased: true }),
  );

  it.each(['1.3.0 - Unreleased', '[1.3.0] - TBD', '1.3.0 (not yet released)', '1.3.0 - 2026-??-??'])(
    'takes %s for a version that is to come',
    text => expect(changelogHeading(text)).toMatchObject({ version: '1.3.0', unreleased: true, date: undefined }),
  );

  it.each([
    'cim-parcel 1.2.0',
    'cim-parcel-v1.2.0',
    'cim-parcel@1.2.0',
    '`cim-parcel` v1.2.0',
    'Release cim-parcel 1.2.0 (2026-05-01)',
    '`cim-parcel` - [1.2.0](https://x) - 2026-05-01',
    'cim-parcel (1.2.0) - 2026-05-01',
    'cim-parcel – v1.2.0',
    'cim-parcel — 1.2.0 — 2026-05-01',
    'cim-parcel, 1.2.0',
    'cim-parcel: 1.2.0',
    'cim-parcel/v1.2.0',
    '[cim-parcel 1.2.0]',
    '@cim/cim-parcel@1.2.0',
    'cim-parcel version 1.2.0',
    '2026-05-01 - cim-parcel 1.2.0',
  ])('reads the crate in %s', text =>
    expect(changelogHeading(text)).toMatchObject({ version: '1.2.0', crate: 'cim-parcel' }),
  );

  it('never throws, and says the same twice', () => {
    const part = fc.constantFrom(
      '1.',
      '2',
      '.0',
      'v',
      '-',
      ' ',
      '[',
      ']',
      '(2026-',
      '05-01',
      'a',
      '@',
      '+',
      'unreleased',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 40 }), parts => {
        expect(changelogHeading(parts.join(''))).toEqual(changelogHeading(parts.join('')));
      }),
    );
  });
});

describe('changelogs', () => {
  it('are read the same, long or short', () => {
    const short =
      '# Changelog\n\n## [Unreleased]\n\n## 1.1.0 - 2026-05-01\n\n<!--\n## 9.0.0\n-->\n\n```\n## 8.0.0\n```\n\n1.0.0\n-----\n\n- x\n';
    const long = `${short}${'- `a` [b](c) *d*\n'.repeat(30_000)}`;
    expect(entries(long)).toEqual(entries(short));
    expect(entries(short).map(({ version, line }) => [version, line])).toEqual([
      [undefined, 3],
      ['1.1.0', 5],
      ['1.0.0', 15],
    ]);
  });

  it.each(['CHANGELOG.md', 'changelog.md', 'ChangeLog', 'CHANGELOG.rst', 'RELEASES.md', 'HISTORY.md'])(
    'are found as %s',
    path => {
      expect(directoryChangelog(files({ [path]: '## 1.0.0\n' }), '')).toMatchObject({ read: true, value: { path } });
    },
  );

  it('are CHANGELOG.md first', () => {
    const both = files({ 'CHANGES.md': '## 1.0.0\n', 'CHANGELOG.md': '## 2.0.0\n' });
    expect(directoryChangelog(both, '')).toMatchObject({ value: { path: 'CHANGELOG.md' } });
  });

  it.each(['[the other](docs/LOG.md)', 'docs/LOG.md', 'Moved to `docs/LOG.md`.', 'See <docs/LOG.md>.'])(
    'are followed where they only say %s',
    text => {
      const reading = directoryChangelog(files({ 'CHANGELOG.md': text, 'docs/LOG.md': '## 1.0.0\n' }), '');
      expect(reading).toMatchObject({ value: { path: 'docs/LOG.md' } });
    },
  );

  it('that point to each other end', () => {
    const reading = directoryChangelog(
      files({ 'CHANGELOG.md': 'docs/LOG.md', 'docs/LOG.md': '[x](../CHANGELOG.md)' }),
      '',
    );
    expect(reading).toMatchObject({ read: true, value: { entries: [] } });
  });

  it('may be told by their names', () => {
    const names = ['CHANGELOG.md', 'a/CHANGES', 'HISTORY.md', 'docs/LOG.md', 'News.rst', 'src/change.rs', 'README.md'];
    expect(names.filter(mayBeChangelog)).toEqual(names.slice(0, 5));
  });

  it('tell a pre-release by the release that it led to', () => {
    const given = entries('## 1.2.0\n\n## 1.1.0-rc.2\n');
    expect(
      ['1.2.0', '1.2.0-rc.1', '1.1.0-rc.1', '1.1.0-rc.3', '1.2.0+build'].map(each => findEntry(given, each)?.line),
    ).toEqual([1, 1, undefined, undefined, 1]);
  });

  it('say that an entry was not released in its heading or right below it', () => {
    const text =
      '## 1.3.0 (unreleased)\n\n## `1.2.0`\n\nNot released.\n\n## 1.1.0\n\nReleased at last.\n\nNot released before.\n';
    expect(entries(text).map(({ unreleased }) => unreleased)).toEqual([true, true, false]);
  });

  it('tell of a version by an entry of the whole of it', () => {
    const given = entries('## 1.2.10\n\n## 1.2.0\n');
    expect(['1.2.1-rc.1', '1.2.1', '1.2.10-rc.1', '1.2.10'].map(each => findEntry(given, each)?.line)).toEqual([
      undefined,
      undefined,
      1,
      1,
    ]);
  });

  it('are out of order where a newer version stands below an older one', () => {
    const lines = (text: string) => outOfOrder(entries(text)).map(({ line }) => line);
    expect(lines('## 1.1.0\n## 1.2.0\n')).toEqual([2]);
    expect(lines('## a 1.1.0\n## b 1.2.0\n')).toEqual([]);
    expect(lines('## 1.1.0 - 2026-05-02\n## 1.2.0 - 2026-05-01\n')).toEqual([]);
    expect(lines('## 1.1.0 - 2026-05-01\n## 1.2.0 - 2026-05-02\n')).toEqual([2]);
  });

  it('never throw, and say the same twice', () => {
    const part = fc.constantFrom('# ', '1.0.0', '\n', '===', '- ', '```\n', '<!--', '-->', '[', '](CHANGELOG.md)');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 60 }), parts => {
        expect(entries(parts.join(''))).toEqual(entries(parts.join('')));
      }),
    );
  });
});
