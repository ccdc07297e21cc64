/**
 * Finds the items that code outside the crate can reach, even without naming them, like rustc's effective visibility at the level
 * "reachable". Types in signatures, bounds, fields, associated types, and supertraits of reachable items are reachable. If in doubt, an item
 * counts as reachable: any path in an interface counts.
 */
import { memo } from '../cache/memo.js';
import { offReason, requiresOption } from './cfg.js';
import type { Module, Placed, RustCrate } from './crate-model.js';
import { crateExports } from './exports.js';
import { derivesMore } from './derives.js';
import { includedFile } from './inactive-code.js';
import type { Declared, Generics, ImplItem, Item, MacroCallItem, MacroItem } from './model.js';
import { addTo } from './module-contents.js';
import { crateNames, type Entity, type Names, readPathSegments } from './names.js';
import { isEmpty, isText, isWord, kindAt, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

/** The items that code outside the crate can reach. */
export interface Reach {
  readonly reached: ReadonlySet<Item>;
  /** The items among them that only macros and derives can reach, depending on what they generate. */
  readonly byMacros: ReadonlySet<Item>;
}

export const reachableItems: (crate: RustCrate) => Reach = memo(crate => new Spread(crate).run());

/** Whether the root includes a file that a build script creates, which can export anything. */
export function exportsMadeAtBuild({ root }: RustCrate): boolean {
  return root.items.some(
    ({ item, source }) =>
      item.kind === 'macro-call' && item.macro === 'include' && !includedFile(source.file.tokens, item.body),
  );
}

interface Home {
  readonly tokens: Tokens;
  readonly module: Module;
}

interface Macro {
  readonly item: MacroItem | MacroCallItem;
  readonly home: Home;
}

/** A macro call that can generate only impls, with the items that the impls can be for. */
interface MadeImpls {
  readonly body: Range;
  readonly home: Home;
  readonly named: readonly Item[];
}

/** Whether a macro or a call can generate public items: it contains `pub` or accepts a visibility. */
function canMakePublic({ item: { body }, home: { tokens } }: Macro): boolean {
  for (let at = body.from; at < body.to; at += 1)
    if (isText(tokens, at, 'pub') || (isText(tokens, at, 'vis') && kindAt(tokens, at - 1) === Punct.Colon)) return true;
  return false;
}

/** The ranges between `impl` and its opening brace in a macro's body. */
function implHeads({ item: { body }, home: { tokens } }: Macro): Range[] {
  const heads: Range[] = [];
  for (let at = body.from; at < body.to; at += 1) {
    if (!isText(tokens, at, 'impl')) continue;
    const from = at + 1;
    while (at < body.to && kindAt(tokens, at) !== Punct.BraceOpen) at += 1;
    heads.push({ from, to: at });
  }
  return heads;
}

/** Whether a build of the library can contain a part of an item. */
function isBuilt({ attributes }: Declared): boolean {
  return attributes.length === 0 || (offReason(attributes) === undefined && !requiresOption(attributes));
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
  private readonly macros = new Map<string, Macro[]>();
  private calls: MadeImpls[] = [];
  private readonly exporting: Macro[] = [];

  constructor(private readonly crate: RustCrate) {
    this.names = crateNames(crate);
  }

  run(): Reach {
    for (const module of this.crate.modules) for (const placed of module.items) this.house(placed, module);
    for (const module of this.crate.modules) for (const placed of module.items) this.enlist(placed, module);
    const exports = crateExports(this.crate);
    for (const [item, { module }] of this.homes) {
      // Whoever can name a variant has a value of its enum.
      const isNamed = item.kind === 'enum' && item.variants.some(each => exports.hasVariant(each, item, module));
      if (isNamed || exports.hasItem(item, module)) this.reach(item);
    }
    this.spread();
    const known = new Set(this.reached);
    // Macros can generate anything from their tokens, including public items.
    for (const { item, home } of this.exporting) this.mark(item.body, home);
    for (const item of known) this.derived(item);
    this.spread();
    return { reached: this.reached, byMacros: new Set([...this.reached].filter(item => !known.has(item))) };
  }

  private spread(): void {
    do {
      for (let next = this.queue.pop(); next; next = this.queue.pop()) this.interfaceOf(next.item, next.home);
      this.spreadImpls();
      this.spreadCalls();
    } while (this.queue.length > 0);
  }

  /** A derive can generate a builder, or functions that return fields. */
  private derived(item: Item): void {
    const home = this.homes.get(item);
    if (!home || (item.kind !== 'struct' && item.kind !== 'union') || !derivesMore(home.tokens, item.attributes))
      return;
    for (const field of item.fields) this.mark(field.type, home);
  }

  private house(placed: Placed, module: Module): void {
    const { item } = placed;
    const home = { tokens: placed.source.file.tokens, module };
    this.homes.set(item, home);
    if (item.kind === 'macro') addTo(this.macros, item.name, { item, home });
    if (item.kind === 'foreign') for (const each of item.items) this.homes.set(each, home);
  }

  private enlist({ item, source }: Placed, module: Module): void {
    const { tokens } = source.file;
    const home = { tokens, module };
    if (item.kind === 'macro' || (item.kind === 'macro-call' && !item.known)) this.enlistMacro({ item, home });
    if (item.kind === 'impl') {
      const self = this.itemsNamed(tokens, item.self, module);
      const trait = item.trait ? this.itemsNamed(tokens, item.trait, module) : [];
      this.impls.push({ impl: item, home, self, trait });
    }
  }

  /** A macro with `pub` in its body or its call can export the items that it names. Other macros can generate only impls. */
  private enlistMacro({ item, home }: Macro): void {
    // Nested calls follow the outer call, which covers their tokens.
    const { tokens, module, to } = this.body;
    if (home.tokens === tokens && home.module === module && item.body.to <= to) return;
    this.body = { ...home, to: item.body.to };
    const isCall = item.kind === 'macro-call';
    const definitions = isCall ? (this.macros.get(item.name.slice(item.name.lastIndexOf(':') + 1)) ?? []) : [];
    const all = [{ item, home }, ...definitions];
    if (all.some(each => canMakePublic(each))) this.exporting.push({ item, home });
    else if (isCall) {
      const named = [
        ...this.itemsIn(item.body, home),
        ...definitions.flatMap(each => implHeads(each).flatMap(head => this.itemsIn(head, each.home))),
      ];
      this.calls.push({ body: item.body, home, named });
    }
  }

  /** The items of the crate that the paths in a range name. */
  private itemsIn({ from, to }: Range, { tokens, module }: Home): Item[] {
    const found: Item[] = [];
    for (let at = from; at < to; ) {
      const path = kindAt(tokens, at - 1) === Punct.Dot ? [] : readPathSegments(tokens, at, to);
      for (const each of path.length > 0 ? this.names.resolve(path, module) : [])
        if (each.kind === 'item') found.push(each.item);
      at += Math.max(1, path.length * 2 - (path[0] === '' ? 2 : 1));
    }
    return found;
  }

  private itemsNamed(tokens: Tokens, range: Range, module: Module): Item[] {
    return this.names.typeEntities(tokens, range, module).flatMap(each => (each.kind === 'item' ? [each.item] : []));
  }

  /** An item that is not `pub` itself is not reached through an interface, nor is what only it leads to. */
  private reach(item: Item): void {
    const home = this.homes.get(item);
    if (this.reached.has(item) || (item.visibility.kind !== 'public' && item.kind !== 'macro')) return;
    this.reached.add(item);
    if (home) this.queue.push({ item, home });
  }

  /** Visits, once each, the impls whose type is reachable and whose trait is reachable or of another crate. */
  private spreadImpls(): void {
    const waiting = [];
    for (const each of this.impls) {
      const on = (items: readonly Item[]) => items.length === 0 || items.some(item => this.reached.has(item));
      if (on(each.self) && on(each.trait)) this.impl(each.impl, each.home);
      else waiting.push(each);
    }
    this.impls = waiting;
  }

  /** If any item that a call names is reachable, all of them are, through the generated impls. */
  private spreadCalls(): void {
    const waiting = [];
    for (const each of this.calls)
      if (each.named.some(item => this.reached.has(item))) this.mark(each.body, each.home);
      else waiting.push(each);
    this.calls = waiting;
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
    if (!isBuilt(item)) return;
    if ('generics' in item) this.generics(item.generics, home);
    switch (item.kind) {
      case 'fn':
        return this.mark(item.signature, home);
      case 'struct':
      case 'union':
        for (const field of item.fields)
          if (field.visibility.kind === 'public' && isBuilt(field)) this.mark(field.type, home);
        return;
      case 'enum':
        for (const variant of item.variants.filter(isBuilt))
          for (const field of variant.fields.filter(isBuilt)) this.mark(field.type, home);
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

  /** Visits every path in a range: the items that the path or a prefix of it names. */
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
      // Most types occur many times: once for each module is enough.
      if (kindAt(tokens, at + 1) !== Kind.PathSep && marked.has(wordAt(tokens, at))) {
        at += 1;
        continue;
      }
      const path = readPathSegments(tokens, at, range.to);
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

  /** Looks through an alias: its target becomes reachable, but not the alias itself. */
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
