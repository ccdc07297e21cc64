import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RequestError } from '@octokit/request-error';
import { type Dispatcher, startDispatcher } from '../../src/app/dispatcher.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { StoreUnavailableError } from '../../src/store/unavailable.js';
import type { Claim, Work } from '../../src/store/work.js';

let now: number;
let work: Work;
let dispatcher: Dispatcher | undefined;
beforeEach(() => {
  now = 1_000_000;
  work = sqliteWork(memoryStore(), () => now);
});
afterEach(() => dispatcher?.stop(0));

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const add = (name: string, repository = 1) =>
  work.add([{ installation: 7, repository, name, owner: 'acme', repo: `cim-${repository}`, priority: 'prompt' }]);
const start = (handle: (claim: Claim) => Promise<void>, lanes = 4) => {
  dispatcher = startDispatcher({ work, handle, log: silent, seconds: () => now, lanes, interval: 3_600_000 });
};
const turns = async (count = 12) => {
  for (let each = 0; each < count; each += 1) await new Promise(resolve => setImmediate(resolve));
};
const github = (status: number, headers: Record<string, string> = {}) =>
  new RequestError('a fault', status, {
    request: { method: 'GET', url: 'https://api.github.com', headers: {} },
    response: { status, url: '', headers, data: {} },
  });

describe('a dispatcher', () => {
  it('works on one entry of a repository at a time, and on several repositories in parallel', async () => {
    const open = new Map<string, () => void>();
    await add('pull/1');
    await add('pull/2');
    await add('pull/3', 2);
    start(({ name }) => new Promise(resolve => open.set(name, resolve)));
    await turns();
    expect([...open.keys()]).toEqual(['pull/1', 'pull/3']);
    for (const end of open.values()) end();
    await turns();
    expect([...open.keys()]).toEqual(['pull/1', 'pull/3', 'pull/2']);
    for (const end of open.values()) end();
    await turns();
    expect(await work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 0 });
  });

  it('retries every error for a day, then gives it up with its reason', async () => {
    let attempts = 0;
    await add('pull/1');
    start(async () => {
      attempts += 1;
      throw new Error('a bug');
    });
    const pauses: number[] = [];
    for (let each = 0; each < 40; each += 1) {
      await turns();
      const [item] = await work.list();
      if (item?.state !== 'waiting') break;
      pauses.push(item.due - now);
      now = item.due;
      dispatcher?.wake();
    }
    expect(pauses.slice(0, 6)).toEqual([10, 60, 300, 900, 1_800, 3_600]);
    expect(pauses.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(23 * 3_600);
    expect(attempts).toBe(pauses.length + 1);
    expect(await work.list()).toMatchObject([
      { state: 'dead', reason: expect.stringMatching(/given up after \d+ attempts: a bug/) },
    ]);
  });

  it.each([
    [404, { waiting: 0, claimed: 0, dead: 0 }],
    [410, { waiting: 0, claimed: 0, dead: 0 }],
    [403, { waiting: 0, claimed: 0, dead: 1 }],
    [422, { waiting: 0, claimed: 0, dead: 1 }],
    [401, { waiting: 1, claimed: 0, dead: 0 }],
    [409, { waiting: 1, claimed: 0, dead: 0 }],
    [500, { waiting: 1, claimed: 0, dead: 0 }],
    [503, { waiting: 1, claimed: 0, dead: 0 }],
  ])('takes %d from GitHub for what it is', async (status, counts) => {
    await add('pull/1');
    start(() => Promise.reject(github(status)));
    await turns();
    expect(await work.counts()).toEqual(counts);
  });

  it('waits for a limit that GitHub names, without holding up the neighbors', async () => {
    const handled: string[] = [];
    await add('pull/1');
    await add('pull/2');
    start(async ({ name }) => {
      handled.push(name);
      if (name === 'pull/1') throw github(403, { 'retry-after': '600' });
    });
    await turns();
    expect(handled).toEqual(['pull/1', 'pull/2']);
    expect((await work.list()).map(({ due }) => due - now)).toEqual([600]);
  });

  it('goes on when the store cannot be used for a while', async () => {
    let broken = 2;
    const store = work;
    const claim: Work['claim'] = (worker, lease) =>
      broken-- > 0 ? Promise.reject(new StoreUnavailableError('the database is locked')) : store.claim(worker, lease);
    work = { ...store, claim };
    const handled: string[] = [];
    await add('pull/1');
    start(async ({ name }) => void handled.push(name));
    for (let each = 0; each < 3; each += 1) {
      await turns();
      dispatcher?.wake();
    }
    await turns();
    expect(handled).toEqual(['pull/1']);
  });

  it('finishes what it has begun before it stops, and takes nothing new', async () => {
    let end = () => undefined as void;
    const handled: string[] = [];
    await add('pull/1');
    start(async ({ name }) => {
      await new Promise<void>(resolve => (end = resolve));
      handled.push(name);
    });
    await turns();
    const stopped = dispatcher?.stop(60_000);
    await add('pull/2', 2);
    dispatcher?.wake();
    end();
    await stopped;
    expect([handled, await work.counts()]).toMatchObject([['pull/1'], { waiting: 1, claimed: 0, dead: 0 }]);
  });

  it('hands back what does not end in time: nothing is lost, and the attempt does not count', async () => {
    await add('pull/1');
    start(() => new Promise(() => undefined));
    await turns();
    await dispatcher?.stop(0);
    expect(await work.list()).toMatchObject([{ name: 'pull/1', state: 'waiting', attempts: 0 }]);
  });
});

