/** Reads the Rust files of a repository, once for each blob. */

import { memoByBlob } from '../cache/memo.js';
import { type FileEntry, type Files, parentDirectory, resolve, readText, submoduleReason } from '../snapshot/files.js';
import { type Reading, read, unread } from '../snapshot/reading.js';
import type { SourceFile } from './crate-model.js';
import { readRust } from './items.js';

/** The number of parsed files that are cached, enough for a large workspace. A parsed file takes about four times the memory of its source. */
const CACHED_FILES = 1_500;

const byBlob = memoByBlob(readRust, CACHED_FILES);

/** Reads the Rust file at a path. Follows symlinks to files and directories, and keeps the path as it is given. */
export function rustFile(files: Files, path: string): Reading<SourceFile> {
  const real = withoutLinks(files, path);
  const entry = files.entries.get(real);
  if (!entry) return unread(submoduleReason(files, real) ?? `${path} is not in the repository`);
  const text = readText(files, real);
  if (!text.read) return text;
  // The blob of a symlink has the name of its target, not the target's content.
  const file = entry.mode === 'symlink' ? readRust(text.value) : byBlob(entry, text.value);
  return read({ path, file });
}

/** Replaces symlinks to directories in a path with their targets. */
function withoutLinks(files: Files, path: string): string {
  let real = path;
  for (let hops = 0; hops < 8 && !files.entries.has(real); hops += 1) {
    const link = linkOn(files, real);
    if (link === undefined) return real;
    const { text } = files.entries.get(link) as FileEntry;
    if (!text.read) return real;
    real = resolve(resolve(parentDirectory(link), text.value), real.slice(link.length + 1));
  }
  return real;
}

/** The first directory of a path that is a symlink. */
function linkOn(files: Files, path: string): string | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    if (files.entries.get(folder)?.mode === 'symlink') return folder;
  }
  return undefined;
}
