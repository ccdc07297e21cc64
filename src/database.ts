import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

export type { Database };

/**
 * Opens the server's one file, `cim-readiness.db`, in a folder that is made where it is not there. What is committed survives
 * a power cut: https://www.sqlite.org/pragma.html#pragma_synchronous
 * @throws where the folder or the file cannot be written
 */
export function openDatabase(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, 'cim-readiness.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  return database;
}
