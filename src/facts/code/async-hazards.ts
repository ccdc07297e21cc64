/** Mistakes in async code: blocking calls, std guards held over an await, and lost results of tasks. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem, RustFile } from '../../rust/model.js';
import { columnAt, inside, isClose, isText, isWord, kindAt, lineAt, matchAt, tokenText } from '../../rust/tokens.js';
import { Kind, Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { ASYNC, asyncRanges, findBlockingCalls, opensAtOnce, waitsForCommand } from './blocking.js';
import { activeItems, eachToken, functionFacts, isActive } from './functions.js';
import { heldGuards } from './held-guards.js';
import { fullPath, readPathWords } from './imports.js';

export interface AsyncHazard {
  readonly kind: 'blocking' | 'guard' | 'lost-result';
  /** The function that blocks, or the name of the guard. */
  readonly subject?: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const SPAWN = searchWords('spawn');
const RESULT = searchWords('Result');
const RW_LOCK = searchWords('RwLock');

/** Whether library code has async functions or blocks at all. */
export function hasAsyncCode(library: readonly LibraryFile[]): boolean {
  return library.some(source => asyncRanges(source.file).some(range => isActive(source, range.from - 1)));
}

/**
 * The crate's async functions whose output is a `Result`, or an alias of one: `name` of a function, `.name` of a method. A name
 * that another function has too is left out.
 */
export function fallibleTasks(library: readonly LibraryFile[]): ReadonlySet<string> {
  const tasks = library.flatMap(({ file }) => (mentions(file.tokens, ASYNC) ? tasksIn(file) : []));
  if (tasks.length === 0) return new Set();
  const aliases = new Set([
    ...RESULT.words,
    ...library.flatMap(({ file }) => (mentions(file.tokens, RESULT) ? aliasesOfResult(file) : [])),
  ]);
  const fallible = new Set(tasks.filter(({ gives }) => aliases.has(gives)).map(({ name }) => name));
  for (const name of sharedNames(fallible, library)) fallible.delete(name);
  return fallible;
}

/** The asynchronous functions of a file, with the name of the type that each gives. */
const tasksIn = memo((file: RustFile): readonly { readonly name: string; readonly gives: string }[] =>
  functionFacts(file).flatMap(({ fn }) => {
    if (!fn.async) return [];
    const { words } = readPathWords(file.tokens, fn.returns.from, fn.returns.to);
    return [{ name: calledAs(fn), gives: words.at(-1) ?? '' }];
  }),
);

function calledAs({ name, receiver }: FnItem): string {
  return receiver === undefined ? name : `.${name}`;
}

/** Those of the names that several functions have. */
function sharedNames(names: ReadonlySet<string>, library: readonly LibraryFile[]): ReadonlySet<string> {
  const asked = searchWords(Array.from(names, name => name.replace('.', '')));
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { file } of library)
    for (const name of mentions(file.tokens, asked) ? functionNames(file) : []) {
      if (!names.has(name)) continue;
      if (seen.has(name)) shared.add(name);
      seen.add(name);
    }
  return shared;
}

const functionNames = memo((file: RustFile): readonly string[] => functionFacts(file).map(({ fn }) => calledAs(fn)));

const aliasesOfResult = memo((file: RustFile): readonly string[] =>
  activeItems(file).flatMap(item => {
    if (item.kind !== 'type' || !item.value) return [];
    return RESULT.has(readPathWords(file.tokens, item.value.from, item.value.to).words.at(-1) ?? '') ? [item.name] : [];
  }),
);

/** Whether the code speaks of `RwLock`: only then `read()` and `write()` are taken for a lock's. */
export function namesRwLock(library: readonly LibraryFile[]): boolean {
  return library.some(({ file: { tokens } }) => {
    if (!mentions(tokens, RW_LOCK)) return false;
    for (let at = 0; at < tokens.count; at += 1) if (RW_LOCK.isAt(tokens, at)) return true;
    return false;
  });
}

