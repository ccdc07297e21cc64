/** Finds the items of a module that are public outside the crate. */
import { memo, memoByObjectAndKey } from '../cache/memo.js';
import { offReason, requiresOption } from './cfg.js';
import type { Placed, PublicItem, PublicKind } from './crate-model.js';
import type { Declared, EnumItem, Field, ImplItem, Item, ItemKind, Variant } from './model.js';
import { moduleContents } from './module-contents.js';
import { publicItemReaders } from './public-kinds.js';
import { isWord, kindAt, wordAt } from './tokens.js';
import { Kind } from './tokens-model.js';

/** Tells which items of a module are exported. */
export interface Outside {
  hasItem(item: Item): boolean;
  hasVariant(variant: Variant, of: EnumItem): boolean;
  /** The exported type of an inherent impl, in whichever module it is declared. */
  typeOf(impl: ImplItem, placed: Placed): Item | undefined;
}

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

/** A place in a file. */
type Place = Pick<PublicItem, 'file' | 'line' | 'column'>;

/** Compares by file, line, and column. */
export function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** The public items of the module at a path (`crate::a`), in order, without modules. */
export function publicItemsAmong(placed: readonly Placed[], path: string, outside: Outside): readonly PublicItem[] {
  return new Collector(path, outside).run(placed);
}

const alone = memoByObjectAndKey<readonly PublicItem[]>();

/**
 * Like `publicItemsAmong`, for a module that does not depend on others. Cached as long as the module has these items.
 * @param whole whether all `pub` items are exported
 * @param macros whether `#[macro_export]` macros are exported
 */
export function standaloneItems(
  placed: readonly Placed[],
  path: string,
  whole: boolean,
  macros: boolean,
): readonly PublicItem[] {
  return alone(placed, `${whole} ${macros} ${path}`, () => {
    const hasItem = (item: Item) =>
      !item.hidden &&
      ((whole && item.visibility.kind === 'public') || (macros && item.kind === 'macro' && item.exported));
    const types = declaredImplTypes(placed);
    const items = publicItemsAmong(placed, path, {
      hasItem,
      hasVariant: (variant, of) => !variant.hidden && hasItem(of),
      typeOf: impl => {
        const type = types?.get(impl);
        return type && hasItem(type) ? type : undefined;
      },
    });
    publicItemReaders.read(items);
    return items;
  });
}

/** Whether the public items do not depend on other modules: the type of each inherent impl is declared in the same module. */
export function isStandalone(placed: readonly Placed[]): boolean {
  return declaredImplTypes(placed) !== undefined;
}

/** The type of each inherent impl; absent if one is declared in another module. */
const declaredImplTypes = memo((placed: readonly Placed[]): ReadonlyMap<Item, Item> | undefined => {
  const { items, imports, inherentImpls } = moduleContents(placed);
  const types = new Map<Item, Item>();
  for (const { item, source } of inherentImpls) {
    const { tokens } = source.file;
    const at = item.self.from;
    const name = isWord(tokens, at) && kindAt(tokens, at + 1) !== Kind.PathSep ? wordAt(tokens, at) : '';
    const declared = items.get(name);
    const type = declared?.[0]?.item;
    if (declared?.length !== 1 || !type || type.kind === 'type' || imports.has(name)) return undefined;
    types.set(item, type);
  }
  return types;
});

const NONE: readonly PublicItem[] = [];

class Collector {
  private readonly found: PublicItem[] = [];

  constructor(
    private readonly path: string,
    private readonly outside: Outside,
  ) {}

  run(all: readonly Placed[]): readonly PublicItem[] {
    for (const placed of all) this.placed(placed);
    const { found } = this;
    if (found.length === 0) return NONE;
    // Most items are already in the order of the file.
    return found.every((item, i) => i === 0 || byPlace(found[i - 1] as PublicItem, item) <= 0)
      ? found
      : found.sort(byPlace);
  }

  private placed(placed: Placed): void {
    const { item } = placed;
    if ((placed.call && !placed.call.known) || requiresOption(item.attributes)) return;
    if (item.kind === 'impl') return this.impl(item, placed);
    if (item.kind === 'foreign') {
      if (item.hidden) return;
      for (const each of item.items) this.placed({ ...placed, item: each });
      return;
    }
    if (item.name === '_') return;
    const kind = item.kind === 'trait' ? (item.alias ? 'trait alias' : 'trait') : KINDS[item.kind];
    if (item.kind === 'enum') this.variants(placed);
    if (!kind || !this.outside.hasItem(item)) return;
    this.add(kind, item, item.name, placed, item, undefined);
    if (item.kind === 'struct' || item.kind === 'union') this.fields(item.fields, item.name, item, placed);
    else if (item.kind === 'trait') this.members(item.items, item.name, item, placed, true);
  }

  private variants(placed: Placed): void {
    const { item } = placed;
    if (item.kind !== 'enum') return;
    for (const variant of item.variants) {
      if (!this.outside.hasVariant(variant, item) || isOut(variant)) continue;
      const path = `${item.name}::${variant.name}`;
      this.add('variant', variant, path, placed, undefined, item);
      const inside = variant.fields.map(each => ({ ...each, visibility: variant.visibility }));
      this.fields(inside, path, item, placed);
    }
  }

  /** Only named fields: rustc does not require documentation for positional ones. */
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
    const self = this.outside.typeOf(impl, placed);
    if (self) this.members(impl.items, self.name, impl, placed, false);
  }

  private add(
    kind: PublicKind,
    declared: Declared,
    name: string,
    { source }: Placed,
    item: Item | undefined,
    owner: Item | undefined,
  ): void {
    const { line, column, documented } = declared;
    if (isOut(declared)) return;
    const path = `${this.path}::${name}`;
    this.found.push({ path, kind, file: source.path, line, column, documented, source, item, owner });
  }
}

/** Whether documentation or library builds leave something out. */
function isOut({ hidden, attributes }: Declared): boolean {
  return hidden || (attributes.length > 0 && (requiresOption(attributes) || offReason(attributes) !== undefined));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The kind of a member of an impl or trait; absent for a macro call. */
export function memberKind(item: Item): PublicKind | undefined {
  if (item.kind === 'fn') return 'method';
  if (item.kind === 'const') return 'associated const';
  return item.kind === 'type' ? 'associated type' : undefined;
}
