/** `cim-readiness backup`: a copy of the server's store, made while the server runs. */
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { UnreadableError } from '../collect/unreadable.js';
import { DATABASE_FILE } from '../store/sqlite/database.js';
import { print } from './output.js';

/** How long a write of the server is waited for, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Copies the store as it is at one moment into a new file: https://www.sqlite.org/lang_vacuum.html#vacuuminto
 * @throws UnreadableError when there is no store, or the file cannot be written
 */
export function backupCommand(file: string): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const directory = process.env['DATA_DIR'] || 'data';
  const path = join(directory, DATABASE_FILE);
  if (!existsSync(path))
    throw new UnreadableError(`there is no ${DATABASE_FILE} in ${directory}: set DATA_DIR as for the server`);
  if (existsSync(file)) throw new UnreadableError(`${file} exists already: name a new file`);
  const database = new Database(path, { timeout: PATIENCE });
  try {
    database.prepare('VACUUM INTO ?').run(file);
    // It holds what private repositories say.
    chmodSync(file, 0o600);
  } catch (error) {
    throw new UnreadableError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    database.close();
  }
  print(`${path} is copied to ${file}\n`);
}
