import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.js';
import type { OwnCheck } from '../../../src/policy/own-criterion.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import type { FileEntry } from '../../../src/snapshot/files.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import type { Snapshot } from '../../../src/snapshot/snapshot.js';
import { standardInForce } from '../../../src/standard/in-force.js';
import { standard } from '../../../src/standard/standard.js';
import { NOW, snapshot, type Texts } from '../../support/snapshots.js';

const EMPTY = standard({ id: 'empty/v1', revision: 1, title: 'Empty', sections: [] });
const words = { id: 'own', title: 'Own', severity: 'must', rationale: 'x', remediation: 'y' } as const;

/** The status, the message, and the places of a check. */
function outcome(check: OwnCheck, of: Texts | Snapshot): string[] {
  const snap = 'parts' in of ? (of as Snapshot) : snapshot(of);
  const policy = { ...DEFAULT_POLICY, criteria: [{ ...words, check }] };
  const [finding] = assess(snap, EMPTY, policy, NOW).findings;
  const places = finding?.evidence.map(({ path, line }) => `${path ?? ''}${line === undefined ? '' : `:${line}`}`);
  return [`${finding?.status}: ${finding?.message}`, ...(places ?? []).filter(Boolean)];
}

/** A repository in which a file was not read. */
function withUnread(texts: Texts, path: string, reason = 'larger than 1 MiB'): Snapshot {
  const of = snapshot({ ...texts, [path]: '' });
  if (!of.parts.files.read) throw new Error('no files');
  const entries = new Map(of.parts.files.value.entries);
  entries.set(path, { ...(entries.get(path) as FileEntry), text: unread(reason) });
  return { ...of, parts: { ...of.parts, files: read({ entries }) } };
}

describe('a file', () => {
  const contact: OwnCheck = { kind: 'file', paths: ['SECURITY.md'], exists: true, contains: 'security@acme.example' };

  it('must exist, and contain a text', () => {
    expect(outcome(contact, { 'SECURITY.md': 'a\nsecurity@acme.example\n' })).toEqual([
      'met: 1 file as required',
      'SECURITY.md:1',
    ]);
    expect(outcome(contact, { 'SECURITY.md': 'nobody\n' })).toEqual([
      'unmet: 1 required text missing',
      'SECURITY.md:1',
    ]);
    expect(outcome(contact, { 'README.md': '' })).toEqual(['unmet: no file is at `SECURITY.md`']);
  });

  it('must have a line that matches, each of them', () => {
    const check: OwnCheck = { kind: 'file', paths: ['crates/*/README.md'], exists: true, matches: '^# acme-' };
    expect(outcome(check, { 'crates/a/README.md': 'x\n# acme-a\n' })).toEqual([
      'met: 1 file as required',
      'crates/a/README.md:2',
    ]);
    expect(outcome(check, { 'crates/a/README.md': '# acme-a\n', 'crates/b/README.md': '# b\n' })).toEqual([
      'unmet: 1 required text missing',
      'crates/b/README.md:1',
    ]);
  });

  it('must not exist', () => {
    const check: OwnCheck = { kind: 'file', paths: ['**/.DS_Store'], exists: false };
    expect(outcome(check, { a: '' })).toEqual(['met: no file is at `**/.DS_Store`']);
    expect(outcome(check, { 'x/.DS_Store': '' })).toEqual(['unmet: 1 file at `**/.DS_Store`', 'x/.DS_Store']);
  });

  it('that was not read is unknown, never unmet', () => {
    expect(outcome(contact, withUnread({}, 'SECURITY.md'))).toEqual([
      'unknown: not read: SECURITY.md: larger than 1 MiB',
    ]);
    expect(
      outcome(contact, { ...snapshot({}), parts: { ...snapshot({}).parts, files: unread('GitHub did not answer') } }),
    ).toEqual(['unknown: files not read: GitHub did not answer']);
  });
});

