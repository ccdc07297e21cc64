/** Looks for what stands first in the tokens of library code. What a file shows is found once, as long as the file lives. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { RustFile } from '../../rust/model.js';
import { isWord, lineAt, wordAt } from '../../rust/tokens.js';
import { Kind, type Tokens } from '../../rust/tokens-model.js';
import { asking, mentions } from '../../rust/vocabulary.js';

export interface Mark {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** What a token shows. */
export type Look = (file: RustFile, at: number) => string | undefined;

/** The first mark of a file. */
export type Find = (source: LibraryFile) => Mark | undefined;

/** Finds what a look knows. Where `mayHave` says no, the file has none. */
export function looking(look: Look, mayHave: (tokens: Tokens) => boolean = () => true): Find {
  return memo(source => (mayHave(source.file.tokens) ? firstIn(source, look) : undefined));
}

/** The first mark of library code, in the order of its files. */
export function first(library: readonly LibraryFile[], find: Find): Mark | undefined {
  for (const source of library) {
    const mark = find(source);
    if (mark) return mark;
  }
  return undefined;
}

/** The first token of a file that is library code, no documentation, and known to a look. */
export function firstIn({ file, path, off }: LibraryFile, look: Look): Mark | undefined {
  const { tokens } = file;
  let next = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const skip = off[next];
    if (skip && skip.from <= at) {
      at = Math.max(at, skip.to) - 1;
      next += 1;
      continue;
    }
    const kind = tokens.kind[at];
    const what = kind === Kind.DocOuter || kind === Kind.DocInner ? undefined : look(file, at);
    if (what !== undefined) return { path, line: lineAt(tokens, at), what };
  }
  return undefined;
}

/** Names to look for. */
export interface Words {
  readonly has: (name: string) => boolean;
  /** Whether one of them may stand in a file. `false` is certain. */
  readonly mayBeIn: (tokens: Tokens) => boolean;
}

/** Names, one space between each two; `*` in a name stands for any letters: `*_shutdown`. */
export function wordsLike(list: string): Words {
  const names = list.split(' ');
  const pattern = new RegExp(`^(?:${names.map(name => name.replaceAll('*', '\\w*')).join('|')})$`);
  const asked = asking(names.filter(name => !name.includes('*')));
  const parts = names.filter(name => name.includes('*')).map(longestPart);
  return {
    has: name => pattern.test(name),
    mayBeIn: tokens => mentions(tokens, asked) || parts.some(part => tokens.text.includes(part)),
  };
}

function longestPart(name: string): string {
  return name.split('*').reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** Finds the first of some names. */
export function word(list: string): Find {
  const words = wordsLike(list);
  return looking(({ tokens }, at) => {
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    return words.has(name) ? `\`${name}\`` : undefined;
  }, words.mayBeIn);
}
