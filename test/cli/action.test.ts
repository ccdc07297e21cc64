/** The GitHub Action: `scripts/action.mjs` beside a built command line, with the environment that `action.yml` gives it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { bundle } from '../../scripts/build.mjs';
import { commit, folder, git, removeFolders, repository } from '../collect/support/repositories.js';
import { READY_TEXTS } from '../support/snapshots.js';

const ROOT = join(import.meta.dirname, '..', '..');

let action: string;
let dir: string;
beforeAll(async () => {
  action = folder();
  await bundle({ cli: 'src/cli.ts' }, join(action, 'dist'));
  mkdirSync(join(action, 'scripts'));
  cpSync(join(ROOT, 'scripts', 'action.mjs'), join(action, 'scripts', 'action.mjs'));
  dir = repository(READY_TEXTS);
  git(dir, 'rm', '-q', 'rust-toolchain.toml');
  commit(dir, 'build: use any toolchain');
});
afterAll(removeFolders);

function run(inputs: Readonly<Record<string, string>>) {
  const files = folder();
  const [summary, output, sarif] = ['summary.md', 'output', 'x.sarif'].map(name => join(files, name)) as [
    string,
    string,
    string,
  ];
  const { status, stdout } = spawnSync(process.execPath, [join(action, 'scripts', 'action.mjs')], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output, CIM_SARIF: sarif, ...inputs },
  });
  return {
    status,
    stdout,
    summary: readFileSync(summary, 'utf8'),
    output: readFileSync(output, 'utf8'),
    sarif: readFileSync(sarif, 'utf8'),
  };
}

describe('the action', () => {
  it('writes annotations, the job summary, SARIF, and its outputs, and fails on nothing without a base', () => {
    const { status, stdout, summary, output, sarif } = run({});
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::error .*title=rust-toolchain/m);
    expect(summary).toMatch(/^# Readiness of /);
    expect(output).toMatch(/^readiness=0\.\d+\nready=false\n$/);
    expect(JSON.parse(sarif)).toHaveProperty('runs');
  });

  it('fails if the change makes the module worse', () => {
    expect(run({ CIM_BASE: 'HEAD~1' })).toMatchObject({ status: 1, stdout: expect.stringMatching(/^::error/) });
    expect(run({ CIM_BASE: 'HEAD~1', CIM_FAIL_ON: 'never' }).status).toBe(0);
  });

  it('gets every input of action.yml by its environment', () => {
    const { inputs, runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
      inputs: Record<string, unknown>;
      runs: { steps: { env?: Record<string, string> }[] };
    };
    const given = Object.keys(runs.steps[0]?.env ?? {}).filter(name => name.startsWith('CIM_'));
    const names = Object.keys(inputs).filter(name => name !== 'upload-sarif');
    expect(given.sort()).toEqual(names.map(name => `CIM_${name.toUpperCase().replaceAll('-', '_')}`).sort());
  });
});
