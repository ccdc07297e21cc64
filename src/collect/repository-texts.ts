/**
 * Decides which texts of a tree a collector keeps. Every path is listed, but the texts of vendored, generated, binary, and oversized files
 * are not kept. The same for a checkout and for a tarball.
 */
import { readAttributes } from '../formats/gitattributes.js';
import type { Aside, FileMode } from '../snapshot/files.js';
import { baseName, foldersAbove, parentDirectory } from '../snapshot/files.js';
import { type Reading, read, unread } from '../snapshot/reading.js';

const MEBIBYTE = 1024 * 1024;
/** The largest text that is kept, in bytes. */
export const TEXT_LIMIT = MEBIBYTE;
/** The limit for lock files and changelogs, which grow with a module's age. */
export const LONG_TEXT_LIMIT = 8 * MEBIBYTE;
/** The most text of one tree that is kept, in bytes. */
export const TOTAL_LIMIT = 64 * MEBIBYTE;
/** The number of bytes in which Git searches for a NUL to recognize a binary file (buffer_is_binary). */
const BINARY_WINDOW = 8_000;

/** The longest pointer of Git LFS, in bytes. */
const POINTER_LIMIT = 1_024;
const POINTER =
  /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/[^\n]*\r?\n(?:[^\n]*\n)*?oid \w+:[0-9a-f]+\r?\n/;

/** The reading of a file in Git LFS whose content is missing. */
export const LFS_POINTER = unread(
  'it is a Git LFS pointer, and its content was not fetched (`git lfs pull` fetches it)',
);

const VENDORED_FOLDERS = new Set(['vendor', 'third_party', 'target', 'node_modules']);
const MARKS = ['linguist-vendored', 'linguist-generated'];

/** The reading of a submodule, whose files belong to another repository. */
export const SUBMODULE = unread('it is a submodule: its files belong to another repository');

const REASONS: Readonly<Record<Aside, string>> = {
  vendored: 'it is vendored (by its directory or by linguist-vendored in .gitattributes) and not read',
  generated: 'it is generated (linguist-generated in .gitattributes) and not read',
};

/** What decides which files of a tree are left aside, where another commit decides it. */
export interface AsideRules {
  /** The text of each `.gitattributes`, by path. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The outermost folders that are vendored by their name or by a `.cargo-checksum.json`. */
  readonly vendored: ReadonlySet<string>;
}

/** Whether a file's text affects which files are left aside, so that it must be kept until the whole tree is known. */
export function decidesAside(path: string): boolean {
  return baseName(path) === '.gitattributes';
}

/**
 * Finds the files of a tree that are left aside: the directories `vendor`, `third_party`, `target`, and `node_modules`, directories with a
 * `.cargo-checksum.json` (which `cargo vendor` writes), and files that `.gitattributes` marks. `-linguist-vendored` (or `=false`) also
 * overrides the rules about directories. Below a directory `src`, only `node_modules` counts: `src/target/` and `src/vendor/` are modules of
 * a crate. A `target` with its own Cargo.toml is a crate of that name, not build output.
 * @param paths every path of the tree
 * @param attributes the text of each `.gitattributes`, by path
 * @param vendored the vendored folders, where another commit decides them; otherwise the paths do
 */
export function findAside(
  paths: Iterable<string>,
  attributes: ReadonlyMap<string, string>,
  vendored?: ReadonlySet<string>,
): (path: string) => Aside | undefined {
  const isVendored = vendored ? (folder: string) => vendored.has(folder) : vendoredBy(paths);
  const marks = readAttributes(attributes, MARKS);
  const folders = new Map<string, boolean>();
  const vendoredFolder = (folder: string): boolean => {
    if (folder === '') return false;
    let known = folders.get(folder);
    if (known === undefined) {
      known = vendoredFolder(parentDirectory(folder)) || isVendored(folder);
      folders.set(folder, known);
    }
    return known;
  };
  return path => {
    const marked = marks(path);
    if (marked.get('linguist-vendored') ?? vendoredFolder(parentDirectory(path))) return 'vendored';
    return marked.get('linguist-generated') ? 'generated' : undefined;
  };
}