/**
 * The hazards of one file's library code, in order.
 *
 * @param fallible see `fallibleTasks`
 * @param readWrite see `namesRwLock`
 */
export function findHazards(source: LibraryFile, fallible: ReadonlySet<string>, readWrite = true): AsyncHazard[] {
  const { file } = source;
  const held = mentions(file.tokens, ASYNC) ? (readWrite ? heldWithReadWrite : heldByLock)(source) : [];
  const tasks = mentions(file.tokens, SPAWN) ? droppedTasks(source) : [];
  const lost = tasks.filter(({ task }) => givesResult(file, task, fallible));
  if (held.length + lost.length === 0) return [];
  return [...held, ...lost.map(({ hazard }) => hazard)].sort((a, b) => a.line - b.line || a.column - b.column);
}

const heldWithReadWrite = memo((source: LibraryFile) => heldUp(source, true));
const heldByLock = memo((source: LibraryFile) => heldUp(source, false));

/** What blocks other tasks: blocking calls, and guards held over an `.await`. */
function heldUp(source: LibraryFile, readWrite: boolean): readonly AsyncHazard[] {
  const { file } = source;
  const out: AsyncHazard[] = [];
  const found = (at: number, hazard: Pick<AsyncHazard, 'kind' | 'subject' | 'message'>) => {
    if (isActive(source, at)) out.push(hazardAt(source, at, hazard));
  };
  for (const range of asyncRanges(file)) {
    if (!isActive(source, range.from - 1)) continue;
    const calls = findBlockingCalls(file, range);
    const waits = calls.some(({ what }) => what.startsWith('std::process')) && waitsForCommand(file, range);
    for (const call of calls.filter(({ what }) => !opensAtOnce(what) && (waits || !what.startsWith('std::process'))))
      found(call.at, {
        kind: 'blocking',
        subject: call.what,
        message: `\`${call.what}\` blocks the thread of other tasks: ${insteadOf(call.what)}`,
      });
    for (const { at, name } of heldGuards(file, range, readWrite)) {
      const words = name === undefined ? 'a guard without a name' : `\`${name}\``;
      found(at, {
        kind: 'guard',
        ...(name === undefined ? {} : { subject: name }),
        message: `${words} holds a std lock over an \`.await\`: drop the guard before, or use a lock of the runtime`,
      });
    }
  }
  return out;
}

function hazardAt(
  { file, path }: LibraryFile,
  at: number,
  hazard: Pick<AsyncHazard, 'kind' | 'subject' | 'message'>,
): AsyncHazard {
  return { ...hazard, path, line: lineAt(file.tokens, at), column: columnAt(file.tokens, at) };
}

function insteadOf(what: string): string {
  if (what === 'std::thread::sleep') return "use the runtime's `sleep`";
  if (what.startsWith('std::fs')) return 'use `tokio::fs` or `spawn_blocking`';
  return 'await instead, or use `spawn_blocking`';
}

function isOpening(kind: number): boolean {
  return kind === Punct.ParenOpen || kind === Punct.BracketOpen || kind === Punct.BraceOpen;
}

/** A task that is spawned and dropped, and the hazard that it is where it gives a `Result`. */
interface DroppedTask {
  readonly task: Range;
  readonly hazard: AsyncHazard;
}

const droppedTasks = memo((source: LibraryFile): readonly DroppedTask[] => {
  const found: DroppedTask[] = [];
  const message = 'the task returns a `Result` that nobody sees: keep its handle, or log the error in the task';
  eachToken(source, at => {
    const task = droppedTask(source.file, at);
    if (task) found.push({ task, hazard: hazardAt(source, at, { kind: 'lost-result', message }) });
  });
  return found;
});

