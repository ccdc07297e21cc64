/** Finds the code of a file that is not library code in a build, and the files that it refers to besides its `mod` items. Depends only on the file. */
import { memo } from '../cache/memo.js';
import { readLead } from './attributes.js';
import { TEST_MARKS } from './cfg.js';
import type { Off } from './crate-model.js';
import { CFG_MACROS } from './macro-calls.js';
import { type Attribute, type Item, itemsInside, type RustFile } from './model.js';
import { afterTree, inside, isOpen, isText, isWord, kindAt, matchAt, stringValue, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { mentionedWords, mightMention, searchWords } from './vocabulary.js';

/** Tells whether and why attributes exclude code from a build. */
export type OffReason = (attributes: readonly Attribute[]) => Off['why'] | undefined;

const MOD = searchWords('mod');
const INCLUDE = searchWords('include');

/** The ranges that attributes of the file, of items, fields, statements, or expressions turn off, sorted. */
export function offRanges(file: RustFile, offReason: OffReason): readonly Off[] {
  const { tokens, items } = file;
  const whole = offReason(file.attributes);
  if (whole) return [{ from: 0, to: tokens.count, why: whole }];
  const found: Off[] = [];
  const marks = mentionedWords(tokens, OFF_MARKS);
  if (marks.length === 0) return found;
  const { kind, count } = tokens;
  for (let at = kind.indexOf(Punct.Pound); at >= 0; at = kind.indexOf(Punct.Pound, at)) {
    if (kindAt(tokens, at + 1) !== Punct.BracketOpen || !isMarked(tokens, at, marks)) {
      at += 1;
      continue;
    }
    const lead = readLead(tokens, at, count);
    const next = Math.max(lead.range.to, at + 1);
    const why = offReason(lead.attributes);
    // For an item, all of it is off. In bodies and macro calls, the code up to `;`, `,`, or the end of a block is off.
    const off = why && (attributedItem(items, at)?.range ?? { from: at, to: endOfAttributed(tokens, next) });
    if (off) found.push({ ...off, why });
    // Nested code is off too.
    at = Math.max(next, off?.to ?? 0);
  }
  // The predicates of these branches are not attributes.
  if (mightMention(tokens, CFG_MACROS)) offItems(items, offReason, found);
  return mergeRanges(found);
}

function offItems(items: readonly Item[], offReason: OffReason, out: Off[]): void {
  for (const item of items) {
    const why = offReason(item.attributes);
    if (why) out.push({ from: item.range.from, to: item.range.to, why });
    else offItems(itemsInside(item), offReason, out);
  }
}

/** The item whose attribute begins at a token. */
function attributedItem(items: readonly Item[], at: number): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as Item).range.to <= at) low = middle + 1;
    else high = middle;
  }
  const item = items[low];
  if (!item || item.range.from > at) return undefined;
  if (at < item.lead.to) return item;
  return attributedItem(itemsInside(item), at);
}

/** The last path segments of attributes that can exclude code. */
const OFF_MARKS = searchWords(['cfg', 'cfg_attr', 'unsafe', ...TEST_MARKS]);

/** Whether one of the attributes that begin here has one of these segments. Most attributes derive or document. */
function isMarked(tokens: Tokens, from: number, marks: readonly string[]): boolean {
  for (let at = from; kindAt(tokens, at) === Punct.Pound && kindAt(tokens, at + 1) === Punct.BracketOpen; ) {
    const close = matchAt(tokens, at + 1);
    if (close < 0) return true;
    let last = kindAt(tokens, at + 2) === Kind.PathSep ? at + 3 : at + 2;
    while (kindAt(tokens, last + 1) === Kind.PathSep) last += 2;
    for (const mark of marks) if (isText(tokens, last, mark)) return true;
    for (at = close + 1; kindAt(tokens, at) === Kind.DocOuter; ) at += 1;
  }
  return false;
}

function endOfAttributed(tokens: Tokens, from: number): number {
  const declares = isText(tokens, from, 'let') || isText(tokens, from, 'use') || isText(tokens, from, 'const');
  for (let at = from; at < tokens.count; ) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Semicolon || kind === Punct.Comma) return at + 1;
    if (kind === Punct.ParenClose || kind === Punct.BracketClose || kind === Punct.BraceClose) return at;
    const after = isOpen(kind) ? afterTree(tokens, at, tokens.count) : at + 1;
    if (kind === Punct.BraceOpen && !declares && !isText(tokens, after, 'else') && kindAt(tokens, after) !== Punct.Dot)
      return kindAt(tokens, after) === Punct.Comma ? after + 1 : after;
    at = after;
  }
  return tokens.count;
}

