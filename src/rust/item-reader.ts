/**
 * Parses tokens into items, following the chapter "Items" of the Rust Reference. Never throws: it skips code that it does not understand up
 * to the next item, and reports this. Recursion only follows nested modules, and stops at a depth that real code does not reach.
 */
import { type Lead, readLead } from './attributes.js';
import { Cursor, quoted, type RangeReader } from './cursor.js';
import { beginsUnion, declaration, readEnum, readStruct } from './data.js';
import { type Qualifiers, readFn } from './fn.js';
import { readImplHead, readTraitHead } from './heads.js';
import { beginsCall, isNamedCall, itemsOfCall } from './macro-calls.js';
import type { Declared, Item, NotUnderstood, ValueItem, Visibility } from './model.js';
import { isOpen, kindAt, lineAt, stringValue, tokenText } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { readPath, resync } from './trees.js';
import { readUse } from './use-tree.js';
import { readValue } from './value.js';

const MAX_DEPTH = 100;
const MAX_PROBLEMS = 50;

/** The part of an item before its keyword. */
interface Start {
  readonly lead: Lead;
  readonly visibility: Visibility;
  /** The token at which the visibility begins. */
  readonly from: number;
}

const NO_QUALIFIERS: Qualifiers = { const: false, async: false, unsafe: false };
const AFTER_DEFAULT = new Set(['fn', 'impl', 'const', 'type', 'async', 'unsafe', 'extern']);

export class ItemReader implements RangeReader {
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
        return cursor.is('!', 1) && cursor.isWord(2) ? this.macro(cursor, start, true) : this.call(cursor, start);
      case 'macro':
        return cursor.isWord(1) ? this.macro(cursor, start, false) : this.call(cursor, start);
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
    const parts = name === '' ? undefined : readValue(cursor, kind, mutable);
    return parts ? { ...parts, ...this.declared(cursor, start, name, at) } : undefined;
  }

  private trait(cursor: Cursor, start: Start, unsafe: boolean): Item | undefined {
    const auto = cursor.take('auto');
    cursor.at += 1;
    const at = cursor.at;
    const name = cursor.name();
    const head = name === '' ? undefined : readTraitHead(cursor);
    if (!head) return undefined;
    const own = { kind: 'trait', unsafe, auto, ...head } as const;
    if (head.alias && cursor.take(';')) return { ...own, items: [], ...this.declared(cursor, start, name, at) };
    if (cursor.kind !== Punct.BraceOpen) return undefined;
    const { inner, items } = this.body(cursor);
    return { ...own, items, ...this.declared(cursor, start, name, at, inner) };
  }

  private impl(cursor: Cursor, start: Start, unsafe: boolean): Item | undefined {
    const at = cursor.at;
    cursor.at += 1;
    const head = readImplHead(cursor);
    if (!head || cursor.kind !== Punct.BraceOpen) return undefined;
    const { body, inner, items } = this.body(cursor);
    const own = { kind: 'impl', unsafe, ...head, items, body } as const;
    return { ...own, ...this.declared(cursor, start, '', at, inner) };
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

  /** @param rules whether this is `macro_rules! name`, not `macro name` */
  private macro(cursor: Cursor, start: Start, rules: boolean): Item | undefined {
    cursor.at += rules ? 2 : 1;
    const at = cursor.at;
    const name = cursor.name();
    if (!isOpen(cursor.kind)) return undefined;
    let body = cursor.group();
    if (!rules && cursor.kind === Punct.BraceOpen) body = cursor.group();
    cursor.take(';');
    const exported = start.lead.attributes.some(each => each.path === 'macro_export');
    return { kind: 'macro', rules, exported, body, ...this.declared(cursor, start, name, at) };
  }

  private call(cursor: Cursor, start: Start): Item | undefined {
    const at = cursor.at;
    const { path, next } = readPath(this.tokens, at, cursor.to);
    const named = path !== '' && kindAt(this.tokens, next) === Punct.Not && isNamedCall(this.tokens, next);
    if (path === '' || !(beginsCall(this.tokens, next) || named)) return undefined;
    cursor.at = next + (named ? 2 : 1);
    const body = cursor.group();
    cursor.take(';');
    const passed = itemsOfCall(this, path, body);
    return { kind: 'macro-call', macro: path, body, ...passed, ...this.declared(cursor, start, path, at) };
  }
}

function isQualifier(cursor: Cursor, n: number): boolean {
  return ['fn', 'async', 'unsafe', 'extern', 'impl', 'trait'].some(word => cursor.is(word, n));
}
