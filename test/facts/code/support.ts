import type { LibraryFile } from '../../../src/rust/crate-model.js';
import { readRust } from '../../../src/rust/items.js';

/** A file that is library code as a whole. */
export function library(text: string, path = 'src/lib.rs'): LibraryFile {
  return { path, file: readRust(text), off: [] };
}
