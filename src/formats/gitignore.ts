/** Tells which paths a repository's `.gitignore` files ignore: https://git-scm.com/docs/gitignore */
import { assessedFiles } from '../cache/assessed-files.js';
import { memoWithoutRust } from '../cache/without-rust.js';
import { type Files, baseName, foldersAbove, parentDirectory, resolve, readText } from '../snapshot/files.js';
import { type PathMatcher, pathMatcher } from './path-pattern.js';

export interface IgnoreRules {
  /** Whether there is a `.gitignore` at the root. */
  readonly atRoot: boolean;
  /** Whether a path is ignored. The path of a directory ends with a slash. */
  ignores(path: string): boolean;
}

/** Git accepts paths of at most 4,096 bytes. A longer pattern matches no path. */
const MAX_PATTERN_LENGTH = 4_096;

/** How many patterns of a repository are read: each is matched against each path. */
const MOST_PATTERNS = 10_000;

interface Rule {
  /** `!`: the path is not ignored after all. */
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
  /** Whether the pattern matches a name at any depth, and not a path from the folder of the `.gitignore`. */
  readonly nameOnly: boolean;
  readonly matches: PathMatcher;
}

function readRules(text: string): Rule[] {
  return text.split('\n').flatMap(line => {
    const pattern = withoutTrailingSpaces(line.replace(/\r$/, ''));
    if (pattern === '' || pattern.startsWith('#') || pattern.length > MAX_PATTERN_LENGTH) return [];
    const negated = pattern.startsWith('!');
    const directoriesOnly = pattern.endsWith('/');
    const bare = pattern.slice(negated ? 1 : 0, directoriesOnly ? -1 : undefined);
    return [{ negated, directoriesOnly, nameOnly: !bare.includes('/'), matches: pathMatcher(bare.replace(/^\//, '')) }];
  });
}

/** Spaces at the end do not count, unless a backslash stands before them. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === ' ') continue;
    if (line[at] === '\\') at += 1;
    end = at + 1;
  }
  return line.slice(0, end);
}

/** The rules of every assessed `.gitignore`. */
export const ignoreRules = memoWithoutRust((files: Files): IgnoreRules => {
  const rules = new Map<string, readonly Rule[]>();
  let left = MOST_PATTERNS;
  for (const { path } of assessedFiles(files)) {
    if (baseName(path) !== '.gitignore') continue;
    const text = readText(files, path);
    if (!text.read) continue;
    const own = readRules(text.value).slice(0, left);
    left -= own.length;
    rules.set(parentDirectory(path), own);
  }
  /** Whether the rules ignore this path itself. The last matching rule decides, from the deepest directory up. */
  const said = (path: string, isDirectory: boolean): boolean => {
    for (const folder of foldersAbove(path).toReversed()) {
      const inside = folder === '' ? path : path.slice(folder.length + 1);
      const last = rules
        .get(folder)
        ?.findLast(
          ({ directoriesOnly, nameOnly, matches }) =>
            (isDirectory || !directoriesOnly) && matches(nameOnly ? baseName(path) : inside),
        );
      if (last) return !last.negated;
    }
    return false;
  };
  const folders = new Map<string, boolean>();
  const folderIgnored = (folder: string): boolean => {
    if (folder === '') return false;
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const ignored = folderIgnored(parentDirectory(folder)) || said(folder, true);
    folders.set(folder, ignored);
    return ignored;
  };
  return {
    atRoot: rules.has(''),
    ignores: given => {
      const folder = given.endsWith('/');
      const bare = resolve('', given.replace(/^\/+/, ''));
      // The rules do not apply to the root or to paths outside the repository.
      if (bare === '' || bare.startsWith('../') || bare === '..') return false;
      return folderIgnored(parentDirectory(bare)) || (folder ? folderIgnored(bare) : said(bare, false));
    },
  };
});

/** Build output, profiles, backups, and environment files that must never be tracked. */
export function wronglyTrackedFiles(files: Files): { readonly path: string; readonly what: string }[] {
  return [...files.entries.values()].flatMap(({ path, mode, aside }) => {
    if (mode === 'submodule') return [];
    // All other readers skip build output. Here it is the problem.
    if (isBuilt(files, path)) return [{ path, what: 'build output' }];
    if (aside) return [];
    const name = baseName(path);
    if (name === '.env') return [{ path, what: 'a file with environment variables' }];
    if (name.endsWith('.rs.bk')) return [{ path, what: "rustfmt's backup" }];
    if (/\.(profraw|profdata)$/.test(name)) return [{ path, what: 'a coverage profile' }];
    return [];
  });
}

/** Whether the path is below a `target/` beside a Cargo.toml. A `target/` with its own Cargo.toml is a crate, and its code is source. */
function isBuilt(files: Files, path: string): boolean {
  if (path.endsWith('.rs') || /(?:^|\/)(?:vendor|third_party|node_modules)\//.test(path)) return false;
  for (let at = path.indexOf('target/'); at >= 0; at = path.indexOf('target/', at + 1)) {
    const folder = path.slice(0, at);
    if (folder !== '' && !folder.endsWith('/')) continue;
    if (files.entries.has(`${folder}Cargo.toml`) && !files.entries.has(`${folder}target/Cargo.toml`)) return true;
  }
  return false;
}
