/** Blocking calls that public functions come to, followed through the crate's own functions. */
import type { LibraryFile, PublicItem } from '../rust/crate-model.js';
import type { FnItem, ImplItem, TraitItem } from '../rust/model.js';
import { methodCalls, pathCalls } from '../rust/scan.js';
import { columnAt, isText, lineAt } from '../rust/tokens.js';
import type { Range } from '../rust/tokens-model.js';
import { asyncRangesOf, blockingCallsIn } from './blocking.js';
import { functionsOf, holds, isOn } from './functions.js';
import { lastName } from './types.js';

export interface PublicBlocking {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The call, as it is known. */
  readonly what: string;
  /** A public function that comes here. */
  readonly by: string;
}

interface Own {
  readonly source: LibraryFile;
  readonly fn: FnItem;
  readonly body: Range;
  /** The type or trait that it belongs to. */
  readonly type: string | undefined;
  /** `Drop::drop`: nobody awaits it. */
  readonly drop: boolean;
}

/** How far calls are followed. */
const DEEPEST = 6;

/** Each blocking call once, with the first public function that comes to it; by file and line. */
export function blockingInPublic(items: readonly PublicItem[], library: readonly LibraryFile[]): PublicBlocking[] {
  const functions = library.flatMap(ownFunctions);
  const byName = new Map<string, Own[]>();
  for (const own of functions) byName.set(own.fn.name, [...(byName.get(own.fn.name) ?? []), own]);
  const byItem = new Map(functions.map(own => [own.fn, own]));
  const found = new Map<string, PublicBlocking>();
  for (const { item, path } of items) {
    const own = item?.kind === 'fn' ? byItem.get(item) : undefined;
    if (own) follow(own, path, byName, found, new Set(), 0);
  }
  return [...found.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

function ownFunctions(source: LibraryFile): Own[] {
  return functionsOf(source.file).flatMap(({ fn, owner, hidden }) => {
    if (!fn.body || hidden || !isOn(source, fn.body.from)) return [];
    const drop = owner?.kind === 'impl' && owner.trait !== undefined && lastName(source.file, owner.trait) === 'Drop';
    return [{ source, fn, body: fn.body, type: owner && typeOf(source, owner), drop }];
  });
}

function typeOf({ file }: LibraryFile, owner: ImplItem | TraitItem): string {
  return owner.kind === 'trait' ? owner.name : lastName(file, owner.self);
}

function follow(
  own: Own,
  by: string,
  byName: ReadonlyMap<string, readonly Own[]>,
  found: Map<string, PublicBlocking>,
  seen: Set<FnItem>,
  depth: number,
): void {
  if (seen.has(own.fn) || depth > DEEPEST || own.drop) return;
  seen.add(own.fn);
  const { source, body } = own;
  const { file, path } = source;
  const asynchronous = asyncRangesOf(file);
  const offloaded = offloadedRanges(file.tokens, body);
  for (const { at, what, kind } of blockingCallsIn(file, body)) {
    if (kind === 'io' && !asynchronous.some(range => holds(range, at))) continue;
    const line = lineAt(file.tokens, at);
    const key = `${path}\0${line}\0${what}`;
    if (isOn(source, at) && !offloaded.some(range => holds(range, at)) && !found.has(key))
      found.set(key, { path, line, column: columnAt(file.tokens, at), what, by });
  }
  for (const callee of calledBy(own, byName)) follow(callee, by, byName, found, seen, depth + 1);
}

/** Functions of the crate that a body certainly calls: by a name that only one of them has. */
function* calledBy({ source: { file }, body, type }: Own, byName: ReadonlyMap<string, readonly Own[]>): Generator<Own> {
  const offloaded = offloadedRanges(file.tokens, body);
  const on = (at: number) => !offloaded.some(range => holds(range, at));
  for (const { path, at } of pathCalls(file.tokens, body)) {
    const candidates = byName.get(path.at(-1) ?? '') ?? [];
    const owner = path.at(-2) === 'Self' ? type : path.at(-2);
    const fitting = candidates.filter(each => (each.type === undefined ? !isType(owner) : each.type === owner));
    if (fitting.length === 1 && on(at)) yield fitting[0] as Own;
  }
  for (const { name, at } of methodCalls(file.tokens, body)) {
    if (!isText(file.tokens, at - 2, 'self') || isText(file.tokens, at - 3, '.')) continue;
    const fitting = (byName.get(name) ?? []).filter(each => each.type !== undefined && each.type === type);
    if (fitting.length === 1 && on(at)) yield fitting[0] as Own;
  }
}

function isType(name: string | undefined): boolean {
  return name !== undefined && /^[A-Z]/.test(name);
}

const OFFLOADED = /^(spawn_blocking|block_in_place|unblock|asyncify)$/;

/** Where work is handed to another thread: the arguments of `spawn_blocking` and of `thread::spawn`. */
function offloadedRanges(tokens: Own['source']['file']['tokens'], body: Range): Range[] {
  return [...pathCalls(tokens, body)]
    .filter(({ path }) => OFFLOADED.test(path.at(-1) ?? '') || /(^|::)thread::spawn$/.test(path.join('::')))
    .map(({ args }) => args);
}
