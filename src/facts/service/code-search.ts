/** Looks for what stands first in the tokens of library code. What a file shows is found once, as long as the file lives. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { RustFile } from '../../rust/model.js';
import { isWord, lineAt, wordAt } from '../../rust/tokens.js';
import { Kind, type Tokens } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';

export interface CodeMatch {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** What a token shows: words, and the token that they are about where it is another one. */
export type Shown = string | { readonly what: string; readonly at: number } | undefined;

/** What one of the searched names shows at a token. */
export type WordTest = (file: RustFile, at: number, name: string) => Shown;

/** The first mark of a file. */
export type CodeSearch = (source: LibraryFile) => CodeMatch | undefined;

/** Finds the first of some names that a look knows. The look sees no other name, so that no file is spared that has one. */
export function searchForWords(words: WordPattern, look: WordTest): CodeSearch {
  return memo(source => firstWordMatch(source, words, look));
}

/** Finds the first token that a look knows; asks every token of every file. */
export function searchTokens(look: (file: RustFile, at: number) => Shown): CodeSearch {
  return memo(source => firstIn(source, look));
}

/** The first mark of library code, in the order of its files. */
export function firstMatch(library: readonly LibraryFile[], find: CodeSearch): CodeMatch | undefined {
  for (const source of library) {
    const mark = find(source);
    if (mark) return mark;
  }
  return undefined;
}

/** The first of some names in a file that a look knows. */
export function firstWordMatch(source: LibraryFile, words: WordPattern, look: WordTest): CodeMatch | undefined {
  if (!words.mayBeIn(source.file.tokens)) return undefined;
  return firstIn(source, (file, at) => {
    if (!isWord(file.tokens, at)) return undefined;
    const name = wordAt(file.tokens, at);
    return words.has(name) ? look(file, at, name) : undefined;
  });
}

/** The first token of a file that is library code, not documentation, and known to a look. */
function firstIn({ file, path, off }: LibraryFile, look: (file: RustFile, at: number) => Shown): CodeMatch | undefined {
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
    const shown = kind === Kind.DocOuter || kind === Kind.DocInner ? undefined : look(file, at);
    if (shown !== undefined) {
      const place = typeof shown === 'string' ? { what: shown, at } : shown;
      return { path, line: lineAt(tokens, place.at), what: place.what };
    }
  }
  return undefined;
}

/** Names to look for. */
export interface WordPattern {
  readonly has: (name: string) => boolean;
  /** Whether one of them may stand in a file. `false` is certain. */
  readonly mayBeIn: (tokens: Tokens) => boolean;
}

/** Names, one space between each two; `*` in a name stands for any letters: `*_shutdown`. */
export function wordPattern(list: string): WordPattern {
  const names = list.split(' ');
  const pattern = new RegExp(`^(?:${names.map(name => name.replaceAll('*', '\\w*')).join('|')})$`);
  const asked = searchWords(names.filter(name => !name.includes('*')));
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
export function word(list: string): CodeSearch {
  return searchForWords(wordPattern(list), (_, _at, name) => `\`${name}\``);
}
