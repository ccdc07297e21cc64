/** The files of a repository that patterns of paths name. */
import { assessedFiles } from '../cache/assessed-files.js';
import { pathMatcher } from '../formats/path-pattern.js';
import { type FileEntry, type Files, readText, submoduleReason } from '../snapshot/files.js';

export interface NamedFiles {
  /** The files at the paths, in the order of the tree; vendored and generated files do not count. */
  readonly entries: readonly FileEntry[];
  /** Why a path could not be read, if it is in a submodule. */
  readonly unread?: string;
}

/**
 * Finds files by patterns as in `.gitignore`, from the root. A pattern that ends with a slash names everything in a directory, and one
 * that begins with `!` takes files out.
 */
export function namedFiles(files: Files, patterns: readonly string[]): NamedFiles {
  const matchers = patterns.map(pattern => {
    const isNegated = pattern.startsWith('!');
    const bare = isNegated ? pattern.slice(1) : pattern;
    return { isNegated, matches: pathMatcher(bare.endsWith('/') ? `${bare}**` : bare) };
  });
  const [wanted, unwanted] = [matchers.filter(each => !each.isNegated), matchers.filter(each => each.isNegated)];
  const entries = assessedFiles(files).filter(
    ({ path }) => wanted.some(each => each.matches(path)) && !unwanted.some(each => each.matches(path)),
  );
  const unread = patterns.map(each => submoduleReason(files, each)).find(each => each !== undefined);
  return { entries, ...(unread === undefined ? {} : { unread }) };
}

/** The text of a file as lines, why it was not read, or nothing for a binary file, which has no text. */
export function linesOf(
  files: Files,
  { path }: FileEntry,
): { readonly lines: readonly string[] } | { readonly unread: string } | undefined {
  const text = readText(files, path);
  if (text.read) return { lines: text.value.split(/\r?\n/) };
  return text.reason === BINARY ? undefined : { unread: `${path}: ${text.reason}` };
}

/** As collectors say it. */
const BINARY = 'it is binary';
