/** What implements the traits of a library, as its own code says. */
import { memo } from '../../cache/memo.js';
import type { Item } from '../../rust/model.js';
import { leadingTypePath } from '../../rust/names.js';
import type { ApiCrate } from './model.js';
import { readGenerics, saysStatic, itemScope } from './signature.js';
import type { Shape } from './type-model.js';
import { readType } from './type-reader.js';

/** A type that implements a trait. */
export interface Implementor {
  readonly type: Shape;
  /** Only where it lives as long as the program: `impl Trait for &'static str`. */
  readonly static: boolean;
}

/** The types that the impls of a crate name, by the trait. Impls that a macro makes are not seen. */
export const findImplementors: (api: ApiCrate) => ReadonlyMap<Item, readonly Implementor[]> = memo(api => {
  const found = new Map<Item, Implementor[]>();
  for (const module of api.crate.modules)
    for (const placed of module.items) {
      const { item: impl, source } = placed;
      if (impl.kind !== 'impl' || !impl.trait || impl.negative) continue;
      const { tokens } = source.file;
      const trait = api
        .resolve(leadingTypePath(tokens, impl.trait), module)
        .find(target => target.kind === 'item' && target.item.kind === 'trait');
      if (trait?.kind !== 'item') continue;
      const { scope } = readGenerics(itemScope({ api, placed, module }), impl.generics);
      const known = found.get(trait.item) ?? [];
      found.set(trait.item, known);
      known.push({ type: readType(scope, impl.self), static: saysStatic(tokens, impl.self) });
    }
  return found;
});
