import { chmodSync } from 'node:fs';
import Database from 'libsql';

/** How long to wait for a write by the server, in milliseconds. */
const PATIENCE = 10_000;

/** Copies a consistent state of a database into a new file: https://www.sqlite.org/lang_vacuum.html#vacuuminto */
export function backUp(path: string, file: string): void {
  const database = new Database(path, { timeout: PATIENCE });
  try {
    database.prepare('VACUUM INTO ?').run(file);
  } finally {
    database.close();
  }
  // It contains data from private repositories.
  chmodSync(file, 0o600);
}
