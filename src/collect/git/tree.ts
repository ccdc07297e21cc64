/** Reads the files of a commit from the object database. */
import type { FileEntry, FileMode, Files } from '../../snapshot/files.js';
import { type Reading, unread } from '../../snapshot/reading.js';
import { findAside, decidesAside, FULL, notRead, TEXT_LIMIT, textKeeper } from '../repository-texts.js';
import { contents, infos, present } from './objects.js';
import { output, records } from './program.js';
import type { LocalRepository } from './repository.js';

/** One path of a tree. */
export interface Listed {
  readonly path: string;
  readonly mode: FileMode;
  /** The object ID; for a submodule, a commit of another repository. */
  readonly id: string;
  /** The size in bytes, if it was requested and the object exists locally. */
  readonly size?: number;
}

/** The reading of a missing object. */
export const MISSING = unread('its content is missing from this clone, which has only some of the objects');

/**
 * Lists every path of a commit's tree, in Git's order. Fails if a subtree is missing.
 * @param long whether to include sizes; not in a partial clone, where an old Git would fetch missing objects for them
 */
export async function listTree(repository: LocalRepository, commit: string, long = false): Promise<Listed[]> {
  const sizes = long && !repository.partial ? ['--long'] : [];
  const answer = await output(repository.git, ['ls-tree', '-r', ...sizes, '-z', '--full-tree', commit]);
  return records(answer).map(record => {
    const tab = record.indexOf(9);
    const [mode = '', , id = '', size = ''] = record.toString('latin1', 0, tab).split(/ +/);
    const path = record.toString('utf8', tab + 1);
    return { path, mode: fileMode(mode), id, ...(/^\d+$/.test(size) && { size: Number(size) }) };
  });
}

/** Translates Git's octal mode. */
export function fileMode(mode: string): FileMode {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/**
 * Reads the `files` part of a commit.
 * @param wanted selects the paths to list, by default all
 */
export async function treeFiles(
  repository: LocalRepository,
  commit: string,
  wanted?: (path: string) => boolean,
): Promise<Files> {
  const all = await listTree(repository, commit, wanted === undefined);
  const attributes = await attributesIn(repository, all);
  const aside = findAside(
    all.map(({ path }) => path),
    attributes,
  );
  const listed = wanted ? all.filter(({ path }) => wanted(path)) : all;
  const sizes = await objectSizes(repository, listed);
  const bare = listed.map(({ path, mode, id }) => {
    const size = sizes.get(id);
    const left = aside(path);
    const file = { path, mode, size: size ?? 0, blob: id, ...(left && { aside: left }) };
    return { file, refusal: notRead(file) ?? (size === undefined ? MISSING : undefined) };
  });
  const ids = new Set(bare.filter(({ refusal }) => !refusal).map(({ file }) => file.blob));
  const texts = await readTexts(repository, [...ids]);
  return toFiles(bare.map(({ file, refusal }) => ({ ...file, text: refusal ?? texts.get(file.blob) ?? FULL })));
}

/** Files by path. If two names differ only in invalid UTF-8, the first one is listed. */
export function toFiles(entries: readonly FileEntry[]): Files {
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries) if (!byPath.has(entry.path)) byPath.set(entry.path, entry);
  return { entries: byPath };
}

async function attributesIn(repository: LocalRepository, listed: readonly Listed[]): Promise<Map<string, string>> {
  const files = listed.filter(({ path, mode }) => decidesAside(path) && mode !== 'submodule' && mode !== 'symlink');
  const sizes = await objectSizes(repository, files);
  const small = files.filter(({ id }) => (sizes.get(id) ?? Number.POSITIVE_INFINITY) <= TEXT_LIMIT);
  const texts = await readTexts(repository, [...new Set(small.map(({ id }) => id))]);
  const found = new Map<string, string>();
  for (const { path, id } of small) {
    const text = texts.get(id);
    if (text?.read) found.set(path, text.value);
  }
  return found;
}

/** The size of each object that exists locally. */
async function objectSizes(repository: LocalRepository, listed: readonly Listed[]): Promise<Map<string, number>> {
  const told = listed.flatMap(({ id, size }) => (size === undefined ? [] : [[id, size] as const]));
  const untold = listed.filter(({ mode, size }) => mode !== 'submodule' && size === undefined);
  const blobs = [...new Set(untold.map(({ id }) => id))];
  const found = await infos(repository.git, await localObjects(repository, blobs));
  return new Map([...told, ...found.flatMap(info => (info ? [[info.id, info.size] as const] : []))]);
}

/** The objects that can be read without fetching: in a partial clone those that exist locally, otherwise all. */
export async function localObjects(repository: LocalRepository, ids: readonly string[]): Promise<readonly string[]> {
  if (!repository.partial || ids.length === 0) return ids;
  const here = await present(repository.git, new Set(ids));
  return ids.filter(id => here.has(id));
}

/** Reads the texts of local objects in the given order, within the limits of the keeper. */
export async function readTexts(
  repository: LocalRepository,
  ids: readonly string[],
): Promise<Map<string, Reading<string>>> {
  const keeper = textKeeper();
  const texts = new Map<string, Reading<string>>();
  for await (const [id, content] of contents(repository.git, ids)) {
    texts.set(id, keeper.keep(id, content));
    if (keeper.full()) break;
  }
  return texts;
}
