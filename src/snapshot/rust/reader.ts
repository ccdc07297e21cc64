/** Rust files of a repository, read once per blob. */
import { type Files, textOf } from '../files.js';
import { memoByBlob } from '../memo.js';
import { type Reading, read, unread } from '../reading.js';
import type { SourceFile } from './crate-model.js';
import { readRust } from './items.js';

/** Enough for a large workspace; what is kept takes about four times its source. */
const CAPACITY = 1_500;

const byBlob = memoByBlob(readRust, CAPACITY);

/** The Rust file at a path, or why it is not read. A link is followed, and keeps its own path. */
export function rustFile(files: Files, path: string): Reading<SourceFile> {
  const entry = files.entries.get(path);
  if (!entry) return unread(`${path} is not in the repository`);
  const text = textOf(files, path);
  if (!text.read) return text;
  // A link's blob holds the name of its target, not what the target holds.
  const file = entry.mode === 'symlink' ? readRust(text.value) : byBlob(entry, text.value);
  return read({ path, file });
}
