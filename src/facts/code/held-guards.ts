/**
 * Guards of std's locks that are held over an `.await`. A guard is what `lock()`, `read()` or `write()` gives once its `Result` is
 * opened: std's locks alone give one. It is held by a name until its block ends, it is dropped or given away; without a name
 * until its statement ends.
 */
import type { RustFile } from '../../rust/model.js';
import { afterTree, isClose, isOpen, isText, isWord, kindAt, matchAt, tokenText } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';

/** Where a guard is taken that an `.await` meets; `name` is absent if it has none. */
export interface HeldGuard {
  readonly at: number;
  readonly name?: string;
}

/** How far a guard is followed, in tokens; blocks are not longer in practice. */
const FARTHEST = 1_500;

const LOCK = searchWords('lock');
const READ_WRITE = searchWords('read write');
/** Methods that give a guard. */
const GUARDS = searchWords(LOCK.words, READ_WRITE.words);
const AWAIT = searchWords('await');

/** @param readWrite whether `read()` and `write()` may be those of a lock: the crate knows `RwLock` */
export function heldGuards({ tokens }: RustFile, range: Range, readWrite: boolean): HeldGuard[] {
  const out: HeldGuard[] = [];
  if (!mentions(tokens, GUARDS) || !mentions(tokens, AWAIT)) return out;
  const ends: number[] = [range.to];
  for (let at = range.from; at < range.to; at += 1) {
    while (ends.length > 1 && at >= (ends.at(-1) ?? 0)) ends.pop();
    if (kindAt(tokens, at) === Punct.BraceOpen && matchAt(tokens, at) > at) ends.push(matchAt(tokens, at));
    const blockEnd = ends.at(-1) ?? 0;
    const named = isText(tokens, at, 'let') ? namedGuard(tokens, at, blockEnd, readWrite) : undefined;
    if (named && awaitsBeforeDrop(tokens, named.scope, tokenText(tokens, named.name)))
      out.push({ at: named.name, name: tokenText(tokens, named.name) });
    const opened = lockCall(tokens, at, readWrite);
    if (opened !== undefined && awaitsInStatement(tokens, at, opened, blockEnd)) out.push({ at });
  }
  return out;
}

/** `.lock().unwrap()` and the like, from the dot before it; gives the token behind it. */
function lockCall(tokens: Tokens, dot: number, readWrite: boolean): number | undefined {
  const opened = lockResult(tokens, dot, readWrite);
  if (opened === undefined || kindAt(tokens, opened) !== Punct.Dot) return undefined;
  if (!['unwrap', 'expect', 'unwrap_or_else'].includes(tokenText(tokens, opened + 1))) return undefined;
  return kindAt(tokens, opened + 2) === Punct.ParenOpen ? afterTree(tokens, opened + 2, tokens.count) : undefined;
}

/** `.lock()`, `.read()`, `.write()`, without an argument; gives the token behind it. */
function lockResult(tokens: Tokens, dot: number, readWrite: boolean): number | undefined {
  if (kindAt(tokens, dot) !== Punct.Dot || kindAt(tokens, dot + 2) !== Punct.ParenOpen) return undefined;
  if (kindAt(tokens, dot + 3) !== Punct.ParenClose) return undefined;
  const name = tokenText(tokens, dot + 1);
  return LOCK.has(name) || (readWrite && READ_WRITE.has(name)) ? dot + 4 : undefined;
}

/** The guard that a `let` names, and for how long: `let g = m.lock().unwrap();`, `if let Ok(g) = m.lock() { … }`. */
function namedGuard(
  tokens: Tokens,
  at: number,
  blockEnd: number,
  readWrite: boolean,
): { readonly name: number; readonly scope: Range } | undefined {
  const isOk = isText(tokens, at + 1, 'Ok') && kindAt(tokens, at + 2) === Punct.ParenOpen;
  let name = at + (isOk ? 3 : 1);
  if (isText(tokens, name, 'mut')) name += 1;
  if (kindAt(tokens, name) !== Kind.Ident || tokenText(tokens, name) === '_') return undefined;
  let equals = isOk ? name + 2 : name + 1;
  if (kindAt(tokens, equals) === Punct.Colon)
    while (equals < blockEnd && ![Punct.Equals, Punct.Semicolon].includes(kindAt(tokens, equals) as never)) equals += 1;
  if (kindAt(tokens, equals) !== Punct.Equals) return undefined;
  const lock = lastCall(tokens, equals + 1, blockEnd, readWrite, isOk);
  if (lock === undefined) return undefined;
  const kind = kindAt(tokens, lock);
  const conditional = isText(tokens, at - 1, 'if') || isText(tokens, at - 1, 'while');
  if (kind === Punct.BraceOpen && conditional)
    return { name, scope: { from: lock + 1, to: Math.min(blockEnd, afterTree(tokens, lock, blockEnd)) } };
  const isElse = isText(tokens, lock, 'else');
  if (conditional || !(kind === Punct.Semicolon || isElse)) return undefined;
  return { name, scope: { from: isElse ? afterTree(tokens, lock + 1, blockEnd) : lock, to: blockEnd } };
}

/**
 * The token behind a chain of names, calls and fields that ends in a lock that was opened (`result`: that was not). What
 * has an operator before it, such as a copy (`*m.lock().unwrap()`), is no guard.
 */
