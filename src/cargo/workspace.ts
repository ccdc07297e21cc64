/** Reads the members of a workspace: https://doc.rust-lang.org/cargo/reference/workspaces.html#the-members-and-exclude-fields */
import picomatch from 'picomatch';
import { stringElements, tableAt } from '../formats/toml.js';
import { type Files, parentDirectory, resolve } from '../snapshot/files.js';
import { readDependencies } from './dependencies.js';
import { hasTable, isProblem, type Manifest, type Manifests, manifestPaths, readManifest } from './manifest.js';
import type { ManifestProblem } from './model.js';

/** The number of members at which path dependencies are no longer followed. */
const MAX_MEMBERS = 2_000;

/** The most crates and workspaces that are read if there is no manifest at the root. */
const MAX_ROOTS = 200;

/**
 * Reads the root manifest and its members. If there is no manifest at the root, reads the outermost crates and workspaces. Nested workspaces
 * and crates outside the workspace are not read.
 */
export function readManifests(files: Files): readonly Manifests[] {
  return findRoots(files).map(path => {
    const root = readManifest(files, path);
    if (!root || isProblem(root)) return { isWorkspace: false, packages: [], problems: root ? [root] : [] };
    if (!hasTable(root, 'workspace'))
      return { root, isWorkspace: false, packages: hasTable(root, 'package') ? [root] : [], problems: [] };
    return { root, isWorkspace: true, ...findMembers(files, root) };
  });
}

function findRoots(files: Files): readonly string[] {
  if (files.entries.has('Cargo.toml')) return ['Cargo.toml'];
  const folders = new Set(manifestPaths(files).map(parentDirectory));
  const isOutermost = (path: string) => {
    for (let above = parentDirectory(parentDirectory(path)); above !== ''; above = parentDirectory(above))
      if (folders.has(above)) return false;
    return true;
  };
  return manifestPaths(files).filter(isOutermost).slice(0, MAX_ROOTS);
}

function isBelow(folder: string, above: string): boolean {
  return above === '' || folder === above || folder.startsWith(`${above}/`);
}

function findMembers(files: Files, root: Manifest): { packages: Manifest[]; problems: ManifestProblem[] } {
  const workspace = tableAt(root.toml.value, 'workspace');
  const excluded = stringElements(workspace['exclude']).map(path => resolve(root.folder, path));
  const isExcluded = (folder: string) => excluded.some(each => isBelow(folder, each));
  const members = stringElements(workspace['members']).map(pattern => resolve(root.folder, pattern));
  const literal = new Set(members);
  const folders = manifestPaths(files).map(parentDirectory);
  const globbed = folders.filter(
    folder => members.some(pattern => matches(pattern, folder)) && (literal.has(folder) || !isExcluded(folder)),
  );

  const packages = new Map<string, Manifest>();
  const problems: ManifestProblem[] = [];
  const queue = [...(hasTable(root, 'package') ? [root.folder] : []), ...globbed];
  // A workspace's path dependencies below its root are members too.
  for (let index = 0; index < queue.length && packages.size < MAX_MEMBERS; index += 1) {
    const folder = queue[index] ?? '';
    const path = folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`;
    if (packages.has(folder)) continue;
    const manifest = path === root.path ? root : readManifest(files, path);
    if (!manifest) continue;
    if (isProblem(manifest)) {
      if (!problems.some(problem => problem.path === path)) problems.push(manifest);
      continue;
    }
    if (!hasTable(manifest, 'package') || (manifest !== root && hasTable(manifest, 'workspace'))) continue;
    packages.set(folder, manifest);
    const paths = readDependencies(manifest, root).flatMap(each => each.folder ?? []);
    queue.push(...paths.filter(each => isBelow(each, root.folder) && !isExcluded(each)));
  }
  return { packages: [...packages.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1)), problems };
}

/**
 * Matches a glob like the `glob` crate, which Cargo uses: `*` stops at `/` and also matches names that begin with a dot, and `[!…]` negates
 * a class.
 */
function matches(pattern: string, folder: string): boolean {
  if (pattern === folder) return true;
  if (!/[*?[]/.test(pattern)) return false;
  const glob = pattern.replaceAll('[!', '[^');
  return picomatch.isMatch(folder, glob, { dot: true, nobrace: true, noextglob: true });
}