it('200 pushes over 40 repositories in any order bring each head up to date, and nothing waits in the end', async () => {
  const heads = new Map<number, number>();
  const seen = new Map<number, number>();
  let faults = 60;
  start(async ({ repository }) => {
    await new Promise(resolve => setImmediate(resolve));
    if (faults > 0 && faults-- % 3 === 0) throw github(429, { 'retry-after': '60' });
    // As a handler does: it reads the present head.
    seen.set(repository, heads.get(repository) ?? 0);
  });
  for (let push = 1; push <= 200; push += 1) {
    const repository = 1 + ((push * 7) % 40);
    heads.set(repository, push);
    await add('default-branch', repository);
    dispatcher?.wake();
  }
  while ((await work.counts()).waiting + (await work.counts()).claimed > 0) {
    now += 60;
    dispatcher?.wake();
    await turns(1);
  }
  expect(seen.size).toBe(40);
  for (const [repository, head] of seen) expect(head).toBe(heads.get(repository));
});

describe('the health of a dispatcher', () => {
  it('names an entry that hangs, such as one whose turn at the pace of GitHub never comes', async () => {
    let end: () => void = () => undefined;
    await add('pull/1');
    start(() => new Promise(resolve => (end = resolve)));
    await turns();
    now += 900;
    expect(dispatcher?.problems()).toEqual([]);
    now += 660;
    expect(dispatcher?.problems()).toEqual([
      'pull/1 of acme/cim-1 has been in progress for 26 minutes: restart the server',
    ]);
    end();
    await turns();
    expect(dispatcher?.problems()).toEqual([]);
  });

  it('says why nothing can be claimed, until it can again', async () => {
    let isLocked = true;
    const claim: Work['claim'] = async (...given) => {
      if (isLocked) throw new StoreUnavailableError('the database is locked');
      return work.claim(...given);
    };
    const handle = async () => undefined;
    dispatcher = startDispatcher({
      work: { ...work, claim },
      handle,
      log: silent,
      seconds: () => now,
      interval: 3_600_000,
    });
    await turns();
    expect(dispatcher.problems()).toEqual(['no work can be claimed: the database is locked']);
    isLocked = false;
    dispatcher.wake();
    await turns();
    expect(dispatcher.problems()).toEqual([]);
  });

  it('says that the store does not answer', async () => {
    let end: () => void = () => undefined;
    const claim = () => new Promise<undefined>(resolve => (end = () => resolve(undefined)));
    dispatcher = startDispatcher({
      work: { ...work, claim },
      handle: async () => undefined,
      log: silent,
      seconds: () => now,
      interval: 3_600_000,
    });
    await turns();
    expect(dispatcher.problems()).toEqual([]);
    now += 61;
    expect(dispatcher.problems()).toEqual(['the store has not said what is due for 61 s: restart the server']);
    end();
    await turns();
    expect(dispatcher.problems()).toEqual([]);
  });
});
