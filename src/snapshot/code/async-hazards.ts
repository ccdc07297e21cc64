/** What goes wrong in asynchronous code: blocking calls, std guards held over an await, results of tasks that nobody sees. */
import type { LibraryFile } from '../rust/crate-model.js';
import type { RustFile } from '../rust/model.js';
import { columnAt, inside, isText, isWord, kindAt, lineAt, tokenText } from '../rust/tokens.js';
import { Kind, Punct, type Range } from '../rust/tokens-model.js';
import { asyncRangesOf, blockingCallsIn } from './blocking.js';
import { eachToken, functionsOf, isOn } from './functions.js';
import { fullPath, wordsAt } from './imports.js';

export interface AsyncHazard {
  readonly kind: 'blocking' | 'guard' | 'lost-result';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Whether library code has async functions or blocks at all. */
export function hasAsyncCode(library: readonly LibraryFile[]): boolean {
  return library.some(source => asyncRangesOf(source.file).some(range => isOn(source, range.from)));
}

/** Names of the crate's async functions whose output is a `Result`; a name that another function has too is left out. */
export function fallibleTasks(library: readonly LibraryFile[]): ReadonlySet<string> {
  const fallible = new Map<string, boolean>();
  for (const { file } of library) {
    for (const { fn } of functionsOf(file)) {
      const is =
        fn.async && /^(\w+::)*\w*Result$/.test(wordsAt(file.tokens, fn.returns.from, fn.returns.to).words.join('::'));
      fallible.set(fn.name, is && !fallible.has(fn.name));
    }
  }
  return new Set([...fallible].filter(([, is]) => is).map(([name]) => name));
}

/** Sockets of std that are opened without waiting for anybody. */
const AT_ONCE = /^std::net::(TcpListener|UdpSocket)::bind$/;

/** The hazards of one file's library code, in order. */
export function hazardsIn(source: LibraryFile, fallible: ReadonlySet<string>): AsyncHazard[] {
  const { file, path } = source;
  const { tokens } = file;
  const out: AsyncHazard[] = [];
  const found = (kind: AsyncHazard['kind'], at: number, message: string) => {
    if (isOn(source, at)) out.push({ kind, path, line: lineAt(tokens, at), column: columnAt(tokens, at), message });
  };
  for (const range of asyncRangesOf(file)) {
    if (!isOn(source, range.from)) continue;
    for (const call of blockingCallsIn(file, range).filter(({ what }) => !AT_ONCE.test(what)))
      found('blocking', call.at, `\`${call.what}\` blocks the thread of other tasks: ${insteadOf(call.what)}`);
    for (const { at, name } of heldGuards(file, range)) {
      found(
        'guard',
        at,
        `\`${name}\` holds a std lock over an \`.await\`: drop it before, or use a lock of the runtime`,
      );
    }
  }
  eachToken(source, at => {
    if (isLostResult(file, at, fallible))
      found(
        'lost-result',
        at,
        'the task gives a `Result` that nobody sees: keep its handle, or log the error in the task',
      );
  });
  return out.sort((a, b) => a.line - b.line || a.column - b.column);
}

function insteadOf(what: string): string {
  if (what === 'std::thread::sleep') return 'use the runtime\u2019s `sleep`';
  if (what.startsWith('std::fs')) return 'use `tokio::fs`, or `spawn_blocking`';
  return 'await instead, or use `spawn_blocking`';
}

/** `let guard = ….lock().unwrap();` (or `read`, `write`, `expect`) with an `.await` before the block ends or the guard is dropped. */
function heldGuards(file: RustFile, range: Range): { at: number; name: string }[] {
  const { tokens } = file;
  const out: { at: number; name: string }[] = [];
  const ends: number[] = [range.to];
  for (let at = range.from; at < range.to; at += 1) {
    while (ends.length > 1 && at >= (ends.at(-1) as number)) ends.pop();
    if (kindAt(tokens, at) === Punct.BraceOpen && (tokens.match[at] as number) > at)
      ends.push(tokens.match[at] as number);
    if (!isText(tokens, at, 'let')) continue;
    const name = isText(tokens, at + 1, 'mut') ? at + 2 : at + 1;
    if (
      kindAt(tokens, name) !== Kind.Ident ||
      kindAt(tokens, name + 1) !== Punct.Equals ||
      tokenText(tokens, name) === '_'
    )
      continue;
    const end = statementEnd(file, name + 2, range.to);
    if (isGuard(file, end) && awaitsBeforeDrop(file, end, ends.at(-1) as number, tokenText(tokens, name)))
      out.push({ at: name, name: tokenText(tokens, name) });
  }
  return out;
}

/** The index of the `;` that ends the statement, or `to`. */
function statementEnd({ tokens }: RustFile, from: number, to: number): number {
  let at = from;
  while (at < to && kindAt(tokens, at) !== Punct.Semicolon)
    at = Math.max(at + 1, isOpening(kindAt(tokens, at)) ? (tokens.match[at] as number) + 1 : 0);
  return Math.min(at, to);
}

function isOpening(kind: number): boolean {
  return kind === Punct.ParenOpen || kind === Punct.BracketOpen || kind === Punct.BraceOpen;
}

/** The statement ends in `.lock().unwrap()`, `.read().expect("…")` and the like: std's locks alone give a `Result`. */
function isGuard({ tokens }: RustFile, end: number): boolean {
  if (kindAt(tokens, end - 1) !== Punct.ParenClose) return false;
  const open = tokens.match[end - 1] as number;
  if (
    !['unwrap', 'expect', 'unwrap_or_else'].includes(tokenText(tokens, open - 1)) ||
    kindAt(tokens, open - 2) !== Punct.Dot
  )
    return false;
  if (kindAt(tokens, open - 3) !== Punct.ParenClose || kindAt(tokens, open - 4) !== Punct.ParenOpen) return false;
  return ['lock', 'read', 'write'].includes(tokenText(tokens, open - 5)) && kindAt(tokens, open - 6) === Punct.Dot;
}

function awaitsBeforeDrop({ tokens }: RustFile, from: number, to: number, name: string): boolean {
  for (let at = from; at < to; at += 1) {
    if (isText(tokens, at, 'drop') && isText(tokens, at + 2, name) && kindAt(tokens, at + 1) === Punct.ParenOpen)
      return false;
    if (isText(tokens, at, 'await') && kindAt(tokens, at - 1) === Punct.Dot) return true;
    // An async block that starts here runs elsewhere.
    if (isText(tokens, at, 'async') && (isText(tokens, at + 1, 'move') || kindAt(tokens, at + 1) === Punct.BraceOpen)) {
      const open = isText(tokens, at + 1, 'move') ? at + 2 : at + 1;
      if (kindAt(tokens, open) === Punct.BraceOpen) at = Math.max(at, tokens.match[open] as number);
    }
  }
  return false;
}

/** `tokio::spawn(async { …? … });` as a statement of its own, or as `let _ =`: its handle is dropped at once. */
function isLostResult(file: RustFile, at: number, fallible: ReadonlySet<string>): boolean {
  const { tokens } = file;
  if (!isWord(tokens, at) || isText(tokens, at - 1, '::') || isText(tokens, at - 1, '.')) return false;
  const { words, next } = wordsAt(tokens, at, tokens.count);
  if (words.at(-1) !== 'spawn' || kindAt(tokens, next) !== Punct.ParenOpen) return false;
  if (!/^(tokio|tokio::task|async_std::task|smol)::spawn$/.test(fullPath(file, words))) return false;
  const close = tokens.match[next] as number;
  const dropped =
    close > next &&
    kindAt(tokens, close + 1) === Punct.Semicolon &&
    (startsStatement(file, at) || isDiscarded(file, at));
  return dropped && givesResult(file, { from: next + 1, to: close }, fallible);
}

function startsStatement({ tokens }: RustFile, at: number): boolean {
  return [Punct.Semicolon, Punct.BraceOpen, Punct.BraceClose].includes(kindAt(tokens, at - 1) as never);
}

function isDiscarded({ tokens }: RustFile, at: number): boolean {
  return kindAt(tokens, at - 1) === Punct.Equals && isText(tokens, at - 2, '_') && isText(tokens, at - 3, 'let');
}

function givesResult({ tokens }: RustFile, task: Range, fallible: ReadonlySet<string>): boolean {
  let open = task.from;
  if (isText(tokens, open, 'async')) {
    open += isText(tokens, open + 1, 'move') ? 2 : 1;
    return kindAt(tokens, open) === Punct.BraceOpen && blockGivesResult(tokens, inside(tokens, open));
  }
  // `spawn(run(x))` or `spawn(this.run())`
  const call = tokens.match[task.to - 1] as number;
  return (
    kindAt(tokens, task.to - 1) === Punct.ParenClose && call >= task.from && fallible.has(tokenText(tokens, call - 1))
  );
}

/** It ends in `Ok(…)` or uses `?` outside of closures and inner async blocks. */
function blockGivesResult(tokens: RustFile['tokens'], block: Range): boolean {
  let last = block.from;
  for (let at = block.from; at < block.to; at += 1) {
    if (kindAt(tokens, at) === Punct.Question) return true;
    if (kindAt(tokens, at) === Punct.Or || isText(tokens, at, '||') || isText(tokens, at, 'async')) {
      // A closure or an inner block: its `?` is its own.
      let open = at + 1;
      while (
        open < block.to &&
        ![Punct.BraceOpen, Punct.Semicolon, Punct.Comma, Punct.ParenClose].includes(kindAt(tokens, open) as never)
      )
        open += 1;
      if (kindAt(tokens, open) === Punct.BraceOpen) at = Math.max(at, tokens.match[open] as number);
      else at = Math.max(at, open - 1);
    }
    if (kindAt(tokens, at) === Punct.Semicolon) last = at + 1;
    else if (isOpening(kindAt(tokens, at)) && at < block.to) last = Math.min(last, at);
  }
  return (
    isText(tokens, last, 'Ok') ||
    (kindAt(tokens, block.to - 1) === Punct.ParenClose &&
      isText(tokens, (tokens.match[block.to - 1] as number) - 1, 'Ok'))
  );
}
