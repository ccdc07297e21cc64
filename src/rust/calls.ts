/** Finds method calls, calls by path, and macro calls in tokens. A query takes time linear in its range, and each file is scanned once. */
import { memo } from '../cache/memo.js';
import { afterTree, inside, isOpen, isText, isWord, kindAt, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { afterTurbofish } from './trees.js';

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

/** Whether a path begins at a token: a word or `::` that does not follow a path or `.`. */
export function pathStart(tokens: Tokens, at: number): boolean {
  const kind = kindAt(tokens, at);
  if (kind !== Kind.Ident && kind !== Kind.RawIdent && kind !== Kind.PathSep) return false;
  const before = kindAt(tokens, at - 1);
  if (before === Punct.Dot) return false;
  if (kind === Kind.PathSep) return !isWord(tokens, at - 1) && before !== Punct.Greater && isWord(tokens, at + 1);
  return before !== Kind.PathSep || !isWord(tokens, at - 2);
}

/** The token of the last word of the path that begins at a token. */
export function endOfPath(tokens: Tokens, from: number): number {
  let last = kindAt(tokens, from) === Kind.PathSep ? from + 1 : from;
  for (;;) {
    const behind = afterTurbofish(tokens, last + 1, tokens.count);
    if (kindAt(tokens, behind) !== Kind.PathSep || !isWord(tokens, behind + 1)) return last;
    last = behind + 1;
  }
}

/** The words of a path from its first token to its last word. A leading `::` is an empty first word. */
export function pathWords(tokens: Tokens, from: number, last: number): string[] {
  const leading = kindAt(tokens, from) === Kind.PathSep;
  const path = leading ? [''] : [];
  for (let at = leading ? from + 1 : from; at <= last; at = afterTurbofish(tokens, at + 1, tokens.count) + 1)
    path.push(wordAt(tokens, at));
  return path;
}
const NO_CALLS = new Set(
  'if while match return in let else for loop move as mut ref fn where break await yield impl dyn pub crate'.split(' '),
);

export function isDeclaration(tokens: Tokens, from: number, path: readonly string[]): boolean {
  return (path.length === 1 && NO_CALLS.has(path[0] ?? '')) || isText(tokens, from - 1, 'fn');
}
