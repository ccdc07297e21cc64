/**
 * Parses tokens into items, following the chapter "Items" of the Rust Reference. Never throws: it skips code that it does not understand up
 * to the next item, and reports this. Recursion only follows nested modules, and stops at a depth that real code does not reach.
 */
import { type Lead, readLead } from './attributes.js';
import { Cursor, type Reading } from './cursor.js';
import { beginsUnion, declaration, readEnum, readStruct } from './data.js';
import { type Qualifiers, readFn } from './fn.js';
import { beginsCall, itemsOfCall } from './macro-calls.js';
import type { Declared, Item, NotUnderstood, RustFile, TraitItem, ValueItem, Visibility } from './model.js';
import { tokenize } from './tokenize.js';
import { endAt, isClose, isOpen, kindAt, lineAt, NOTHING, startAt, stringValue, tokenText } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { pathAt, resync } from './trees.js';
import { readUse } from './use-tree.js';

const MAX_DEPTH = 100;
const MAX_PROBLEMS = 50;

/** Reads a Rust file. Linear in its length. */
export function readRust(text: string): RustFile {
  const tokens = tokenize(text);
  const notUnderstood: NotUnderstood[] = [];
  const reader = new ItemReader(tokens, notUnderstood, 0);
  const lead = readLead(tokens, 0, tokens.count, true);
  const items = reader.items({ from: lead.range.to, to: tokens.count });
  for (const each of imbalances(tokens)) notUnderstood.push(each);
  const { attributes, documented, hidden } = lead;
  return { tokens, attributes, documented, hidden, items, notUnderstood };
}

/** The first unmatched delimiter, and a literal that does not end. */
function imbalances(tokens: Tokens): NotUnderstood[] {
  const found: NotUnderstood[] = [];
  const stray = tokens.kind.findIndex((kind, at) => (isOpen(kind) || isClose(kind)) && tokens.match[at] === -1);
  if (stray >= 0)
    found.push({ line: lineAt(tokens, stray), message: `${quoted(tokenText(tokens, stray))} without its counterpart` });
  const last = tokens.count - 1;
  const long = last >= 0 && endAt(tokens, last) - startAt(tokens, last) > 1;
  if (long && kindAt(tokens, last) === Kind.Unknown)
    found.push({ line: lineAt(tokens, last), message: 'unterminated literal' });
  return found;
}

/** The part of an item before its keyword. */
interface Start {
  readonly lead: Lead;
  readonly visibility: Visibility;
  /** The token at which the visibility begins. */
  readonly from: number;
}

const NO_QUALIFIERS: Qualifiers = { const: false, async: false, unsafe: false };
const AFTER_DEFAULT = new Set(['fn', 'impl', 'const', 'type', 'async', 'unsafe', 'extern']);

class ItemReader implements Reading {
  constructor(
    readonly tokens: Tokens,
    private readonly problems: NotUnderstood[],
    private readonly depth: number,
  ) {}

