/** A Bloom filter of the words in a file, with two bits for each word in one array element. Built while the file is tokenized. */
import { isText, kindAt } from './tokens.js';
import { Kind, type Tokens, type Vocabulary } from './tokens-model.js';

const MIN_BITS = 512;
const MAX_BITS = 65_536;

/** Creates an empty vocabulary for a text of `length` characters. */
export function vocabularyFor(length: number): Vocabulary {
  let size = MIN_BITS;
  while (size < MAX_BITS && size * 2 < length) size *= 2;
  return new Uint32Array(size / 32);
}

/** The hash before the first character. */
export const NO_CHARACTERS = 0;

/** Extends the hash by one character. */
export function withCharacter(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193) ^ (hash >>> 15);
}

/** Adds the word with this hash. */
export function addWord(bits: Vocabulary, hash: number): void {
  const at = (hash >>> 5) & (bits.length - 1);
  bits[at] = (bits[at] ?? 0) | bitMask(hash);
}

function bitMask(hash: number): number {
  return (1 << (hash & 31)) | (1 << (hash >>> 27));
}

/**
 * The words of a search (without `r#`). The search calls `has` or `isAt`. Its guard, which skips files without any of the words, calls
 * `mentions`. Both use one list, so that a guard never denies a word that the search knows.
 */
export interface SearchWords {
  readonly words: readonly string[];
  readonly hashes: readonly number[];
  has(word: string): boolean;
  /** Whether the token is one of the words, and not a raw identifier. Does not allocate. */
  isAt(tokens: Tokens, at: number): boolean;
}

/** Collects the words of a search from words and from lists separated by single spaces. */
export function searchWords(...lists: readonly (string | Iterable<string>)[]): SearchWords {
  const all = new Set(lists.flatMap(list => (typeof list === 'string' ? list.split(' ') : [...list])));
  const words = [...all];
  return {
    words,
    hashes: words.map(wordHash),
    has: word => all.has(word),
    isAt(tokens, at) {
      if (kindAt(tokens, at) !== Kind.Ident) return false;
      for (const word of words) if (isText(tokens, at, word)) return true;
      return false;
    },
  };
}

function wordHash(word: string): number {
  let hash = NO_CHARACTERS;
  for (let i = 0; i < word.length; i += 1) hash = withCharacter(hash, word.charCodeAt(i));
  return hash;
}

/** With more than this many words, a file usually contains one. */
const LIKELY_WORD_COUNT = 32;

/**
 * Whether the file might contain any of the words as an identifier. `false` is certain. If the filter says yes, the text is checked too, so
 * that few files are searched for a word that they do not contain.
 */
export function mentions(tokens: Tokens, { words, hashes }: SearchWords): boolean {
  return hashes.some(
    (hash, i) =>
      mightContain(tokens, hash) && (words.length > LIKELY_WORD_COUNT || tokens.text.includes(words[i] ?? '')),
  );
}

/** Like `mentions`, but checks only the filter, for searches that are as fast as checking the text. */
export function mightMention(tokens: Tokens, { hashes }: SearchWords): boolean {
  return hashes.some(hash => mightContain(tokens, hash));
}

/** The words for which `mightMention` returns true. */
export function mentionedWords(tokens: Tokens, { words, hashes }: SearchWords): readonly string[] {
  return words.filter((_, i) => mightContain(tokens, hashes[i] ?? 0));
}

function mightContain({ vocabulary: bits }: Tokens, hash: number): boolean {
  const sought = bitMask(hash);
  return ((bits[(hash >>> 5) & (bits.length - 1)] ?? 0) & sought) === sought;
}
