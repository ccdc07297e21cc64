import type { FileEntry, Files } from '../snapshot/files.js';
import { memo } from './memo.js';

/** The entries that are judged: neither vendored nor generated, no submodules. */
export const judged: (files: Files) => readonly FileEntry[] = memo(({ entries }) =>
  [...entries.values()].filter(entry => !entry.aside && entry.mode !== 'submodule'),
);
