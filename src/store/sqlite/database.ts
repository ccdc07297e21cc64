import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { StoreOpenError, StoreUnavailableError } from '../unavailable.js';
import { migrate } from './schema.js';

/** The name of the server's file in its directory. */
export const DATABASE_FILE = 'cim-readiness.db';

/** How long to wait for a locked database in total, and between two attempts, in milliseconds. GitHub waits 10 s for an answer. */
const PATIENCE = 8_000;
const PAUSE = 25;

/** The server's database. */
export interface SqliteStore {
  readonly database: Database.Database;
  /**
   * Runs statements. If another process has the lock, waits without blocking this one.
   * @throws StoreUnavailableError if the database is locked for too long, the disk is full, or nothing can be written
   */
  readonly run: <T>(statements: () => T) => Promise<T>;
  close(): void;
}

export interface OpenSettings {
  /** Whether this is the server. Only one server can use the file at a time. */
  readonly isServer: boolean;
  /** The name of the file in the directory. */
  readonly file?: string;
  /** Whether the file can be made again from a log: then it need not survive a power failure. */
  readonly isReplica?: boolean;
  /** How long to wait for a locked database, in milliseconds. */
  readonly patience?: number;
}

/**
 * Opens the server's file in a directory, which is created if it is missing, and updates its schema. Committed data survives a power
 * failure: https://www.sqlite.org/pragma.html#pragma_synchronous
 * @throws StoreOpenError if the file cannot be used, or if another server uses it
 */
export function openStore(directory: string, settings: OpenSettings): SqliteStore {
  const path = join(directory, settings.file ?? DATABASE_FILE);
  try {
    mkdirSync(directory, { recursive: true });
    const unlock = settings.isServer ? lock(directory) : () => undefined;
    try {
      return storeOf(new Database(path), settings, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(openProblem(error, path), { cause: error });
  }
}

/** A database in memory, for as long as this process lives. */
export function memoryStore(): SqliteStore {
  return storeOf(new Database(':memory:'), { isServer: false }, () => undefined);
}

function storeOf(
  database: Database.Database,
  { patience = PATIENCE, isReplica = false }: OpenSettings,
  unlock: () => void,
): SqliteStore {
  // `run` waits for a lock: SQLite's own wait would block the whole process.
  database.exec(
    `PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${isReplica ? 'NORMAL' : 'FULL'}; PRAGMA foreign_keys = ON;`,
  );
  migrate(database);
  database.exec('PRAGMA busy_timeout = 0');
  return {
    database,
    async run(statements) {
      for (let waited = 0; ; waited += PAUSE) {
        try {
          return statements();
        } catch (error) {
          if (!isBusy(error)) throw unavailable(error);
          if (waited >= patience)
            throw new StoreUnavailableError('the database is locked: end the process that has it open', {
              cause: error,
            });
        }
        await setTimeout(PAUSE);
      }
    },
    close() {
      database.close();
      unlock();
    },
  };
}

/** Takes a lock that the system releases when this process ends, however it ends. */
function lock(directory: string): () => void {
  const held = new Database(join(directory, 'server.lock'));
  try {
    held.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    if (!isBusy(error)) throw error;
    throw new StoreOpenError(
      `another server uses ${directory}: stop that one, or set DATA_DIR to another directory. To see what waits, run \`cim-readiness deliveries\``,
    );
  }
  return () => held.close();
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

const UNAVAILABLE: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_FULL/, 'the disk is full: free some space'],
  [/^SQLITE_READONLY/, 'the database cannot be written: check the permissions of DATA_DIR'],
  [/^SQLITE_(?:IOERR|CANTOPEN)/, 'the database cannot be read or written: check the disk'],
  [/^SQLITE_(?:CORRUPT|NOTADB)/, 'the database is damaged: stop the server and restore a backup'],
];

function unavailable(error: unknown): unknown {
  const [, words] = UNAVAILABLE.find(([code]) => code.test(codeOf(error))) ?? [];
  return words === undefined ? error : new StoreUnavailableError(words, { cause: error });
}

function openProblem(error: unknown, path: string): string {
  if (isBusy(error)) return `${path} is locked by another process: end that process`;
  const [, words] = UNAVAILABLE.find(([code]) => code.test(codeOf(error))) ?? [];
  if (words !== undefined) return `${path}: ${words}`;
  const reason = error instanceof Error ? error.message : String(error);
  return `${path} cannot be opened (${reason}): check DATA_DIR and its permissions`;
}
