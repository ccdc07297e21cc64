/**
 * What can be named from outside: through `pub mod` and `pub use`, as rustc's effective visibility has it at the level
 * "re-exported".
 */

import { memo } from '../cache/memo.js';
import { asksOption } from './cfg.js';
import { isHiddenModule } from './crate.js';
import type { Module, RustCrate } from './crate-model.js';
import type { EnumItem, Item, UseItem, UseLeaf, Variant } from './model.js';
import { contentsOf } from './module-contents.js';
import { type Entity, type Names, namesOf } from './names.js';

/** What is exported. A module whose contents are walked exports all that is `pub` in it: such items are not listed. */
export interface Exports {
  /** Modules that have a name outside. */
  readonly modules: ReadonlySet<Module>;
  /** Modules whose public items are exported, all of them. */
  readonly whole: ReadonlySet<Module>;
  /** Modules of which single items or variants are exported. */
  readonly parts: ReadonlySet<Module>;
  /** `pub use` and `pub extern crate` items that an exported module holds. */
  readonly uses: ReadonlySet<Item>;
  /** Whether what is `#[macro_export]` in a module counts. */
  exportsMacros(module: Module): boolean;
  /** Whether an item of a module is exported; impls, uses and macro calls are none. */
  hasItem(item: Item, module: Module): boolean;
  /** Whether a variant is: with its enum, or where a `pub use` brings it by itself. */
  hasVariant(variant: Variant, of: EnumItem, module: Module): boolean;
}

/** What a crate exports, `doc(hidden)` included. */
export const exportsOf: (crate: RustCrate) => Exports = memo(crate => new Walk(crate, true).run());

/** What a crate exports without passing anything that is `doc(hidden)`. */
export const shownExportsOf: (crate: RustCrate) => Exports = memo(crate =>
  crate.modules.some(module => module.hidden || contentsOf(module.items).hides)
    ? new Walk(crate, false).run()
    : exportsOf(crate),
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
    this.names = namesOf(crate);
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
    for (const item of contentsOf(module.items).publicUses) {
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
   * A glob brings what a module holds, and not the module itself. Of a hidden module that is what it re-exports from
   * elsewhere: what it defines is hidden with it.
   */
  private addContents(module: Module): void {
    if (this.walked.has(module)) return;
    this.walked.add(module);
    this.queue.push(module);
  }

  private addUse(item: UseItem, module: Module): void {
    if (!this.hidden && item.hidden) return;
    this.uses.add(item);
    for (const leaf of item.leaves) if (!leaf.glob) this.addPassed(leaf.path, module);
    for (const leaf of item.leaves)
      for (const entity of this.names.resolve(leaf.path, module)) this.addEntity(entity, leaf.glob);
  }

  /** A name that itself comes from a `pub use`: that one is exported with it, for this name. */
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
      // Only what is `pub` can be re-exported: a private module of the same name as a function is not meant.
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

/** Whether only builds with an option of the crate's own have the module. */
export function underOption(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent) if (asksOption(each.attributes)) return true;
  return false;
}
