/** The public items of a crate, as covered by rustc's lint `missing_docs`. */
import { memo } from '../cache/memo.js';
import type { Module, Placed, PublicItem, RustCrate } from './crate-model.js';
import { underOption, visibleExports } from './exports.js';
import { moduleContents } from './module-contents.js';
import { crateNames } from './names.js';
import { byPlace, isStandalone, publicItemsAmong, standaloneItems } from './own-items.js';
import { publicItemReaders } from './public-kinds.js';

/**
 * Every public item, by file. Files are sorted by path, and items by place. Without items that an unknown macro generates (see
 * `unseenCalls`), that only a `doc(hidden)` path reaches, or that only builds with a `--cfg` of the crate itself contain. An unchanged list
 * is the same object in every snapshot, so that derived facts can be cached by it.
 */
export const publicItems: (crate: RustCrate) => readonly (readonly PublicItem[])[] = memo(crate => {
  const byFile = new Map<string, (readonly PublicItem[])[]>();
  const { root } = crate;
  const add = (file: string, items: readonly PublicItem[]) => {
    if (items.length === 0) return;
    const known = byFile.get(file);
    if (known) known.push(items);
    else byFile.set(file, [items]);
  };
  // A root that could not be read is empty.
  if (crate.reached.has(root.source.path)) add(root.source.path, [crateItem(root)]);
  for (const module of crate.modules) {
    const items = itemsByModule(crate).get(module) ?? NONE;
    // The items of `include!` are in another file.
    if (isOfOneFile(items)) add(items[0]?.file ?? '', items);
    else for (const item of items) add(item.file, [item]);
    const declared = moduleItem(module, crate);
    if (declared) add(declared.file, [declared]);
  }
  return [...byFile.keys()].sort().map(file => {
    const [first = NONE, ...more] = byFile.get(file) ?? [];
    return more.length === 0 ? first : [first, ...more].flat().sort(byPlace);
  });
});

const NONE: readonly PublicItem[] = [];

const isOfOneFile = publicItemReaders.memo((items: readonly PublicItem[]): boolean =>
  items.every(({ file }) => file === items[0]?.file),
);

/** The public items that each module of a crate declares, without the crate and modules. */
export const itemsByModule: (crate: RustCrate) => ReadonlyMap<Module, readonly PublicItem[]> = memo(
  crate =>
    new Map(
      crate.modules.filter(module => !underOption(module)).map(module => [module, modulePublicItems(module, crate)]),
    ),
);

/** The macro calls in exported modules whose items are unknown, or known only from tokens that look like items. */
export const unseenCalls: (crate: RustCrate) => readonly Placed[] = memo(crate =>
  [...visibleExports(crate).modules].flatMap(module => moduleContents(module.items).opaqueCalls),
);

function crateItem(root: Module): PublicItem {
  const { source, documented } = root;
  const place = { file: source.path, line: 1, column: 1 };
  return { path: 'crate', kind: 'crate', ...place, documented, source, item: undefined, owner: undefined };
}

function moduleItem(module: Module, crate: RustCrate): PublicItem | undefined {
  const { item, parent, documented, path } = module;
  if (!item || !parent || !visibleExports(crate).modules.has(module) || underOption(module)) return undefined;
  // People look at the line of `mod`, which is in the parent's file.
  const source = item.items ? module.source : parent.source;
  const { line, column } = item;
  return { path, kind: 'module', file: source.path, line, column, documented, source, item, owner: undefined };
}

function modulePublicItems(module: Module, crate: RustCrate): readonly PublicItem[] {
  const exports = visibleExports(crate);
  if (!exports.parts.has(module) && isStandalone(module.items))
    return standaloneItems(module.items, module.path, exports.whole.has(module), exports.exportsMacros(module));
  return publicItemsAmong(module.items, module.path, {
    hasItem: item => exports.hasItem(item, module),
    hasVariant: (variant, of) => exports.hasVariant(variant, of, module),
    typeOf: (impl, { source }) => {
      const found = crateNames(crate)
        .typeEntities(source.file.tokens, impl.self, module)
        .find(each => each.kind === 'item' && each.item.kind !== 'type' && exports.hasItem(each.item, each.module));
      return found?.kind === 'item' ? found.item : undefined;
    },
  });
}
