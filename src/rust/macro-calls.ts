/** Reads macro calls in item position. Items in calls that pass them through are read. */
import { type Lead, readLead } from './attributes.js';
import { Cursor, NO_GENERICS, type RangeReader } from './cursor.js';
import { declaration } from './data.js';
import type { Attribute, Cfg, Item, MacroCallItem, ValueItem } from './model.js';
import { isOpen, kindAt, lineAt, NOTHING } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { searchWords } from './vocabulary.js';

/** Macros whose calls contain items under predicates. */
export const CFG_MACROS = searchWords('cfg_if cfg_select');
/** Macros of well-known crates that pass their items through unchanged. */
const TRANSPARENT = new Set(['thread_local', 'pin_project', 'task_local', 'cfg_block']);

/** Macros of well-known crates that rewrite the items in their calls. rustc's lints do not apply to these items. */
const REWRITING = new Set(['bitflags', 'lazy_static', 'thread_local', 'task_local', 'pin_project']);

/** Whether a macro of another crate generates the items in a call. */
export function isForeignMade({ macro }: MacroCallItem): boolean {
  return REWRITING.has(macro.slice(macro.lastIndexOf(':') + 1));
}

export interface PassedThrough {
  readonly items?: readonly Item[];
  readonly known: boolean;
}

/** The items in the body of a call of `macro`, as it is written. */
export function itemsOfCall(reader: RangeReader, macro: string, body: Range): PassedThrough {
  const name = macro.slice(macro.lastIndexOf(':') + 1);
  if (CFG_MACROS.has(name)) {
    const items = cfgIf(reader, body);
    return items ? { items, known: true } : { known: false };
  }
  if (name === 'lazy_static') return { items: lazyStatic(reader.tokens, body), known: true };
  if (name === 'bitflags') return { items: bitflags(reader, body), known: true };
  const items = reader.itemsOrNone(body);
  return items && items.length > 0 ? { items, known: TRANSPARENT.has(name) } : { known: false };
}

/** Reads `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`. Each branch is under its predicate and the negation of earlier ones. */
function cfgIf(reader: RangeReader, body: Range): Item[] | undefined {
  const { tokens } = reader;
  const before: Cfg[] = [];
  const items: Item[] = [];
  const cursor = new Cursor(tokens, body.from, body.to);
  while (!cursor.ended) {
    let own: Cfg | undefined;
    const line = lineAt(tokens, cursor.at);
    if (cursor.take('if')) {
      const cfg = readLead(tokens, cursor.at, body.to).attributes.find(each => each.cfg)?.cfg;
      if (!cfg) return undefined;
      own = cfg;
      cursor.at = readLead(tokens, cursor.at, body.to).range.to;
    }
    if (cursor.kind !== Punct.BraceOpen) return undefined;
    const cfg: Cfg = {
      kind: 'all',
      of: [...before.map(each => ({ kind: 'not', of: each }) as const), ...(own ? [own] : [])],
    };
    const attribute: Attribute = { path: 'cfg', form: 'list', args: NOTHING, cfg, line, marksTest: false };
    for (const item of reader.items(cursor.group()))
      items.push({ ...item, attributes: [attribute, ...item.attributes] });
    if (own) before.push(own);
    if (!cursor.take('else')) return cursor.ended ? items : undefined;
  }
  return items;
}

/** Reads `pub static ref NAME: Type = value;`. */
function lazyStatic(tokens: Tokens, body: Range): Item[] {
  const items: Item[] = [];
  for (const cursor = new Cursor(tokens, body.from, body.to); !cursor.ended; ) {
    const lead = readLead(tokens, cursor.at, body.to);
    cursor.at = lead.range.to;
    const visibility = cursor.visibility();
    if (!(cursor.take('static') && cursor.take('ref'))) return items;
    const at = cursor.at;
    const name = cursor.name();
    if (!cursor.take(':')) return items;
    const type = cursor.type(Punct.Equals, Punct.Semicolon);
    const value = cursor.take('=') ? { value: cursor.expression() } : {};
    cursor.take(';');
    const own: Pick<ValueItem, 'kind' | 'mutable' | 'generics' | 'type'> = {
      kind: 'static',
      mutable: false,
      generics: NO_GENERICS,
      type,
    };
    items.push({ ...own, ...value, ...declaration(tokens, lead, { name, at, visibility, to: cursor.at }) });
  }
  return items;
}

/** Reads `pub struct Flags: u32 { const A = 1; }` as a struct and an inherent impl with its constants. */
function bitflags(reader: RangeReader, body: Range): Item[] {
  const { tokens } = reader;
  const items: Item[] = [];
  for (const cursor = new Cursor(tokens, body.from, body.to); !cursor.ended; ) {
    const lead = readLead(tokens, cursor.at, body.to);
    cursor.at = lead.range.to;
    const visibility = cursor.visibility();
    const isImpl = cursor.is('impl');
    if (!(cursor.take('struct') || cursor.take('impl'))) return items;
    const at = cursor.at;
    const name = cursor.name();
    cursor.type(Punct.BraceOpen);
    if (name === '' || cursor.kind !== Punct.BraceOpen) return items;
    const group = cursor.group();
    const words = { name, at, visibility, to: cursor.at };
    if (!isImpl)
      items.push({
        kind: 'struct',
        generics: NO_GENERICS,
        shape: 'unit',
        fields: [],
        ...declaration(tokens, lead, words),
      });
    items.push(flagsImpl(tokens, lead, group, words));
  }
  return items;
}

function flagsImpl(tokens: Tokens, lead: Lead, body: Range, words: { name: string; at: number; to: number }): Item {
  const items: Item[] = [];
  for (const cursor = new Cursor(tokens, body.from, body.to); !cursor.ended; ) {
    const own = readLead(tokens, cursor.at, body.to);
    cursor.at = own.range.to;
    if (!cursor.take('const')) break;
    const at = cursor.at;
    const name = cursor.name();
    const value = cursor.take('=') ? { value: cursor.expression() } : {};
    cursor.take(';');
    if (name === '_') continue;
    const place = { name, at, visibility: { kind: 'public' } as const, to: cursor.at };
    items.push({
      kind: 'const',
      mutable: false,
      generics: NO_GENERICS,
      type: NOTHING,
      ...value,
      ...declaration(tokens, own, place),
    });
  }
  const place = { ...words, name: '', visibility: { kind: 'private' } as const };
  const self = { from: words.at, to: words.at + 1 };
  const fixed = { kind: 'impl', unsafe: false, generics: NO_GENERICS, negative: false } as const;
  return { ...fixed, self, items, body, ...declaration(tokens, lead, place) };
}

/** Whether a macro call is here: a path, `!`, and a delimiter, or a name and a delimiter, as in `macro_rules! a {…}`. */
export function beginsCall(tokens: Tokens, afterPath: number): boolean {
  if (kindAt(tokens, afterPath) !== Punct.Not) return false;
  return isOpen(kindAt(tokens, afterPath + 1));
}

/** Whether this is `name! other { … }`, as for `macro_rules` and some older macros. */
export function isNamedCall(tokens: Tokens, not: number): boolean {
  return kindAt(tokens, not + 1) === Kind.Ident && isOpen(kindAt(tokens, not + 2));
}
