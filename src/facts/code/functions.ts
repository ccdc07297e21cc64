/** The functions of a file with where they stand, and walking the tokens of library code. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { type Included, includedFile } from '../../rust/inactive-code.js';
import {
  type Declared,
  type FnItem,
  type ImplItem,
  type Item,
  itemsInside,
  type RustFile,
  type TraitItem,
} from '../../rust/model.js';
import { inside, isText } from '../../rust/tokens.js';
import { Kind, type Range } from '../../rust/tokens-model.js';
import { type Files, parentDirectory, readText, resolve } from '../../snapshot/files.js';

/** A function, method or declaration of a file. */
export interface FunctionFact {
  readonly fn: FnItem;
  /** The impl or trait that it stands in. */
  readonly owner?: ImplItem | TraitItem;
  /** It, or what it stands in, is `#[doc(hidden)]`. */
  readonly hidden: boolean;
}

/** Every function of a file, those of impls, traits, inline modules and transparent macro calls too, in order. */
export const functionFacts = memo((file: RustFile): readonly FunctionFact[] => {
  const out: FunctionFact[] = [];
  collect(file.items, out, undefined, false);
  return out.sort((a, b) => a.fn.range.from - b.fn.range.from);
});

function collect(
  items: readonly Item[],
  out: FunctionFact[],
  owner: ImplItem | TraitItem | undefined,
  inHidden: boolean,
): void {
  for (const item of items) {
    const hidden = inHidden || item.hidden;
    if (item.kind === 'fn') out.push({ fn: item, hidden, ...(owner ? { owner } : {}) });
    else if (item.kind === 'impl' || item.kind === 'trait') collect(item.items, out, item, hidden);
    else collect(itemsInside(item), out, owner, hidden);
  }
}

/** Every item of a file, those of inline modules, impls, traits and transparent macro calls too, in order. */
export const activeItems = memo((file: RustFile): readonly Item[] => {
  const out: Item[] = [];
  const visit = (items: readonly Item[]) => {
    for (const item of items) {
      out.push(item);
      visit(itemsInside(item));
    }
  };
  visit(file.items);
  return out;
});

/** The innermost function whose body holds the token; functions as `functionFacts` gives them. */
export function enclosing(functions: readonly FunctionFact[], at: number): FunctionFact | undefined {
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((functions[middle] as FunctionFact).fn.range.from <= at) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index -= 1) {
    const candidate = functions[index] as FunctionFact;
    if (holds(candidate.fn.range, at)) return candidate;
    // Functions nest only through macro calls and impls in bodies, which are no items: the nearest one decides.
    if (candidate.fn.range.to <= at) return undefined;
  }
  return undefined;
}

export function holds(range: Range, at: number): boolean {
  return at >= range.from && at < range.to;
}

/** The files that `#[doc = include_str!("…")]` adds to an item's documentation, as the attribute names them. */
export function includedDocs({ tokens }: RustFile, { attributes }: Pick<Declared, 'attributes'>): readonly Included[] {
  return attributes.flatMap(({ path, form, args }) => {
    if (path !== 'doc' || form !== 'value' || !isText(tokens, args.from, 'include_str')) return [];
    const named = includedFile(tokens, inside(tokens, args.from + 2, args.to));
    return named ? [named] : [];
  });
}

/** The text of a file that a source file includes; empty if it was not read. */
export function includedText(files: Files, source: string, { path, manifest }: Included): string {
  let folder = parentDirectory(source);
  if (manifest) while (folder !== '' && !files.entries.has(`${folder}/Cargo.toml`)) folder = parentDirectory(folder);
  const text = readText(files, resolve(folder, path));
  return text.read ? text.value : '';
}

/** Calls `visit` with each token of a file that is library code; documentation does not count. */
export function eachToken({ file, off }: LibraryFile, visit: (at: number) => void): void {
  let next = 0;
  for (let at = 0; at < file.tokens.count; at += 1) {
    while (next < off.length && (off[next] as Range).to <= at) next += 1;
    const skip = off[next];
    if (skip && skip.from <= at) {
      at = skip.to - 1;
      continue;
    }
    const kind = file.tokens.kind[at];
    if (kind !== Kind.DocOuter && kind !== Kind.DocInner) visit(at);
  }
}

/** Whether a token is library code: not in what is off, whose ranges are sorted and apart. */
export function isActive({ off }: LibraryFile, at: number): boolean {
  let low = 0;
  let high = off.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((off[middle] as Range).to <= at) low = middle + 1;
    else high = middle;
  }
  return low === off.length || (off[low] as Range).from > at;
}

/** The line of a token, trimmed and cut for an excerpt. */
export function lineExcerpt(file: RustFile, line: number): string {
  const { text, lineStarts } = file.tokens;
  const from = lineStarts[line - 1] ?? 0;
  const to = lineStarts[line] ?? text.length;
  return text
    .slice(from, Math.min(to, from + 300))
    .trim()
    .slice(0, 120);
}
