/** Calls that block a thread, and the ranges of a file that are asynchronous. */
import { memo } from '../memo.js';
import type { RustFile } from '../rust/model.js';
import { inside, isText, isWord, kindAt, tokenText } from '../rust/tokens.js';
import { Punct, type Range } from '../rust/tokens-model.js';
import { functionsOf } from './functions.js';
import { fullPath, wordsAt } from './imports.js';

export interface BlockingCall {
  readonly at: number;
  /** As it is known: `std::thread::sleep`. */
  readonly what: string;
  /** Blocks whoever calls; `io` (files and processes) is of concern in asynchronous code only. */
  readonly kind: 'always' | 'io';
}

const ALWAYS = [
  /^std::thread::sleep$/,
  /^std::net::(TcpStream|TcpListener|UdpSocket)::\w+$/,
  /^reqwest::blocking::/,
  /^(ureq|minreq|attohttpc)::(get|post|put|delete|patch|head|request|agent|Agent)\b/,
  /(^|::)block_on$/,
];
const IO = [/^std::fs::/, /^std::process::Command::(new|output|status)$/];

/** Where work is handed to a thread that may block. */
const OFFLOADED = /^(spawn_blocking|block_in_place|unblock|asyncify|spawn_blocking_with_tracing)$/;

/** The blocking calls of a range, those inside of `spawn_blocking` and the like left aside. */
export function blockingCallsIn(file: RustFile, range: Range): BlockingCall[] {
  const { tokens } = file;
  const calls: BlockingCall[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    if (!isWord(tokens, at) || isText(tokens, at - 1, '::')) continue;
    if (isText(tokens, at - 1, '.')) {
      if (isText(tokens, at, 'block_on') && kindAt(tokens, at + 1) === Punct.ParenOpen)
        calls.push({ at, what: 'block_on', kind: 'always' });
      continue;
    }
    const { words, next } = wordsAt(tokens, at, range.to);
    const last = words.at(-1) ?? '';
    if (kindAt(tokens, next) !== Punct.ParenOpen) {
      at = Math.max(at, next - 1);
      continue;
    }
    const path = fullPath(file, words);
    const handsOver = OFFLOADED.test(last) || /^(std::thread|thread)::(spawn|scope|Builder)/.test(path);
    if (handsOver) at = Math.max(at, (tokens.match[next] as number) - 1);
    else {
      const kind = ALWAYS.some(pattern => pattern.test(path))
        ? 'always'
        : IO.some(pattern => pattern.test(path))
          ? 'io'
          : undefined;
      if (kind) calls.push({ at, what: path, kind });
      at = Math.max(at, next - 1);
    }
  }
  return calls;
}

/** The asynchronous ranges of a file: bodies of async functions, async blocks and closures, outermost only, in order. */
export const asyncRangesOf = memo((file: RustFile): readonly Range[] => {
  const { tokens } = file;
  const ranges: Range[] = functionsOf(file).flatMap(({ fn }) => (fn.async && fn.body ? [fn.body] : []));
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokenText(tokens, at) !== 'async' || !isWord(tokens, at)) continue;
    let open = isText(tokens, at + 1, 'move') ? at + 2 : at + 1;
    if (kindAt(tokens, open) === Punct.Or || isText(tokens, open, '||')) {
      while (
        open < tokens.count &&
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
