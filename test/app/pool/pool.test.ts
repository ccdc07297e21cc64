import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Pool, type PoolLimits, startPool } from '../../../src/app/pool/pool.js';
import { WorkerEndedError } from '../../../src/app/pool/wire.js';
import { UnreadableError } from '../../../src/collect/unreadable.js';
import { programPath } from '../../runner/programs.mjs';

const LIMITS: PoolLimits = {
  bytes: 400 * 1024 * 1024,
  heapMebibytes: 64,
  silence: 60_000,
  deadline: 120_000,
  interval: 100,
};
const SERVICES = { double: async (value: number) => 2 * value };

let program: string;
beforeAll(async () => {
  program = await programPath('misbehaving-worker');
});

let pool: Pool | undefined;
afterEach(() => pool?.stop());

function started(size = 1, limits: Partial<PoolLimits> = {}): Pool {
  pool = startPool({
    program,
    size,
    limits: { ...LIMITS, ...limits },
    execArgv: [],
  });
  return pool;
}

describe('workers that cannot be started', () => {
  it('are a problem with its reason, which is not counted against the task, and are started again', async () => {
    pool = startPool({ program: join(import.meta.dirname, 'absent.js'), size: 2, limits: LIMITS, execArgv: [] });
    expect(pool.problems()).toEqual([]);
    const failed = await pool.run('a', 'anything', {}).catch((error: unknown) => error);
    expect(failed).not.toBeInstanceOf(WorkerEndedError);
    expect(failed).toMatchObject({ message: expect.stringContaining('no worker could be started') });
    await pool.run('b', 'anything', {}).catch(() => undefined);
    while (pool.problems().length === 0) await new Promise(resolve => setImmediate(resolve));
    expect(pool.problems()).toEqual(['no worker can be started: it ended unexpectedly (1)']);
  });
});

describe('a worker', () => {
  it('gives what its task gives', async () => {
    expect(await started().run('a', { of: new Map([['a', 1]]) }, {})).toEqual({ of: new Map([['a', 1]]) });
  });

  it('asks the server for what is outside, and for nothing else', async () => {
    const { run } = started();
    expect(await run('a', 'ask', SERVICES)).toBe(42);
    await expect(run('a', 'ask for what is not there', SERVICES)).rejects.toThrow('no service constructor');
  });

  it('fails with the error of its task', async () => {
    const error: unknown = await started()
      .run('a', 'fail', {})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableError);
    expect(error).toMatchObject({ message: 'acme/cim-x does not exist', cause: { message: 'gone', status: 404 } });
  });

  it.each([
    ['computes for too long', 'compute', 'did not answer', { silence: 1_000 }],
    ['fills its heap', 'fill the heap', 'memory', {}],
    ['holds too many bytes', 'hold bytes', 'memory', {}],
    ['ends', 'exit', 'ended unexpectedly (3)', {}],
  ])('that %s is ended, and another one goes on', async (_, task, reason, limits) => {
    const { run } = started(1, limits);
    const error: unknown = await run('a', task, {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkerEndedError);
    expect(error).toMatchObject({ message: expect.stringContaining(reason) });
    expect(await run('a', 'still there', {})).toBe('still there');
  });

  it('whose task never ends is ended', async () => {
    await expect(started(1, { deadline: 500 }).run('a', 'wait', {})).rejects.toThrow('took longer');
  });

  it('is asked again about the repository that it knows', async () => {
    const { run } = started(2);
    const [a, b] = await Promise.all([run('a', 'pid', {}), run('b', 'pid', {})]);
    expect(a).not.toBe(b);
    expect(await run('b', 'pid', {})).toBe(b);
    expect(await run('a', 'pid', {})).toBe(a);
  });
});
