/** Facades: libraries whose API consists only of re-exports from other crates, as in `pub use inner::*;`. */
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import type { RustCrate } from '../../rust/crate-model.js';
import type { UseLeaf } from '../../rust/model.js';
import type { RustCode } from '../code/rust-code.js';

export interface Facade {
  /** The first crate that it re-exports. */
  readonly crate: string;
  /** The members of the workspace that it re-exports; absent if it also re-exports another crate. */
  readonly members?: readonly Package[];
  /** Whether it re-exports them as a whole, and not some of their items. */
  readonly isWhole: boolean;
}

/** What the libraries of packages re-export, if they have no public items of their own. */
export function readFacade({ files, packages, crates, items }: RustCode): Facade | undefined {
  if (items.some(file => file.some(({ kind }) => kind !== 'crate' && kind !== 'module'))) return undefined;
  const exported = crates.flatMap(reexports);
  const [first] = exported;
  if (!first) return undefined;
  const known = new Set(packages.map(({ manifestPath }) => manifestPath));
  const members = exported.flatMap(
    ({ of }) => readCargo(files).packages.find(each => each.name === of && !known.has(each.manifestPath)) ?? [],
  );
  return {
    crate: first.of,
    ...(members.length === exported.length ? { members: [...new Set(members)] } : {}),
    isWhole: exported.every(({ leaf }) => leaf.path.filter(Boolean).length === 1),
  };
}

/** The public imports from dependencies, with the package that each names. */
function reexports({ package: { dependencies }, modules }: RustCrate): { of: string; leaf: UseLeaf }[] {
  return modules.flatMap(({ items }) =>
    items.flatMap(({ item }) => {
      if (item.kind !== 'use' || item.visibility.kind !== 'public') return [];
      return item.leaves.flatMap(leaf => {
        const [name] = leaf.path.filter(Boolean);
        const dependency = dependencies.find(each => each.kind === 'normal' && each.name.replaceAll('-', '_') === name);
        return dependency ? [{ of: dependency.package, leaf }] : [];
      });
    }),
  );
}