  notUnderstood(at: number, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line: lineAt(this.tokens, at), message });
  }

  items(range: Range): readonly Item[] {
    const { tokens } = this;
    if (this.depth > MAX_DEPTH) {
      this.notUnderstood(range.from, 'nested too deeply');
      return [];
    }
    const below = new ItemReader(tokens, this.problems, this.depth + 1);
    const items: Item[] = [];
    for (let at = range.from; at < range.to; ) {
      if (kindAt(tokens, at) === Punct.Semicolon) {
        at += 1;
        continue;
      }
      const cursor = new Cursor(tokens, at, range.to);
      const item = below.item(cursor);
      if (item) items.push(item);
      else if (!cursor.ended || cursor.at === at) {
        this.notUnderstood(cursor.at, `expected an item, found ${quoted(cursor.text())}`);
        cursor.at = resync(tokens, Math.max(cursor.at, at), range.to);
      } else this.notUnderstood(at, 'unterminated item');
      at = Math.max(cursor.at, at + 1);
    }
    return items;
  }

  itemsOrNone(range: Range): readonly Item[] | undefined {
    const { tokens } = this;
    if (this.depth > MAX_DEPTH) return undefined;
    const problems: NotUnderstood[] = [];
    const below = new ItemReader(tokens, problems, this.depth + 1);
    const items: Item[] = [];
    for (const cursor = new Cursor(tokens, range.from, range.to); !cursor.ended; ) {
      if (cursor.take(';')) continue;
      const item = below.item(cursor);
      if (!item || problems.length > 0) return undefined;
      items.push(item);
    }
    return items;
  }

  /** Reads one item. Absent, with the cursor at the error, if there is none. */
  private item(cursor: Cursor): Item | undefined {
    const inner = readLead(this.tokens, cursor.at, cursor.to, true);
    cursor.at = inner.range.to;
    const lead = readLead(this.tokens, cursor.at, cursor.to);
    cursor.at = lead.range.to;
    const from = cursor.at;
    const visibility = cursor.visibility();
    if (cursor.is('default') && AFTER_DEFAULT.has(tokenText(this.tokens, cursor.at + 1))) cursor.at += 1;
    return this.form(cursor, { lead, visibility, from });
  }

  private form(cursor: Cursor, start: Start): Item | undefined {
    if (cursor.kind !== Kind.Ident) return this.call(cursor, start);
    switch (cursor.text()) {
      case 'fn':
        return this.fn(cursor, start, NO_QUALIFIERS);
      case 'const':
        if (!isQualifier(cursor, 1)) return this.value(cursor, start, 'const');
        return this.qualified(cursor, start);
      case 'async':
      case 'unsafe':
      case 'safe':
      case 'gen':
      case 'extern':
        return this.qualified(cursor, start);
      case 'static':
        return this.value(cursor, start, 'static');
      case 'type':
        return this.value(cursor, start, 'type');
      case 'struct':
        return this.named(cursor, start, () => readStruct(cursor, 'struct'));
      case 'union':
        if (!beginsUnion(this.tokens, cursor.at)) return this.call(cursor, start);
        return this.named(cursor, start, () => readStruct(cursor, 'union'));
      case 'enum':
        return this.named(cursor, start, () => readEnum(cursor));
      case 'auto':
        return cursor.is('trait', 1) ? this.trait(cursor, start, false) : this.call(cursor, start);
      case 'trait':
        return this.trait(cursor, start, false);
      case 'impl':
        return this.impl(cursor, start, false);
      case 'mod':
        return this.mod(cursor, start);
      case 'use':
        return this.use(cursor, start);
      case 'macro_rules':
        return cursor.is('!', 1) && cursor.isWord(2) ? this.rules(cursor, start) : this.call(cursor, start);
      case 'macro':
        return cursor.isWord(1) ? this.macro(cursor, start) : this.call(cursor, start);
      default:
        return this.call(cursor, start);
    }
  }

  /** Reads the rest of an item whose keyword is here and whose name is the next token. */
  private named<P extends object>(cursor: Cursor, start: Start, read: () => P | undefined): (P & Declared) | undefined {
    cursor.at += 1;
    const at = cursor.at;
    const name = cursor.name();
    const parts = name === '' ? undefined : read();
    return parts ? { ...parts, ...this.declared(cursor, start, name, at) } : undefined;
  }

  /** @param inner the doc comments and attributes at the start of the item's body (`//!`, `#![…]`) */
  private declared(cursor: Cursor, start: Start, name: string, at: number, inner?: Lead): Declared {
    const { lead, visibility } = start;
    const own = declaration(this.tokens, lead, { name, at, visibility, to: cursor.at });
    if (!inner || inner.range.to === inner.range.from) return own;
    return {
      ...own,
      attributes: inner.attributes.length > 0 ? [...lead.attributes, ...inner.attributes] : lead.attributes,
      documented: lead.documented || inner.documented,
      hidden: lead.hidden || inner.hidden,
    };
  }

  private body(cursor: Cursor): { body: Range; inner: Lead; items: readonly Item[] } {
    const body = cursor.group();
    const inner = readLead(this.tokens, body.from, body.to, true);
    return { body, inner, items: this.items({ from: inner.range.to, to: body.to }) };
  }

  private fn(cursor: Cursor, start: Start, qualifiers: Qualifiers): Item | undefined {
    return this.named(cursor, start, () => readFn(cursor, start.from, qualifiers));
  }

  /** `const unsafe extern "C" fn`, `unsafe impl`, `unsafe trait`, `extern crate`, `extern "C" {}` … */
  private qualified(cursor: Cursor, start: Start): Item | undefined {
    let own: Qualifiers = NO_QUALIFIERS;
    const from = cursor.at;
    for (;;) {
      if (cursor.take('const')) own = { ...own, const: true };
      else if (cursor.take('async')) own = { ...own, async: true };
      else if (cursor.take('unsafe')) own = { ...own, unsafe: true };
      else if (cursor.take('safe') || cursor.take('gen')) continue;
      else if (cursor.take('extern')) {
        if (cursor.is('crate')) return this.externCrate(cursor, start);
        const abi = stringValue(this.tokens, cursor.at);
        if (abi !== undefined) cursor.at += 1;
        own = { ...own, abi: abi ?? '' };
      } else break;
    }
    if (cursor.is('fn')) return this.fn(cursor, start, own);
    if (cursor.is('impl')) return this.impl(cursor, start, own.unsafe);
    if (cursor.is('trait') || (cursor.is('auto') && cursor.is('trait', 1)))
      return this.trait(cursor, start, own.unsafe);
    if (cursor.is('static')) return this.value(cursor, start, 'static');
    if (cursor.is('mod')) return this.mod(cursor, start);
    if (own.abi !== undefined && cursor.kind === Punct.BraceOpen)
      return this.foreign(cursor, start, own.abi, own.unsafe);
    if (cursor.at === from + 1) cursor.at = from;
    return this.call(cursor, start);
  }

  private externCrate(cursor: Cursor, start: Start): Item | undefined {
    cursor.at += 1;
    const at = cursor.at;
    const crate = cursor.name();
    const name = cursor.take('as') ? cursor.name() : crate;
    if (crate === '' || !(cursor.take(';') || cursor.ended)) return undefined;
    return { kind: 'extern-crate', crate, ...this.declared(cursor, start, name, at) };
  }

  private foreign(cursor: Cursor, start: Start, abi: string, unsafe: boolean): Item {
    const at = cursor.at;
    const { inner, items } = this.body(cursor);
    return { kind: 'foreign', abi, unsafe, items, ...this.declared(cursor, start, '', at, inner) };
  }

  private value(cursor: Cursor, start: Start, kind: ValueItem['kind']): Item | undefined {
    cursor.at += 1;
    const mutable = cursor.take('mut');
    const at = cursor.at;
    const name = cursor.name();
    const params = name === '' ? undefined : cursor.angles();
    if (!params) return undefined;
    const type = cursor.take(':') ? cursor.type(Punct.Equals, Punct.Semicolon) : NOTHING;
    let where = cursor.where(Punct.Equals, Punct.Semicolon);
    const value = cursor.take('=') ? this.assigned(cursor, kind) : undefined;
    if (cursor.is('where')) where = cursor.where(Punct.Semicolon);
    if (!(cursor.take(';') || cursor.ended)) return undefined;
    const own = { kind, mutable, generics: { params, where }, type, ...(value ? { value } : {}) };
    return { ...own, ...this.declared(cursor, start, name, at) };
  }

  private assigned(cursor: Cursor, kind: ValueItem['kind']): Range {
    return kind === 'type' ? cursor.type(Punct.Semicolon) : cursor.expression();
  }

  private trait(cursor: Cursor, start: Start, unsafe: boolean): Item | undefined {
    const auto = cursor.take('auto');
    cursor.at += 1;
    const at = cursor.at;
    const name = cursor.name();
    const params = name === '' ? undefined : cursor.angles();
    if (!params) return undefined;
    const stops = [Punct.BraceOpen, Punct.Semicolon, Punct.Equals];
    let supertraits = cursor.take(':') ? cursor.type(...stops) : NOTHING;
    const alias = cursor.take('=');
    if (alias) supertraits = cursor.type(Punct.Semicolon);
    const where = cursor.where(Punct.BraceOpen, Punct.Semicolon);
    const own: Pick<TraitItem, 'kind' | 'unsafe' | 'auto' | 'alias' | 'generics' | 'supertraits'> = {
      kind: 'trait',
      unsafe,
      auto,
      alias,
      generics: { params, where },
      supertraits,
    };
    if (alias && cursor.take(';')) return { ...own, items: [], ...this.declared(cursor, start, name, at) };
    if (cursor.kind !== Punct.BraceOpen) return undefined;
    const { inner, items } = this.body(cursor);
    return { ...own, items, ...this.declared(cursor, start, name, at, inner) };
  }

  private impl(cursor: Cursor, start: Start, unsafe: boolean): Item | undefined {
    const at = cursor.at;
    cursor.at += 1;
    const params = beginsGenerics(cursor) ? cursor.angles() : NOTHING;
    if (!params) return undefined;
    cursor.take('const');
    const negative = cursor.take('!');
    const first = this.implType(cursor);
    const second = cursor.take('for') ? this.implType(cursor) : undefined;
    const where = cursor.where(Punct.BraceOpen, Punct.Semicolon);
    if (cursor.kind !== Punct.BraceOpen) return undefined;
    const { body, inner, items } = this.body(cursor);
    const own = {
      kind: 'impl',
      unsafe,
      generics: { params, where },
      negative,
      self: second ?? first,
      items,
      body,
    } as const;
    return { ...own, ...(second ? { trait: first } : {}), ...this.declared(cursor, start, '', at, inner) };
  }

  /** Reads up to `for` (except in `for<'a>`), `where`, or the body. */
  private implType(cursor: Cursor): Range {
    const from = cursor.at;
    for (;;) {
      cursor.type(Punct.BraceOpen, Punct.Semicolon, Kind.Ident);
      if (cursor.ended || cursor.kind !== Kind.Ident || cursor.is('where')) break;
      if (cursor.is('for') && !isHigherRanked(cursor)) break;
      cursor.at += 1;
    }
    return { from, to: cursor.at };
  }

  private mod(cursor: Cursor, start: Start): Item | undefined {
    cursor.at += 1;
    const at = cursor.at;
    const name = cursor.name();
    if (name === '') return undefined;
    // The last one in a macro call may leave its semicolon to the macro.
    if (cursor.take(';') || cursor.ended) return { kind: 'mod', ...this.declared(cursor, start, name, at) };
    if (cursor.kind !== Punct.BraceOpen) return undefined;
    const { body, inner, items } = this.body(cursor);
    return { kind: 'mod', items, body, ...this.declared(cursor, start, name, at, inner) };
  }

  private use(cursor: Cursor, start: Start): Item | undefined {
    const at = cursor.at;
    cursor.at += 1;
    const leaves = readUse(cursor);
    if (!leaves || !(cursor.take(';') || cursor.ended)) return undefined;
    return { kind: 'use', leaves, ...this.declared(cursor, start, '', at) };
  }

  private rules(cursor: Cursor, start: Start): Item | undefined {
    cursor.at += 2;
    return this.macroItem(cursor, start, true);
  }

  private macro(cursor: Cursor, start: Start): Item | undefined {
    cursor.at += 1;
    return this.macroItem(cursor, start, false);
  }

  private macroItem(cursor: Cursor, start: Start, rules: boolean): Item | undefined {
    const at = cursor.at;
    const name = cursor.name();
    if (!isGroup(cursor.kind)) return undefined;
    let body = cursor.group();
    if (!rules && cursor.kind === Punct.BraceOpen) body = cursor.group();
    cursor.take(';');
    const exported = start.lead.attributes.some(each => each.path === 'macro_export');
    return { kind: 'macro', rules, exported, body, ...this.declared(cursor, start, name, at) };
  }

  private call(cursor: Cursor, start: Start): Item | undefined {
    const at = cursor.at;
    const { path, next } = pathAt(this.tokens, at, cursor.to);
    const named = path !== '' && kindAt(this.tokens, next) === Punct.Not && isNamedCall(this.tokens, next);
    if (path === '' || !(beginsCall(this.tokens, next) || named)) return undefined;
    cursor.at = next + (named ? 2 : 1);
    const body = cursor.group();
    cursor.take(';');
    const passed = itemsOfCall(this, path, body);
    return { kind: 'macro-call', macro: path, body, ...passed, ...this.declared(cursor, start, path, at) };
  }
}

