/**
 * Finds the items that other crates can name through `pub mod` and `pub use`, like rustc's effective visibility at the level
 * "re-exported".
 */

import { memo } from '../cache/memo.js';
import { offReason, requiresOption } from './cfg.js';
import { isHiddenModule } from './crate.js';
import type { Module, RustCrate } from './crate-model.js';
import type { EnumItem, Item, UseItem, UseLeaf, Variant } from './model.js';
import { moduleContents } from './module-contents.js';
import { crateNames, type Entity, type Names } from './names.js';

/** The exports of a crate. The `pub` items of a module in `whole` are all exported, and are not listed one by one. */
export interface Exports {
  /** The modules that other crates can name. */
  readonly modules: ReadonlySet<Module>;
  /** The modules whose public items are all exported. */
  readonly whole: ReadonlySet<Module>;
  /** The modules with exports of single items or variants. */
  readonly parts: ReadonlySet<Module>;
  /** The `pub use` and `pub extern crate` items in exported modules. */
  readonly uses: ReadonlySet<Item>;
  /** Whether the `#[macro_export]` macros of a module count. */
  exportsMacros(module: Module): boolean;
  /** Whether an item of a module is exported. Impls, uses, and macro calls never are. */
  hasItem(item: Item, module: Module): boolean;
  /** Whether a variant is exported, with its enum or by a `pub use` of its own. */
  hasVariant(variant: Variant, of: EnumItem, module: Module): boolean;
}

/** The exports of a crate, including `doc(hidden)` items. */
export const crateExports: (crate: RustCrate) => Exports = memo(crate => new Walk(crate, true).run());

/** The exports of a crate that are reachable without `doc(hidden)` items. */
export const visibleExports: (crate: RustCrate) => Exports = memo(crate =>
  crate.modules.some(module => module.hidden || moduleContents(module.items).hides)
    ? new Walk(crate, false).run()
    : crateExports(crate),
);

class Walk implements Exports {
  readonly modules = new Set<Module>();
  readonly whole = new Set<Module>();
  readonly parts = new Set<Module>();
  readonly uses = new Set<Item>();
  private readonly items = new Set<Item>();
  private readonly variants = new Set<Variant>();
  private readonly walked = new Set<Module>();
  private readonly passed = new Set<UseLeaf>();
  private readonly names: Names;
  private readonly queue: Module[] = [];

  constructor(
    private readonly crate: RustCrate,
    private readonly hidden: boolean,
  ) {
    this.names = crateNames(crate);
  }

  run(): Exports {
    this.addModule(this.crate.root);
    for (let module = this.queue.pop(); module; module = this.queue.pop()) this.walk(module);
    return this;
  }

  exportsMacros(module: Module): boolean {
    return this.hidden || !isHiddenModule(module);
  }

  hasItem(item: Item, module: Module): boolean {
    if (item.kind === 'use' || item.kind === 'extern-crate' || (!this.hidden && item.hidden)) return false;
    if (item.visibility.kind === 'public' && this.whole.has(module)) return true;
    return this.items.has(item) || (item.kind === 'macro' && item.exported && this.exportsMacros(module));
  }

  hasVariant(variant: Variant, of: EnumItem, module: Module): boolean {
    if (this.variants.has(variant)) return true;
    return (this.hidden || !variant.hidden) && this.hasItem(of, module);
  }

  private walk(module: Module): void {
    if (this.hidden || !isHiddenModule(module)) this.whole.add(module);
    for (const child of module.children) if (child.item?.visibility.kind === 'public') this.addModule(child);
    for (const item of moduleContents(module.items).publicUses) {
      if (item.kind === 'use') this.addUse(item, module);
      else if (this.whole.has(module)) this.uses.add(item);
    }
  }

  private addModule(module: Module): void {
    if (!this.hidden && isHiddenModule(module)) return;
    this.modules.add(module);
    this.addContents(module);
  }

