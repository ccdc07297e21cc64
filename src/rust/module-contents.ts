/** The declarations of a module, sorted by kind. Snapshots with the same items share the result. */
import { memo } from '../cache/memo.js';
import { requiresOption } from './cfg.js';
import type { Placed } from './crate-model.js';
import type { ImplItem, Item, UseItem, UseLeaf } from './model.js';

export interface Contents {
  /** The items by name, including those of `extern` blocks. */
  readonly items: ReadonlyMap<string, readonly Placed[]>;
  readonly imports: ReadonlyMap<string, readonly Import[]>;
  readonly globs: readonly Import[];
  readonly uses: readonly PlacedAs<UseItem>[];
  /** The `pub use` and `pub extern crate` items. */
  readonly publicUses: readonly Item[];
  readonly inherentImpls: readonly PlacedAs<ImplItem>[];
  /** The macro calls whose items are unknown, except `include!`. */
  readonly opaqueCalls: readonly Placed[];
  /** Whether any item or variant is `doc(hidden)`. */
  readonly hides: boolean;
}

/** An item of a kind. */
export interface PlacedAs<I extends Item> extends Placed {
  readonly item: I;
}

/** One name that a `use` imports. */
export interface Import {
  readonly leaf: UseLeaf;
  readonly item: UseItem;
}

/** The most items with one name in one module. Namespaces and `cfg` allow a few. */
export const MAX_MEANINGS = 64;

export const moduleContents = memo((placed: readonly Placed[]): Contents => {
  const sorted = new Sorted();
  for (const each of placed) sorted.take(each);
  return sorted;
});

class Sorted implements Contents {
  readonly items = new Map<string, Placed[]>();
  readonly imports = new Map<string, Import[]>();
  readonly globs: Import[] = [];
  readonly uses: PlacedAs<UseItem>[] = [];
  readonly publicUses: Item[] = [];
  readonly inherentImpls: PlacedAs<ImplItem>[] = [];
  readonly opaqueCalls: Placed[] = [];
  hides = false;

  take(placed: Placed): void {
    const { item } = placed;
    if (item.hidden) this.hides = true;
    switch (item.kind) {
      case 'use':
        return this.use(placed as PlacedAs<UseItem>);
      case 'impl':
        if (!item.trait) this.inherentImpls.push(placed as PlacedAs<ImplItem>);
        return;
      case 'macro-call':
        if (item.macro !== 'include' && !item.items) this.opaqueCalls.push(placed);
        return;
      case 'foreign':
        // A build without options of the crate itself does not contain the block.
        if (requiresOption(item.attributes)) return;
        for (const each of item.items) {
          if (each.hidden) this.hides = true;
          addTo(this.items, each.name, { ...placed, item: each });
        }
        return;
      case 'extern-crate':
        if (item.visibility.kind === 'public') this.publicUses.push(item);
        if (item.crate === 'self') return;
        break;
      case 'enum':
        if (item.variants.some(({ hidden }) => hidden)) this.hides = true;
        break;
      default:
    }
    if (item.name !== '') addTo(this.items, item.name, placed);
  }

  private use(placed: PlacedAs<UseItem>): void {
    const { item } = placed;
    this.uses.push(placed);
    if (item.visibility.kind === 'public') this.publicUses.push(item);
    for (const leaf of item.leaves)
      if (leaf.glob) this.globs.push({ leaf, item });
      else addTo(this.imports, leaf.as, { leaf, item });
  }
}

/** Adds to a list in a map, up to `MAX_MEANINGS`. */
export function addTo<T>(map: Map<string, T[]>, name: string, each: T): void {
  const list = map.get(name);
  if (!list) map.set(name, [each]);
  else if (list.length < MAX_MEANINGS) list.push(each);
}