/** The outermost folders of a tree that are vendored by their name or by a `.cargo-checksum.json`, in the order of the paths. */
export function vendoredFolders(paths: Iterable<string>): string[] {
  const all = [...paths];
  const isVendored = vendoredBy(all);
  return [...new Set(all.flatMap(path => foldersAbove(path).find(isVendored) ?? []))];
}

/** Whether a folder is vendored by itself. */
function vendoredBy(paths: Iterable<string>): (folder: string) => boolean {
  const crates = new Set<string>();
  const checksums = new Set<string>();
  for (const path of paths) {
    const name = baseName(path);
    if (name === 'Cargo.toml') crates.add(parentDirectory(path));
    else if (name === '.cargo-checksum.json') checksums.add(parentDirectory(path));
  }
  // At the root, it means that the whole repository once came from a vendor directory.
  checksums.delete('');
  return folder => folder !== '' && (checksums.has(folder) || isVendorFolder(folder, crates));
}

function isVendorFolder(folder: string, crates: ReadonlySet<string>): boolean {
  const name = baseName(folder);
  if (!VENDORED_FOLDERS.has(name)) return false;
  if (name === 'node_modules') return true;
  if (name === 'target' && crates.has(folder)) return false;
  return !foldersAbove(folder).some(above => baseName(above) === 'src');
}

/** Why a file's content must not be read; undefined if it can be read. */
export function notRead(file: {
  readonly path: string;
  readonly mode: FileMode;
  readonly size: number;
  readonly aside?: Aside | undefined;
}): { readonly read: false; readonly reason: string } | undefined {
  if (file.mode === 'submodule') return SUBMODULE;
  if (file.aside) return unread(REASONS[file.aside]);
  const limit = limitOf(file.path);
  if (file.size <= limit) return undefined;
  return unread(`it has ${file.size} bytes, but at most ${limit / MEBIBYTE} MiB are read`);
}

function limitOf(path: string): number {
  const name = baseName(path).toLowerCase();
  return name === 'cargo.lock' || name.startsWith('changelog') ? LONG_TEXT_LIMIT : TEXT_LIMIT;
}

/** Reads contents as text, one after the other in the order of paths, until `TOTAL_LIMIT` is reached. */
export interface TextKeeper {
  /**
   * The text (UTF-8 without a byte order mark, with invalid bytes replaced with U+FFFD), or why it is not kept.
   * The same blob is kept and counted once.
   */
  keep(blob: string, content: Uint8Array): Reading<string>;
  /** The same for content of a size that is decoded only if it is needed. */
  admit(blob: string, size: number, decoded: () => Reading<string>): Reading<string>;
  /** Whether the limit is reached. Every further file then has the reading `FULL`. */
  full(): boolean;
}

/** The reading of files after the limit. */
export const FULL = unread(`the files before it reach the limit of ${TOTAL_LIMIT / MEBIBYTE} MiB of text`);

/** Creates a keeper for one tree. */
export function textKeeper(total = TOTAL_LIMIT): TextKeeper {
  const known = new Map<string, Reading<string>>();
  let left = total;
  let full = false;
  const admit: TextKeeper['admit'] = (blob, size, decoded) => {
    if (full) return FULL;
    const before = known.get(blob);
    if (before) return before;
    const reading = decoded();
    if (reading.read && size > left) {
      full = true;
      return FULL;
    }
    if (reading.read) left -= size;
    known.set(blob, reading);
    return reading;
  };
  return {
    full: () => full,
    admit,
    keep: (blob, content) => admit(blob, content.length, () => decodeText(content)),
  };
}

const DECODER = new TextDecoder('utf-8');

/**
 * Decodes content as text, unless it is binary (with a NUL in its first 8,000 bytes, as in Git) or a pointer of Git LFS, whose content is
 * elsewhere (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
 */
export function decodeText(content: Uint8Array): Reading<string> {
  if (content.subarray(0, BINARY_WINDOW).includes(0)) return unread('it is binary');
  const text = DECODER.decode(content);
  return content.length < POINTER_LIMIT && POINTER.test(text) ? LFS_POINTER : read(text);
}
