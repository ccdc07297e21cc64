import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { Inbox } from '../../src/inbox/inbox.js';
import { sqliteInbox } from '../../src/inbox/sqlite-inbox.js';
import { startWorker, TryAgainError, type Worker } from '../../src/inbox/worker.js';

let now: number;
let inbox: Inbox;
let worker: Worker;
let failures: string[];
beforeEach(() => {
  now = 0;
  failures = [];
  inbox = sqliteInbox(new Database(':memory:'), () => now);
});
afterEach(() => worker.stop());

const put = (id: string, lane: string) => inbox.put({ id, event: 'push', payload: '{}', lane });
const turn = () => new Promise(resolve => setImmediate(resolve));
const start = (handle: (id: string) => Promise<void>, lanes = 4) => {
  worker = startWorker({
    inbox,
    lanes,
    handle: ({ id }) => handle(id),
    failed: ({ id }, error, again) => failures.push(`${id}: ${(error as Error).message}, again ${again}`),
  });
};

describe('a worker', () => {
  it('handles one after the other in a lane, and lanes beside each other', async () => {
    const open = new Map<string, () => void>();
    const log: string[] = [];
    for (const [id, lane] of [
      ['1', 'x'],
      ['2', 'x'],
      ['3', 'y'],
    ] as const)
      await put(id, lane);
    start(id => {
      log.push(id);
      return new Promise(resolve => open.set(id, resolve));
    });
    for (let each = 0; each < 5; each += 1) await turn();
    expect(log).toEqual(['1', '3']);
    open.get('1')?.();
    for (let each = 0; each < 5; each += 1) await turn();
    expect(log).toEqual(['1', '3', '2']);
    for (const each of open.values()) each();
  });

  it('tries again later what asks for it, and leaves what does not', async () => {
    let attempts = 0;
    await put('passing', 'x');
    await put('broken', 'y');
    start(async id => {
      if (id === 'broken') throw new Error('a bug');
      attempts += 1;
      if (attempts < 2) throw new TryAgainError('GitHub is away');
    });
    for (let each = 0; each < 9; each += 1) await turn();
    expect(failures.sort()).toEqual(['broken: a bug, again undefined', 'passing: GitHub is away, again 10']);
    now += 10;
    worker.wake();
    for (let each = 0; each < 5; each += 1) await turn();
    expect([attempts, await inbox.waiting()]).toEqual([2, 0]);
  });

  it('ends what it has begun before it stops, and takes nothing new', async () => {
    let done = false;
    await put('1', 'x');
    start(async () => {
      await turn();
      await turn();
      done = true;
    });
    await turn();
    const stopped = worker.stop();
    await put('2', 'z');
    worker.wake();
    await stopped;
    expect([done, await inbox.waiting()]).toEqual([true, 1]);
  });

  it('goes on after it was woken while every lane was busy', async () => {
    const log: string[] = [];
    await put('1', 'x');
    let end = () => undefined as void;
    start(async id => {
      log.push(id);
      if (id === '1') await new Promise<void>(resolve => (end = resolve));
    }, 1);
    await turn();
    await put('2', 'y');
    worker.wake();
    end();
    for (let each = 0; each < 5; each += 1) await turn();
    expect(log).toEqual(['1', '2']);
  });
});
