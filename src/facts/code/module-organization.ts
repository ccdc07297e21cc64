/** Where a package's Rust files are: files that no target reaches, files in unusual places, and their names. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import { readCargo } from '../../cargo/cargo.js';
import type { Package, Target } from '../../cargo/model.js';
import { readCrate } from '../../rust/crate.js';
import { unreadFileReason } from '../../rust/library.js';
import type { RustFile } from '../../rust/model.js';
import { type Files, baseName, parentDirectory, resolve } from '../../snapshot/files.js';
import { unquoted } from './strings.js';

export interface OrganizationProblem {
  readonly kind: 'missing-target' | 'orphan-file' | 'file-name' | 'stray-file';
  readonly path: string;
  readonly line: number;
  /** The target's or file's name. */
  readonly name: string;
  /** Why a file was not read that can make this file part of a target. */
  readonly unread?: string | undefined;
}

/** The directories in which Cargo looks for targets, and those of tools that keep crates of their own. */
const FOLDERS = ['src', 'tests', 'benches', 'examples', 'fuzz'];

/** Deviations from Rust's conventions, by file. */
export function organizationProblems(files: Files, pkg: Package): OrganizationProblem[] {
  const { targets, manifestPath, line, folder } = pkg;
  const build = buildScript(files, pkg);
  const crates = [...targets.filter(({ exists }) => exists), ...(build ? [build] : [])].map(target =>
    readCrate(files, pkg, target),
  );
  const reached = new Set<string>();
  for (const crate of crates) {
    for (const path of crate.reached) reached.add(path);
    for (const { reason, candidates } of crate.missing)
      if (reason !== undefined) for (const path of candidates) reached.add(path);
  }
  // A file that is included by `include!` is not a module, and can have any name.
  const modules = new Set(crates.flatMap(crate => crate.modules.map(({ source }) => source.path)));
  const unread = unreadFileReason(files, crates);
  const roots = new Set([...targets, ...(build ? [build] : [])].map(({ path }) => path));
  let strings: ReadonlySet<string> | undefined;
  const isRead = (name: string) => {
    strings ??= new Set(crates.flatMap(crate => crate.files.flatMap(({ file }) => filesNamedIn(file))));
    return strings.has(name);
  };
  const missing = targets.filter(target => target.declared && !target.exists);
  const none: OrganizationProblem[] =
    targets.length === 0 ? [{ kind: 'missing-target', path: manifestPath, line, name: 'src/lib.rs' }] : [];
  const found = ownFiles(files, pkg).flatMap((path): OrganizationProblem[] => {
    const inside = folder === '' ? path : path.slice(folder.length + 1);
    const name = baseName(path);
    const at = { path, line: 1, name: inside };
    if (inside.startsWith('src/')) {
      if (!reached.has(path) && !isRead(name)) return [{ ...at, kind: 'orphan-file', unread }];
      return !roots.has(path) && modules.has(path) && !isSnakeCase(files, folder, inside)
        ? [{ ...at, kind: 'file-name' }]
        : [];
    }
    const stray = inside !== 'build.rs' && !FOLDERS.includes(inside.split('/')[0] ?? '') && !reached.has(path);
    return stray && !isRead(name) ? [{ ...at, kind: 'stray-file', unread }] : [];
  });
  return [
    ...none,
    ...missing.map(
      (target): OrganizationProblem => ({
        kind: 'missing-target',
        path: manifestPath,
        line: target.line,
        name: target.path,
      }),
    ),
    ...found,
  ];
}

/** The Rust files that strings name. */
const filesNamedIn = memo((file: RustFile): readonly string[] =>
  file.tokens.text.includes('.rs') ? [...unquoted(file)].map(baseName).filter(name => name.endsWith('.rs')) : [],
);

/** The build script as a target, to see what it reaches. */
function buildScript(files: Files, { fields, folder }: Package): Target | undefined {
  const given = fields.get('build')?.value;
  const path = resolve(folder, typeof given === 'string' ? given : 'build.rs');
  if (given === false || !files.entries.has(path)) return undefined;
  return {
    kind: 'bin',
    name: 'build-script-build',
    path,
    exists: true,
    declared: false,
    line: 1,
    harness: false,
    procMacro: false,
    requiredFeatures: [],
  };
}

/** The Rust files of a package: not those of a crate within it. */
function ownFiles(files: Files, { folder, manifestPath }: Package): string[] {
  const base = folder === '' ? '' : `${folder}/`;
  const nested = new Set(
    [...files.entries.keys()]
      .filter(path => baseName(path) === 'Cargo.toml' && path !== manifestPath && path.startsWith(base))
      .map(parentDirectory),
  );
  for (const each of readCargo(files).packages) if (each.folder !== folder) nested.add(each.folder);
  return assessedFiles(files)
    .map(({ path }) => path)
    .filter(path => path.endsWith('.rs') && path.startsWith(base) && !isBelow(path, nested, folder));
}

function isBelow(path: string, folders: ReadonlySet<string>, top: string): boolean {
  for (let at = parentDirectory(path); at !== top && at !== ''; at = parentDirectory(at))
    if (folders.has(at)) return true;
  return false;
}

const SNAKE_CASE = /^[\p{Ll}\p{Lo}\d_]+$/u;
const ALL_SNAKE_CASE = /^[\p{Ll}\p{Lo}\d_/]+\.rs$/u;

/**
 * Modules are snake_case: https://rust-lang.github.io/api-guidelines/naming.html (RFC 430). A directory that is no module, whose
 * files come by `include!` or `#[path]`, may be named as it likes.
 */
function isSnakeCase(files: Files, folder: string, path: string): boolean {
  if (ALL_SNAKE_CASE.test(path)) return true;
  const parts = path.replace(/\.rs$/, '').split('/');
  return parts.every((part, index) => {
    if (index === 0 || SNAKE_CASE.test(part)) return true;
    const last = index === parts.length - 1;
    const at = resolve(folder, parts.slice(0, index + 1).join('/'));
    return !last && (parts[1] === 'bin' || !(files.entries.has(`${at}.rs`) || files.entries.has(`${at}/mod.rs`)));
  });
}
