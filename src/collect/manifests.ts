/** Which manifests are looked up at each tag, and the packages that they name. */

import { judged } from '../cache/judged.js';
import { type ScopeRequest, selectScope } from '../cargo/scope.js';
import { type Files, nameOf } from '../snapshot/files.js';

/** How many manifests are looked up at each tag: the root's and those of members. */
const MANIFESTS_LIMIT = 51;

/** The manifests of the tree, the root's first. */
export function manifestsIn(files: Files): string[] {
  const paths = judged(files)
    .map(({ path }) => path)
    .filter(path => nameOf(path) === 'Cargo.toml' && path !== 'Cargo.toml' && !/[\n\uFFFD]/.test(path));
  return ['Cargo.toml', ...paths].slice(0, MANIFESTS_LIMIT);
}

/** The names of the packages that are assessed; none where the manifests cannot be read. */
export function packagesIn(files: Files, asked: ScopeRequest): string[] {
  const scope = selectScope(files, asked);
  return scope.kind === 'packages' ? scope.packages.map(({ name }) => name) : [];
}
