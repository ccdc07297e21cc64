/** Selects the manifests to read at each tag, and the packages that they name. */

import { assessedFiles } from '../cache/assessed-files.js';
import { type ScopeRequest, selectScope } from '../cargo/scope.js';
import { type Files, baseName } from '../snapshot/files.js';

/** The most manifests that are read at each tag: those of the root and of members. */
const MANIFESTS_LIMIT = 51;

/** The paths of the manifests in the tree, that of the root first. */
export function manifestPaths(files: Files): string[] {
  const paths = assessedFiles(files)
    .map(({ path }) => path)
    .filter(path => baseName(path) === 'Cargo.toml' && path !== 'Cargo.toml' && !/[\n\uFFFD]/.test(path));
  return ['Cargo.toml', ...paths].slice(0, MANIFESTS_LIMIT);
}

/** The names of the packages to assess; empty if the manifests cannot be read. */
export function assessedPackages(files: Files, asked: ScopeRequest): string[] {
  const scope = selectScope(files, asked);
  return scope.kind === 'packages' ? scope.packages.map(({ name }) => name) : [];
}
