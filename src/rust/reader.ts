/** Rust files of a repository, read once per blob. */

import { memoByBlob } from '../cache/memo.js';
import { type FileEntry, type Files, parentOf, resolve, textOf } from '../snapshot/files.js';
import { type Reading, read, unread } from '../snapshot/reading.js';
import type { SourceFile } from './crate-model.js';
import { readRust } from './items.js';

/** Enough for a large workspace; what is kept takes about four times its source. */
const CAPACITY = 1_500;

const byBlob = memoByBlob(readRust, CAPACITY);

/** The Rust file at a path, or why it is not read. Links to files and folders are followed; the path stays as asked. */
export function rustFile(files: Files, path: string): Reading<SourceFile> {
  const real = withoutLinks(files, path);
  const entry = files.entries.get(real);
  if (!entry) return unread(`${path} is not in the repository`);
  const text = textOf(files, real);
  if (!text.read) return text;
  // A link's blob holds the name of its target, not what the target holds.
  const file = entry.mode === 'symlink' ? readRust(text.value) : byBlob(entry, text.value);
  return read({ path, file });
}

/** The path with links to folders on its way replaced by what they point to. */
function withoutLinks(files: Files, path: string): string {
  let real = path;
  for (let hops = 0; hops < 8 && !files.entries.has(real); hops += 1) {
    const link = linkOn(files, real);
    if (link === undefined) return real;
    const { text } = files.entries.get(link) as FileEntry;
    if (!text.read) return real;
    real = resolve(resolve(parentOf(link), text.value), real.slice(link.length + 1));
  }
  return real;
}

/** The first folder of a path that is a link. */
function linkOn(files: Files, path: string): string | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    if (files.entries.get(folder)?.mode === 'symlink') return folder;
  }
  return undefined;
}
