/** Which words a file may hold: a Bloom filter of two bits in one place, made while the file is tokenized. */
import { isText, kindAt } from './tokens.js';
import { Kind, type Tokens, type Vocabulary } from './tokens-model.js';

const LEAST_BITS = 512;
const MOST_BITS = 65_536;

/** An empty vocabulary for a text of so many characters. */
export function vocabularyFor(length: number): Vocabulary {
  let size = LEAST_BITS;
  while (size < MOST_BITS && size * 2 < length) size *= 2;
  return new Uint32Array(size / 32);
}

/** The hash before the first character. */
export const NO_CHARACTERS = 0;

/** The hash with one character more. */
export function withCharacter(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193) ^ (hash >>> 15);
}

/** Adds the word of this hash. */
export function learn(bits: Vocabulary, hash: number): void {
  const at = (hash >>> 5) & (bits.length - 1);
  bits[at] = (bits[at] ?? 0) | bitsOf(hash);
}

function bitsOf(hash: number): number {
  return (1 << (hash & 31)) | (1 << (hash >>> 27));
}

/**
 * Words that a search looks for (without `r#`). The search asks `has` or `isAt`; its guard, which spares the files without any of
 * them, asks `mentions`. Both read one list, so that a guard never denies a word that the search knows.
 */
export interface SearchWords {
  readonly words: readonly string[];
  readonly hashes: readonly number[];
  has(word: string): boolean;
  /** Whether the token is one of the words as written, not as a raw identifier. No allocation. */
  isAt(tokens: Tokens, at: number): boolean;
}

/** Gathers the words of a search, given as words or as lists with one space between each two. */
export function searchWords(...lists: readonly (string | Iterable<string>)[]): SearchWords {
  const all = new Set(lists.flatMap(list => (typeof list === 'string' ? list.split(' ') : [...list])));
  const words = [...all];
  return {
    words,
    hashes: words.map(hashOf),
    has: word => all.has(word),
    isAt(tokens, at) {
      if (kindAt(tokens, at) !== Kind.Ident) return false;
      for (const word of words) if (isText(tokens, at, word)) return true;
      return false;
    },
  };
}

function hashOf(word: string): number {
  let hash = NO_CHARACTERS;
  for (let i = 0; i < word.length; i += 1) hash = withCharacter(hash, word.charCodeAt(i));
  return hash;
}

/** Of so many words one is there as a rule. */
const MANY = 32;

/**
 * Whether any of the words may stand in the file as an identifier. `false` is certain. Where the filter says yes, the text is
 * asked too: few files are looked through for a word that they do not have.
 */
export function mentions(tokens: Tokens, { words, hashes }: SearchWords): boolean {
  return hashes.some(
    (hash, i) => mayHold(tokens, hash) && (words.length > MANY || tokens.text.includes(words[i] ?? '')),
  );
}

/** As `mentions`, by the filter alone: for what is found as fast as the text is searched. */
export function mayMention(tokens: Tokens, { hashes }: SearchWords): boolean {
  return hashes.some(hash => mayHold(tokens, hash));
}

/** Those of the words that `mayMention` says yes to. */
export function mentionedOf(tokens: Tokens, { words, hashes }: SearchWords): readonly string[] {
  return words.filter((_, i) => mayHold(tokens, hashes[i] ?? 0));
}

function mayHold({ vocabulary: bits }: Tokens, hash: number): boolean {
  const sought = bitsOf(hash);
  return ((bits[(hash >>> 5) & (bits.length - 1)] ?? 0) & sought) === sought;
}
