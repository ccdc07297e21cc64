import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryKey } from '../repository-key.js';
import type { TreeStore } from '../trees.js';

export interface TreeLimits {
  /** The most bytes of all repositories. */
  readonly bytes: number;
  /** How long a repository is kept that is not read or written, in milliseconds. */
  readonly age: number;
}

const GIBIBYTE = 1024 ** 3;
const DAY = 86_400_000;
export const TREE_LIMITS: TreeLimits = { bytes: 2 * GIBIBYTE, age: 30 * DAY };

/** What a part can be named. */
const NAME = /^[a-z0-9-]{1,80}$/;

/**
 * Keeps trees in files, `INSTALLATION/REPOSITORY/PART` below a directory. They are beside the database and not in it, because the database
 * is read and written on the thread that answers HTTP, and backed up.
 * @param now milliseconds since 1970
 */
export function fileTrees(
  directory: string,
  limits: TreeLimits = TREE_LIMITS,
  now: () => number = Date.now,
): TreeStore {
  /** The bytes that were written since the limits were enforced. */
  let written = 0;
  let copies = 0;
  const folderOf = ({ installation, repository }: RepositoryKey) =>
    join(directory, String(installation), String(repository));

  /** Notes that a repository was used. */
  const touch = (folder: string) => utimes(folder, now() / 1_000, now() / 1_000);

  const enforce = async (): Promise<void> => {
    written = 0;
    const repositories = await kept(directory);
    let bytes = repositories.reduce((sum, each) => sum + each.bytes, 0);
    for (const { folder, usedAt, bytes: size } of repositories.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= limits.bytes && now() - usedAt <= limits.age) return;
      await remove(folder);
      bytes -= size;
    }
  };

  return {
    async get(key, name) {
      if (!NAME.test(name)) return undefined;
      const folder = folderOf(key);
      try {
        const bytes = await readFile(join(folder, name));
        await touch(folder);
        return bytes;
      } catch {
        return undefined;
      }
    },
    async put(key, name, bytes) {
      if (!NAME.test(name)) throw new Error(`no part has the name ${JSON.stringify(name)}`);
      const [folder, file] = [folderOf(key), join(folderOf(key), name)];
      if (!bytes) return rm(file, { force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // A reader gets the old part or the new one.
      const copy = `${file}.${(copies += 1)}`;
      await writeFile(copy, bytes, { mode: 0o600 });
      await rename(copy, file);
      await touch(folder);
      written += bytes.length;
      if (written > limits.bytes / 16) await enforce();
    },
    async forget(installation, repositories) {
      if (!repositories) return remove(join(directory, String(installation)));
      for (const repository of repositories) await remove(folderOf({ installation, repository }));
    },
    async retain(owners) {
      const owned = new Set(owners.map(folderOf));
      for (const { folder } of await kept(directory)) if (!owned.has(folder)) await remove(folder);
      await enforce();
    },
  };
}

interface Kept {
  readonly folder: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** Every repository of which something is kept. */
async function kept(directory: string): Promise<Kept[]> {
  const all: Kept[] = [];
  for (const installation of await namesIn(directory)) {
    for (const repository of await namesIn(join(directory, installation))) {
      const folder = join(directory, installation, repository);
      const sizes = (await namesIn(folder)).map(async name => (await infoOf(join(folder, name)))?.size ?? 0);
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      all.push({ folder, bytes, usedAt: (await infoOf(folder))?.mtimeMs ?? 0 });
    }
  }
  return all;
}

/** The names in a directory; none if there is no such directory. */
async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

async function infoOf(path: string) {
  return stat(path).catch(() => undefined);
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
