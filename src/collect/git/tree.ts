/** The files of a commit, read from the object database. */
import type { FileEntry, FileMode, Files } from '../../snapshot/files.js';
import { type Reading, unread } from '../../snapshot/reading.js';
import { asideOf, decidesAside, FULL, notRead, TEXT_LIMIT, textKeeper } from '../kept-text.js';
import { contents, infos, present } from './objects.js';
import { output, records } from './program.js';
import type { LocalRepository } from './repository.js';

/** One path of a tree. */
export interface Listed {
  readonly path: string;
  readonly mode: FileMode;
  /** The object: a submodule's is a commit of another repository. */
  readonly id: string;
  /** In bytes, where it was asked for and the object is here. */
  readonly size?: number;
}

/** The reading of an object that is not here. */
export const MISSING = unread('its content is missing from this clone, which has only some of the objects');

/**
 * Every path of a commit's tree, in Git's order. Fails where a folder of it is not here.
 * @param long with sizes: of a partial clone an old git would fetch what is missing for that, so that they are not asked for
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

/** Git's octal mode in words. */
export function fileMode(mode: string): FileMode {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/**
 * The files part of a commit.
 * @param wanted which paths are asked for (all): what else is there is not listed
 */
export async function treeFiles(
  repository: LocalRepository,
  commit: string,
  wanted?: (path: string) => boolean,
): Promise<Files> {
  const all = await listTree(repository, commit, wanted === undefined);
  const attributes = await attributesIn(repository, all);
  const aside = asideOf(
    all.map(({ path }) => path),
    attributes,
  );
  const listed = wanted ? all.filter(({ path }) => wanted(path)) : all;
  const sizes = await sizesOf(repository, listed);
  const bare = listed.map(({ path, mode, id }) => {
    const size = sizes.get(id);
    const left = aside(path);
    const file = { path, mode, size: size ?? 0, blob: id, ...(left && { aside: left }) };
    return { file, refusal: notRead(file) ?? (size === undefined ? MISSING : undefined) };
  });
  const ids = new Set(bare.filter(({ refusal }) => !refusal).map(({ file }) => file.blob));
  const texts = await textsOf(repository, [...ids]);
  return filesOf(bare.map(({ file, refusal }) => ({ ...file, text: refusal ?? texts.get(file.blob) ?? FULL })));
}

/** Files by path. Of two names that differ only in bytes that are no UTF-8, the first is listed. */
export function filesOf(entries: readonly FileEntry[]): Files {
  const byPath = new Map<string, FileEntry>();
  for (const entry of entries) if (!byPath.has(entry.path)) byPath.set(entry.path, entry);
  return { entries: byPath };
}

async function attributesIn(repository: LocalRepository, listed: readonly Listed[]): Promise<Map<string, string>> {
  const files = listed.filter(({ path, mode }) => decidesAside(path) && mode !== 'submodule' && mode !== 'symlink');
  const sizes = await sizesOf(repository, files);
  const small = files.filter(({ id }) => (sizes.get(id) ?? Number.POSITIVE_INFINITY) <= TEXT_LIMIT);
  const texts = await textsOf(repository, [...new Set(small.map(({ id }) => id))]);
  const found = new Map<string, string>();
  for (const { path, id } of small) {
    const text = texts.get(id);
    if (text?.read) found.set(path, text.value);
  }
  return found;
}

/** The size of each object that is here. */
async function sizesOf(repository: LocalRepository, listed: readonly Listed[]): Promise<Map<string, number>> {
  const told = listed.flatMap(({ id, size }) => (size === undefined ? [] : [[id, size] as const]));
  const untold = listed.filter(({ mode, size }) => mode !== 'submodule' && size === undefined);
  const blobs = [...new Set(untold.map(({ id }) => id))];
  const found = await infos(repository.git, await hereOf(repository, blobs));
  return new Map([...told, ...found.flatMap(info => (info ? [[info.id, info.size] as const] : []))]);
}

/** Those of the objects that may be asked for: in a partial clone the ones that are here, elsewhere all. */
export async function hereOf(repository: LocalRepository, ids: readonly string[]): Promise<readonly string[]> {
  if (!repository.partial || ids.length === 0) return ids;
  const here = await present(repository.git, new Set(ids));
  return ids.filter(id => here.has(id));
}

/** The texts of objects that are here, in the order asked, as far as they are kept. */
export async function textsOf(
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
