/** The impls of a library's types. */
import { memo } from '../../cache/memo.js';
import type { Module, Placed } from '../../rust/crate-model.js';
import type { ImplItem, Item } from '../../rust/model.js';
import { crateNames } from '../../rust/names.js';
import type { ApiCrate } from './model.js';

/** An impl of a type, where it stands. */
export interface PlacedImpl {
  readonly api: ApiCrate;
  readonly impl: ImplItem;
  readonly placed: Placed;
  readonly module: Module;
}

/** The impls of a crate, by the item that they are about. */
export const publicImpls: (api: ApiCrate) => ReadonlyMap<Item, readonly PlacedImpl[]> = memo(api => {
  const impls = new Map<Item, PlacedImpl[]>();
  for (const module of api.crate.modules)
    for (const placed of module.items) {
      const { item: impl } = placed;
      if (impl.kind !== 'impl') continue;
      const { tokens } = placed.source.file;
      for (const entity of crateNames(api.crate).typeEntities(tokens, impl.self, module)) {
        if (entity.kind !== 'item' || entity.item.kind === 'type') continue;
        const list = impls.get(entity.item);
        const placedImpl = { api, impl, placed, module };
        if (!list) impls.set(entity.item, [placedImpl]);
        else if (list.at(-1)?.impl !== impl) list.push(placedImpl);
      }
    }
  return impls;
});
