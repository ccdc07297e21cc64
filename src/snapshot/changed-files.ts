/** A tree with changed files, to assess a change before anyone makes it. */
import type { FileEntry, Files } from './files.js';
import { blobHash } from './object-hash.js';
import { read } from './reading.js';

/** The whole new text of a file. */
export interface FileChange {
  /** From the root, with `/`; ASCII for a new file. */
  readonly path: string;
  readonly text: string;
}

/** The tree after the changes. A file that exists keeps its mode. */
export function withChanges(files: Files, changes: readonly FileChange[]): Files {
  const changed = new Map(changes.map(change => [change.path, changedEntry(files.entries.get(change.path), change)]));
  const entries = [...files.entries.values()].map(entry => changed.get(entry.path) ?? entry);
  for (const entry of changed.values()) {
    if (files.entries.has(entry.path)) continue;
    const at = entries.findIndex(({ path }) => path > entry.path);
    entries.splice(at < 0 ? entries.length : at, 0, entry);
  }
  return { entries: new Map(entries.map(entry => [entry.path, entry])) };
}

function changedEntry(before: FileEntry | undefined, { path, text }: FileChange): FileEntry {
  const content = new TextEncoder().encode(text);
  const algorithm = before?.blob.length === 64 ? 'sha256' : 'sha1';
  return {
    path,
    mode: before?.mode ?? 'file',
    size: content.length,
    blob: blobHash(content, algorithm),
    text: read(text),
  };
}
