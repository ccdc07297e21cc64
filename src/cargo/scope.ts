/** Selects the packages to assess: see "Module scope" in the standard. */

import { memoWithoutRust } from '../cache/without-rust.js';
import { readYaml, scalarText, yamlAt } from '../formats/yaml.js';
import type { Files } from '../snapshot/files.js';
import { readText, resolve, submoduleReason } from '../snapshot/files.js';
import { readCargo } from './cargo.js';
import { manifestPaths } from './manifest.js';
import type { Package, Scope } from './model.js';

/** The inputs that decide the scope besides the files. */
export interface ScopeRequest {
  /** `--module`, or the policy's `module`. */
  readonly module?: string;
  /** The repository's name, if it is known. */
  readonly repo: string | null;
}

/** The names and directories of members that are not assessed, whether or not they can be published. */
const EXCLUDED_PACKAGE = /(^|[-_/])(fuzz|benches|benchmarks?|xtask)$|(^|[-_/])examples?([-_/]|$)/i;

/**
 * Selects the requested package, the package that cim.yaml names, or the package with the repository's name (if that is not known, the
 * package at the root). In a workspace without such a package, selects all publishable members. Without a root manifest, selects
 * only a requested or named package.
 */
export function selectScope(files: Files, request: ScopeRequest): Scope {
  const scope = scopeByNames(files, request);
  if (scope.kind !== 'packages') return scope;
  // The code of a package without a library or a binary can be in a submodule, which Cargo reads and a snapshot does not hold.
  const places = scope.packages
    .filter(({ targets }) => !targets.some(({ kind, exists }) => exists && (kind === 'lib' || kind === 'bin')))
    .flatMap(({ folder, targets }) => [resolve(folder, 'src/lib.rs'), ...targets.map(({ path }) => path)]);
  const [reason] = places.flatMap(path => submoduleReason(files, path) ?? []);
  return reason === undefined ? scope : { kind: 'unreadable', reason };
}

function scopeByNames(files: Files, { module, repo }: ScopeRequest): Scope {
  const { root, packages, problems } = readCargo(files);
  const problem = problems.find(each => each.path === root) ?? problems[0];
  if (packages.length === 0 && problem) {
    return { kind: 'unreadable', reason: `\`${problem.path}:${problem.line}\` could not be read: ${problem.message}` };
  }
  if (packages.length === 0) {
    const reason =
      root === undefined ? noCrateReason(files) : `\`${root}\` has no package and no members in this repository`;
    return { kind: 'no-crate', reason };
  }
  if (module !== undefined) {
    const asked = packages.find(each => each.name === module);
    if (asked) return { kind: 'packages', packages: [asked] };
    return {
      kind: 'unreadable',
      reason: `there is no package \`${module}\`; found ${packages.map(each => each.name).join(', ')}`,
    };
  }
  if (packages.length === 1) return { kind: 'packages', packages };
  const own = [moduleName(files), repo, repo?.replace(/-rs$/, '')]
    .map(name => packages.find(each => each.name === name))
    .find(Boolean);
  if (own) return { kind: 'packages', packages: [own] };
  if (root === undefined) return { kind: 'no-crate', reason: noCrateReason(files) };
  // In a checkout without a name, the package at the root usually has the repository's name.
  const first = repo === null ? packages.find(({ folder }) => folder === '') : undefined;
  if (first?.publishable && !isExcluded(first)) return { kind: 'packages', packages: [first] };
  const published = packages.filter(each => each.publishable && !isExcluded(each));
  const judged = published.length > 0 ? published : packages.filter(each => !isExcluded(each));
  return { kind: 'packages', packages: judged.length > 0 ? judged : packages };
}

/** The names with which tags can name a module's releases: its packages, and the repository unless that names another package. */
export function releaseNames(files: Files, packages: readonly string[], repo: string | null): string[] {
  const isAnother = readCargo(files).packages.some(({ name }) => name === repo && !packages.includes(name));
  return [...packages, ...(repo === null || isAnother ? [] : [repo])];
}

function noCrateReason(files: Files): string {
  const paths = manifestPaths(files);
  return paths.length === 0
    ? 'no Cargo.toml, so there is no crate'
    : `no Cargo.toml at the root, and no single crate below it: ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''}`;
}

function isExcluded({ name, folder }: Package): boolean {
  return EXCLUDED_PACKAGE.test(name) || EXCLUDED_PACKAGE.test(folder) || /(^|\/)(fuzz|tests)\//.test(folder);
}

const moduleName = memoWithoutRust((files): string | undefined => {
  const text = readText(files, 'cim.yaml');
  return text.read ? scalarText(yamlAt(readYaml(text.value).root, 'module', 'name')) : undefined;
});
