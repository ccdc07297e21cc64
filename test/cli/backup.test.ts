import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DATABASE_FILE, openStore, type SqliteStore } from '../../src/store/sqlite/database.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { programPath } from '../runner/programs.mjs';

let program: string;
beforeAll(async () => {
  program = await programPath('cli');
});

let directory: string;
let store: SqliteStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cim-backup-'));
  store = openStore(directory, { isServer: true });
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the command; resolves with what it printed when it succeeds, or failed. */
function backup(file: string): Promise<{ readonly isDone: boolean; readonly words: string }> {
  return new Promise(resolve =>
    execFile(
      process.execPath,
      [program, 'backup', file],
      { env: { ...process.env, DATA_DIR: directory } },
      (error, stdout, stderr) => resolve({ isDone: error === null, words: stdout + stderr }),
    ),
  );
}

const ENTRY = { installation: 7, repository: 1, owner: 'acme', repo: 'cim-x', priority: 'prompt' } as const;

describe('cim-readiness backup', () => {
  it('copies the store while the server writes, and the copy can be restored', async () => {
    const work = sqliteWork(store, () => 1_800_000_000);
    const file = join(directory, 'backup.db');
    await work.add([{ ...ENTRY, name: 'pull/0' }]);
    let written = 1;
    const state = { isOver: false };
    const result = backup(file).finally(() => {
      state.isOver = true;
    });
    for (; !state.isOver; written++) {
      await work.add([{ ...ENTRY, name: `pull/${written}` }]);
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(await result).toMatchObject({ isDone: true, words: expect.stringContaining('is copied to') });

    const restored = join(directory, 'restored');
    mkdirSync(restored);
    copyFileSync(file, join(restored, DATABASE_FILE));
    const again = openStore(restored, { isServer: true });
    const names = (await sqliteWork(again, () => 1_800_000_000).list()).map(({ name }) => name);
    again.close();
    // One moment of the server, with nothing of it missing.
    expect(names).toEqual(Array.from({ length: names.length }, (_, index) => `pull/${index}`));
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThanOrEqual(written);
  });

  it('makes a file that its owner alone reads, and overwrites none', async () => {
    const file = join(directory, 'backup.db');
    await backup(file);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await backup(file)).toMatchObject({ isDone: false, words: expect.stringContaining('exists already') });
    writeFileSync(join(directory, 'note'), '');
    const below = join(directory, 'note', 'backup.db');
    expect(await backup(below)).toMatchObject({ isDone: false, words: expect.stringContaining('cannot be written') });
    expect(existsSync(below)).toBe(false);
  });
});
