/** The real server as a process, built once, and started again and again on the same directory. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { DATABASE_FILE, openStore } from '../../src/store/sqlite/database.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { WEBHOOK_PATH } from '../../src/web/front.js';
import { SECRET } from './github.js';
import { APP_ID } from './rest.js';

const ROOT = join(import.meta.dirname, '..', '..');
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** The built server, and a directory of its data. */
export interface Installed {
  readonly programs: string;
  readonly data: string;
  /** The host and port of NATS, if several servers share their store. */
  readonly nats?: string;
}

/** Builds the server into a new folder; gives the folder. */
export function built(): string {
  const programs = mkdtempSync(join(tmpdir(), 'cim-crash-'));
  // A junction needs no privilege on Windows; other systems ignore the type.
  symlinkSync(join(ROOT, 'node_modules'), join(programs, 'node_modules'), 'junction');
  const entrances = { main: 'src/main.ts', worker: 'src/worker.ts' };
  const build = pathToFileURL(join(ROOT, 'scripts', 'build.mjs')).href;
  const script = `import { bundle } from ${JSON.stringify(build)}; await bundle(${JSON.stringify(entrances)}, ${JSON.stringify(programs)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: ROOT });
  return programs;
}

/** A new folder for the server's data. */
export function dataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'cim-crash-data-'));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export interface Running {
  readonly child: ChildProcess;
  /** Where it takes webhooks. */
  readonly webhooks: string;
  /** Where it says how it is. */
  readonly metrics: string;
  /** Its log so far. */
  log(): string;
}

/** Starts the server; resolves when it listens. @param github the host and port of GitHub */
export async function startServer({ programs, data, nats }: Installed, github: string): Promise<Running> {
  const child = spawn(process.execPath, [join(programs, 'main.js')], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(APP_ID),
      PRIVATE_KEY: KEY,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: github,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: data,
      RATE_LIMITS: 'off',
      ...(nats === undefined ? {} : { NATS_URL: `nats://${nats}` }),
    },
  });
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      const [, port] = /"port":(\d+),[^\n]*"msg":"listening"/.exec(log) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`the server did not listen: ${log}`)));
  });
  return { child, webhooks: `${url}${WEBHOOK_PATH}`, metrics: `${url}/metrics`, log: () => log };
}

/** Ends the server; gives its exit code. */
export async function end({ child }: Running, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  await once(child, 'exit');
  return child.exitCode;
}

/** What the server's store holds of work. */
export interface StoredWork {
  /** Due now, or worked on. */
  readonly due: number;
  /** Waits for a later time. */
  readonly later: number;
  readonly dead: readonly string[];
}

export function workIn({ data }: Installed): StoredWork {
  return withDatabase(data, database => {
    const rows = database.prepare('SELECT repo, name, state, due, reason FROM work').all() as {
      readonly repo: string;
      readonly name: string;
      readonly state: string;
      readonly due: number;
      readonly reason: string | null;
    }[];
    const now = Date.now() / 1_000;
    const open = rows.filter(({ state }) => state !== 'dead');
    const later = open.filter(({ state, due }) => state === 'waiting' && due > now).length;
    const dead = rows.flatMap(({ repo, name, state, reason }) =>
      state === 'dead' ? [`${repo} ${name}: ${reason}`] : [],
    );
    return { due: open.length - later, later, dead };
  });
}

/** So many seconds pass, or as many as are needed for everything that waits to be due. */
export function passTime({ data }: Installed, seconds = Number.MAX_SAFE_INTEGER): void {
  withDatabase(data, database =>
    database.prepare("UPDATE work SET due = MAX(0, due - ?) WHERE state = 'waiting'").run(seconds),
  );
}

/** Puts back everything that was given up, as `cim-readiness deliveries replay all` does. */
export async function replayAll({ data }: Installed): Promise<void> {
  const store = openStore(data, { isServer: false });
  try {
    const work = sqliteWork(store, () => Date.now() / 1_000, { isServer: false });
    for (const { id, state } of await work.list()) if (state === 'dead') await work.replay(id);
  } finally {
    store.close();
  }
}

function withDatabase<T>(data: string, use: (database: Database.Database) => T): T {
  const database = new Database(join(data, DATABASE_FILE));
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    return use(database);
  } finally {
    database.close();
  }
}
