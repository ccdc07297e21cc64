import { describe, expect, it } from '@jest/globals';
import { auditLock } from '../../../src/facts/advisories/audit.js';
import { ignoredAdvisories } from '../../../src/facts/advisories/ignored.js';
import { readAdvisories } from '../../../src/facts/advisories/read.js';
import { files } from '../../support/snapshots.js';
import { osv, rustsec } from './support.js';

const CRATES = 'registry+https://github.com/rust-lang/crates.io-index';
const locked = (name: string, version: string, source: string | null = CRATES) =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\n${source === null ? '' : `source = "${source}"\n`}\n`;

const audit = (lock: string, ...advisories: readonly string[]) => {
  const texts = new Map(advisories.map((text, index) => [`${index}${text.startsWith('{') ? '.json' : '.md'}`, text]));
  const database = readAdvisories(texts, undefined);
  if (!database) throw new Error('the example has no advisory');
  return auditLock(files({ 'Cargo.lock': `version = 4\n\n${lock}` }), 'Cargo.lock', { ...database, age: 0 });
};
const ids = (lock: string, ...advisories: readonly string[]) =>
  audit(lock, ...advisories)?.map(({ crate, version, advisory }) => `${crate} ${version} ${advisory.id}`);

describe('auditLock', () => {
  const PATCHED = rustsec('RUSTSEC-1', 'a', { versions: 'patched = [">= 1.2.3", "^0.9.4"]\nunaffected = ["< 0.5"]' });

  it.each([
    ['0.4.9', false],
    ['0.5.0', true],
    ['0.9.3', true],
    ['0.9.4', false],
    ['1.0.0', true],
    ['1.2.3-rc.1', true],
    ['1.2.3', false],
    ['2.0.0-alpha', false],
  ])('tells whether version %s is vulnerable: %s', (version, isVulnerable) => {
    expect(ids(locked('a', version), PATCHED)).toEqual(isVulnerable ? [`a ${version} RUSTSEC-1`] : []);
  });

  it('looks at every version of a crate, and gives its line', () => {
    expect(audit(locked('a', '1.0.0') + locked('a', '1.1.0'), PATCHED)).toMatchObject([
      { version: '1.0.0', line: 5 },
      { version: '1.1.0', line: 10 },
    ]);
  });

  it('understands ranges of the OSV format', () => {
    const events = [{ introduced: '0.5.0' }, { fixed: '1.2.3' }];
    const text = osv('GHSA-1', 'a', {}, { ranges: [{ type: 'SEMVER', events }] });
    expect(ids(locked('a', '1.2.2') + locked('a', '1.2.3') + locked('a', '0.4.0'), text)).toEqual(['a 1.2.2 GHSA-1']);
  });

  it('names a vulnerability once that two databases know', () => {
    const same = osv('GHSA-1', 'a', { aliases: ['RUSTSEC-1'] }, { versions: ['1.0.0'] });
    expect(ids(locked('a', '1.0.0'), PATCHED, same)).toEqual(['a 1.0.0 RUSTSEC-1']);
  });

  it('leaves packages of the repository and of Git aside, whose names can be those of other crates', () => {
    expect(ids(locked('a', '1.0.0', null) + locked('a', '1.0.1', 'git+https://x.example/a#1'), PATCHED)).toEqual([]);
  });

  it('reads nothing from a file that is not TOML', () => {
    expect(audit('[[package', PATCHED)).toBeUndefined();
  });
});

describe('ignoredAdvisories', () => {
  it('reads the configurations of cargo-deny and cargo-audit', () => {
    const found = ignoredAdvisories(
      files({
        'deny.toml': '[advisories]\nignore = ["RUSTSEC-1", { id = "RUSTSEC-2", reason = "not reachable" }, 7]\n',
        '.cargo/audit.toml': '[advisories]\nignore = ["RUSTSEC-1", "RUSTSEC-3"]\n',
        'audit.toml': 'not TOML',
      }),
    );
    expect([...found]).toEqual([
      ['RUSTSEC-1', 'deny.toml'],
      ['RUSTSEC-2', 'deny.toml'],
      ['RUSTSEC-3', '.cargo/audit.toml'],
    ]);
  });
});