/** Whether this is `name! other { … }`, as for `macro_rules` and some older macros. */
function isNamedCall(tokens: Tokens, not: number): boolean {
  return kindAt(tokens, not + 1) === Kind.Ident && isGroup(kindAt(tokens, not + 2));
}

function isGroup(kind: number): boolean {
  return kind === Punct.BraceOpen || kind === Punct.ParenOpen || kind === Punct.BracketOpen;
}

function isQualifier(cursor: Cursor, n: number): boolean {
  return ['fn', 'async', 'unsafe', 'extern', 'impl', 'trait'].some(word => cursor.is(word, n));
}

/** Whether the `<` after `impl` begins generics, not a qualified path (`impl <T as X>::Y {}`). */
function beginsGenerics(cursor: Cursor): boolean {
  if (cursor.kind !== Punct.Less) return false;
  const next = cursor.kindAfter(1);
  if (next === Punct.Greater || next === Punct.Pound || next === Kind.Lifetime || cursor.is('const', 1)) return true;
  const after = cursor.kindAfter(2);
  return cursor.isWord(1) && [Punct.Greater, Punct.Comma, Punct.Colon, Punct.Equals].some(kind => kind === after);
}

/** Whether this `for` binds lifetimes, as in `for<'a> Fn(…)` but not in `for <T as X>::Y`. */
function isHigherRanked(cursor: Cursor): boolean {
  if (cursor.kindAfter(1) !== Punct.Less) return false;
  const next = cursor.kindAfter(2);
  return next === Punct.Greater || next === Kind.Lifetime;
}

function quoted(text: string): string {
  return `\`${text.length > 24 ? `${text.slice(0, 24)}…` : text}\``;
}
