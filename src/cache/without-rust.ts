/**
 * A repository without the content of its Rust files. Facts that depend on manifests, workflows, documents, and the list of files do
 * not change while Rust code does: they are read once for many snapshots.
 */
import type { FileEntry, Files } from '../snapshot/files.js';
import { unread } from '../snapshot/reading.js';
import { memo } from './memo.js';

const LEFT_OUT = unread('it is Rust, which is left out here');

/** The number of repositories that are cached, and the largest text of each, in characters. */
const MAX_REPOSITORIES = 4;
const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

/** The most recently requested repositories, newest first. */
let recent: readonly Files[] = [];

/**
 * The same paths without the content of Rust files: `text` is unread, `size` is 0, and `blob` is empty. Snapshots that differ only in
 * Rust files get the same object, so that `memo` finds results for it.
 */
export const withoutRust = memo((files: Files): Files => {
  const found = recent.find(each => isSame(each, files));
  const tree = found ?? {
    entries: new Map(Array.from(files.entries, ([path, entry]) => [path, withoutRustContent(entry)])),
  };
  if (found ?? isSmall(tree)) recent = [tree, ...recent.filter(each => each !== tree)].slice(0, MAX_REPOSITORIES);
  return tree;
});

/** Caches a pure reader's result for all but the Rust files. */
export function memoWithoutRust<R>(reader: (files: Files) => R): (files: Files) => R {
  const remembered = memo(reader);
  return files => remembered(withoutRust(files));
}

/** Whether the content is left out. A script in Rust, which starts with `#!`, is kept: readers of scripts need its first line. */
function isLeftOut({ path, text, mode }: FileEntry): boolean {
  return path.endsWith('.rs') && mode !== 'symlink' && text.read && !/^#!(?!\[)/.test(text.value);
}

function withoutRustContent(entry: FileEntry): FileEntry {
  return isLeftOut(entry) ? { ...entry, size: 0, blob: '', text: LEFT_OUT } : entry;
}

function isSame(tree: Files, files: Files): boolean {
  if (tree.entries.size !== files.entries.size) return false;
  const others = tree.entries.values();
  for (const entry of files.entries.values()) if (!isSameEntry(others.next().value as FileEntry, entry)) return false;
  return true;
}

function isSameEntry(known: FileEntry, entry: FileEntry): boolean {
  if (known === entry) return true;
  if (known.path !== entry.path || known.mode !== entry.mode || known.aside !== entry.aside) return false;
  if (known.text === LEFT_OUT) return isLeftOut(entry);
  return known.blob === entry.blob && known.size === entry.size && unreadReason(known) === unreadReason(entry);
}

function unreadReason({ text }: FileEntry): string | undefined {
  return text.read ? undefined : text.reason;
}

function isSmall({ entries }: Files): boolean {
  let size = 0;
  for (const { text } of entries.values()) if (text.read) size += text.value.length;
  return size <= MAX_TEXT_LENGTH;
}
