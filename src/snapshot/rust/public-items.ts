/** The public items of a crate: what rustc's lint `missing_docs` covers. */
import { memo } from '../memo.js';
import { asksOption, offBy } from './cfg.js';
import { contentsOf } from './contents.js';
import type { Module, Placed, PublicItem, PublicKind, RustCrate } from './crate-model.js';
import { type Exports, shownExportsOf, underOption } from './exports.js';
import type { Declared, Field, ImplItem, Item, ItemKind } from './model.js';
import { headPath, namesOf } from './names.js';
import { ofPublicItems } from './public-kinds.js';

const KINDS: Partial<Record<ItemKind, PublicKind>> = {
  fn: 'function',
  struct: 'struct',
  union: 'union',
  enum: 'enum',
  const: 'constant',
  static: 'static',
  type: 'type alias',
  macro: 'macro',
};

/**
 * Every public item, by file: files sorted by path, items by place. Left aside: items that an unknown macro makes (see
 * `unseenCalls`), what only a `doc(hidden)` path leads to, and what only builds with a `--cfg` of the crate's own have. A
 * list stays the same object from snapshot to snapshot where nothing of it changed: what is derived of it can be kept by it.
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
  add(root.source.path, [crateItem(root)]);
  for (const module of crate.modules) {
    const items = itemsByModule(crate).get(module) ?? NONE;
    // What `include!` brings stands in another file.
    const away = items.some(({ file }) => file !== module.source.path);
    if (away) for (const item of items) add(item.file, [item]);
    else add(module.source.path, items);
    const declared = moduleItem(module, crate);
    if (declared) add(declared.file, [declared]);
  }
  return [...byFile.keys()].sort().map(file => {
    const [first = NONE, ...more] = byFile.get(file) ?? [];
    return more.length === 0 ? first : [first, ...more].flat().sort(byPlace);
  });
});

const NONE: readonly PublicItem[] = [];

/** A place in a file. */
type Place = Pick<PublicItem, 'file' | 'line' | 'column'>;

/** By file, line and column. */
export function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** What each module of a crate declares of its public items: not the crate, and no modules. */
export const itemsByModule: (crate: RustCrate) => ReadonlyMap<Module, readonly PublicItem[]> = memo(
  crate =>
    new Map(crate.modules.filter(module => !underOption(module)).map(module => [module, itemsIn(module, crate)])),
);

/** Macro calls in exported modules whose items are not seen, or are seen only as tokens that look like items. */
export const unseenCalls: (crate: RustCrate) => readonly Placed[] = memo(crate =>
  [...shownExportsOf(crate).modules].flatMap(module => contentsOf(module.items).opaqueCalls),
);

class Collector {
  private readonly found: PublicItem[] = [];
  private readonly exports: Exports;

  constructor(
    private readonly module: Module,
    private readonly crate: RustCrate,
  ) {
    this.exports = shownExportsOf(crate);
  }

  /** The public items among the module's own, in order. */
  run(): readonly PublicItem[] {
    for (const placed of this.module.items) this.placed(placed);
    const { found } = this;
    if (found.length === 0) return NONE;
    // They mostly are as they stand in the file.
    return found.every((item, i) => i === 0 || byPlace(found[i - 1] as PublicItem, item) <= 0)
      ? found
      : found.sort(byPlace);
  }

  private placed(placed: Placed): void {
    const { item } = placed;
    if ((placed.call && !placed.call.known) || asksOption(item.attributes)) return;
    if (item.kind === 'impl') return this.impl(item, placed);
    if (item.kind === 'foreign') {
      for (const each of item.items) this.placed({ ...placed, item: each });
      return;
    }
    if (item.name === '_') return;
    const kind = item.kind === 'trait' ? (item.alias ? 'trait alias' : 'trait') : KINDS[item.kind];
    if (item.kind === 'enum') this.variants(placed);
    if (!kind || !this.exports.hasItem(item, this.module)) return;
    this.add(kind, item, item.name, placed, item, undefined);
    if (item.kind === 'struct' || item.kind === 'union') this.fields(item.fields, item.name, item, placed);
    else if (item.kind === 'trait') this.members(item.items, item.name, item, placed, true);
  }

  private variants(placed: Placed): void {
    const { item } = placed;
    if (item.kind !== 'enum') return;
    for (const variant of item.variants) {
      if (!this.exports.hasVariant(variant, item, this.module)) continue;
      const path = `${item.name}::${variant.name}`;
      this.add('variant', variant, path, placed, undefined, item);
      const inside = variant.fields.map(each => ({ ...each, visibility: variant.visibility }));
      this.fields(inside, path, item, placed);
    }
  }

