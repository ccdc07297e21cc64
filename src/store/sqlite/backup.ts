import { chmodSync } from 'node:fs';
import Database from 'libsql';

/** How long a write of the server is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** Copies a database as it is at one moment into a new file: https://www.sqlite.org/lang_vacuum.html#vacuuminto */
export function backUp(path: string, file: string): void {
  const database = new Database(path, { timeout: PATIENCE });
  try {
    database.prepare('VACUUM INTO ?').run(file);
  } finally {
    database.close();
  }
  // It holds what private repositories say.
  chmodSync(file, 0o600);
}
