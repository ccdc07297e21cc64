import type { FileEntry, Files } from '../snapshot/files.js';
import { memo } from './memo.js';

/** The entries to assess: those that are neither vendored, nor generated, nor submodules. */
export const assessedFiles: (files: Files) => readonly FileEntry[] = memo(({ entries }) =>
  [...entries.values()].filter(entry => !entry.aside && entry.mode !== 'submodule'),
);