  /** Named fields only: rustc asks no documentation of positional ones. */
  private fields(fields: readonly Field[], of: string, owner: Item, placed: Placed): void {
    for (const field of fields) {
      if (field.visibility.kind !== 'public' || isDigit(field.name.charCodeAt(0))) continue;
      this.add('field', field, `${of}::${field.name}`, placed, undefined, owner);
    }
  }

  private members(items: readonly Item[], of: string, owner: Item, placed: Placed, all: boolean): void {
    for (const item of items) {
      if (!all && item.visibility.kind !== 'public') continue;
      const kind = memberKind(item);
      if (kind) this.add(kind, item, `${of}::${item.name}`, placed, item, owner);
    }
  }

  private impl(impl: ImplItem, placed: Placed): void {
    if (impl.trait || impl.hidden) return;
    const type = typesBeside(this.module.items)?.get(impl);
    const self = type ? this.exports.hasItem(type, this.module) && type : this.typeOf(impl, placed);
    if (self) this.members(impl.items, self.name, impl, placed, false);
  }

  /** The exported type that an impl is for, wherever it is declared. */
  private typeOf(impl: ImplItem, { source }: Placed): Item | undefined {
    const found = namesOf(this.crate)
      .typeEntities(source.file.tokens, impl.self, this.module)
      .find(each => each.kind === 'item' && each.item.kind !== 'type' && this.exports.hasItem(each.item, each.module));
    return found?.kind === 'item' ? found.item : undefined;
  }

  private add(
    kind: PublicKind,
    declared: Declared,
    name: string,
    { source }: Placed,
    item: Item | undefined,
    owner: Item | undefined,
  ): void {
    const { line, column, documented, attributes } = declared;
    if (declared.hidden || (attributes.length > 0 && (asksOption(attributes) || offBy(attributes)))) return;
    const path = `${this.module.path}::${name}`;
    this.found.push({ path, kind, file: source.path, line, column, documented, source, item, owner });
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function memberKind(item: Item): PublicKind | undefined {
  if (item.kind === 'fn') return 'method';
  if (item.kind === 'const') return 'associated const';
  return item.kind === 'type' ? 'associated type' : undefined;
}

function crateItem(root: Module): PublicItem {
  const { source, documented } = root;
  const place = { file: source.path, line: 1, column: 1 };
  return { path: 'crate', kind: 'crate', ...place, documented, source, item: undefined, owner: undefined };
}

function moduleItem(module: Module, crate: RustCrate): PublicItem | undefined {
  const { item, parent, documented, path } = module;
  if (!item || !parent || !shownExportsOf(crate).modules.has(module) || underOption(module)) return undefined;
  // The `mod` line is where a person looks, and it is in the parent's file.
  const source = item.items ? module.source : parent.source;
  const { line, column } = item;
  return { path, kind: 'module', file: source.path, line, column, documented, source, item, owner: undefined };
}

/** What a module's own items give, whatever other modules hold, for as long as these are its items. */
const aloneIn = memo((_placed: readonly Placed[]) => new Map<string, readonly PublicItem[]>());

function itemsIn(module: Module, crate: RustCrate): readonly PublicItem[] {
  const exports = shownExportsOf(crate);
  if (exports.parts.has(module) || !typesBeside(module.items)) return new Collector(module, crate).run();
  const known = aloneIn(module.items);
  const key = `${exports.whole.has(module)} ${exports.exportsMacros(module)} ${module.path}`;
  const hit = known.get(key);
  if (hit) return hit;
  const items = new Collector(module, crate).run();
  ofPublicItems.read(items);
  known.set(key, items);
  return items;
}

/**
 * The type of each inherent impl, where all of them are declared beside it: then no other module has a say in what is
 * public. Absent where one is not.
 */
const typesBeside = memo((placed: readonly Placed[]): ReadonlyMap<Item, Item> | undefined => {
  const { items, imports, inherentImpls } = contentsOf(placed);
  const types = new Map<Item, Item>();
  for (const { item, source } of inherentImpls) {
    const path = headPath(source.file.tokens, item.self);
    const name = path[0] ?? '';
    const declared = items.get(name);
    const type = declared?.[0]?.item;
    if (path.length !== 1 || declared?.length !== 1 || !type || type.kind === 'type' || imports.has(name))
      return undefined;
    types.set(item, type);
  }
  return types;
});