/** Sorts the ranges and removes nested ones. */
function mergeRanges(ranges: readonly Off[]): Off[] {
  const sorted = [...ranges].sort((a, b) => a.from - b.from || b.to - a.to);
  const out: Off[] = [];
  for (const each of sorted) {
    const last = out.at(-1);
    if (!last || each.from >= last.to) out.push(each);
    else if (each.to > last.to) out.push({ ...each, from: last.to });
  }
  return out;
}

/** The file of `include!("x.rs")`. `manifest` tells whether the path is relative to `CARGO_MANIFEST_DIR`. */
export interface Included {
  readonly path: string;
  readonly manifest: boolean;
}

/** The file that the literal arguments of an `include!` name; undefined if a build script creates it. */
export function includedFile(tokens: Tokens, body: Range): Included | undefined {
  const whole = body.to === body.from + 1 || kindAt(tokens, body.from + 1) === Punct.Comma;
  const literal = whole ? stringValue(tokens, body.from) : undefined;
  if (literal !== undefined) return { path: literal, manifest: false };
  if (!isText(tokens, body.from, 'concat')) return undefined;
  const parts: string[] = [];
  let manifest = false;
  for (let at = body.from + 3; at < body.to; at += 1) {
    if (isText(tokens, at, 'env') && stringValue(tokens, at + 3) === 'CARGO_MANIFEST_DIR') {
      manifest = true;
      at += 4;
    } else if (kindAt(tokens, at) === Kind.Str || kindAt(tokens, at) === Kind.RawStr)
      parts.push(stringValue(tokens, at) ?? '');
    else if (isWord(tokens, at)) return undefined;
  }
  return manifest ? { path: parts.join('').replace(/^\/+/, ''), manifest } : undefined;
}

/** A `mod x;` that is found by its tokens: in a function, or in a macro call whose items are unknown. */
export interface LooseMod {
  readonly name: string;
  readonly path?: string;
  readonly at: number;
}

export interface Loose {
  readonly mods: readonly LooseMod[];
  readonly includes: readonly (Included & { readonly at: number })[];
}

/** Every `mod x;` and `include!` in the file. */
export const looseModules: (file: RustFile) => Loose = memo(file => {
  const { tokens } = file;
  const mods: LooseMod[] = [];
  const includes: Loose['includes'][number][] = [];
  const { kind } = tokens;
  if (mightMention(tokens, MOD))
    for (let end = kind.indexOf(Punct.Semicolon); end >= 0; end = kind.indexOf(Punct.Semicolon, end + 1)) {
      const at = end - 2;
      if (!MOD.isAt(tokens, at) || !isWord(tokens, at + 1)) continue;
      const path = pathAttributeBefore(tokens, at);
      mods.push({ name: wordAt(tokens, at + 1), at, ...(path === undefined ? {} : { path }) });
    }
  if (mightMention(tokens, INCLUDE))
    for (let bang = kind.indexOf(Punct.Not); bang >= 0; bang = kind.indexOf(Punct.Not, bang + 1)) {
      const at = bang - 1;
      if (!INCLUDE.isAt(tokens, at) || !isOpen(kindAt(tokens, at + 2))) continue;
      const named = includedFile(tokens, inside(tokens, at + 2));
      if (named) includes.push({ ...named, at });
    }
  return { mods, includes };
});

/** The value of a `#[path = "…"]` directly before a `mod`. */
function pathAttributeBefore(tokens: Tokens, at: number): string | undefined {
  for (let before = at - 1; before >= 0 && before > at - 12; before -= 1) {
    if (isText(tokens, before, 'path') && kindAt(tokens, before + 1) === Punct.Equals)
      return stringValue(tokens, before + 2);
    const kind = kindAt(tokens, before);
    if (kind === Punct.Semicolon || kind === Punct.BraceClose || kind === Punct.BraceOpen) return undefined;
  }
  return undefined;
}
