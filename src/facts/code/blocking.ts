/** Calls that block a thread, and the ranges of a file that are asynchronous. */
import { memo } from '../../cache/memo.js';
import { methodCalls } from '../../rust/calls.js';
import { Cursor } from '../../rust/cursor.js';
import type { RustFile } from '../../rust/model.js';
import { afterTree, inside, isText, isWord, kindAt, matchAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { readUse } from '../../rust/use-tree.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { functionFacts } from './functions.js';
import { fullPath, type SoughtPath, readPathWords } from './imports.js';

export interface BlockingCall {
  readonly at: number;
  /** As it is known: `std::thread::sleep`. */
  readonly what: string;
  /** Blocks its caller. `io` (files and processes) matters only in asynchronous code. */
  readonly kind: 'always' | 'io';
}

const ALWAYS: readonly SoughtPath[] = [
  { words: 'thread', path: /^std::thread::sleep$/ },
  // A socket in another form was opened elsewhere.
  { words: 'net', path: /^std::net::(?:TcpStream|TcpListener|UdpSocket)::(?!from(?:_|$))\w+$/ },
  { words: 'reqwest', path: /^reqwest::blocking::/ },
  {
    words: 'ureq minreq attohttpc',
    path: /^(ureq|minreq|attohttpc)::(get|post|put|delete|patch|head|request|agent|Agent)\b/,
  },
  { words: 'block_on', path: /(^|::)block_on$/ },
];
/** The most tokens of a signature, a `use`, or a closure. */
const LONGEST = 500;
const IO: readonly SoughtPath[] = [
  { words: 'fs', path: /^std::fs::/ },
  { words: 'process', path: /^std::process::Command::(new|output|status)$/ },
];
/** Values of `std::fs` that touch no file: a mode, times, an open file in another form. */
const VALUES = /^std::fs::(?:Permissions|FileTimes)::|^std::fs::File::from/;
/** What opens a file only at the end of its chain. */
const OPTIONS = /^std::fs::(?:OpenOptions|DirBuilder|File)::(?:new|options)$/;

const BLOCKING = searchWords(...[...ALWAYS, ...IO].map(({ words }) => words));
const WRITTEN = new RegExp(`\\b(?:${BLOCKING.words.join('|')})\\b`);

/** Whether a file has a word that every such call, or the `use` that brings it, has. */
export function mayBlock(file: RustFile): boolean {
  return mentions(file.tokens, BLOCKING) && hasWord(file);
}

const hasWord = memo(({ tokens }: RustFile): boolean => WRITTEN.test(tokens.text));

/** Functions that pass work to a thread that may block. */
const OFFLOADED = /^(spawn_blocking|block_in_place|unblock|asyncify|spawn_blocking_with_tracing)$/;
const THREADS =
  /^(?:std::)?thread::(?:spawn|scope|Builder)|^rayon::(?:spawn|spawn_fifo|scope|join)$|(?:^|::)web::block$/;
/** Methods of threads, pools and scopes that take a closure. */
const POOLED = /^(spawn|spawn_fifo|spawn_unchecked|spawn_scoped|execute|install|submit)$/;

/** The blocking calls of a range, except those inside `spawn_blocking` and similar functions. */
export function findBlockingCalls(file: RustFile, range: Range): BlockingCall[] {
  if (!mayBlock(file)) return [];
  const { tokens } = file;
  const calls: BlockingCall[] = [];
  const local = localNames(tokens, range);
  const aside = handedOver(tokens, range);
  for (let at = range.from; at < range.to; at += 1) {
    at = Math.max(at, aside.get(at) ?? innerFunction(tokens, at, range.to) ?? at);
    if (!isWord(tokens, at) || isText(tokens, at - 1, '::')) continue;
    if (isText(tokens, at - 1, '.')) {
      if (takesClosure(tokens, at)) at = Math.max(at, matchAt(tokens, at + 1) - 1);
      else if (isText(tokens, at, 'block_on') && kindAt(tokens, at + 1) === Punct.ParenOpen)
        calls.push({ at, what: 'block_on', kind: 'always' });
      continue;
    }
    const { words, next } = readPathWords(tokens, at, range.to);
    if (kindAt(tokens, next) !== Punct.ParenOpen) {
      at = Math.max(at, next - 1);
      continue;
    }
    const path = meaning(file, words, local);
    if (isHandingOver(path)) at = Math.max(at, matchAt(tokens, next) - 1);
    else {
      const kind = kindOf(tokens, path, next);
      if (kind) calls.push({ at, what: path, kind });
      at = Math.max(at, next - 1);
    }
  }
  return calls;
}

/** Sockets of std that are opened without waiting. */
export function opensAtOnce(path: string): boolean {
  return /^std::net::(TcpListener|UdpSocket)::bind$/.test(path);
}

/** Whether a range waits for a command: its name only creates one. */
export function waitsForCommand({ tokens }: RustFile, range: Range): boolean {
  return methodCalls(tokens, range).some(
    ({ name, next }) => /^(output|status|wait|wait_with_output)$/.test(name) && !isText(tokens, next + 1, 'await'),
  );
}

/** Whether a function hands the closure that it is given to a thread that may block: `spawn_blocking`, `std::thread::spawn`. */
export function isHandingOver(path: string): boolean {
  return OFFLOADED.test(path.slice(path.lastIndexOf(':') + 1)) || THREADS.test(path);
}

/** What a call that opens its parentheses at `open` blocks, if it does. */
function kindOf(tokens: Tokens, path: string, open: number): BlockingCall['kind'] | undefined {
  if (ALWAYS.some(each => each.path.test(path))) return 'always';
  if (!IO.some(each => each.path.test(path)) || VALUES.test(path)) return undefined;
  return OPTIONS.test(path) && !opensIn(tokens, open) ? undefined : 'io';
}

/** `….open(p)` or `….create(p)` in the chain of calls that begins with these parentheses. */
function opensIn(tokens: Tokens, open: number): boolean {
  for (let at = open; kindAt(tokens, at) === Punct.ParenOpen; at += 2) {
    at = afterTree(tokens, at, tokens.count);
    if (kindAt(tokens, at) !== Punct.Dot) return false;
    if (isText(tokens, at + 1, 'open') || isText(tokens, at + 1, 'create')) {
      // `create(true)` is an option of its own.
      if (!isText(tokens, at + 3, 'true') && !isText(tokens, at + 3, 'false')) return true;
    }
  }
  return false;
}

/** `runtime.spawn_blocking(…)`, and `pool.spawn(move || …)`: code that is not a future runs on its own thread. */
function takesClosure(tokens: Tokens, at: number): boolean {
  if (kindAt(tokens, at + 1) !== Punct.ParenOpen) return false;
  const name = wordAt(tokens, at);
  return OFFLOADED.test(name) || (POOLED.test(name) && isClosure(tokens, at + 2));
}

function isClosure(tokens: Tokens, at: number): boolean {
  if (kindAt(tokens, at) === Punct.BraceOpen) return endsInClosure(tokens, inside(tokens, at));
  const bar = isText(tokens, at, 'move') ? at + 1 : at;
  return kindAt(tokens, bar) === Punct.Or || isText(tokens, bar, '||');
}

/** `{ let mine = ours.clone(); move || … }`. */
function endsInClosure(tokens: Tokens, { from, to }: Range): boolean {
  let last = from;
  for (let at = from; at < to; at = afterTree(tokens, at, to)) {
    if (kindAt(tokens, at) === Punct.Semicolon) last = at + 1;
    else if (at === last && at > from && isClosure(tokens, at)) return true;
  }
  return false;
}

/** The end of a function inside the range that is not async itself: it blocks only its callers. */
function innerFunction(tokens: Tokens, at: number, to: number): number | undefined {
  if (!isText(tokens, at, 'fn') || !isWord(tokens, at + 1)) return undefined;
  if (isText(tokens, at - 1, 'async') || (isText(tokens, at - 1, 'unsafe') && isText(tokens, at - 2, 'async')))
    return undefined;
  let open = at + 1;
  while (open < to && kindAt(tokens, open) !== Punct.BraceOpen && kindAt(tokens, open) !== Punct.Semicolon) open += 1;
  return kindAt(tokens, open) === Punct.BraceOpen ? afterTree(tokens, open, to) - 1 : open;
}

/** Closures with a name that is given to `spawn_blocking` or the like: the token where each begins, and its end. */
function handedOver(tokens: Tokens, range: Range): ReadonlyMap<number, number> {
  const closures = new Map<string, { readonly from: number; readonly to: number }>();
  const aside = new Map<number, number>();
  for (let at = range.from; at < range.to; at += 1) {
    if (isText(tokens, at, 'let') && kindAt(tokens, at + 2) === Punct.Equals && isClosure(tokens, at + 3)) {
      let end = at + 3;
      const last = Math.min(range.to, at + LONGEST);
      while (end < last && kindAt(tokens, end) !== Punct.Semicolon) end = afterTree(tokens, end, range.to);
      closures.set(wordAt(tokens, at + 1), { from: at + 3, to: end - 1 });
    }
    const given = isWord(tokens, at) && kindAt(tokens, at + 1) === Punct.ParenOpen && isWord(tokens, at + 2);
    if (!given || kindAt(tokens, at + 3) !== Punct.ParenClose) continue;
    const name = wordAt(tokens, at);
    const closure = closures.get(wordAt(tokens, at + 2));
    if (closure && (OFFLOADED.test(name) || POOLED.test(name))) aside.set(closure.from, closure.to);
  }
  return aside;
}

/** What the range's own `use` items bring, which comes before those of the file. */
function localNames(tokens: Tokens, range: Range): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (let at = range.from; at < range.to; at += 1) {
    if (!isText(tokens, at, 'use') || !isWord(tokens, at + 1) || isText(tokens, at - 1, '.')) continue;
    let end = at + 1;
    while (end < Math.min(range.to, at + LONGEST) && kindAt(tokens, end) !== Punct.Semicolon) end += 1;
    for (const leaf of readUse(new Cursor(tokens, at + 1, end)) ?? []) if (!leaf.glob) names.set(leaf.as, leaf.path);
  }
  return names;
}

