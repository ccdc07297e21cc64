/**
 * Splits text into tokens, following the chapter "Lexical structure" of the Rust Reference: identifiers (raw and non-ASCII), lifetimes,
 * literals of all editions, nested comments, doc comments, shebang, BOM, and the frontmatter of Cargo scripts. Accepts any text. A character
 * that cannot begin a token is `Unknown`. A string or comment that does not end extends to the end of the text.
 */
import {
  APOSTROPHE,
  afterPreamble,
  BACKSLASH,
  endOfBlockComment,
  endOfChar,
  endOfNumber,
  endOfString,
  endOfWord,
  isIdentPart,
  isIdentStart,
  isSpace,
  QUOTE,
} from './lexeme-ends.js';
import { isClose, isOpen } from './tokens.js';
import { Kind, Punct, type Tokens, type Vocabulary } from './tokens-model.js';
import { addWord, NO_CHARACTERS, vocabularyFor, withCharacter } from './vocabulary.js';

/** Splits a text into tokens, in linear time. */
export function tokenize(text: string): Tokens {
  return new Scanner(text).run();
}

class Scanner {
  private kinds: Uint8Array;
  private starts: Uint32Array;
  private ends: Uint32Array;
  private count = 0;
  private commentStarts: number[] = [];
  private commentEnds: number[] = [];
  private readonly vocabulary: Vocabulary;

  constructor(private readonly text: string) {
    this.vocabulary = vocabularyFor(text.length);
    const guess = (text.length >> 2) + 16;
    this.kinds = new Uint8Array(guess);
    this.starts = new Uint32Array(guess);
    this.ends = new Uint32Array(guess);
  }

