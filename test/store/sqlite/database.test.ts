import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { DATABASE_FILE, openStore, type SqliteStore } from '../../../src/store/sqlite/database.js';
import { takeOldDeliveries } from '../../../src/store/sqlite/first-schema.js';
import { sqliteLedger } from '../../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../../src/store/sqlite/work.js';
import { StoreUnavailableError } from '../../../src/store/unavailable.js';

let directory: string;
const opened: SqliteStore[] = [];
const open = (isServer = true, patience = 8_000) => {
  const store = openStore(directory, { isServer, patience });
  opened.push(store);
  return store;
};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cim-store-'));
});
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(directory, { recursive: true, force: true });
});

const ENTRY = {
  installation: 7,
  repository: 1,
  name: 'pull/1',
  owner: 'acme',
  repo: 'cim-x',
  priority: 'prompt',
} as const;

describe('a store', () => {
  it('holds what was added when it is opened again', async () => {
    await sqliteWork(open(), () => 1).add([ENTRY]);
    opened.pop()?.close();
    expect(await sqliteWork(open(), () => 1).counts()).toMatchObject({ waiting: 1 });
  });

  it('has one server at a time, and lets others look beside it', async () => {
    const store = open();
    await sqliteWork(store, () => 1).add([ENTRY]);
    expect(() => open()).toThrow(/another server uses .*set DATA_DIR/);
    const beside = sqliteWork(open(false), () => 1, { isServer: false });
    expect(await beside.list()).toMatchObject([{ name: 'pull/1' }]);
    opened.pop()?.close();
    opened.pop()?.close();
    open();
  });

  it('waits for a lock without blocking, and says so when it takes too long', async () => {
    const work = sqliteWork(open(), () => 1);
    const other = new Database(join(directory, DATABASE_FILE));
    other.exec('BEGIN IMMEDIATE');
    const added = work.add([ENTRY]);
    await new Promise(resolve => setImmediate(resolve));
    other.exec('COMMIT');
    await added;
    expect(await work.counts()).toMatchObject({ waiting: 1 });
    const impatient = sqliteWork(open(false, 50), () => 1, { isServer: false });
    other.exec('BEGIN IMMEDIATE');
    await expect(impatient.add([ENTRY])).rejects.toThrow(StoreUnavailableError);
    other.exec('COMMIT');
    other.close();
  });

  it('says when the disk is full, and goes on when there is room again', async () => {
    const store = open();
    const work = sqliteWork(store, () => 1);
    store.database.exec('PRAGMA max_page_count = 1');
    const full = async () => {
      for (let each = 0; each < 1_000; each += 1)
        await work.add([{ ...ENTRY, name: `pull/${each}`, details: { text: 'x'.repeat(4_000) } }]);
    };
    await expect(full()).rejects.toThrow('the disk is full');
    store.database.exec('PRAGMA max_page_count = 1000000');
    await work.add([ENTRY]);
  });

  it.each([
    [
      'a damaged file',
      () => writeFileSync(join(directory, DATABASE_FILE), 'not a database '.repeat(500)),
      /is damaged.*restore a backup/,
    ],
    ['a directory in its place', () => mkdirSync(join(directory, DATABASE_FILE)), /cannot be (opened|read)/],
    [
      'a newer version',
      () => {
        const database = new Database(join(directory, DATABASE_FILE));
        database.exec('PRAGMA user_version = 99');
        database.close();
      },
      /written by a newer version \(schema 99/,
    ],
  ])('is refused for %s, with words', (_, prepare, words) => {
    prepare();
    expect(() => open()).toThrow(words);
  });

  it('is refused where the directory cannot be made', () => {
    writeFileSync(join(directory, 'file'), '');
    directory = join(directory, 'file');
    expect(() => open()).toThrow(/cannot be opened .*check DATA_DIR/);
    directory = join(directory, '..');
  });
});

describe('a file of version 0.1.0', () => {
  const assessment = (repo: string) => ({
    standard: 'cim/v1',
    subject: { owner: 'Acme', repo, ref: 'main', sha: 'a' },
    assessedAt: '2026-05-01T00:00:00.000Z',
    findings: [],
  });

  beforeEach(() => {
    const database = new Database(join(directory, DATABASE_FILE));
    database.exec(`
      CREATE TABLE deliveries (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, lane TEXT NOT NULL,
        topic TEXT, payload TEXT, state TEXT NOT NULL DEFAULT 'waiting', attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,
        reason TEXT);
      CREATE INDEX deliveries_waiting ON deliveries (state, number);
      CREATE TABLE assessments (number INTEGER PRIMARY KEY, owner TEXT NOT NULL COLLATE NOCASE, repo TEXT NOT NULL COLLATE NOCASE,
        ref TEXT NOT NULL, sha TEXT NOT NULL, assessed_at TEXT NOT NULL, version TEXT NOT NULL, policy TEXT NOT NULL,
        assessment TEXT NOT NULL);
      CREATE INDEX assessments_by_commit ON assessments (owner, repo, sha, number);
      CREATE TABLE check_runs (owner TEXT NOT NULL COLLATE NOCASE, repo TEXT NOT NULL COLLATE NOCASE, sha TEXT NOT NULL,
        name TEXT NOT NULL, id INTEGER NOT NULL, installation INTEGER NOT NULL, concluded INTEGER NOT NULL,
        PRIMARY KEY (owner, repo, sha, name));
      INSERT INTO deliveries (id, event, lane, payload, due) VALUES ('g', 'push', 'acme/cim-x', '{}', 0);
      INSERT INTO deliveries (id, event, lane, payload, state, due) VALUES ('h', 'push', 'acme/cim-x', NULL, 'handled', 0);
      INSERT INTO check_runs VALUES ('acme', 'cim-x', 'a', 'CIM readiness', 5, 7, 0);`);
    const insert = database.prepare(
      "INSERT INTO assessments (owner, repo, ref, sha, assessed_at, version, policy, assessment) VALUES (?, ?, 'main', 'a', ?, '0.1.0', 'p', ?)",
    );
    for (const repo of ['cim-x', 'cim-y'])
      insert.run('Acme', repo, assessment(repo).assessedAt, JSON.stringify(assessment(repo)));
    database.close();
  });

  it('keeps its assessments, for the repository of that name when it is seen again', async () => {
    const ledger = sqliteLedger(open(), '1.0.0', () => '2026-06-01T00:00:00.000Z');
    expect(await ledger.latestOf(1, 'a')).toBeUndefined();
    await ledger.adopt({ installation: 7, repository: 1 }, { owner: 'acme', repo: 'cim-x' });
    expect(await ledger.latestOf(1, 'a')).toEqual(assessment('cim-x'));
    expect(await ledger.unfinishedCheckRuns()).toMatchObject([{ repository: 1, id: 5 }]);
    // What nobody adopted stays for its own repository.
    await ledger.adopt({ installation: 7, repository: 2 }, { owner: 'acme', repo: 'cim-y' });
    expect(await ledger.latestOf(2, 'a')).toEqual(assessment('cim-y'));
  });

  it('hands its waiting deliveries over, once', async () => {
    const store = open();
    const taken: string[] = [];
    const take = async ({ id, event, payload }: { id: string; event: string; payload: string }) =>
      void taken.push(`${id} ${event} ${payload}`);
    await takeOldDeliveries(store.database, take);
    await takeOldDeliveries(store.database, take);
    expect(taken).toEqual(['g push {}']);
  });
});
