/** Facades: libraries whose API is only what they re-export from other crates, as by `pub use inner::*;`. */
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import type { RustCrate } from '../../rust/crate-model.js';
import type { UseLeaf } from '../../rust/model.js';
import type { RustCode } from '../code/rust-code.js';

export interface Facade {
  /** The first crate that it re-exports. */
  readonly crate: string;
  /** The members of the workspace that it re-exports as a whole; absent if it re-exports items one by one, or another crate. */
  readonly members?: readonly Package[];
}

/** What the libraries of packages re-export, if they have no public items of their own. */
export function readFacade({ files, packages, crates, items }: RustCode): Facade | undefined {
  if (items.some(file => file.some(({ kind }) => kind !== 'crate' && kind !== 'module'))) return undefined;
  const exported = crates.flatMap(reexports);
  const [first] = exported;
  if (!first) return undefined;
  const known = new Set(packages.map(({ manifestPath }) => manifestPath));
  const members = exported.map(({ of, leaf }) => {
    const isWhole = leaf.path.filter(Boolean).length === 1;
    return isWhole
      ? readCargo(files).packages.find(each => each.name === of && !known.has(each.manifestPath))
      : undefined;
  });
  const whole = members.filter(each => each !== undefined);
  return { crate: first.of, ...(whole.length === members.length ? { members: [...new Set(whole)] } : {}) };
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
