import type { Reading } from './reading.js';
import { unread } from './reading.js';

/** The four kinds of Git tree entries that are not directories. */
export type FileMode = 'file' | 'executable' | 'symlink' | 'submodule';

/** Why a listed file is not assessed (see "Left aside everywhere" in the standard). */
export type Aside = 'vendored' | 'generated';

/** One path of the tree at the assessed commit. Plain data that is the same for a checkout and for a tarball. */
export interface FileEntry {
  /** From the root, with `/`. Invalid UTF-8 is replaced with U+FFFD. Control characters are kept: escape them before printing. */
  readonly path: string;
  readonly mode: FileMode;
  /** The size in bytes; for a symlink, that of its target's name; for a submodule, 0. */
  readonly size: number;
  /** Git's hash of the content; for a submodule, its commit; empty for a changed file of a working tree that was not read. */
  readonly blob: string;
  readonly aside?: Aside;
  /** The content as text (for a symlink, its target), or why it was not read: vendored, generated, binary, too large, missing. */
  readonly text: Reading<string>;
}

/** Every path of the tree, in Git's order (byte order of paths). */
export interface Files {
  readonly entries: ReadonlyMap<string, FileEntry>;
}

/** Reads the text of `path`. Follows one symlink to a file in the repository. */
export function readText(files: Files, path: string): Reading<string> {
  const entry = files.entries.get(path);
  if (!entry) return unread(`${path} is not in the repository`);
  if (entry.mode !== 'symlink' || !entry.text.read) return entry.text;
  const target = files.entries.get(resolve(parentDirectory(path), entry.text.value));
  if (!target) return unread(`${path} is a link to ${entry.text.value}, which is not in the repository`);
  return target.mode === 'symlink' ? unread(`${path} is a link to another link`) : target.text;
}

/** Why a path cannot be read if it is in a submodule, whose files belong to another repository. */
export function submoduleReason({ entries }: Files, path: string): string | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const entry = entries.get(path.slice(0, slash));
    if (entry?.mode === 'submodule' && !entry.text.read) return `${entry.path}: ${entry.text.reason}`;
  }
  return undefined;
}

/** The directory of a path; `''` for a path at the root. */
export function parentDirectory(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last component of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The directories that contain a path, from the root down. */
export function foldersAbove(path: string): string[] {
  const folders = [''];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}

/** An empty part, `.` or `..`. */
const NOT_NORMAL = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Joins a relative path to a directory of the repository and resolves `.` and `..`.
 * The result of an absolute path or of one that leaves the repository starts with `/` or `../`, which no entry does.
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
