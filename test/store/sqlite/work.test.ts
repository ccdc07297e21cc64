import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../../src/store/sqlite/database.js';
import { sqliteWork } from '../../../src/store/sqlite/work.js';
import { workContract } from '../work-contract.js';

workContract('SQLite', async seconds => {
  const store = memoryStore();
  return {
    work: sqliteWork(store, seconds),
    reopen: async () => sqliteWork(store, seconds),
    beside: use => use(sqliteWork(store, seconds, { isServer: false })),
  };
});

it('tells since when the entry that waits the longest has been due', async () => {
  let now = 1_000;
  const work = sqliteWork(memoryStore(), () => now);
  const entry = { installation: 1, owner: 'acme', repo: 'cim-x', name: 'pull/1', priority: 'prompt' } as const;
  await work.add([
    { ...entry, repository: 2, delay: 100 },
    { ...entry, repository: 3, delay: 200 },
  ]);
  expect(await work.counts()).toEqual({ waiting: 2, claimed: 0, dead: 0 });
  now = 1_250;
  expect((await work.counts()).oldestDue).toBe(1_100);
  expect((await work.claim('a', 60))?.due).toBe(1_100);
  expect((await work.counts()).oldestDue).toBe(1_200);
});

describe('an entry whose details are not valid', () => {
  const entry = (name: string) =>
    ({ installation: 1, repository: 2, owner: 'acme', repo: 'cim-x', name, priority: 'prompt' }) as const;

  it.each(['{"number":', '[]', 'null'])(
    'is set aside with the reason, and the next one is worked on: %s',
    async text => {
      const store = memoryStore();
      const work = sqliteWork(store, () => 0);
      await work.add([entry('comment/1'), entry('comment/2')]);
      store.database.prepare("UPDATE work SET details = ? WHERE name = 'comment/1'").run(text);
      expect(await work.claim('a', 60)).toMatchObject({ name: 'comment/2', details: {} });
      expect(await work.list()).toContainEqual(
        expect.objectContaining({
          name: 'comment/1',
          state: 'dead',
          reason: expect.stringMatching(/^what is stored is not valid/),
        }),
      );
    },
  );

  it('takes the details of what comes after it', async () => {
    const store = memoryStore();
    const work = sqliteWork(store, () => 0);
    await work.add([entry('comment/1')]);
    store.database.exec("UPDATE work SET details = '{'");
    await work.add([{ ...entry('comment/1'), details: { number: 3 } }]);
    expect(await work.claim('a', 60)).toMatchObject({ details: { number: 3 } });
  });
});

describe('entries that are added at the same time', () => {
  const entry = (name: string) =>
    ({ installation: 1, repository: 2, owner: 'acme', repo: 'cim-x', name, priority: 'prompt' }) as const;

  it('are stored in one transaction', async () => {
    const store = memoryStore();
    const begun: string[] = [];
    const exec = store.database.exec.bind(store.database);
    store.database.exec = sql => {
      if (sql.startsWith('BEGIN')) begun.push(sql);
      return exec(sql);
    };
    const work = sqliteWork(store, () => 0);
    begun.length = 0;
    await Promise.all(Array.from({ length: 50 }, (_, index) => work.add([entry(`pull/${index}`)])));
    expect(begun).toHaveLength(1);
    expect((await work.counts()).waiting).toBe(50);
  });

  it('do not fail with one that is not valid', async () => {
    const work = sqliteWork(memoryStore(), () => 0);
    const added = await Promise.allSettled([
      work.add([entry('pull/1')]),
      work.add([entry('pull/2'), { ...entry('pull/3'), owner: null as never }]),
      work.add([entry('pull/4')]),
    ]);
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await work.list()).map(({ name }) => name)).toEqual(['pull/1', 'pull/4']);
  });

  it('all fail if the store cannot be written, and none of them is stored', async () => {
    const store = memoryStore();
    const work = sqliteWork(store, () => 0);
    const exec = store.database.exec.bind(store.database);
    store.database.exec = sql => {
      if (sql === 'COMMIT') throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
      return exec(sql);
    };
    const added = await Promise.allSettled([work.add([entry('pull/1')]), work.add([entry('pull/2')])]);
    expect(added).toMatchObject([
      { reason: { message: 'the disk is full: free some space' } },
      { reason: { message: 'the disk is full: free some space' } },
    ]);
    store.database.exec = exec;
    expect(await work.list()).toEqual([]);
  });
});
