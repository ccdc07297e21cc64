/** Types that an `Rc` or `Arc` of theirs can lead back to: such values keep each other in memory forever. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Item, RustFile } from '../../rust/model.js';
import { isText, isWord, kindAt, matchAt, wordAt } from '../../rust/tokens.js';
import { Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { activeItems, isActive } from './functions.js';

/** A type on such a way, where it is declared. */
export interface SharedCycle {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

interface Holding {
  readonly path: string;
  readonly line: number;
  /** Names in its fields' types, but for those behind a `Weak`. */
  readonly all: ReadonlySet<string>;
  /** Those of them that stand inside an `Rc` or `Arc`. */
  readonly shared: ReadonlySet<string>;
}

const SHARING = searchWords('Rc Arc');

/** How many types are followed from one. */
const MOST = 1_000;

/** By name: types with the same name are taken for one. */
export function sharedCycles(library: readonly LibraryFile[]): SharedCycle[] {
  const sharing = library.filter(({ file }) => mentions(file.tokens, SHARING));
  if (!sharing.some(source => holdingsIn(source).some(([, { shared }]) => shared.size > 0))) return [];
  const types = new Map(library.flatMap(holdingsIn));
  return [...types].flatMap(([name, { path, line, shared }]) =>
    shared.size > 0 && leadsTo(name, shared, types) ? [{ name, path, line }] : [],
  );
}

/** What the types of a file hold, by their names. */
const holdingsIn = memo((source: LibraryFile): readonly (readonly [string, Holding])[] =>
  activeItems(source.file)
    .filter(({ kind, range }) => (kind === 'struct' || kind === 'enum') && isActive(source, range.from))
    .map(item => [item.name, holdingOf(source, item)]),
);

function leadsTo(name: string, from: ReadonlySet<string>, types: ReadonlyMap<string, Holding>): boolean {
  const seen = new Set(from);
  for (const each of seen) {
    if (each === name) return true;
    if (seen.size > MOST) return false;
    for (const next of types.get(each)?.all ?? []) seen.add(next);
  }
  return false;
}

function holdingOf({ file, path }: LibraryFile, item: Item): Holding {
  const fields =
    item.kind === 'struct' ? item.fields : item.kind === 'enum' ? item.variants.flatMap(variant => variant.fields) : [];
  const all = new Set<string>();
  const shared = new Set<string>();
  for (const { type } of fields) gather(file, type, all, shared);
  return { path, line: item.line, all, shared };
}

function gather({ tokens }: RustFile, { from, to }: Range, all: Set<string>, shared: Set<string>): void {
  let sharedTo = from;
  for (let at = from; at < to; at += 1) {
    if (!isWord(tokens, at)) continue;
    const close = kindAt(tokens, at + 1) === Punct.Less ? matchAt(tokens, at + 1) : -1;
    if (isText(tokens, at, 'Weak') && close > at) at = close;
    else if (SHARING.isAt(tokens, at) && close > at) sharedTo = Math.max(sharedTo, close);
    else {
      all.add(wordAt(tokens, at));
      if (at < sharedTo) shared.add(wordAt(tokens, at));
    }
  }
}
