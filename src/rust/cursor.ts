/** A position in a range of tokens, with the operations that a reader of items needs. */
import type { Generics, Item, Visibility } from './model.js';
import { afterTree, inside, isText, isWord, kindAt, NOTHING, sourceText, tokenText, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';
import { afterAngles, findInType } from './trees.js';

/** Reads the items of a range. Readers of syntax that contains items receive it. */
export interface RangeReader {
  readonly tokens: Tokens;
  items(range: Range): readonly Item[];
  /** Like `items`, but absent without a report if something in the range is not understood. */
  itemsOrNone(range: Range): readonly Item[] | undefined;
  notUnderstood(at: number, message: string): void;
}

/** Shared by all items, because most have one of these. */
const PUBLIC: Visibility = { kind: 'public' };
const PRIVATE: Visibility = { kind: 'private' };
const CRATE: Visibility = { kind: 'crate' };

export class Cursor {
  constructor(
    readonly tokens: Tokens,
    public at: number,
    readonly to: number,
  ) {}

  get kind(): number {
    return this.at < this.to ? kindAt(this.tokens, this.at) : 0;
  }

  /** Accepts the end in place of `;`: the last item of a macro call needs none. */
  get ended(): boolean {
    return this.at >= this.to;
  }

  kindAfter(n: number): number {
    return this.at + n < this.to ? kindAt(this.tokens, this.at + n) : 0;
  }

  /** Whether the token `n` positions ahead is this keyword or punctuation. */
  is(text: string, n = 0): boolean {
    return this.at + n < this.to && isText(this.tokens, this.at + n, text);
  }

  isWord(n = 0): boolean {
    return this.at + n < this.to && isWord(this.tokens, this.at + n);
  }

  /** Skips the token if it is this one. */
  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  /** Reads an identifier's name. If there is none, returns an empty name and does not move. */
  name(): string {
    if (!this.isWord()) return '';
    this.at += 1;
    return wordAt(this.tokens, this.at - 1);
  }

  text(): string {
    return this.at < this.to ? tokenText(this.tokens, this.at) : 'the end';
  }

  /** Reads the tokens inside the group that opens here, and moves behind it. */
  group(): Range {
    const range = inside(this.tokens, this.at, this.to);
    this.at = afterTree(this.tokens, this.at, this.to);
    if (this.tokens.match[range.from - 1] === -1) this.at = this.to;
    return range;
  }

  /** Reads the tokens of generics without `<` and `>`: none if there are no generics, absent if they do not end. */
  angles(): Range | undefined {
    if (this.kind !== Punct.Less) return NOTHING;
    const after = afterAngles(this.tokens, this.at, this.to);
    if (after < 0) return undefined;
    const range = { from: this.at + 1, to: after - 1 };
    this.at = after;
    return range;
  }

  /** Reads the tokens of a type up to the first of these kinds (or `where`), and stops before it. */
  type(...stops: readonly number[]): Range {
    const from = this.at;
    this.at = findInType(
      this.tokens,
      from,
      this.to,
      (kind, at) => stops.includes(kind) || (kind === Kind.Ident && isText(this.tokens, at, 'where')),
    );
    return { from, to: this.at };
  }

  /** Reads the tokens of a `where` clause up to one of these kinds. */
  where(...stops: readonly number[]): Range {
    return this.take('where') ? this.type(...stops) : NOTHING;
  }

  /** Reads the tokens of an expression up to `;` or the end. */
  expression(): Range {
    const from = this.at;
    while (this.at < this.to && this.kind !== Punct.Semicolon) this.at = afterTree(this.tokens, this.at, this.to);
    return { from, to: this.at };
  }

  /** `pub`, `pub(crate)`, `pub(in path)` … In a tuple struct `pub (A, B)` is public, and the parenthesis a type. */
  visibility(): Visibility {
    if (this.is('crate') && !this.is('::', 1) && this.isWord(1)) {
      this.at += 1;
      return CRATE;
    }
    if (!this.take('pub')) return PRIVATE;
    if (this.kind !== Punct.ParenOpen) return PUBLIC;
    const closes = this.kindAfter(2) === Punct.ParenClose;
    if (this.is('in', 1)) return { kind: 'in', path: pathText(this.tokens, this.group()) };
    if (!closes) return PUBLIC;
    const word = tokenText(this.tokens, this.at + 1);
    if (word !== 'crate' && word !== 'self' && word !== 'super') return PUBLIC;
    this.group();
    return word === 'self' ? PRIVATE : word === 'crate' ? CRATE : { kind: word };
  }
}

/** The path of `pub(in a::b)`. */
function pathText(tokens: Tokens, range: Range): string {
  return sourceText(tokens, { from: range.from + 1, to: range.to }).replace(/\s+/g, '');
}

export const NO_GENERICS: Generics = { params: NOTHING, where: NOTHING };

/** Quotes the start of a text for a message. */
export function quoted(text: string): string {
  return `\`${text.length > 24 ? `${text.slice(0, 24)}…` : text}\``;
}