  /**
   * Exports the contents of a module for a glob, but not the module itself. For a hidden module, these are only its re-exports: the items
   * that it defines are hidden with it.
   */
  private addContents(module: Module): void {
    if (this.walked.has(module)) return;
    this.walked.add(module);
    this.queue.push(module);
  }

  private addUse(item: UseItem, module: Module): void {
    if (!this.hidden && item.hidden) return;
    if (this.importsAny(item, module, new Set())) this.uses.add(item);
    for (const leaf of item.leaves) if (!leaf.glob) this.addPassed(leaf.path, module);
    for (const leaf of item.leaves)
      for (const entity of this.names.resolve(leaf.path, module)) this.addEntity(entity, leaf.glob);
  }

  /** Whether a `pub use` imports anything that is `pub`. Names and what is unknown count. @param seen for globs that lead to each other */
  private importsAny({ leaves }: UseItem, module: Module, seen: Set<Module>): boolean {
    return leaves.some(({ glob, path }) => {
      const found = glob ? this.names.resolve(path, module) : [];
      return found.length === 0 || found.some(each => this.hasAny(each, seen));
    });
  }

  /** Whether a glob of an entity imports anything that is `pub`. */
  private hasAny(entity: Entity, seen: Set<Module>): boolean {
    if (entity.kind === 'item') return entity.item.kind !== 'enum' || entity.item.variants.length > 0;
    if (entity.kind !== 'module') return true;
    const { module } = entity;
    if (seen.has(module)) return false;
    seen.add(module);
    const { items, publicUses } = moduleContents(module.items);
    return (
      module.children.some(({ item }) => !item || isExportable(item)) ||
      [...items.values()].flat().some(({ item }) => isExportable(item)) ||
      module.items.some(({ item }) => item.kind === 'macro-call' && !item.known) ||
      publicUses.some(item => isExportable(item) && (item.kind !== 'use' || this.importsAny(item, module, seen)))
    );
  }

  /** Exports a name that comes from another `pub use`, which is exported for this name too. */
  private addPassed(path: readonly string[], from: Module): void {
    const name = path.at(-1) ?? '';
    for (const entity of this.names.resolve(path.slice(0, -1), from)) {
      if (entity.kind !== 'module') continue;
      for (const { item, leaf } of this.names.importsOf(name, entity.module)) {
        if (item.visibility.kind !== 'public' || this.passed.has(leaf)) continue;
        this.uses.add(item);
        this.passed.add(leaf);
        this.addPassed(leaf.glob ? [...leaf.path, name] : leaf.path, entity.module);
      }
    }
  }

  private addEntity(entity: Entity, glob: boolean): void {
    if (entity.kind === 'external') return;
    if (entity.kind === 'module') {
      if (glob) return this.addContents(entity.module);
      // Only `pub` items can be re-exported: a private module with the name of a function is not meant.
      if (!entity.module.item || entity.module.item.visibility.kind === 'public') this.addModule(entity.module);
      return;
    }
    if (!this.hidden && isHiddenModule(entity.module)) return;
    this.parts.add(entity.module);
    if (entity.kind === 'variant') this.addVariant(entity.variant);
    else if (!glob) this.addItem(entity.item);
    else if (entity.item.kind === 'enum') for (const variant of entity.item.variants) this.addVariant(variant);
  }

  private addVariant(variant: Variant): void {
    if (this.hidden || !variant.hidden) this.variants.add(variant);
  }

  private addItem(item: Item): void {
    if (item.visibility.kind !== 'public' || (!this.hidden && item.hidden)) return;
    if (item.kind === 'extern-crate') this.uses.add(item);
    else this.items.add(item);
  }
}

function isExportable({ visibility, attributes }: Item): boolean {
  return visibility.kind === 'public' && offReason(attributes) === undefined && !requiresOption(attributes);
}

/** Whether only builds with an option of the crate itself contain the module. */
export function underOption(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent)
    if (requiresOption(each.attributes)) return true;
  return false;
}
