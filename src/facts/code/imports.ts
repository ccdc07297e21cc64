/** What names mean in a file: its `use` items. */
import { memo } from '../../cache/memo.js';
import type { RustFile } from '../../rust/model.js';
import { isText, isWord, matchAt, wordAt } from '../../rust/tokens.js';
import type { Tokens } from '../../rust/tokens-model.js';
import { activeItems } from './functions.js';

/** A full path to look for, and words of which a file that names it has one: in the path as written, or in the `use` that brings it. */
export interface SoughtPath {
  readonly words: string;
  readonly path: RegExp;
}

/** What each name stands for that a `use` of the file brings in. */
const importsOf = memo((file: RustFile): ReadonlyMap<string, readonly string[]> => {
  const imports = new Map<string, readonly string[]>();
  for (const item of activeItems(file)) {
    if (item.kind !== 'use') continue;
    for (const leaf of item.leaves) if (!leaf.glob) imports.set(leaf.as, leaf.path.filter(Boolean));
  }
  return imports;
});

/** The modules of which a `use` of the file brings in everything: `salvo::prelude`. */
const globsOf = memo((file: RustFile): readonly string[] =>
  activeItems(file).flatMap(item =>
    item.kind === 'use'
      ? item.leaves.filter(({ glob }) => glob).map(({ path }) => path.filter(Boolean).join('::'))
      : [],
  ),
);

/** What a path can stand for: its full path, or, where no `use` of the file names its first word, one by each glob. */
export function possiblePaths(file: RustFile, words: readonly string[]): readonly string[] {
  const full = fullPath(file, words);
  if (importsOf(file).has(words[0] ?? '')) return [full];
  return [full, ...globsOf(file).map(glob => `${glob}::${full}`)];
}

/** A path with its first word replaced by what a `use` of the file says it is. */
export function fullPath(file: RustFile, words: readonly string[]): string {
  const [first = '', ...rest] = words;
  return [...(importsOf(file).get(first) ?? [first]), ...rest].join('::');
}

/** The words of the path that begins at a token, and the index after it; arguments (`::<T>`) are passed over. */
export function readPathWords(tokens: Tokens, at: number, to: number): { words: string[]; next: number } {
  const words: string[] = [];
  let next = isText(tokens, at, '::') ? at + 1 : at;
  while (next < to && isWord(tokens, next)) {
    words.push(wordAt(tokens, next));
    next += 1;
    if (!isText(tokens, next, '::')) break;
    next += 1;
    if (isText(tokens, next, '<')) {
      const close = matchAt(tokens, next);
      if (close < 0) break;
      next = close + 1;
      if (!isText(tokens, next, '::')) break;
      next += 1;
    }
  }
  return { words, next };
}
