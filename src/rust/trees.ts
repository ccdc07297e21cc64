/** Walking token trees: paths, commas, angle brackets. All linear in the tokens passed over. */
import { afterTree, isOpen, isText, isWord, kindAt, matchAt, tokenText } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

/** The parts of a range between commas that no delimiter holds. A trailing comma adds none. */
export function splitCommas(tokens: Tokens, range: Range): Range[] {
  const parts: Range[] = [];
  let from = range.from;
  for (let at = range.from; at < range.to; ) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Comma) {
      if (at > from) parts.push({ from, to: at });
      from = at + 1;
    }
    at = isOpen(kind) ? afterTree(tokens, at, range.to) : at + 1;
  }
  if (range.to > from) parts.push({ from, to: range.to });
  return parts;
}

/** A path as written from `at`, without spaces (`tokio::test`), and the index after it. */
export function pathAt(tokens: Tokens, at: number, to: number): { path: string; next: number } {
  let next = at;
  let path = '';
  let separated = true;
  if (isText(tokens, next, '$')) next += 1;
  for (; next < to; next += 1) {
    const separates = kindAt(tokens, next) === Kind.PathSep;
    if (!separates && !(separated && isWord(tokens, next))) break;
    path += tokenText(tokens, next);
    separated = separates;
  }
  return { path, next };
}

/** After the `>` that closes the `<` at `at`; -1 where none does before `;`, the end of the group or `to`. */
export function afterAngles(tokens: Tokens, at: number, to: number): number {
  const close = matchAt(tokens, at);
  return close > at && close < to ? close + 1 : -1;
}

/** As `splitCommas`, for types and generics: commas inside `<…>` do not split either. */
export function splitTypes(tokens: Tokens, range: Range): Range[] {
  const parts: Range[] = [];
  let from = range.from;
  for (let at = range.from; at < range.to; ) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Comma) {
      if (at > from) parts.push({ from, to: at });
      from = at + 1;
      at += 1;
    } else at = afterType(tokens, at, range.to);
  }
  if (range.to > from) parts.push({ from, to: range.to });
  return parts;
}

/** After the token, group or `<…>` at `at`, as types are written. */
export function afterType(tokens: Tokens, at: number, to: number): number {
  const kind = kindAt(tokens, at);
  if (isOpen(kind)) return afterTree(tokens, at, to);
  if (kind !== Punct.Less) return at + 1;
  const after = afterAngles(tokens, at, to);
  return after < 0 ? at + 1 : after;
}

/**
 * The first token from `at` that no delimiter and no `<…>` holds and that `wanted` accepts; `to` where there is none.
 * Braces inside `<…>` are const arguments (`Foo<{ N }>`), and passed over.
 */
export function findInType(
  tokens: Tokens,
  at: number,
  to: number,
  wanted: (kind: number, at: number) => boolean,
): number {
  for (let next = at; next < to; next = afterType(tokens, next, to))
    if (wanted(kindAt(tokens, next), next)) return next;
  return to;
}

/** The parts of a range between `+` that no delimiter holds. */
export function splitPlus(tokens: Tokens, { from, to }: Range): Range[] {
  const parts: Range[] = [];
  for (let at = from; at < to; ) {
    const end = findInType(tokens, at, to, kind => kind === Punct.Plus);
    if (end > at) parts.push({ from: at, to: end });
    at = end + 1;
  }
  return parts;
}

/** The words that begin an item when a line begins with them: where reading goes on after what was not understood. */
const BEGINNINGS = new Set(
  'pub fn struct enum trait impl mod use static type unsafe extern macro_rules const async union'.split(' '),
);

/** Where an item may begin again: after the next `;` or `{…}`, or at a line that begins with an item's word. */
export function resync(tokens: Tokens, at: number, to: number): number {
  for (let next = at; next < to; ) {
    const kind = kindAt(tokens, next);
    if (kind === Punct.Semicolon) return next + 1;
    if (next > at && kind === Kind.Ident && startsLine(tokens, next) && BEGINNINGS.has(tokenText(tokens, next)))
      return next;
    if (next > at && kind === Punct.Pound && startsLine(tokens, next)) return next;
    const after = isOpen(kind) ? afterTree(tokens, next, to) : next + 1;
    if (kind === Punct.BraceOpen && tokens.match[next] !== -1) return after;
    next = after;
  }
  return to;
}

/** Whether only white space is between the line's beginning and the token. */
function startsLine(tokens: Tokens, at: number): boolean {
  if (at === 0) return true;
  const gap = tokens.text.slice(tokens.end[at - 1], tokens.start[at]);
  return gap.includes('\n');
}
