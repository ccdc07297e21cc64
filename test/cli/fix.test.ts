/** `cim-readiness fix` and `init` as a person meets them. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { commit, folder, git, removeFolders, repository } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';
import { READY_TEXTS } from '../support/snapshots.js';
import { itOnUnix } from '../support/platform.js';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
let dir: string;
beforeAll(async () => {
  program = await programPath('cli');
});
beforeEach(() => {
  dir = repository(READY_TEXTS);
  git(dir, 'rm', '-q', 'rust-toolchain.toml', '.github/workflows/notify.yml');
  commit(dir, 'build: use any toolchain');
});
afterAll(removeFolders);

function run(
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly error: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [program, ...args], (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
  });
}

describe('cim-readiness fix', () => {
  it('shows what it does, then a patch that git applies, and writes nothing', async () => {
    const { status, out } = await run('fix', dir);
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/^2 fixes in 2 files: \d+.*ready\n {2}registry-notification\n/),
    });
    expect(git(dir, 'status', '--porcelain')).toBe('');
    const applied = spawnSync('git', ['apply'], { cwd: dir, input: out, encoding: 'utf8' });
    expect(applied.stderr).toBe('');
    expect(readFileSync(join(dir, 'rust-toolchain.toml'), 'utf8')).toBe('[toolchain]\nchannel = "1.75"\n');
    expect(readFileSync(join(dir, '.github/cim.yml'), 'utf8')).toBe('notifiesRegistry: true\n');
  });

  it('writes the files when asked, and has nothing left to do then', async () => {
    const written = await run('fix', dir, 'rust-toolchain', '--write');
    expect(written.out).toMatch(/^1 fix in 1 file, written: /);
    expect(existsSync(join(dir, 'rust-toolchain.toml'))).toBe(true);
    const again = await run('fix', dir, 'rust-toolchain', '--write');
    expect(again).toMatchObject({ status: 1, out: expect.stringContaining('there is no gap') });
  });

  it('prints JSON as the published schema says', async () => {
    const { out } = await run('fix', dir, '--format', 'json');
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'fix-v1.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    expect({ fits: validate(JSON.parse(out)), errors: validate.errors }).toEqual({ fits: true, errors: null });
  });

  itOnUnix('writes nothing outside of the checkout', async () => {
    const outside = folder();
    git(dir, 'rm', '-rq', '.github');
    symlinkSync(outside, join(dir, '.github'));
    const { status, error } = await run('fix', dir, 'registry-notification', '--write');
    expect({ status, error }).toEqual({ status: 2, error: expect.stringContaining('.github is not a directory') });
    expect(existsSync(join(outside, 'cim.yml'))).toBe(false);
  });

  it('keeps a byte order mark, or refuses to write', async () => {
    writeFileSync(join(dir, '.gitignore'), '\uFEFF.env\n');
    const { status } = await run('fix', dir, 'gitignore', '--write');
    const bytes = readFileSync(join(dir, '.gitignore'));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(status).not.toBe(1);
  });

  it('names a mistyped criterion in one line', async () => {
    expect(await run('fix', dir, 'licence')).toMatchObject({
      status: 2,
      error: expect.stringMatching(/^cim-readiness: there is no criterion `licence`; did you mean `license`\?\n$/),
    });
  });
});

describe('cim-readiness init', () => {
  it('writes the files of a new module, outlines included, and asks for what only a person knows', async () => {
    const fresh = repository({
      'Cargo.toml':
        '[package]\nname = "cim-mill"\nversion = "0.1.0"\nedition = "2021"\nrust-version = "1.79"\nlicense = "MIT"\n',
      'src/lib.rs': '//! Grinds.\n',
    });
    const { status, out } = await run('init', fresh, '--holder', 'Ada', '--write');
    expect(status).toBe(0);
    expect(out).toMatch(/code-of-conduct\n {4}only a person knows who receives reports/);
    for (const path of [
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      '.github/workflows/test.yml',
      'docs/decisions/template.md',
    ])
      expect(existsSync(join(fresh, path))).toBe(true);
  });
});
