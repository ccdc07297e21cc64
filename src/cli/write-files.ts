/** Writes changed files into a checkout, and nothing outside of it. */
import { lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openRepository } from '../collect/git/repository.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { ChangedFile } from '../fixes/plan.js';

/**
 * Writes the files, after all of them were checked: each must still be as it was read, and no part of its path may be a link.
 * @throws UnreadableError if a file cannot be written; then none was
 */
export async function writeFiles(dir: string, files: readonly ChangedFile[]): Promise<void> {
  const { workTree: top } = await openRepository(dir);
  if (top === null) throw new UnreadableError(`${dir} is a bare repository, in which no file can be written`);
  for (const file of files) await check(top, file);
  for (const { path, text, before } of files) {
    const place = join(top, ...path.split('/'));
    await mkdir(dirname(place), { recursive: true });
    if (before === null) await writeFile(place, text, { flag: 'wx' });
    else {
      const { mode } = await lstat(place);
      const beside = `${place}.cim-readiness`;
      await writeFile(beside, text, { flag: 'wx', mode });
      await rename(beside, place);
    }
  }
}

async function check(top: string, { path, before }: ChangedFile): Promise<void> {
  const parts = path.split('/');
  for (let length = 1; length < parts.length; length += 1) {
    const stats = await lstat(join(top, ...parts.slice(0, length))).catch(() => undefined);
    if (stats && !stats.isDirectory())
      throw new UnreadableError(`${parts.slice(0, length).join('/')} is not a directory: ${path} was not written`);
  }
  const place = join(top, ...parts);
  const stats = await lstat(place).catch(() => undefined);
  if (before === null && stats)
    throw new UnreadableError(`${path} exists, although it was not read: nothing was written`);
  if (before === null) return;
  const content = stats?.isFile() ? await readFile(place) : undefined;
  if (!content?.equals(Buffer.from(before)))
    throw new UnreadableError(`${path} changed while it was read, or is not UTF-8: nothing was written`);
}