/** `tokio::spawn(async { …? … });` as a statement of its own, or as `let _ =`: its handle is dropped at once. */
function droppedTask(file: RustFile, at: number): Range | undefined {
  const { tokens } = file;
  if (!isWord(tokens, at) || isText(tokens, at - 1, '::') || isText(tokens, at - 1, '.')) return undefined;
  // A word without a path is `spawn` itself, or none of these.
  if (kindAt(tokens, at + 1) !== Kind.PathSep && !SPAWN.isAt(tokens, at)) return undefined;
  const { words, next } = readPathWords(tokens, at, tokens.count);
  if (!SPAWN.has(words.at(-1) ?? '') || kindAt(tokens, next) !== Punct.ParenOpen) return undefined;
  if (!/^(tokio|tokio::task|async_std::task|smol)::spawn$/.test(fullPath(file, words))) return undefined;
  const close = matchAt(tokens, next);
  const isDropped =
    close > next &&
    kindAt(tokens, close + 1) === Punct.Semicolon &&
    (startsStatement(file, at) || isDiscarded(file, at));
  return isDropped ? { from: next + 1, to: close } : undefined;
}

function startsStatement({ tokens }: RustFile, at: number): boolean {
  return [Punct.Semicolon, Punct.BraceOpen, Punct.BraceClose].includes(kindAt(tokens, at - 1) as never);
}

function isDiscarded({ tokens }: RustFile, at: number): boolean {
  return kindAt(tokens, at - 1) === Punct.Equals && isText(tokens, at - 2, '_');
}

function givesResult({ tokens }: RustFile, task: Range, fallible: ReadonlySet<string>): boolean {
  let open = task.from;
  if (isText(tokens, open, 'async')) {
    open += isText(tokens, open + 1, 'move') ? 2 : 1;
    return kindAt(tokens, open) === Punct.BraceOpen && blockGivesResult(tokens, inside(tokens, open));
  }
  // `spawn(run(x))` or `spawn(this.run())`
  const call = matchAt(tokens, task.to - 1);
  if (kindAt(tokens, task.to - 1) !== Punct.ParenClose || call < task.from) return false;
  return fallible.has((kindAt(tokens, call - 2) === Punct.Dot ? '.' : '') + tokenText(tokens, call - 1));
}

/** It ends in `Ok(…)` or uses `?` outside closures and inner async blocks; one that ends in an `Option` gives that. */
function blockGivesResult(tokens: RustFile['tokens'], block: Range): boolean {
  const end = block.to - 1;
  const call = kindAt(tokens, end) === Punct.ParenClose ? matchAt(tokens, end) - 1 : end;
  if (isText(tokens, call, 'Some') || isText(tokens, call, 'None')) return false;
  let last = block.from;
  for (let at = block.from; at < block.to; at += 1) {
    // What stands behind a value hands its error on; `error!(?error)` shows one.
    const isBehind = isWord(tokens, at - 1) || isClose(kindAt(tokens, at - 1));
    if (kindAt(tokens, at) === Punct.Question && isBehind) return true;
    if (kindAt(tokens, at) === Punct.Or || isText(tokens, at, '||') || isText(tokens, at, 'async')) {
      // A closure or an inner block: its `?` is its own.
      let open = at + 1;
      while (
        open < block.to &&
        ![Punct.BraceOpen, Punct.Semicolon, Punct.Comma, Punct.ParenClose].includes(kindAt(tokens, open) as never)
      )
        open += 1;
      if (kindAt(tokens, open) === Punct.BraceOpen) at = Math.max(at, matchAt(tokens, open));
      else at = Math.max(at, open - 1);
    }
    if (kindAt(tokens, at) === Punct.Semicolon) last = at + 1;
    else if (isOpening(kindAt(tokens, at)) && at < block.to) last = Math.min(last, at);
  }
  return (
    isText(tokens, last, 'Ok') ||
    (kindAt(tokens, block.to - 1) === Punct.ParenClose && isText(tokens, matchAt(tokens, block.to - 1) - 1, 'Ok'))
  );
}
