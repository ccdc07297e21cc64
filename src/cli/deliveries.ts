/** `cim-readiness deliveries`: what the server's store holds, beside the server. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pack from '../../package.json' with { type: 'json' };
import { UnreadableError } from '../collect/unreadable.js';
import { type DeliveryItem, deliveriesJson, deliveriesTable } from '../report/deliveries.js';
import { readNats } from '../nats-environment.js';
import type { NatsSettings } from '../store/nats/settings.js';
import { DATABASE_FILE, openStore } from '../store/sqlite/database.js';
import { sqliteWork } from '../store/sqlite/work.js';
import { StoreOpenError, StoreUnavailableError } from '../store/unavailable.js';
import type { Work, WorkItem } from '../store/work.js';
import { EnvironmentError } from '../variables.js';
import { print } from './output.js';

/** How long NATS can take to deliver the store, in milliseconds. */
const PATIENCE = 30_000;

export type DeliveriesAction = 'list' | 'replay' | 'drop';

/**
 * Lists what waits and what was given up, or puts it back or removes it.
 * @param ids the entries; `all` for every dead letter
 * @throws UnreadableError if the store cannot be used, or if there is no such entry
 */
export async function deliveriesCommand(
  action: DeliveriesAction,
  ids: readonly string[],
  { format }: { readonly format: 'table' | 'json' },
): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const directory = process.env['DATA_DIR'] || 'data';
  await withWork(directory, async work => {
    if (action === 'list') {
      const items = (await work.list()).map(itemOf);
      return print(format === 'json' ? deliveriesJson(items) : deliveriesTable(items));
    }
    return print(await changed(work, action, ids));
  });
}

/** Replays or drops entries; gives one line for each. @throws UnreadableError for an entry that is not there */
async function changed(work: Work, action: 'replay' | 'drop', ids: readonly string[]): Promise<string> {
  const dead = (await work.list()).filter(({ state }) => state === 'dead').map(({ id }) => id);
  const asked = ids.includes('all') ? dead : ids.map(idOf);
  if (ids.length === 0)
    throw new UnreadableError(`name the entries to ${action}, or \`all\` for every entry that was given up`);
  const lines: string[] = [];
  for (const id of asked) {
    const isDone = await work[action](id);
    if (!isDone) throw new UnreadableError(missing(action, id));
    lines.push(`${id} ${action === 'replay' ? 'is waiting again' : 'was removed'}\n`);
  }
  return lines.join('') || 'nothing was given up\n';
}

function missing(action: 'replay' | 'drop', id: number): string {
  return action === 'replay'
    ? `no entry ${id} was given up: \`cim-readiness deliveries\` lists them`
    : `there is no entry ${id} that can be removed: it does not exist, or the server works on it now`;
}

function idOf(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1)
    throw new UnreadableError(`${JSON.stringify(text)} is not the number of an entry`);
  return id;
}

/** Uses the work of the server's store, wherever that is. @throws UnreadableError */
async function withWork(directory: string, use: (work: Work) => Promise<void>): Promise<void> {
  try {
    const nats = process.env['STORE'] === 'sqlite' ? undefined : readNats(process.env);
    await (nats ? withShared(nats, use) : withOwn(directory, use));
  } catch (error) {
    if (error instanceof StoreOpenError || error instanceof StoreUnavailableError || error instanceof EnvironmentError)
      throw new UnreadableError(error.message, { cause: error });
    throw error;
  }
}

async function withOwn(directory: string, use: (work: Work) => Promise<void>): Promise<void> {
  if (!existsSync(join(directory, DATABASE_FILE)))
    throw new UnreadableError(`there is no ${DATABASE_FILE} in ${directory}: set DATA_DIR as for the server`);
  const store = openStore(directory, { isServer: false });
  try {
    await use(sqliteWork(store, () => Date.now() / 1_000, { isServer: false }));
  } finally {
    store.close();
  }
}

/** As one more server, with a directory that is removed afterwards. */
async function withShared(nats: NatsSettings, use: (work: Work) => Promise<void>): Promise<void> {
  const { openReplica } = await import('../store/nats/replica.js');
  const directory = mkdtempSync(join(tmpdir(), 'cim-readiness-'));
  let refused: Error | undefined;
  const replica = openReplica({ nats, directory, version: pack.version, refused: error => (refused = error) });
  try {
    await replica.ready(Date.now() + PATIENCE).catch((error: unknown) => {
      throw refused ?? error;
    });
    await use(replica.work);
  } finally {
    await replica.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function itemOf({ id, state, name, owner, repo, attempts, due, reason }: WorkItem): DeliveryItem {
  return {
    id,
    state,
    target: name,
    repository: repo === '' ? owner : `${owner}/${repo}`,
    attempts,
    due: new Date(due * 1_000).toISOString(),
    reason: reason ?? null,
  };
}
