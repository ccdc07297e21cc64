/**
 * Reads facts about function bodies from tokens: arguments, statements, blocks, and comments. The time of each function is linear
 * in its range.
 */
import { afterTree, endAt, inside, isClose, isText, kindAt, lineOfOffset, matchAt, startAt, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { afterTurbofish } from './trees.js';

/** Splits arguments, or the elements of any list, at commas. Commas in `a::<B, C>` do not split. */
export function splitArguments(tokens: Tokens, range: Range): Range[] {
  const parts: Range[] = [];
  let from = range.from;
  for (let at = range.from; at < range.to; ) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Comma) {
      if (at > from) parts.push({ from, to: at });
      from = at + 1;
    }
    const after = afterTurbofish(tokens, at, range.to);
    at = after > at ? after : afterTree(tokens, at, range.to);
  }
  if (range.to > from) parts.push({ from, to: range.to });
  return parts;
}

/** Splits the inside of a block into statements. A statement ends at `;`, or at the end of a block that begins it. */
export function splitStatements(tokens: Tokens, range: Range): Range[] {
  const found: Range[] = [];
  let from = range.from;
  for (let at = range.from; at < range.to; ) {
    const kind = kindAt(tokens, at);
    const after = afterTree(tokens, at, range.to);
    const ends = kind === Punct.Semicolon || (kind === Punct.BraceOpen && endsStatement(tokens, from, after, range.to));
    if (ends) {
      found.push({ from, to: after });
      from = after;
    }
    at = after;
  }
  if (from < range.to) found.push({ from, to: range.to });
  return found;
}

/** The keywords of statements that end with a block and do not need a `;`. */
const BLOCK_WORDS = new Set(
  'if match for while loop unsafe async const fn struct enum impl trait mod union extern pub'.split(' '),
);

function endsStatement(tokens: Tokens, from: number, after: number, to: number): boolean {
  if (after >= to) return true;
  const first = kindAt(tokens, from);
  const blockLike =
    first === Punct.BraceOpen ||
    first === Kind.Lifetime ||
    first === Punct.Pound ||
    BLOCK_WORDS.has(wordAt(tokens, from));
  if (!blockLike || isText(tokens, after, 'else')) return false;
  const next = kindAt(tokens, after);
  return next !== Punct.Dot && next !== Punct.Question && next !== Punct.BraceOpen;
}

/** The blocks after a word, as in `unsafe { … }` and `loop { … }`: the token of the word and the tokens inside the braces. */
export function* blocksAfter(tokens: Tokens, range: Range, word: string): Generator<{ at: number; body: Range }> {
  for (let at = range.from; at + 1 < range.to; at += 1)
    if (tokens.kind[at] === Kind.Ident && kindAt(tokens, at + 1) === Punct.BraceOpen && isText(tokens, at, word))
      yield { at, body: inside(tokens, at + 1, range.to) };
}

/** The bodies of `async {`, `async move {`, and `async |x| …`, with the token of `async`. The body of a closure without braces is its expression. */
export function* asyncBlocks(tokens: Tokens, range: Range): Generator<{ at: number; body: Range }> {
  for (let at = range.from; at + 1 < range.to; at += 1) {
    if (tokens.kind[at] !== Kind.Ident || !isText(tokens, at, 'async')) continue;
    let next = isText(tokens, at + 1, 'move') ? at + 2 : at + 1;
    const closure = kindAt(tokens, next) === Kind.OrOr || kindAt(tokens, next) === Punct.Or;
    if (closure) next = afterClosureHead(tokens, next, range.to);
    if (kindAt(tokens, next) === Punct.BraceOpen) yield { at, body: inside(tokens, next, range.to) };
    else if (closure) yield { at, body: { from: next, to: endOfExpression(tokens, next, range.to) } };
  }
}

/** The indexes of `await` in each `.await` of a range. */
export function* awaits(tokens: Tokens, range: Range): Generator<number> {
  for (let at = range.from + 1; at < range.to; at += 1)
    if (tokens.kind[at] === Kind.Ident && tokens.kind[at - 1] === Punct.Dot && isText(tokens, at, 'await')) yield at;
}

/** The end of the expression that begins at a token: the next `,` or `;` outside of groups, or the end of the enclosing group. */
export function endOfExpression(tokens: Tokens, from: number, to: number): number {
  for (let at = from; at < to; at = afterTree(tokens, at, to)) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Comma || kind === Punct.Semicolon || (matchAt(tokens, at) < at && isClose(kind))) return at;
  }
  return to;
}

/** The comments between the previous token and this one, as they are written, in order. */
export function commentsBefore(tokens: Tokens, at: number): { readonly text: string; readonly line: number }[] {
  const from = at > 0 ? endAt(tokens, at - 1) : 0;
  return commentsBetween(tokens, from, at < tokens.count ? startAt(tokens, at) : tokens.text.length);
}

/** The comments between the first and the last token of a range, in order. */
export function commentsIn(tokens: Tokens, range: Range): { readonly text: string; readonly line: number }[] {
  if (range.from >= range.to) return commentsBefore(tokens, range.from);
  const from = range.from > 0 ? endAt(tokens, range.from - 1) : 0;
  const to = range.to < tokens.count ? startAt(tokens, range.to) : tokens.text.length;
  return commentsBetween(tokens, from, to);
}

/** The comments that begin between two offsets. */
function commentsBetween(tokens: Tokens, from: number, to: number): { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  const { comments } = tokens;
  for (let i = firstComment(tokens, from); i < comments.count && (comments.start[i] ?? 0) < to; i += 1) {
    const start = comments.start[i] ?? 0;
    found.push({ text: tokens.text.slice(start, comments.end[i]), line: lineOfOffset(tokens, start) });
  }
  return found;
}

/** The index of the first comment that begins at or after an offset. */
function firstComment(tokens: Tokens, offset: number): number {
  const { start, count } = tokens.comments;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function afterClosureHead(tokens: Tokens, at: number, to: number): number {
  if (kindAt(tokens, at) === Kind.OrOr) return at + 1;
  let next = at + 1;
  while (next < to && kindAt(tokens, next) !== Punct.Or) next = afterTree(tokens, next, to);
  return next + 1;
}