function lastCall(tokens: Tokens, from: number, to: number, readWrite: boolean, result: boolean): number | undefined {
  let at = from;
  while (at < to) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Dot) {
      const end = result ? lockResult(tokens, at, readWrite) : lockCall(tokens, at, readWrite);
      if (end !== undefined && ![Punct.Dot, Punct.Question].includes(kindAt(tokens, end) as never)) return end;
    }
    const isLink = isWord(tokens, at) || kind === Punct.Dot || kind === Kind.PathSep || kind === Kind.Number;
    if (kind === Punct.ParenOpen || kind === Punct.BracketOpen) at = afterTree(tokens, at, to);
    else if ((isLink && !isText(tokens, at, 'else')) || kind === Punct.Question) at += 1;
    else return undefined;
  }
  return undefined;
}

function awaitsBeforeDrop(tokens: Tokens, { from, to }: Range, name: string): boolean {
  for (let at = from; at < Math.min(to, from + FARTHEST); at += 1) {
    if (kindAt(tokens, at) !== Kind.Ident) continue;
    if (isText(tokens, at, name) && isGivenAway(tokens, at)) return false;
    if (AWAIT.isAt(tokens, at) && kindAt(tokens, at - 1) === Punct.Dot) return true;
    at = Math.max(at, asyncBlockEnd(tokens, at));
  }
  return false;
}

/** `drop(guard)`, `inspect(guard)`: it goes with the call. */
function isGivenAway(tokens: Tokens, at: number): boolean {
  return (
    kindAt(tokens, at - 1) === Punct.ParenOpen && kindAt(tokens, at + 1) === Punct.ParenClose && isWord(tokens, at - 2)
  );
}

/** The end of an async block that begins at a token: it runs elsewhere, or when it is awaited itself. */
function asyncBlockEnd(tokens: Tokens, at: number): number {
  if (!isText(tokens, at, 'async')) return -1;
  const open = isText(tokens, at + 1, 'move') ? at + 2 : at + 1;
  return kindAt(tokens, open) === Punct.BraceOpen ? matchAt(tokens, open) : -1;
}

/** A guard without a name lives as long as its statement, in the head of a `match`, `if let` or `for` as long as its body. */
function awaitsInStatement(tokens: Tokens, lock: number, from: number, to: number): boolean {
  let within = openerOf(tokens, lock);
  for (let at = from; at < Math.min(to, from + FARTHEST); at += 1) {
    const kind = kindAt(tokens, at);
    if (kind === Punct.Semicolon || kind === Kind.AndAnd || kind === Kind.OrOr) return false;
    if (AWAIT.isAt(tokens, at) && kindAt(tokens, at - 1) === Punct.Dot) return true;
    if (kind === Punct.Comma && kindAt(tokens, within) === Punct.BraceOpen) return false;
    if (isClose(kind)) {
      if (kind === Punct.BraceClose || within < 0 || isClosure(tokens, within + 1, lock)) return false;
      within = openerOf(tokens, within);
    } else if (kind === Punct.BraceOpen)
      // Before the block of `let … else` runs, what its head made is gone.
      return (
        !isText(tokens, at - 1, 'else') &&
        keepsTemporaries(tokens, lock, within) &&
        hasAwait(tokens, { from: at + 1, to: afterTree(tokens, at, to) })
      );
    else if (isOpen(kind)) at = afterTree(tokens, at, to) - 1;
    else at = Math.max(at, asyncBlockEnd(tokens, at));
  }
  return false;
}

/** The delimiter that encloses a token; -1 if there is none. */
function openerOf(tokens: Tokens, at: number): number {
  for (let before = at - 1; before >= Math.max(0, at - FARTHEST); before -= 1) {
    const kind = kindAt(tokens, before);
    if (isOpen(kind)) return before;
    if (isClose(kind) && matchAt(tokens, before) >= 0) before = matchAt(tokens, before);
  }
  return -1;
}

/** An argument that is a closure runs by itself: its guard ends with it. */
function isClosure(tokens: Tokens, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1)
    if (kindAt(tokens, at) === Punct.Or || kindAt(tokens, at) === Kind.OrOr) return true;
  return false;
}

/** `match HEAD {`, `if let P = HEAD {`, `while let`, `for x in HEAD {`; not `if HEAD {` and `while HEAD {`. */
function keepsTemporaries(tokens: Tokens, lock: number, within: number): boolean {
  for (let at = lock - 1; at > within && at > lock - 200; at -= 1) {
    if (isClose(kindAt(tokens, at))) at = Math.max(0, matchAt(tokens, at));
    else if (isText(tokens, at, 'match') || isText(tokens, at, 'in') || isText(tokens, at, 'let')) return true;
    else if (isText(tokens, at, 'if') || isText(tokens, at, 'while')) return false;
  }
  return false;
}

function hasAwait(tokens: Tokens, { from, to }: Range): boolean {
  for (let at = from; at < Math.min(to, from + FARTHEST); at += 1) {
    if (AWAIT.isAt(tokens, at) && kindAt(tokens, at - 1) === Punct.Dot) return true;
    at = Math.max(at, asyncBlockEnd(tokens, at));
  }
  return false;
}
