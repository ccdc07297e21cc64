/**
 * What can be named from outside: through `pub mod` and `pub use`, as rustc's effective visibility has it at the level
 * "re-exported".
 */

import { memo } from '../memo.js';
import { asksOption } from './cfg.js';
import { isHiddenModule } from './crate.js';
import type { Module, RustCrate } from './crate-model.js';
import type { EnumItem, Item, UseItem, UseLeaf, Variant } from './model.js';
import { type Entity, type Names, namesOf } from './names.js';

export interface Exports {
  /** Exported items; impls, uses and macro calls are none. */
  readonly items: ReadonlySet<Item>;
  /** Variants of exported enums, and those that a `pub use` brings by themselves. */
  readonly variants: ReadonlySet<Variant>;
  readonly modules: ReadonlySet<Module>;
  /** `pub use` and `pub extern crate` items that an exported module holds. */
  readonly uses: ReadonlySet<Item>;
}

/** What a crate exports, `doc(hidden)` included. */
export const exportsOf: (crate: RustCrate) => Exports = memo(crate => new Walk(crate, true).run());

/** What a crate exports without passing anything that is `doc(hidden)`. */
export const shownExportsOf: (crate: RustCrate) => Exports = memo(crate => new Walk(crate, false).run());

class Walk implements Exports {
  readonly items = new Set<Item>();
  readonly variants = new Set<Variant>();
  readonly modules = new Set<Module>();
  readonly uses = new Set<Item>();
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
    for (const module of this.crate.modules)
      if (this.hidden || !isHiddenModule(module))
        for (const { item } of module.items) if (item.kind === 'macro' && item.exported) this.addItem(item);
    return this;
  }

  private walk(module: Module): void {
    const own = this.hidden || !isHiddenModule(module);
    for (const child of module.children) if (child.item?.visibility.kind === 'public') this.addModule(child);
    for (const { item } of module.items) {
      if (!own && item.kind !== 'use') continue;
      if (item.kind === 'foreign') {
        for (const each of item.items) this.addPublic(each);
      } else if (item.kind === 'use') this.addUse(item, module);
      else this.addPublic(item);
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

  private addPublic(item: Item): void {
    if (item.visibility.kind !== 'public') return;
    if (item.kind === 'extern-crate') this.uses.add(item);
    else this.addItem(item);
  }

  private addItem(item: Item): void {
    if (this.items.has(item) || (!this.hidden && item.hidden)) return;
    this.items.add(item);
    if (item.kind === 'enum') this.addVariants(item);
  }

  private addVariants(item: EnumItem): void {
    for (const variant of item.variants) if (this.hidden || !variant.hidden) this.variants.add(variant);
  }

  private addUse(item: UseItem, module: Module): void {
    if (item.visibility.kind !== 'public' || (!this.hidden && item.hidden)) return;
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
    if (entity.kind === 'variant') {
      if (this.hidden || !entity.variant.hidden) this.variants.add(entity.variant);
    } else if (glob) {
      if (entity.item.kind === 'enum') this.addVariants(entity.item);
    } else this.addPublic(entity.item);
  }
}

/** Whether only builds with an option of the crate's own have the module. */
export function underOption(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent) if (asksOption(each.attributes)) return true;
  return false;
}
