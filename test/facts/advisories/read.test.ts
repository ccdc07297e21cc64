import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readOsv } from '../../../src/facts/advisories/osv.js';
import { readAdvisories } from '../../../src/facts/advisories/read.js';
import { readRustSec } from '../../../src/facts/advisories/rustsec.js';
import { severityOf } from '../../../src/facts/advisories/severity.js';
import { HIGH, LOW, osv, rustsec } from './support.js';

describe('an advisory of RustSec', () => {
  it('names the crate, the safe versions, the severity, and what it is about', () => {
    const text = rustsec('RUSTSEC-2026-0001', 'crate-of-parcels', {
      about: `cvss = "${HIGH}"\naliases = ["CVE-2026-1"]`,
      versions: 'patched = [">= 1.2.3", "^0.9.4"]\nunaffected = ["< 0.5"]',
    });
    expect(readRustSec(text)).toEqual([
      {
        crate: 'crate-of-parcels',
        date: '2026-05-01',
        advisory: {
          id: 'RUSTSEC-2026-0001',
          aliases: ['CVE-2026-1'],
          summary: 'Parcels are opened',
          severity: 'high',
          url: 'https://rustsec.org/advisories/RUSTSEC-2026-0001.html',
          safe: ['>=1.2.3', '>=0.9.4 <0.10.0-0', '<0.5.0-0'],
        },
      },
    ]);
  });

  it('is unrated without a CVSS vector', () => {
    expect(readRustSec(rustsec('RUSTSEC-2026-0002', 'a'))?.[0]?.advisory?.severity).toBe('unrated');
  });

  it('can only warn', () => {
    const text = rustsec('RUSTSEC-2026-0003', 'a', { about: 'informational = "unmaintained"' });
    expect(readRustSec(text)?.[0]?.advisory?.informational).toBe('unmaintained');
  });

  it('counts no longer when it is withdrawn', () => {
    const text = rustsec('RUSTSEC-2026-0004', 'a', { about: 'withdrawn = "2026-05-20"' });
    expect(readRustSec(text)).toEqual([{ crate: 'a', date: '2026-05-01' }]);
  });

  it.each([
    ['prose', '# A title\n'],
    ['a front that is not TOML', '```toml\n[advisory\n```\n'],
    ['a front without an end', '```toml\n[advisory]\nid = "x"\n'],
    ['a front without a package', '```toml\n[advisory]\nid = "x"\n```\n'],
    ['a version that is none', rustsec('x', 'a', { versions: 'patched = ["soon"]' })],
  ])('is not made of %s', (_, text) => {
    expect(readRustSec(text)).toBeUndefined();
  });
});

describe('an advisory in the OSV format', () => {
  it('names the vulnerable versions of each crate', () => {
    const events = [{ introduced: '0' }, { fixed: '0.9.4' }, { introduced: '1.0.0' }, { last_affected: '1.2.2' }];
    const text = osv(
      'GHSA-aaaa-bbbb-cccc',
      'a',
      { severity: [{ type: 'CVSS_V3', score: LOW }], aliases: ['CVE-2026-1'] },
      { ranges: [{ type: 'SEMVER', events: [...events, { introduced: '2.0.0' }] }], versions: ['3.0.0', 'latest'] },
    );
    expect(readOsv(text)).toMatchObject([
      {
        crate: 'a',
        date: '2026-05-02',
        advisory: {
          id: 'GHSA-aaaa-bbbb-cccc',
          severity: 'low',
          vulnerable: ['3.0.0', '>=0.0.0-0 <0.9.4', '>=1.0.0 <=1.2.2', '>=2.0.0'],
          safe: [],
        },
      },
    ]);
  });

  it("takes GitHub's word for the severity where there is no vector", () => {
    const moderate = osv('GHSA-1', 'a', { database_specific: { severity: 'MODERATE' } });
    expect(readOsv(moderate)?.[0]?.advisory?.severity).toBe('medium');
  });

  it('is about crates only', () => {
    expect(readOsv(osv('GHSA-2', 'a', {}, { package: { ecosystem: 'npm', name: 'a' } }))).toEqual([]);
  });

  it('is not made of other JSON', () => {
    for (const text of ['{}', '[]', 'null', '{"id": 7}', 'no JSON']) expect(readOsv(text)).toBeUndefined();
  });
});

describe('severityOf', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'critical'],
    [HIGH, 'high'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', 'medium'],
    [LOW, 'low'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N', 'high'],
    ['CVSS:3.1/AV:N', 'unrated'],
    ['CVSS:9.9/AV:N', 'unrated'],
    [7.5, 'unrated'],
    [`CVSS:3.1/${'AV:N/'.repeat(1_000)}`, 'unrated'],
  ])('%s is %s', (vector, severity) => {
    expect(severityOf(vector)).toBe(severity);
  });
});

describe('a database', () => {
  const texts = (...all: readonly (readonly [string, string])[]) => new Map(all);

  it('has the day of its newest commit, or else of its newest advisory', () => {
    const files = texts(['crates/a/RUSTSEC-1.md', rustsec('RUSTSEC-1', 'a')], ['b.json', osv('GHSA-1', 'b')]);
    expect(readAdvisories(files, '2026-05-30')?.date).toBe('2026-05-30');
    expect(readAdvisories(files, undefined)?.date).toBe('2026-05-02');
  });

  it('says how many files it has that could not be understood', () => {
    const files = texts(['crates/a/RUSTSEC-1.md', rustsec('RUSTSEC-1', 'a')], ['crates/a/RUSTSEC-2.md', '']);
    expect(readAdvisories(files, undefined)).toMatchObject({ notUnderstood: 1 });
  });

  it('is none without an advisory', () => {
    expect(readAdvisories(texts(['package.json', '{}']), undefined)).toBeUndefined();
  });

  it('never throws', () => {
    const parts = [
      '```toml\n',
      '\n```',
      '[advisory]\n',
      'id = "x"\n',
      'package = "a"\n',
      '[versions]\npatched = ["',
      '"]\n',
      '# T',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...parts)).map(some => some.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(text, some => {
        readAdvisories(texts(['crates/a/b.md', some], ['c.json', some]), undefined);
      }),
    );
  });
});
