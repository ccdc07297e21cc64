import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openStore, type SqliteStore } from '../../src/store/sqlite/database.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import type { Work } from '../../src/store/work.js';
import { programPath } from '../runner/programs.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
let program: string;
beforeAll(async () => {
  program = await programPath('cli');
});

let directory: string;
let store: SqliteStore;
let work: Work;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cim-deliveries-'));
  // As the server has it while the command looks.
  store = openStore(directory, { isServer: true });
  work = sqliteWork(store, () => 1_800_000_000);
  const entry = { installation: 7, owner: 'acme', priority: 'prompt' } as const;
  await work.add([
    { ...entry, repository: 1, repo: 'cim-x', name: 'pull/7' },
    { ...entry, repository: 2, repo: 'cim-y', name: 'default-branch' },
  ]);
  await work.dead((await work.claim('worker', 60))?.token ?? '', 'refused: 403');
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function run(...args: string[]) {
  const env = { ...process.env, DATA_DIR: directory };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'deliveries', ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('cim-readiness deliveries', () => {
  it('lists what waits and what was given up, and why, beside the server', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).toMatch(/2 +waiting +default-branch +acme\/cim-y/);
    expect(stdout).toMatch(/1 +given up +pull\/7 +acme\/cim-x +1 +refused: 403/);
  });

  it('prints JSON as the published schema says', () => {
    const json: unknown = JSON.parse(run('--format', 'json').stdout);
    expect(json).toMatchObject({
      schema: 'cim-readiness/deliveries/v1',
      entries: [
        { id: 2, state: 'waiting' },
        { id: 1, state: 'dead', target: 'pull/7', reason: 'refused: 403' },
      ],
    });
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'deliveries-v1.json'), 'utf8')) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    expect([validate(json), validate.errors]).toEqual([true, null]);
  });

  it('replays what was given up', async () => {
    expect(run('replay', 'all').stdout).toBe('1 is waiting again\n');
    expect(await work.counts()).toMatchObject({ waiting: 2, claimed: 0, dead: 0 });
  });

  it('drops an entry', async () => {
    expect(run('drop', '2').stdout).toBe('2 was removed\n');
    expect((await work.list()).map(({ id }) => id)).toEqual([1]);
  });

  it.each([
    [['replay', '99'], 'no entry 99 was given up'],
    [['drop', 'x'], '"x" is not the number of an entry'],
    [['replay'], 'name the entries to replay'],
  ])('says what is wrong with %j', (args, words) => {
    const { status, stderr } = run(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  it('says where it looked when there is nothing', () => {
    store.close();
    rmSync(directory, { recursive: true });
    const { status, stderr } = run();
    expect([status, stderr]).toEqual([2, expect.stringContaining('there is no cim-readiness.db in')]);
    store = openStore(directory, { isServer: false });
  });
});
