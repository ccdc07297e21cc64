/** Reads files for the commands that read documents and registries: from a checkout, from another directory, or by name. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type FileEntry, type Files } from '../snapshot/files.js';
import { unread } from '../snapshot/reading.js';
import { openRepository } from './git/repository.js';
import { toFiles, treeFiles } from './git/tree.js';
import { readWorkTree } from './git/work-tree.js';
import { blobHash } from '../snapshot/object-hash.js';
import { findAside, notRead, decodeText, textKeeper } from './repository-texts.js';
import { UnreadableError } from './unreadable.js';

export interface FolderFiles {
  readonly files: Files;
  /** The path of the directory in its repository; empty at the root. */
  readonly below: string;
}

/**
 * The files in the working tree of the directory's repository or, without a repository, those of the directory.
 * @throws UnreadableError if the folder cannot be read
 */
export async function folderFiles(dir: string): Promise<FolderFiles> {
  const repository = await openRepository(dir).catch((error: unknown) => {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  });
  if (!repository) return { files: await plainFiles(dir), below: '' };
  if (repository.workTree === null) {
    return { files: repository.head === null ? toFiles([]) : await treeFiles(repository, repository.head), below: '' };
  }
  const { files } = await readWorkTree(repository, repository.workTree);
  return { files, below: relative(repository.workTree, await realpath(dir)).replaceAll('\\', '/') };
}

/** Directories with generated files. Reading them takes long, and they contain no documents. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'target']);
/** The most files that are listed in a directory without a repository. */
const MAX_FILES = 100_000;

async function plainFiles(dir: string): Promise<Files> {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined && paths.length < MAX_FILES; folder = folders.pop()) {
    for (const entry of await listed(join(dir, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) folders.push(path);
      } else if (entry.isFile()) paths.push(path);
    }
  }
  paths.sort();
  const aside = findAside(paths, new Map());
  const keeper = textKeeper();
  const entries: FileEntry[] = [];
  for (const path of paths) {
    const place = join(dir, path);
    const left = aside(path);
    const size = (await stat(place).catch(() => undefined))?.size;
    if (size === undefined) continue;
    const file = { path, mode: 'file' as const, size, ...(left && { aside: left }) };
    const refusal = notRead(file);
    const content = refusal ? undefined : await readFile(place).catch(() => undefined);
    const blob = content ? blobHash(content, 'sha1') : '';
    entries.push({
      ...file,
      blob,
      text: refusal ?? (content ? keeper.keep(blob, content) : unread('this user may not read it')),
    });
  }
  return toFiles(entries);
}

async function listed(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableError(`${folder} cannot be read${code ? ` (${code})` : ''}`, { cause: error });
  }
}

/** The largest document that is read when it is named, in bytes. */
const NAMED_LIMIT = 16 * 1024 * 1024;

/**
 * Reads files that a person named, with any name.
 * @throws UnreadableError if one cannot be read
 */
export async function namedFiles(named: readonly { readonly path: string; readonly place: string }[]): Promise<Files> {
  const entries = named.map(async ({ path, place }): Promise<FileEntry> => {
    const { size } = await stat(place);
    const file = { path, mode: 'file' as const, size };
    if (size > NAMED_LIMIT)
      return { ...file, blob: '', text: unread(`it has more than ${NAMED_LIMIT / 1024 / 1024} MiB`) };
    const content = await readFile(place).catch((error: NodeJS.ErrnoException) => {
      throw new UnreadableError(`${place} cannot be read${error.code ? ` (${error.code})` : ''}`, { cause: error });
    });
    return { ...file, blob: blobHash(content, 'sha1'), text: decodeText(content) };
  });
  return toFiles(await Promise.all(entries));
}
