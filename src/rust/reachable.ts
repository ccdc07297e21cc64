/**
 * What outside code can come across, also without a name for it: rustc's effective visibility at the level "reachable".
 * Types in signatures, bounds, fields, associated types and supertraits of reachable items are reachable. Leans towards
 * reachable: any path in an interface counts.
 */
import { memo } from '../cache/memo.js';
import { asksOption, isElsewhere } from './cfg.js';
import type { Module, Placed, PublicKind, RustCrate } from './crate-model.js';
import { exportsOf, underOption } from './exports.js';
import { includedBy } from './inactive-code.js';
import type { Declared, Generics, ImplItem, Item } from './model.js';
import { type Entity, type Names, namesOf, pathFrom } from './names.js';
import { byPlace } from './own-items.js';
import { isEmpty, isWord, kindAt, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

/** A `pub` item that nothing outside the crate can reach. */
export interface Unreachable {
  readonly kind: PublicKind | 'import';
  readonly name: string;
  /** `crate::a::Name`. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Items that outside code can come across. */
export const reachableItems: (crate: RustCrate) => ReadonlySet<Item> = memo(crate => new Spread(crate).run());

/** What rustc's lint `unreachable_pub` finds, by file and line; methods and fields count with their type. */
export const unreachableItems: (crate: RustCrate) => readonly Unreachable[] = memo(crate => {
  const exports = exportsOf(crate);
  const found: Unreachable[] = [];
  const unnamed: { readonly item: Item; readonly entry: Unreachable }[] = [];
  for (const module of crate.modules) {
    const { item, parent } = module;
    if (underOption(module) || standsElsewhere(module)) continue;
    if (item && parent && !exports.modules.has(module) && isPublic(item))
      found.push(entryOf('module', item, parent, item.items ? module.source.path : parent.source.path));
    if (exports.whole.has(module)) continue;
    for (const placed of module.items) {
      const { call, item: declared } = placed;
      if ((call && !call.known) || asksOption(declared.attributes) || isElsewhere(declared.attributes)) continue;
      const file = placed.source.path;
      if (placed.item.kind === 'use') {
        if (!exports.uses.has(placed.item) && isPublic(placed.item))
          found.push(entryOf('import', placed.item, module, file, placed.item.leaves[0]?.as ?? ''));
      } else
        for (const each of placed.item.kind === 'foreign' ? placed.item.items : [placed.item]) {
          const kind = KINDS[each.kind];
          if (kind && each.name !== '_' && isPublic(each) && !exports.hasItem(each, module))
            unnamed.push({ item: each, entry: entryOf(kind, each, module, file) });
        }
    }
  }
  // What no path from outside names may still be come across: that is dear to find out, and mostly there is nothing to ask.
  const reachable = unnamed.length === 0 ? new Set<Item>() : reachableItems(crate);
  found.push(...unnamed.flatMap(({ item, entry }) => (reachable.has(item) ? [] : [entry])));
  return found.sort(byPlace);
});

function isPublic({ visibility }: Declared): boolean {
  return visibility.kind === 'public';
}

function entryOf(
  kind: Unreachable['kind'],
  { line, column, name: declared }: Declared,
  module: Module,
  file: string,
  name = declared,
): Unreachable {
  return { kind, name, path: `${module.path}::${name}`, file, line, column };
}

function standsElsewhere(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent) if (isElsewhere(each.attributes)) return true;
  return false;
}

/** Whether the root holds an `include!` of a file that is made at build time: it may export anything. */
export function exportsMadeAtBuild({ root }: RustCrate): boolean {
  return root.items.some(
    ({ item, source }) =>
      item.kind === 'macro-call' && item.macro === 'include' && !includedBy(source.file.tokens, item.body),
  );
}

const KINDS: Partial<Record<Item['kind'], PublicKind>> = {
  fn: 'function',
  struct: 'struct',
  union: 'union',
  enum: 'enum',
  trait: 'trait',
  const: 'constant',
  static: 'static',
  type: 'type alias',
  macro: 'macro',
};

interface Home {
  readonly tokens: Tokens;
  readonly module: Module;
}

class Spread {
  private readonly reached = new Set<Item>();
  private readonly expanded = new Set<Item>();
  private readonly queue: { item: Item; home: Home }[] = [];
  private readonly homes = new Map<Item, Home>();
  private readonly marked = new Map<Module, Set<string>>();
  private readonly names: Names;
  private body: Partial<Home> & { readonly to: number } = { to: 0 };
  private impls: { impl: ImplItem; home: Home; self: readonly Item[]; trait: readonly Item[] }[] = [];

  constructor(private readonly crate: RustCrate) {
    this.names = namesOf(crate);
  }

  run(): ReadonlySet<Item> {
    for (const module of this.crate.modules) for (const placed of module.items) this.house(placed, module);
    for (const module of this.crate.modules) for (const placed of module.items) this.enlist(placed, module);
    const exports = exportsOf(this.crate);
    for (const [item, { module }] of this.homes) if (exports.hasItem(item, module)) this.reach(item);
    do {
      for (let next = this.queue.pop(); next; next = this.queue.pop()) this.interfaceOf(next.item, next.home);
      this.spreadImpls();
    } while (this.queue.length > 0);
    return this.reached;
  }

  private house(placed: Placed, module: Module): void {
    const { item } = placed;
    const home = { tokens: placed.source.file.tokens, module };
    this.homes.set(item, home);
    if (item.kind === 'foreign') for (const each of item.items) this.homes.set(each, home);
  }

  private enlist({ item, source }: Placed, module: Module): void {
    const { tokens } = source.file;
    const home = { tokens, module };
    // What macros make of their tokens may be anything, and public.
    if (item.kind === 'macro' || (item.kind === 'macro-call' && !item.known)) this.markBody(item.body, home);
    if (item.kind === 'impl') {
      const self = this.itemsNamed(tokens, item.self, module);
      const trait = item.trait ? this.itemsNamed(tokens, item.trait, module) : [];
      this.impls.push({ impl: item, home, self, trait });
    }
  }

  /** Calls inside a call come after it: their tokens are marked with its own. */
  private markBody(body: Range, home: Home): void {
    const { tokens, module, to } = this.body;
    if (home.tokens === tokens && home.module === module && body.to <= to) return;
    this.body = { ...home, to: body.to };
    this.mark(body, home);
  }

  private itemsNamed(tokens: Tokens, range: Range, module: Module): Item[] {
    return this.names.typeEntities(tokens, range, module).flatMap(each => (each.kind === 'item' ? [each.item] : []));
  }

  private reach(item: Item): void {
    const home = this.homes.get(item);
    if (this.reached.has(item)) return;
    this.reached.add(item);
    if (home) this.queue.push({ item, home });
  }

  /** Impls whose type, and whose trait where it is the crate's own, are reachable; each once. */
  private spreadImpls(): void {
    const waiting = [];
    for (const each of this.impls) {
      const on = (items: readonly Item[]) => items.length === 0 || items.some(item => this.reached.has(item));
      if (on(each.self) && on(each.trait)) this.impl(each.impl, each.home);
      else waiting.push(each);
    }
    this.impls = waiting;
  }

  private impl(impl: ImplItem, home: Home): void {
    this.generics(impl.generics, home);
    this.mark(impl.self, home);
    if (impl.trait) this.mark(impl.trait, home);
    for (const item of impl.items)
      if (impl.trait || item.visibility.kind === 'public' || item.kind === 'macro-call') this.interfaceOf(item, home);
  }

  private generics(generics: Generics, home: Home): void {
    this.mark(generics.params, home);
    this.mark(generics.where, home);
  }

  private interfaceOf(item: Item, home: Home): void {
    if ('generics' in item) this.generics(item.generics, home);
    switch (item.kind) {
      case 'fn':
        return this.mark(item.signature, home);
      case 'struct':
      case 'union':
        for (const field of item.fields) if (field.visibility.kind === 'public') this.mark(field.type, home);
        return;
      case 'enum':
        for (const variant of item.variants) for (const field of variant.fields) this.mark(field.type, home);
        return;
      case 'trait':
        this.mark(item.supertraits, home);
        for (const each of item.items) this.interfaceOf(each, home);
        return;
      case 'type':
        if (item.value) this.mark(item.value, home);
        return this.mark(item.type, home);
      case 'const':
      case 'static':
        return this.mark(item.type, home);
      case 'macro':
      case 'macro-call':
        return this.mark(item.body, home);
    }
  }

  /** Every path in a range: what it, or a beginning of it, names. */
  private mark(range: Range, home: Home): void {
    if (isEmpty(range)) return;
    const { tokens, module } = home;
    const marked = this.marked.get(module) ?? new Set<string>();
    this.marked.set(module, marked);
    for (let at = range.from; at < range.to; ) {
      const begins = isWord(tokens, at) || kindAt(tokens, at) === Kind.PathSep;
      if (!begins || kindAt(tokens, at - 1) === Punct.Dot) {
        at += 1;
        continue;
      }
      // Most types are named again and again: once for each module is enough.
      if (kindAt(tokens, at + 1) !== Kind.PathSep && marked.has(wordAt(tokens, at))) {
        at += 1;
        continue;
      }
      const path = pathFrom(tokens, at, range.to);
      const key = path.join('::');
      if (!marked.has(key)) this.markPath(path, module);
      marked.add(key);
      at += Math.max(1, path.length * 2 - (path[0] === '' ? 2 : 1));
    }
  }

  private markPath(path: readonly string[], module: Module): void {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.names.resolve(path.slice(0, length), module).filter(each => each.kind !== 'external');
      for (const entity of found) this.markEntity(entity);
      if (found.length > 0) return;
    }
  }

  /** An alias is seen through: what it stands for is reachable, itself it is not. */
  private markEntity(entity: Entity): void {
    if (entity.kind === 'item' && entity.item.kind === 'type') this.expand(entity.item);
    else if (entity.kind === 'item' || entity.kind === 'variant') this.reach(entity.item);
  }

  private expand(alias: Item): void {
    const home = this.homes.get(alias);
    if (!home || this.expanded.has(alias)) return;
    this.expanded.add(alias);
    this.queue.push({ item: alias, home });
  }
}
