/** `cim-readiness next` and `compare` as a person meets them. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { commit, git, removeFolders, repository } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';
import { READY_TEXTS } from '../support/snapshots.js';

const ROOT = join(import.meta.dirname, '..', '..');

let program: string;
let dir: string;
beforeAll(async () => {
  program = await programPath('cli');
  dir = repository(READY_TEXTS);
  git(dir, 'tag', 'before');
  git(dir, 'rm', '-q', 'rust-toolchain.toml');
  commit(dir, 'docs: remove the guide');
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

function fits(schema: string, json: string) {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join(ROOT, 'schemas', schema), 'utf8')) as object,
  );
  return { fits: validate(JSON.parse(json)), errors: validate.errors };
}

describe('cim-readiness next', () => {
  it('shows the way to production, and prints JSON as the published schema says', async () => {
    const [table, json] = await Promise.all([run('next', dir), run('next', dir, '--format', 'json')]);
    expect(table.out).toMatch(/^Files that can be generated\n {2}.*rust-toolchain/m);
    expect(fits('next-v1.json', json.out)).toEqual({ fits: true, errors: null });
  });
});

describe('cim-readiness compare', () => {
  it('shows each difference with its cause, and prints JSON as the published schema says', async () => {
    const [table, json] = await Promise.all([
      run('compare', 'before', 'HEAD', dir),
      run('compare', 'before', 'HEAD', dir, '--format', 'json'),
    ]);
    expect(table.out).toMatch(/^rust-toolchain +met → unmet \(1\) +code/m);
    expect(fits('compare-v1.json', json.out)).toEqual({ fits: true, errors: null });
  });

  it('says in one line which commit there is not', async () => {
    expect(await run('compare', 'befor', 'HEAD', dir)).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringContaining('did you mean `before`?'),
    });
  });
});
