import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { fileTrees, TREE_LIMITS } from '../../../src/store/files/trees.js';
import type { TreeStore } from '../../../src/store/trees.js';
import { itOnUnix } from '../../support/platform.js';

const A = { installation: 1, repository: 10 };
const B = { installation: 1, repository: 20 };
const C = { installation: 2, repository: 30 };
const DAY = 86_400_000;

let directory: string;
let now: number;
let trees: TreeStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cim-trees-'));
  now = Date.now();
  trees = fileTrees(join(directory, 'trees'), { ...TREE_LIMITS, bytes: 1_000 }, () => now);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function keptOf(): Promise<boolean[]> {
  return Promise.all([A, B, C].map(async key => (await trees.get(key, 'texts')) !== undefined));
}

it('gives back what was kept, also after a restart, and nothing else', async () => {
  await trees.put(A, 'texts', Buffer.from('first'));
  await trees.put(A, 'texts', Buffer.from('second'));
  await trees.put(A, 'index', Buffer.from('index'));
  await trees.put(A, 'index', undefined);
  const again = fileTrees(join(directory, 'trees'));
  expect(Buffer.from((await again.get(A, 'texts')) ?? []).toString()).toBe('second');
  expect([await again.get(A, 'index'), await again.get(B, 'texts')]).toEqual([undefined, undefined]);
  expect(readdirSync(join(directory, 'trees', '1', '10'))).toEqual(['texts']);
});

it('takes no name that leaves its directory', async () => {
  await expect(trees.put(A, '../../../x', Buffer.from('x'))).rejects.toThrow('no part has the name');
  expect(await trees.get(A, '../10/texts')).toBeUndefined();
});

itOnUnix('lets only its user read them', async () => {
  await trees.put(A, 'texts', Buffer.from('private'));
  expect(statSync(join(directory, 'trees', '1', '10', 'texts')).mode & 0o077).toBe(0);
  expect(statSync(join(directory, 'trees', '1', '10')).mode & 0o077).toBe(0);
});

it('erases repositories, and installations', async () => {
  for (const key of [A, B, C]) await trees.put(key, 'texts', Buffer.from('x'));
  await trees.forget(1, [10]);
  expect(await keptOf()).toEqual([false, true, true]);
  await trees.forget(1);
  expect(await keptOf()).toEqual([false, false, true]);
  expect(existsSync(join(directory, 'trees', '1'))).toBe(false);
});

it('erases what belongs to no repository anymore, such as one that was erased on another server', async () => {
  for (const key of [A, B, C]) await trees.put(key, 'texts', Buffer.from('x'));
  await trees.retain([B]);
  expect(await keptOf()).toEqual([false, true, false]);
});

it('erases what was not used for long', async () => {
  for (const key of [A, B, C]) await trees.put(key, 'texts', Buffer.from('x'));
  now += 29 * DAY;
  await trees.get(B, 'texts');
  now += 2 * DAY;
  await trees.retain([A, B, C]);
  expect(await keptOf()).toEqual([false, true, false]);
});

it('keeps no more bytes than it may: what was not used for the longest goes first', async () => {
  for (const key of [A, B, C]) {
    now += 1_000;
    await trees.put(key, 'texts', Buffer.alloc(40));
    await trees.get(key, 'texts');
  }
  now += 1_000;
  await trees.get(A, 'texts');
  now += 1_000;
  await trees.put(C, 'tree', Buffer.alloc(950));
  expect(await keptOf()).toEqual([false, false, true]);
});
