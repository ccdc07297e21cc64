import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectAdvisories } from '../../src/collect/advisories.js';
import { osv, rustsec } from '../facts/advisories/support.js';
import { itOnUnix } from '../support/platform.js';

describe('collectAdvisories', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'advisories-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const write = (path: string, text: string) => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-05-20T10:00:00Z' },
    });
  const collected = () => collectAdvisories(dir, '2026-06-01T12:00:00Z');

  it("reads a checkout of RustSec's database, with the day of its commit", async () => {
    write('crates/a/RUSTSEC-2026-0001.md', rustsec('RUSTSEC-2026-0001', 'a'));
    write('README.md', '# Advisories');
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'Add an advisory');
    const database = await collected();
    expect(database).toMatchObject({ date: '2026-05-20', age: 12, notUnderstood: 0 });
    expect([...database.byCrate.keys()]).toEqual(['a']);
  });

  it('reads files in the OSV format, with the day of the newest', async () => {
    write('GHSA-1.json', osv('GHSA-1', 'a'));
    write('more/GHSA-2.json', osv('GHSA-2', 'b'));
    const database = await collected();
    expect(database).toMatchObject({ date: '2026-05-02', age: 30 });
    expect([...database.byCrate.keys()]).toEqual(['a', 'b']);
  });

  it('reads the directory again when it has changed', async () => {
    write('GHSA-1.json', osv('GHSA-1', 'a'));
    const first = await collected();
    expect((await collected()).byCrate).toBe(first.byCrate);
    write('GHSA-2.json', osv('GHSA-2', 'b'));
    utimesSync(dir, 1, 1);
    expect((await collected()).byCrate.size).toBe(2);
  });

  itOnUnix('follows no links, and reads nothing that is too large to be an advisory', async () => {
    write('GHSA-1.json', osv('GHSA-1', 'a'));
    write('GHSA-2.json', osv('GHSA-2', 'b', { summary: 'x'.repeat(300_000) }));
    symlinkSync(join(dir, 'GHSA-1.json'), join(dir, 'GHSA-3.json'));
    symlinkSync('/', join(dir, 'all'));
    expect(await collected()).toMatchObject({ notUnderstood: 1 });
  });

  it('says what to name where there are no advisories', async () => {
    write('package.json', '{}');
    await expect(collected()).rejects.toThrow(
      'has no advisories; name a checkout of https://github.com/RustSec/advisory-db, or a directory of OSV files',
    );
    await expect(collectAdvisories(join(dir, 'none'), '2026-06-01T12:00:00Z')).rejects.toThrow(
      'none is not a directory that can be read',
    );
  });
});
