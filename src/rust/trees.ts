/** Walks token trees: paths, commas, and angle brackets. The time of each function is linear in the tokens that it visits. */
import { afterTree, isOpen, isText, isWord, kindAt, matchAt, tokenText } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

/** Splits a range at commas outside of delimiters. A trailing comma adds no part. */
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

/** The path that begins at `at`, without spaces (`tokio::test`), and the index after it. */
export function readPath(tokens: Tokens, at: number, to: number): { path: string; next: number } {
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

/** The index after the `>` that closes the `<` at `at`; -1 if none does before `;`, the end of the group, or `to`. */
export function afterAngles(tokens: Tokens, at: number, to: number): number {
  const close = matchAt(tokens, at);
  return close > at && close < to ? close + 1 : -1;
}

/** Like `splitCommas`, for types and generics: commas inside `<…>` do not split either. */
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

/** The index after the token, group, or `<…>` at `at`, in a type. */
export function afterType(tokens: Tokens, at: number, to: number): number {
  const kind = kindAt(tokens, at);
  if (isOpen(kind)) return afterTree(tokens, at, to);
  if (kind !== Punct.Less) return at + 1;
  const after = afterAngles(tokens, at, to);
  return after < 0 ? at + 1 : after;
}

/**
 * The first token from `at` that is outside of delimiters and `<…>` and that `wanted` accepts; `to` if there is none. Skips braces inside
 * `<…>`, which are const arguments (`Foo<{ N }>`).
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

/** Splits a range at `+` outside of delimiters. */
export function splitPlus(tokens: Tokens, { from, to }: Range): Range[] {
  const parts: Range[] = [];
  for (let at = from; at < to; ) {
    const end = findInType(tokens, at, to, kind => kind === Punct.Plus);
    if (end > at) parts.push({ from: at, to: end });
    at = end + 1;
  }
  return parts;
}

/** The words that begin an item at the start of a line, where reading resumes after code that was not understood. */
const BEGINNINGS = new Set(
  'pub fn struct enum trait impl mod use static type unsafe extern macro_rules const async union'.split(' '),
);

/** The index at which the next item can begin: after the next `;` or `{…}`, or at a line that begins with an item's keyword. */
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

/** Whether only whitespace precedes the token on its line. */
function startsLine(tokens: Tokens, at: number): boolean {
  if (at === 0) return true;
  const gap = tokens.text.slice(tokens.end[at - 1], tokens.start[at]);
  return gap.includes('\n');
}

/** The index after `::<…>`. The same index if there is none. */
export function afterTurbofish(tokens: Tokens, at: number, to: number): number {
  if (kindAt(tokens, at) !== Kind.PathSep || kindAt(tokens, at + 1) !== Punct.Less) return at;
  const after = afterAngles(tokens, at + 1, to);
  return after < 0 ? at : after;
}