describe('a field', () => {
  const msrv: OwnCheck = {
    kind: 'manifest',
    paths: ['Cargo.toml'],
    field: ['package', 'rust-version'],
    atLeast: '1.85',
  };
  const cargo = (more: string) => ({ 'Cargo.toml': `[package]\nname = "cim-parcel"\n${more}` });

  it('of the assessed manifests is compared as a version or number', () => {
    expect(outcome(msrv, cargo('rust-version = "1.90"\n'))).toEqual([
      'met: `package.rust-version` as required in 1 file',
      'Cargo.toml:3',
    ]);
    expect(outcome(msrv, cargo('rust-version = "1.9"\n'))).toEqual([
      'unmet: `package.rust-version` must be at least `1.85`',
      'Cargo.toml:3',
    ]);
    expect(outcome(msrv, cargo(''))[0]).toBe('unmet: `package.rust-version` must be at least `1.85`');
    expect(
      outcome({ ...msrv, field: ['package', 'edition'], atLeast: '2021' }, cargo('edition = "2024"\n'))[0],
    ).toMatch(/^met/);
  });

  it('is followed into the workspace', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.package]\nrust-version = "1.86"\n',
      'a/Cargo.toml': '[package]\nname = "cim-parcel"\nrust-version.workspace = true\n',
    };
    expect(outcome(msrv, texts)).toEqual(['met: `package.rust-version` as required in 1 file', 'Cargo.toml:4']);
  });

  it.each([
    [{ equals: 'domain' }, 'met'],
    [{ equals: 'tool' }, 'unmet'],
    [{ oneOf: ['tool', 'domain'] }, 'met'],
    [{ matches: '^dom' }, 'met'],
    [{ exists: true }, 'met'],
    [{ exists: false }, 'unmet'],
  ])('of YAML, JSON, and TOML is compared: %j', (comparison, status) => {
    const field = ['module', 'type'];
    const texts = {
      'm.yaml': 'module:\n  type: domain\n',
      'm.json': '{"module": {"type": "domain"}}',
      'm.toml': '[module]\ntype = "domain"\n',
    };
    for (const path of Object.keys(texts))
      expect(outcome({ kind: 'manifest', paths: [path], field, ...comparison }, texts)[0]).toMatch(
        new RegExp(`^${status}:`),
      );
  });

  it('of a file that does not parse is unknown', () => {
    expect(
      outcome({ kind: 'manifest', paths: ['a.toml'], field: ['x'], exists: true }, { 'a.toml': 'x = = 1\n' })[0],
    ).toMatch(/^unknown: not read: a\.toml: line 1/);
    expect(outcome(msrv, { 'Cargo.toml': 'x = = 1\n' })[0]).toMatch(/^unknown/);
  });

  it('does not apply without a crate', () => {
    expect(outcome(msrv, { 'README.md': '' })[0]).toMatch(/^not-applicable/);
  });
});

describe('a workflow', () => {
  const scan: OwnCheck = { kind: 'workflow', command: ['acme-scan', '--strict'], on: ['pull_request'], systems: [] };
  const workflow = (on: string, run: string, runner = 'ubuntu-latest') => ({
    '.github/workflows/ci.yml': `on: ${on}\njobs:\n  scan:\n    runs-on: ${runner}\n    steps:\n      - run: ${run}\n`,
  });

  it('must run a command on each event', () => {
    expect(outcome(scan, workflow('pull_request', 'acme-scan --quiet --strict .'))).toEqual([
      'met: a workflow runs `acme-scan --strict`',
      '.github/workflows/ci.yml:6',
    ]);
    expect(outcome(scan, workflow('push', 'acme-scan --strict'))).toEqual([
      'unmet: no workflow runs `acme-scan --strict` on `pull_request`',
      '.github/workflows/ci.yml:6',
    ]);
    expect(outcome(scan, workflow('pull_request', 'echo acme-scan --strict'))[0]).toBe(
      'unmet: no workflow runs `acme-scan --strict` on `pull_request`',
    );
    expect(outcome(scan, {})[0]).toBe('unmet: no workflow runs `acme-scan --strict` on `pull_request`');
  });

  it('is followed into scripts and tasks', () => {
    const texts = { ...workflow('pull_request', 'make lint'), Makefile: 'lint:\n\tacme-scan --strict\n' };
    expect(outcome(scan, texts)[0]).toBe('met: a workflow runs `acme-scan --strict`');
  });

  it('that cannot be followed is unknown', () => {
    expect(outcome(scan, { ...workflow('pull_request', './ci.py'), 'ci.py': '#!/usr/bin/env python\n' })[0]).toMatch(
      /^unknown/,
    );
    expect(
      outcome(scan, {
        '.github/workflows/ci.yml': 'on: pull_request\njobs:\n  x:\n    uses: acme/ci/.github/workflows/all.yml@v1\n',
      })[0],
    ).toMatch(/^unknown/);
  });

  it('must run on systems', () => {
    const windows: OwnCheck = { ...scan, systems: ['windows'] };
    expect(outcome(windows, workflow('pull_request', 'acme-scan --strict', 'windows-latest'))[0]).toMatch(/^met/);
    expect(outcome(windows, workflow('pull_request', 'acme-scan --strict'))).toEqual([
      'unmet: `acme-scan --strict` does not run on Windows on `pull_request`',
      '.github/workflows/ci.yml:6',
    ]);
    expect(outcome(windows, workflow('pull_request', 'acme-scan --strict', '${{ vars.X }}'))[0]).toMatch(/^unknown/);
  });

  it('must use an action', () => {
    const action: OwnCheck = { kind: 'workflow', action: 'acme/scan', on: [], systems: [] };
    const uses = (name: string) => ({
      '.github/workflows/ci.yml': `on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${name}\n`,
    });
    expect(outcome(action, uses('Acme/Scan@v2'))).toEqual([
      'met: a workflow runs `acme/scan`',
      '.github/workflows/ci.yml:6',
    ]);
    expect(outcome(action, uses('acme/scanner@v2'))[0]).toBe('unmet: no workflow runs `acme/scan`');
  });
});

