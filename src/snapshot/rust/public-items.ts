/** The public items of a crate: what rustc's lint `missing_docs` covers. */
import { memo } from '../memo.js';
import { asksOption, offBy } from './cfg.js';
import type { Module, Placed, PublicItem, PublicKind, RustCrate } from './crate-model.js';
import { type Exports, shownExportsOf, underOption } from './exports.js';
import type { Declared, Field, ImplItem, Item, ItemKind } from './model.js';
import { namesOf } from './names.js';

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
 * Every public item, sorted by file and line. Left aside: items that an unknown macro makes (see `unseenCalls`),
 * what only a `doc(hidden)` path leads to, and what only builds with a `--cfg` of the crate's own have.
 */
export const publicItems: (crate: RustCrate) => readonly PublicItem[] = memo(crate => {
  const byFile = new Map<string, PublicItem[]>();
  for (const item of new Collector(crate).run()) {
    const known = byFile.get(item.file);
    if (known) known.push(item);
    else byFile.set(item.file, [item]);
  }
  return [...byFile.keys()]
    .sort()
    .flatMap(file => (byFile.get(file) as PublicItem[]).sort((a, b) => a.line - b.line || a.column - b.column));
});

/** Macro calls in exported modules whose items are not seen, or are seen only as tokens that look like items. */
export const unseenCalls: (crate: RustCrate) => readonly Placed[] = memo(crate =>
  [...shownExportsOf(crate).modules].flatMap(module =>
    module.items.filter(({ item }) => item.kind === 'macro-call' && item.macro !== 'include' && !item.items),
  ),
);

class Collector {
  private readonly found: PublicItem[] = [];
  private readonly exports: Exports;

  constructor(private readonly crate: RustCrate) {
    this.exports = shownExportsOf(crate);
  }

  run(): PublicItem[] {
    const { root } = this.crate;
    const start = { line: 1, column: 1, documented: root.documented };
    this.found.push({
      path: 'crate',
      kind: 'crate',
      file: root.source.path,
      ...start,
      source: root.source,
      module: root,
    });
    for (const module of this.crate.modules) {
      if (underOption(module)) continue;
      this.module(module);
      for (const placed of module.items) this.placed(placed, module);
    }
    return this.found;
  }

  private module(module: Module): void {
    const { item, parent, documented } = module;
    if (!item || !parent || !this.exports.modules.has(module)) return;
    // The `mod` line is where a person looks, and it is in the parent's file.
    const source = item.items ? module.source : parent.source;
    const { line, column } = item;
    const place = { path: module.path, file: source.path, line, column, source };
    this.found.push({ ...place, kind: 'module', documented, module: parent, item });
  }

  private placed(placed: Placed, module: Module): void {
    const { item } = placed;
    if ((placed.call && !placed.call.known) || asksOption(item.attributes)) return;
    if (item.kind === 'impl') return this.impl(item, placed, module);
    if (item.kind === 'foreign') {
      for (const each of item.items) this.placed({ ...placed, item: each }, module);
      return;
    }
    if (item.name === '_') return;
    const kind = item.kind === 'trait' ? (item.alias ? 'trait alias' : 'trait') : KINDS[item.kind];
    if (item.kind === 'enum') this.variants(placed, module);
    if (!kind || !this.exports.items.has(item)) return;
    this.add(kind, item, item.name, placed, module, { item });
    if (item.kind === 'struct' || item.kind === 'union') this.fields(item.fields, item.name, item, placed, module);
    else if (item.kind === 'trait') this.members(item.items, item.name, item, placed, module, true);
  }

  private variants(placed: Placed, module: Module): void {
    const { item } = placed;
    if (item.kind !== 'enum') return;
    for (const variant of item.variants) {
      if (!this.exports.variants.has(variant)) continue;
      const path = `${item.name}::${variant.name}`;
      this.add('variant', variant, path, placed, module, { owner: item });
      const inside = variant.fields.map(each => ({ ...each, visibility: variant.visibility }));
      this.fields(inside, path, item, placed, module);
    }
  }

  /** Named fields only: rustc asks no documentation of positional ones. */
  private fields(fields: readonly Field[], of: string, owner: Item, placed: Placed, module: Module): void {
    for (const field of fields) {
      if (field.visibility.kind !== 'public' || /^\d/.test(field.name)) continue;
      this.add('field', field, `${of}::${field.name}`, placed, module, { owner });
    }
  }

  private members(items: readonly Item[], of: string, owner: Item, placed: Placed, module: Module, all: boolean): void {
    for (const item of items) {
      if (!all && item.visibility.kind !== 'public') continue;
      const kind = memberKind(item);
      if (kind) this.add(kind, item, `${of}::${item.name}`, placed, module, { item, owner });
    }
  }

  private impl(impl: ImplItem, placed: Placed, module: Module): void {
    if (impl.trait || impl.hidden) return;
    const { tokens } = placed.source.file;
    const self = namesOf(this.crate)
      .typeEntities(tokens, impl.self, module)
      .find(each => each.kind === 'item' && each.item.kind !== 'type' && this.exports.items.has(each.item));
    if (self?.kind === 'item') this.members(impl.items, self.item.name, impl, placed, module, false);
  }

  private add(
    kind: PublicKind,
    declared: Declared,
    name: string,
    placed: Placed,
    module: Module,
    of: { item?: Item; owner?: Item },
  ): void {
    if (declared.hidden || asksOption(declared.attributes) || offBy(declared.attributes)) return;
    const { line, column, documented } = declared;
    const { source } = placed;
    const path = `${module.path}::${name}`;
    this.found.push({ path, kind, file: source.path, line, column, documented, source, module, ...of });
  }
}

function memberKind(item: Item): PublicKind | undefined {
  if (item.kind === 'fn') return 'method';
  if (item.kind === 'const') return 'associated const';
  return item.kind === 'type' ? 'associated type' : undefined;
}
