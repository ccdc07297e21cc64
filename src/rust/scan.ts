/**
 * Reads facts about function bodies from tokens: calls, macro calls, blocks, statements, and comments. The time of each function is linear
 * in its range.
 */
import { memo } from '../cache/memo.js';
import {
  afterTree,
  endAt,
  inside,
  isClose,
  isOpen,
  isText,
  isWord,
  kindAt,
  lineOfOffset,
  matchAt,
  startAt,
  wordAt,
} from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { afterAngles } from './trees.js';

/** `receiver.name::<T>(args)`. */
export interface MethodCall {
  readonly name: string;
  /** The first token: the dot, or the first token of the path. */
  readonly from: number;
  /** The token of the name. */
  readonly at: number;
  readonly args: Range;
  /** The token after the closing parenthesis. */
  readonly next: number;
}

/** `a::b::name::<T>(args)`; also the constructor of a tuple struct or variant. */
export interface PathCall extends MethodCall {
  /** `['std', 'mem', 'forget']`. A leading `::` is an empty first segment. */
  readonly path: readonly string[];
}

/** `path::name!(…)`; `args` are the tokens of the macro's input. */
export type MacroCall = PathCall;

/** The method calls in a range, including nested ones, in order. */
export function methodCalls(tokens: Tokens, range: Range): readonly MethodCall[] {
  return callsWithin(tokens, allCalls(tokens).methods, range);
}

/** The calls by path in a range, including nested ones. Declarations (`fn name(…)`) and keywords do not count. */
export function pathCalls(tokens: Tokens, range: Range): readonly PathCall[] {
  return callsWithin(tokens, allCalls(tokens).paths, range);
}

/** The macro calls in a range, including those inside the tokens of another. */
export function macroCalls(tokens: Tokens, range: Range): readonly MacroCall[] {
  return callsWithin(tokens, allCalls(tokens).macros, range);
}

interface Calls {
  readonly methods: readonly MethodCall[];
  readonly paths: readonly PathCall[];
  readonly macros: readonly MacroCall[];
}

/** Every call of a file, in the order of their first tokens. Found in one pass for all ranges. */
const allCalls: (tokens: Tokens) => Calls = memo(tokens => {
  const methods: MethodCall[] = [];
  const paths: PathCall[] = [];
  const macros: MacroCall[] = [];
  const { count, kind } = tokens;
  for (let at = 0; at < count; ) {
    const each = kind[at] ?? 0;
    if (each === Punct.Dot && isWord(tokens, at + 1)) {
      const open = afterTurbofish(tokens, at + 2, count);
      if (kindAt(tokens, open) === Punct.ParenOpen)
        methods.push({ name: wordAt(tokens, at + 1), from: at, at: at + 1, ...readGroup(tokens, open) });
      at += 2;
      continue;
    }
    if (!pathStart(tokens, at)) {
      at += 1;
      continue;
    }
    const last = endOfPath(tokens, at);
    const open = afterTurbofish(tokens, last + 1, count);
    const behind = kindAt(tokens, open);
    if (behind === Punct.ParenOpen) {
      const path = pathWords(tokens, at, last);
      const name = path.at(-1) ?? '';
      if (!isDeclaration(tokens, at, path)) paths.push({ name, path, from: at, at: last, ...readGroup(tokens, open) });
    } else if (behind === Punct.Not && open === last + 1 && isOpen(kindAt(tokens, open + 1))) {
      const path = pathWords(tokens, at, last);
      macros.push({ name: path.at(-1) ?? '', path, from: at, at: last, ...readGroup(tokens, open + 1) });
    }
    at = last + 1;
  }
  return { methods, paths, macros };
});

function readGroup(tokens: Tokens, open: number): { readonly args: Range; readonly next: number } {
  return { args: inside(tokens, open), next: afterTree(tokens, open, tokens.count) };
}

/** The calls whose start and opening parenthesis are in a range. */
function callsWithin<C extends Pick<MethodCall, 'from' | 'args' | 'next'>>(
  tokens: Tokens,
  calls: readonly C[],
  { from, to }: Range,
): readonly C[] {
  if (from === 0 && to === tokens.count) return calls;
  const found: C[] = [];
  for (let i = firstCallFrom(calls, from); i < calls.length; i += 1) {
    const call = calls[i] as C;
    const { args, next } = call;
    if (call.from >= to) break;
    if (args.from > to) continue;
    const whole = args.to <= to && next <= to;
    found.push(
      whole ? call : { ...call, args: { from: args.from, to: Math.min(args.to, to) }, next: Math.min(next, to) },
    );
  }
  return found;
}

/** The index of the first call that begins at or after a token. */
function firstCallFrom(calls: readonly { readonly from: number }[], at: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle] as { from: number }).from < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

function afterTurbofish(tokens: Tokens, at: number, to: number): number {
  if (kindAt(tokens, at) !== Kind.PathSep || kindAt(tokens, at + 1) !== Punct.Less) return at;
  const after = afterAngles(tokens, at + 1, to);
  return after < 0 ? at : after;
}

/** Whether a path begins at a token: a word or `::` that does not follow a path or `.`. */
function pathStart(tokens: Tokens, at: number): boolean {
  const kind = kindAt(tokens, at);
  if (kind !== Kind.Ident && kind !== Kind.RawIdent && kind !== Kind.PathSep) return false;
  const before = kindAt(tokens, at - 1);
  if (before === Punct.Dot) return false;
  if (kind === Kind.PathSep) return !isWord(tokens, at - 1) && before !== Punct.Greater && isWord(tokens, at + 1);
  return before !== Kind.PathSep || !isWord(tokens, at - 2);
}

/** The token of the last word of the path that begins at a token. */
function endOfPath(tokens: Tokens, from: number): number {
  let last = kindAt(tokens, from) === Kind.PathSep ? from + 1 : from;
  for (;;) {
    const behind = afterTurbofish(tokens, last + 1, tokens.count);
    if (kindAt(tokens, behind) !== Kind.PathSep || !isWord(tokens, behind + 1)) return last;
    last = behind + 1;
  }
}

/** The words of a path from its first token to its last word. A leading `::` is an empty first word. */
function pathWords(tokens: Tokens, from: number, last: number): string[] {
  const leading = kindAt(tokens, from) === Kind.PathSep;
  const path = leading ? [''] : [];
  for (let at = leading ? from + 1 : from; at <= last; at = afterTurbofish(tokens, at + 1, tokens.count) + 1)
    path.push(wordAt(tokens, at));
  return path;
}

const NO_CALLS = new Set(
  'if while match return in let else for loop move as mut ref fn where break await yield impl dyn pub crate'.split(' '),
);

function isDeclaration(tokens: Tokens, from: number, path: readonly string[]): boolean {
  return (path.length === 1 && NO_CALLS.has(path[0] ?? '')) || isText(tokens, from - 1, 'fn');
}

function afterClosureHead(tokens: Tokens, at: number, to: number): number {
  if (kindAt(tokens, at) === Kind.OrOr) return at + 1;
  let next = at + 1;
  while (next < to && kindAt(tokens, next) !== Punct.Or) next = afterTree(tokens, next, to);
  return next + 1;
}