  run(): Tokens {
    const { text } = this;
    let at = afterPreamble(text);
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) at += 1;
      else if (code === Punct.Slash) at = this.slash(at);
      else at = this.token(at, code);
    }
    const kind = this.kinds.slice(0, this.count);
    return {
      text,
      count: this.count,
      kind,
      start: this.starts.slice(0, this.count),
      end: this.ends.slice(0, this.count),
      match: matching(kind),
      comments: {
        count: this.commentStarts.length,
        start: Uint32Array.from(this.commentStarts),
        end: Uint32Array.from(this.commentEnds),
      },
      lineStarts: lineStarts(text),
      vocabulary: this.vocabulary,
    };
  }

  private push(kind: number, start: number, end: number): number {
    if (this.count === this.kinds.length) this.grow();
    this.kinds[this.count] = kind;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count += 1;
    return end;
  }

  private grow(): void {
    const size = this.kinds.length * 2;
    const kinds = new Uint8Array(size);
    const starts = new Uint32Array(size);
    const ends = new Uint32Array(size);
    kinds.set(this.kinds);
    starts.set(this.starts);
    ends.set(this.ends);
    this.kinds = kinds;
    this.starts = starts;
    this.ends = ends;
  }

  private slash(at: number): number {
    const next = this.text.charCodeAt(at + 1);
    if (next === Punct.Slash) return this.lineComment(at);
    if (next === Punct.Star) return this.blockComment(at);
    return this.punctuation(at, Punct.Slash);
  }

  private lineComment(at: number): number {
    const { text } = this;
    const newline = text.indexOf('\n', at);
    let end = newline < 0 ? text.length : newline;
    if (text.charCodeAt(end - 1) === 13) end -= 1;
    const third = text.charCodeAt(at + 2);
    if (third === Punct.Not) return this.push(Kind.DocInner, at, end);
    if (third === Punct.Slash && text.charCodeAt(at + 3) !== Punct.Slash) return this.push(Kind.DocOuter, at, end);
    return this.comment(at, end);
  }

  private blockComment(at: number): number {
    const { text } = this;
    const end = endOfBlockComment(text, at);
    const third = text.charCodeAt(at + 2);
    if (third === Punct.Not) return this.push(Kind.DocInner, at, end);
    const fourth = text.charCodeAt(at + 3);
    if (third === Punct.Star && fourth !== Punct.Star && fourth !== Punct.Slash)
      return this.push(Kind.DocOuter, at, end);
    return this.comment(at, end);
  }

  private comment(at: number, end: number): number {
    this.commentStarts.push(at);
    this.commentEnds.push(end);
    return end;
  }

  private token(at: number, code: number): number {
    if (isIdentStart(code)) return this.word(at, code);
    if (code >= 48 && code <= 57) return this.push(Kind.Number, at, endOfNumber(this.text, at));
    if (code === QUOTE) return this.string(Kind.Str, at, at);
    if (code === APOSTROPHE) return this.apostrophe(at);
    return this.punctuation(at, code);
  }

  /** Reads a literal with a prefix, a raw identifier, or an identifier. */
  private word(at: number, code: number): number {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    if (code === 114) {
      // r
      if (next === QUOTE) return this.rawString(Kind.RawStr, at, at + 1);
      if (next === Punct.Pound) {
        const third = text.charCodeAt(at + 2);
        if (isIdentStart(third)) return this.ident(Kind.RawIdent, at, at + 2);
        if (third === QUOTE || third === Punct.Pound) return this.rawString(Kind.RawStr, at, at + 1);
      }
    } else if (code === 98 || code === 99) {
      // b, c
      const kind = code === 98 ? Kind.ByteStr : Kind.CStr;
      if (next === QUOTE) return this.string(kind, at, at + 1);
      if (next === APOSTROPHE && code === 98) return this.byte(at);
      const third = text.charCodeAt(at + 2);
      if (next === 114 && (third === QUOTE || third === Punct.Pound)) return this.rawString(kind, at, at + 2);
    }
    return this.ident(Kind.Ident, at, at);
  }

  /** Reads the identifier whose name begins at `name`. */
  private ident(kind: number, at: number, name: number, to = Number.POSITIVE_INFINITY): number {
    const { text } = this;
    let hash = NO_CHARACTERS;
    let end = name;
    for (let code = text.charCodeAt(end); end < to && isIdentPart(code); code = text.charCodeAt(end)) {
      hash = withCharacter(hash, code);
      end += 1;
    }
    addWord(this.vocabulary, hash);
    return this.push(kind, at, end);
  }

  private string(kind: number, at: number, quote: number): number {
    const end = endOfString(this.text, quote);
    return end < 0 ? this.push(Kind.Unknown, at, this.text.length) : this.push(kind, at, end);
  }

  /** Reads a raw string. If no quote follows the hashes, the prefix is an identifier. @param fence where the hashes or the quote begin */
  private rawString(kind: number, at: number, fence: number): number {
    const { text } = this;
    let quote = fence;
    while (text.charCodeAt(quote) === Punct.Pound) quote += 1;
    if (text.charCodeAt(quote) !== QUOTE) {
      // The hashes are separate tokens. Reading them here keeps the time for many hashes linear.
      this.ident(Kind.Ident, at, at, fence);
      for (let hash = fence; hash < quote; hash += 1) this.push(Punct.Pound, hash, hash + 1);
      return quote;
    }
    const close = text.indexOf(`"${text.slice(fence, quote)}`, quote + 1);
    if (close < 0) return this.push(Kind.Unknown, at, text.length);
    return this.push(kind, at, close + 1 + quote - fence);
  }

  private byte(at: number): number {
    const end = endOfChar(this.text, at + 1);
    return end < 0 ? this.ident(Kind.Ident, at, at, at + 1) : this.push(Kind.Byte, at, end);
  }

  private apostrophe(at: number): number {
    const { text } = this;
    const end = endOfChar(text, at);
    if (end >= 0) return this.push(Kind.Char, at, end);
    let name = at + 1;
    if (text.startsWith('r#', name) && isIdentStart(text.charCodeAt(name + 2))) name += 2;
    if (isIdentStart(text.charCodeAt(name))) return this.push(Kind.Lifetime, at, endOfWord(text, name));
    return this.push(Kind.Unknown, at, at + 1);
  }

  private punctuation(at: number, code: number): number {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    switch (code) {
      case Punct.Colon:
        if (next === Punct.Colon) return this.push(Kind.PathSep, at, at + 2);
        break;
      case Punct.Minus:
        if (next === Punct.Greater) return this.push(Kind.Arrow, at, at + 2);
        if (next === Punct.Equals) return this.push(Kind.OpAssign, at, at + 2);
        break;
      case Punct.Equals:
        if (next === Punct.Greater) return this.push(Kind.FatArrow, at, at + 2);
        if (next === Punct.Equals) return this.push(Kind.EqEq, at, at + 2);
        break;
      case Punct.Dot:
        if (next !== Punct.Dot) break;
        return this.push(Kind.Dots, at, at + (/[=.]/.test(text.charAt(at + 2)) ? 3 : 2));
      case Punct.Not:
        if (next === Punct.Equals) return this.push(Kind.NotEq, at, at + 2);
        break;
      case Punct.And:
        if (next === Punct.And) return this.push(Kind.AndAnd, at, at + 2);
        if (next === Punct.Equals) return this.push(Kind.OpAssign, at, at + 2);
        break;
      case Punct.Or:
        if (next === Punct.Or) return this.push(Kind.OrOr, at, at + 2);
        if (next === Punct.Equals) return this.push(Kind.OpAssign, at, at + 2);
        break;
      case Punct.Plus:
      case Punct.Star:
      case Punct.Slash:
      case 37: // %
      case 94: // ^
        if (next === Punct.Equals) return this.push(Kind.OpAssign, at, at + 2);
        break;
    }
    const known = code > 32 && code < 127 && code !== 96 && code !== BACKSLASH;
    return this.push(known ? code : Kind.Unknown, at, at + 1);
  }
}

/**
 * Pairs delimiters. A closing delimiter without an opening one stays unmatched, as does an opening delimiter that a wrong one closes. Angle
 * brackets are paired within a group, up to `;`.
 */
function matching(kind: Uint8Array): Int32Array {
  const match = new Int32Array(kind.length).fill(-1);
  const pair = (open: number, close: number): void => {
    match[open] = close;
    match[close] = open;
  };
  const stack: number[] = [];
  const angles: number[] = [];
  /** The number of open angle brackets before each open delimiter. */
  const floors: number[] = [];
  const open = new Uint32Array(128);
  for (let i = 0; i < kind.length; i += 1) {
    const each = kind[i] ?? 0;
    const floor = floors.at(-1) ?? 0;
    if (each === Punct.Less) angles.push(i);
    else if (each === Punct.Greater) {
      if (angles.length > floor) pair(angles.pop() ?? 0, i);
    } else if (each === Punct.Semicolon) angles.length = floor;
    else if (isOpen(each)) {
      stack.push(i);
      floors.push(angles.length);
      open[each] = (open[each] ?? 0) + 1;
    } else if (isClose(each)) {
      const wanted = each === Punct.ParenClose ? Punct.ParenOpen : each - 2;
      if (open[wanted] === 0) continue;
      for (let found = 0; found !== wanted; ) {
        const top = stack.pop() ?? 0;
        found = kind[top] ?? 0;
        open[found] = (open[found] ?? 0) - 1;
        angles.length = Math.min(angles.length, floors.pop() ?? 0);
        if (found === wanted) pair(top, i);
      }
    }
  }
  return match;
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
