/** Tells which paths a repository's `.gitignore` files ignore: https://git-scm.com/docs/gitignore */
import ignore, { type Ignore } from 'ignore';
import { assessedFiles } from '../cache/assessed-files.js';
import { memoWithoutRust } from '../cache/without-rust.js';
import { type Files, baseName, parentDirectory, resolve, readText } from '../snapshot/files.js';

export interface IgnoreRules {
  /** Whether there is a `.gitignore` at the root. */
  readonly atRoot: boolean;
  /** Whether a path is ignored. The path of a directory ends with a slash. */
  ignores(path: string): boolean;
}

/** Git accepts paths of at most 4,096 bytes. A longer pattern matches no path, and its regular expression would be too large. */
const MAX_PATTERN_LENGTH = 4_096;

/** How many patterns of a repository are read: each becomes a regular expression. */
const MOST_PATTERNS = 10_000;

function splitPatterns(text: string): string[] {
  return text.split(/\r?\n/).filter(line => line !== '' && line.length <= MAX_PATTERN_LENGTH);
}

/** The rules of every assessed `.gitignore`. */
export const ignoreRules = memoWithoutRust((files: Files): IgnoreRules => {
  const rules = new Map<string, Ignore>();
  let left = MOST_PATTERNS;
  for (const { path } of assessedFiles(files)) {
    if (baseName(path) !== '.gitignore') continue;
    const text = readText(files, path);
    if (!text.read) continue;
    const patterns = splitPatterns(text.value).slice(0, left);
    left -= patterns.length;
    rules.set(parentDirectory(path), ignore({ ignorecase: false }).add(patterns));
  }
  const folders = new Map<string, boolean>();
  /** Whether the rules ignore this path itself. The last matching rule decides, from the root down. */
  const said = (path: string): boolean => {
    let ignored = false;
    for (const [folder, each] of rules) {
      const inside = folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
      if (inside === '' || inside === '/') continue;
      const result = each.test(inside);
      if (result.ignored) ignored = true;
      else if (result.unignored) ignored = false;
    }
    return ignored;
  };
  const folderIgnored = (folder: string): boolean => {
    if (folder === '') return false;
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const ignored = folderIgnored(parentDirectory(folder)) || said(`${folder}/`);
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
      const path = folder ? `${bare}/` : bare;
      return folderIgnored(parentDirectory(bare)) || (folder ? folderIgnored(bare) : said(path));
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
