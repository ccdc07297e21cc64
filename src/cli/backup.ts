/** `cim-readiness backup`: a copy of the server's store, made while the server runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableError } from '../collect/unreadable.js';
import { backUp } from '../store/sqlite/backup.js';
import { DATABASE_FILE } from '../store/sqlite/database.js';
import { print } from './output.js';

/**
 * Copies the store into a new file.
 * @throws UnreadableError when there is no store, or the file cannot be written
 */
export async function backupCommand(file: string): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const directory = process.env['DATA_DIR'] || 'data';
  const path = join(directory, DATABASE_FILE);
  if (!existsSync(path))
    throw new UnreadableError(`there is no ${DATABASE_FILE} in ${directory}: set DATA_DIR as for the server`);
  if (existsSync(file)) throw new UnreadableError(`${file} exists already: name a new file`);
  try {
    backUp(path, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableError(`${file} cannot be written: ${reason}`, { cause: error });
  }
  await print(`${path} is copied to ${file}\n`);
}
