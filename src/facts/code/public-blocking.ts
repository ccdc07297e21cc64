/** Blocking calls that public functions come to, followed through the crate's own functions. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile, PublicItem } from '../../rust/crate-model.js';
import type { FnItem, ImplItem, TraitItem } from '../../rust/model.js';
import { methodCalls, pathCalls } from '../../rust/scan.js';
import { columnAt, isText, lineAt } from '../../rust/tokens.js';
import type { Range, Tokens } from '../../rust/tokens-model.js';
import { asyncRangesOf, blockingCallsIn, mayBlock } from './blocking.js';
import { functionsOf, holds, isOn } from './functions.js';
import { lastName } from './trait-impls.js';

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
export function blockingInPublic(
  items: readonly (readonly PublicItem[])[],
  library: readonly LibraryFile[],
): PublicBlocking[] {
  if (!library.some(blocks)) return [];
  const functions = library.flatMap(ownFunctions);
  const byName = new Map<string, Own[]>();
  const byItem = new Map<FnItem, Own>();
  for (const own of functions) {
    const key = keyOf(own.fn.name, own.type);
    const known = byName.get(key);
    if (known) known.push(own);
    else byName.set(key, [own]);
    byItem.set(own.fn, own);
  }
  const found = new Map<string, PublicBlocking>();
  for (const { item, path } of items.flat()) {
    const own = item?.kind === 'fn' ? byItem.get(item) : undefined;
    if (own) follow(own, path, byName, found, new Set(), 0);
  }
  return [...found.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

/** Whether a function of a file blocks by itself: else nobody comes to one. */
function blocks(source: LibraryFile): boolean {
  return mayBlock(source.file) && ownFunctions(source).some(own => blockingOf(own).length > 0);
}

/** Functions are found by their name and the type that they belong to. */
function keyOf(name: string, type: string | undefined): string {
  return type === undefined ? name : `${type}::${name}`;
}

const ownFunctions = memo((source: LibraryFile): readonly Own[] =>
  functionsOf(source.file).flatMap(({ fn, owner, hidden }) => {
    if (!fn.body || hidden || !isOn(source, fn.range.from)) return [];
    const drop = owner?.kind === 'impl' && owner.trait !== undefined && lastName(source.file, owner.trait) === 'Drop';
    return [{ source, fn, body: fn.body, type: owner && typeOf(source, owner), drop }];
  }),
);

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
  for (const each of blockingOf(own)) {
    const key = `${each.path}\0${each.line}\0${each.what}`;
    if (!found.has(key)) found.set(key, { ...each, by });
  }
  for (const { free, typed } of callsOf(own)) {
    const [one, other] = [only(free, byName), only(typed, byName)];
    if (one === 'many' || other === 'many' || (one && other)) continue;
    const callee = one ?? other;
    if (callee) follow(callee, by, byName, found, seen, depth + 1);
  }
}

/** The function of a key: of several it is not certain which is called. */
function only(key: string | undefined, byName: ReadonlyMap<string, readonly Own[]>): Own | 'many' | undefined {
  const all = key === undefined ? undefined : byName.get(key);
  return all && all.length > 1 ? 'many' : all?.[0];
}

/** Where a function blocks by itself. */
const blockingOf = memo((own: Own): readonly Omit<PublicBlocking, 'by'>[] => {
  const { source, body } = own;
  const { file, path } = source;
  const { tokens } = file;
  const here = notOffloaded(tokens, body);
  return blockingCallsIn(file, body)
    .filter(({ at, kind }) => kind !== 'io' || asyncRangesOf(file).some(range => holds(range, at)))
    .filter(({ at }) => isOn(source, at) && here(at))
    .map(({ at, what }) => ({ path, line: lineAt(tokens, at), column: columnAt(tokens, at), what }));
});

/** The functions that a function calls by itself, by their keys. */
const callsOf = memo((own: Own): readonly { readonly free?: string; readonly typed?: string }[] => {
  const { source, body } = own;
  const { tokens } = source.file;
  const here = notOffloaded(tokens, body);
  const byPath = pathCalls(tokens, body)
    .filter(({ at }) => here(at))
    .map(({ name, path: words }) => {
      const owner = words.at(-2) === 'Self' ? own.type : words.at(-2);
      return {
        ...(isType(owner) ? {} : { free: keyOf(name, undefined) }),
        ...(owner === undefined ? {} : { typed: keyOf(name, owner) }),
      };
    });
  const onSelf = methodCalls(tokens, body)
    .filter(({ at }) => isText(tokens, at - 2, 'self') && !isText(tokens, at - 3, '.') && here(at))
    .flatMap(({ name }) => (own.type === undefined ? [] : [{ typed: keyOf(name, own.type) }]));
  return [...byPath, ...onSelf];
});

function isType(name: string | undefined): boolean {
  return name !== undefined && /^[A-Z]/.test(name);
}

const OFFLOADED = /^(spawn_blocking|block_in_place|unblock|asyncify)$/;

/** Tells what is not handed to another thread: what stands outside of the arguments of `spawn_blocking` and of `thread::spawn`. */
function notOffloaded(tokens: Tokens, body: Range): (at: number) => boolean {
  const offloaded = pathCalls(tokens, body)
    .filter(({ path }) => OFFLOADED.test(path.at(-1) ?? '') || /(^|::)thread::spawn$/.test(path.join('::')))
    .map(({ args }) => args);
  return at => !offloaded.some(range => holds(range, at));
}
