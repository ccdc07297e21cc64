import type { Reading } from './reading.js';
import { unread } from './reading.js';

/** Git's four kinds of tree entry that are not folders. */
export type FileMode = 'file' | 'executable' | 'symlink' | 'submodule';

/** Why a file, though listed, is not judged (see "Left aside everywhere" in the standard). */
export type Aside = 'vendored' | 'generated';

/** One path of the tree at the assessed commit. Plain data; the same from a checkout and from a tarball. */
export interface FileEntry {
  /** From the root, with `/`. Bytes that are no UTF-8 stand as U+FFFD; control characters are kept: escape them where you print. */
  readonly path: string;
  readonly mode: FileMode;
  /** Size in bytes (a symlink: of its target's name; a submodule: 0). */
  readonly size: number;
  /** Git's hash of the content (a submodule: its commit); empty for a changed file of a work tree that was not read. */
  readonly blob: string;
  readonly aside?: Aside;
  /** The content as text (a symlink: its target), or why it was not kept: vendored, generated, binary, oversized, missing. */
  readonly text: Reading<string>;
}

/** Every path of the tree, in Git's order (byte order of paths). */
export interface Files {
  readonly entries: ReadonlyMap<string, FileEntry>;
}

/** The text of `path`, or why there is none. A symlink to a file of the repository is followed (once). */
export function textOf(files: Files, path: string): Reading<string> {
  const entry = files.entries.get(path);
  if (!entry) return unread(`${path} is not in the repository`);
  if (entry.mode !== 'symlink' || !entry.text.read) return entry.text;
  const target = files.entries.get(resolve(parentOf(path), entry.text.value));
  if (!target) return unread(`${path} is a link to ${entry.text.value}, which is not in the repository`);
  return target.mode === 'symlink' ? unread(`${path} is a link to another link`) : target.text;
}

/** The folder of a path: `''` for a path at the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last component of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An empty part, `.` or `..`. */
const NOT_NORMAL = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Joins a relative path to a folder of the repository and resolves `.` and `..`.
 * A path that leaves the repository, or an absolute one, gives a result that no entry has (it starts with `../` or `/`).
 */
export function resolve(folder: string, relative: string): string {
  if (relative.startsWith('/')) return relative;
  if (!NOT_NORMAL.test(relative) && !NOT_NORMAL.test(folder)) return folder === '' ? relative : `${folder}/${relative}`;
  const out: string[] = [];
  for (const part of [...folder.split('/'), ...relative.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}
