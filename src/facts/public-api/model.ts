/** What can be named from outside a crate, and what its items are where they are defined. */

import type { FeatureBuild } from '../../rust/build.js';
import type { Module, Placed, RustCrate, SourceFile } from '../../rust/crate-model.js';
import type { EnumItem, Item, UseItem, UseLeaf, Variant } from '../../rust/model.js';

/** A library crate as others see it. */
export interface ApiCrate {
  readonly crate: RustCrate;
  readonly build: FeatureBuild;
  readonly root: ModuleTarget;
  /** What a path means in a module, in whichever crate of the tree. */
  resolve(path: readonly string[], from: Module): Target[];
  /** What a single name means in a module: unlike a path of a `use`, it never begins at the root. */
  lookup(name: string, from: Module): Target[];
  /** The names that a module declares itself. */
  own(module: Module): DeclaredNames;
  /** What a module gives to the outside. */
  exported(module: Module): Exported;
  /** Whether a module includes a file that was not read, or that is made at build time. */
  isPartial(module: Module): boolean;
  /** Not in each build, or not surely what it looks like. */
  isUncertain(placed: Placed): boolean;
}

/** An item where it is defined. */
export interface ItemTarget {
  readonly kind: 'item';
  readonly api: ApiCrate;
  readonly placed: Placed;
  readonly item: Item;
  readonly module: Module;
}

export interface ModuleTarget {
  readonly kind: 'module';
  readonly api: ApiCrate;
  readonly module: Module;
}

export interface VariantTarget {
  readonly kind: 'variant';
  readonly api: ApiCrate;
  readonly variant: Variant;
  readonly item: EnumItem;
  readonly module: Module;
}

/** What a name stands for; `external`: of a crate that is not in the tree, or not seen at all. */
export type Target =
  | ItemTarget
  | ModuleTarget
  | VariantTarget
  | { readonly kind: 'external'; readonly crate: string; readonly path: readonly string[] };

/** Rust's three spaces of names. */
export type Namespace = 'type' | 'value' | 'macro';

/** One way in which a module gives a name to the outside. */
export interface NamedTarget {
  readonly target: Target;
  /** Out of the API by `doc(hidden)` or two underscores. */
  readonly hidden: boolean;
  /** Not in each build, or not surely what it looks like: under an option of the crate's own, or made by a macro. */
  readonly uncertain: boolean;
  readonly source: SourceFile;
  readonly line: number;
}

/** What a module gives to the outside. */
export interface Exported {
  readonly names: ReadonlyMap<string, readonly NamedTarget[]>;
  /** It re-exports everything of something that was not seen. */
  readonly open: boolean;
  /** The modules that its names come from: itself, and those that its globs name. */
  readonly modules: readonly ModuleTarget[];
}

/** The names that one module declares itself. */
export interface DeclaredNames {
  readonly names: ReadonlyMap<string, readonly NamedTarget[]>;
  /** Names in this module, public or not, that a glob does not bring: `type Name`. */
  readonly taken: ReadonlySet<string>;
  readonly globs: readonly { readonly item: UseItem; readonly leaf: UseLeaf; readonly placed: Placed }[];
}

/** In which space a target has its name; absent if that is not known. */
export function itemNamespace(target: Target): Namespace | undefined {
  switch (target.kind) {
    case 'module':
      return 'type';
    case 'external':
      return undefined;
    case 'variant':
      return 'value';
    case 'item':
      return spaceOfItem(target.item);
  }
}

function spaceOfItem({ kind }: Item): Namespace {
  if (kind === 'macro') return 'macro';
  return kind === 'fn' || kind === 'const' || kind === 'static' ? 'value' : 'type';
}