describe('a text', () => {
  const noExit: OwnCheck = { kind: 'text', paths: ['**/*.rs'], in: 'code', occurs: false, pattern: 'process::exit' };
  const crate = (lib: string) => ({
    'Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n',
    'src/lib.rs': lib,
  });

  it('must not occur in code: comments, strings, and tests are no code', () => {
    expect(outcome(noExit, crate('pub fn a() {\n    std::process::exit(1)\n}\n'))).toEqual([
      'unmet: 1 line with `process::exit`',
      'src/lib.rs:2',
    ]);
    const innocent =
      '//! process::exit\n/// process::exit\npub fn a() -> &\'static str { "process::exit" } // process::exit\n#[cfg(test)]\nmod tests {\n    fn b() { std::process::exit(1) }\n}\n';
    expect(outcome(noExit, crate(innocent))).toEqual(['met: no line matches `process::exit`']);
  });

  it('must occur in one of the files', () => {
    const licensed: OwnCheck = { kind: 'text', paths: ['*.md'], in: 'files', occurs: true, pattern: '© \\d+ Acme' };
    expect(outcome(licensed, { 'A.md': 'x', 'B.md': 'y\r\n© 2026 Acme\r\n' })).toEqual([
      'met: `B.md` matches `© \\d+ Acme`',
      'B.md:2',
    ]);
    expect(outcome(licensed, { 'A.md': 'x' })).toEqual(['unmet: no line of the files at `*.md` matches `© \\d+ Acme`']);
  });

  it('in a file that was not read is unknown; a binary file has none', () => {
    const none: OwnCheck = { kind: 'text', paths: ['**'], in: 'files', occurs: false, pattern: 'x' };
    expect(outcome(none, withUnread({ a: 'y' }, 'b'))).toEqual(['unknown: not read: b: larger than 1 MiB']);
    expect(outcome(none, withUnread({ a: 'x' }, 'b'))).toEqual(['unmet: 1 line with `x`', 'a:1']);
    expect(outcome(none, withUnread({ a: 'y' }, 'b', 'it is binary'))).toEqual(['met: no line matches `x`']);
  });
});

describe('the standard in force', () => {
  const criteria = [{ ...words, check: { kind: 'file', paths: ['a'], exists: true } as const }];

  it("has the organization's criteria in a section of their own, and is the same for the same criteria", () => {
    const policy = { standard: 'empty/v1', criteria };
    const inForce = standardInForce(EMPTY, policy);
    expect(inForce.sections.map(({ id, title }) => [id, title])).toEqual([['organization', "The organization's own"]]);
    expect(inForce.criterion('own')).toMatchObject({ own: true, looksAt: 'A file must be at `a`.' });
    expect(standardInForce(EMPTY, { ...policy, criteria: [...criteria] })).toBe(inForce);
  });

  it('is the one that the policy names', () => {
    const other = standard({ id: 'other/v1', revision: 1, title: 'Other', sections: [] });
    const given = { ...EMPTY, others: [other] };
    const named = standardInForce(given, { standard: 'other/v1' });
    expect(named.id).toBe('other/v1');
    expect(standardInForce(named, { standard: 'empty/v1' })).toBe(given);
    expect(standardInForce(given, { standard: 'gone/v1' })).toBe(given);
  });
});
