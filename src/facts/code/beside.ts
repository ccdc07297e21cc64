/** The members of a workspace beside a package: their tests, benches, and examples count for it where they use it. */
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import type { RustCrate } from '../../rust/crate-model.js';
import { libraryTarget } from '../../rust/library.js';
import type { Files } from '../../snapshot/files.js';
import { names } from './integration-tests.js';

export interface Beside {
  readonly members: readonly Package[];
  /** Whether a target of such a member names the package's library, or that of a member that the package depends on. */
  readonly uses: (crate: RustCrate) => boolean;
}

/** The members that a package depends on, through other members too, and those that depend on it or on one of these. */
export function packagesBeside(files: Files, pkg: Package): Beside {
  const { packages } = readCargo(files);
  const own = new Set([pkg]);
  // Iterating over a set includes what is added meanwhile.
  for (const { dependencies } of own)
    for (const other of packages)
      if (dependencies.some(({ kind, package: name }) => kind === 'normal' && name === other.name)) own.add(other);
  const ownNames = new Set([...own].map(({ name }) => name));
  const libraries = [...own].map(each => (libraryTarget(each)?.name ?? each.name).replaceAll('-', '_'));
  return {
    members: packages.filter(
      other => other !== pkg && (own.has(other) || other.dependencies.some(each => ownNames.has(each.package))),
    ),
    uses: crate => libraries.some(library => names(crate, library)),
  };
}

/** Each place once: members can be beside several packages. */
export function onePerPath<T extends { readonly path: string }>(found: readonly T[]): T[] {
  return [...new Map(found.map(each => [each.path, each])).values()];
}