function meaning(file: RustFile, words: readonly string[], local: ReadonlyMap<string, readonly string[]>): string {
  const [first = '', ...rest] = words;
  const own = local.get(first);
  return own ? [...own.filter(Boolean), ...rest].join('::') : fullPath(file, words);
}

/** The asynchronous ranges of a file: bodies of async functions, async blocks and closures, outermost only, in order. */
export function asyncRanges(file: RustFile): readonly Range[] {
  return mentions(file.tokens, ASYNC) ? readAsyncRanges(file) : NO_RANGES;
}

/** Without it nothing in a file is asynchronous. */
export const ASYNC = searchWords('async');
const NO_RANGES: readonly Range[] = [];

const readAsyncRanges = memo((file: RustFile): readonly Range[] => {
  const { tokens } = file;
  const ranges: Range[] = functionFacts(file).flatMap(({ fn }) => (fn.async && fn.body ? [fn.body] : []));
  for (let at = 0; at < tokens.count; at += 1) {
    if (!ASYNC.isAt(tokens, at)) continue;
    let open = isText(tokens, at + 1, 'move') ? at + 2 : at + 1;
    // An async function inside a body is not an item of the file.
    const fn = isText(tokens, open, 'unsafe') ? open + 1 : open;
    if (kindAt(tokens, open) === Punct.Or || isText(tokens, open, '||') || isText(tokens, fn, 'fn')) {
      while (
        open < Math.min(tokens.count, at + LONGEST) &&
        kindAt(tokens, open) !== Punct.BraceOpen &&
        kindAt(tokens, open) !== Punct.Semicolon
      )
        open += 1;
    }
    if (kindAt(tokens, open) === Punct.BraceOpen) ranges.push(inside(tokens, open));
  }
  ranges.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = -1;
  return ranges.filter(range => {
    const isOutermost = range.from >= end;
    if (isOutermost) end = range.to;
    return isOutermost;
  });
});
