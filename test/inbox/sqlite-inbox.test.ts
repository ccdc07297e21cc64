import { beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { Delivery, Inbox } from '../../src/inbox/inbox.js';
import { sqliteInbox } from '../../src/inbox/sqlite-inbox.js';

let now: number;
let database: Database.Database;
let inbox: Inbox;
beforeEach(() => {
  now = 1000;
  database = new Database(':memory:');
  inbox = sqliteInbox(database, () => now);
});

const delivery = (id: string, lane = 'a/x', more: Partial<Delivery> = {}): Delivery => ({
  id,
  event: 'push',
  payload: `{"id":"${id}"}`,
  lane,
  ...more,
});
const next = async (...busy: string[]) => (await inbox.next(new Set(busy)))?.id;

describe('an inbox', () => {
  it('gives deliveries in order, and keeps one until it is handled', async () => {
    await inbox.put(delivery('1'));
    await inbox.put(delivery('2'));
    expect([await next(), await next()]).toEqual(['1', '1']);
    await inbox.done('1');
    expect([await next(), await inbox.waiting()]).toEqual(['2', 1]);
  });

  it('gives nothing of a lane that is busy, and does not let another wait for it', async () => {
    await inbox.put(delivery('1'));
    await inbox.put(delivery('2', 'a/y'));
    expect([await next('a/x'), await next('a/x', 'a/y')]).toEqual(['2', undefined]);
  });

  it('knows a delivery by its GUID, handled or not', async () => {
    await inbox.put(delivery('1'));
    await inbox.put(delivery('1'));
    expect(await inbox.waiting()).toBe(1);
    await inbox.done('1');
    await inbox.put(delivery('1'));
    expect(await inbox.waiting()).toBe(0);
  });

  it('takes one again that failed for good', async () => {
    await inbox.put(delivery('1'));
    await inbox.failed('1', 'a bug');
    expect(await next()).toBeUndefined();
    await inbox.put(delivery('1'));
    expect(await inbox.next(new Set())).toMatchObject({ id: '1', attempts: 1 });
  });

  it('gives one that failed again when it is due, and keeps its lane in order meanwhile', async () => {
    await inbox.put(delivery('1'));
    await inbox.put(delivery('2'));
    await next();
    await inbox.failed('1', 'GitHub is away', 60);
    expect(await next()).toBeUndefined();
    now += 60;
    expect(await inbox.next(new Set())).toMatchObject({ id: '1', attempts: 2 });
  });

  it('drops what a newer delivery of the same topic makes obsolete, unless it was begun', async () => {
    await inbox.put(delivery('1', 'a/x', { topic: 'push main' }));
    await next();
    await inbox.put(delivery('2', 'a/x', { topic: 'push main' }));
    await inbox.put(delivery('3', 'a/x', { topic: 'push main' }));
    await inbox.put(delivery('4', 'a/x', { topic: 'push other' }));
    await inbox.put(delivery('5', 'a/y', { topic: 'push main' }));
    await inbox.done('1');
    expect(await next()).toBe('3');
    expect(await inbox.waiting()).toBe(3);
  });

  it('holds what waited when it is opened again, and forgets what was handled long ago', async () => {
    await inbox.put(delivery('1'));
    await inbox.put(delivery('2'));
    await inbox.done('1');
    inbox = sqliteInbox(database, () => now);
    expect(await next()).toBe('2');
    now += 8 * 24 * 3600;
    await inbox.put(delivery('3'));
    await inbox.put(delivery('1'));
    expect(await inbox.waiting()).toBe(3);
  });
});
