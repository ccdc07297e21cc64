/**
 * A Rust file as tokens: parallel arrays instead of objects, so that 5 MB of source fit in some 20 MB.
 * Token `i` is `text.slice(start[i], end[i])`. White space and ordinary comments are no tokens; doc comments are.
 * Punctuation is one token per character, except `::` `->` `=>` `..` `..=` `...` `==` `!=` `&&` `||` and `+=` and its
 * like (never joined: anything that begins with `<` or `>`, so that `Vec<Vec<u8>>=` needs no splitting).
 */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  /** One of `Kind`, or the character code of a single punctuation (see `Punct`). */
  readonly kind: Uint8Array;
  /** Offsets into `text`, in UTF-16 units. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /**
   * Of a delimiter: the index of the one that closes or opens it; of an unbalanced one, and of anything else: -1.
   * Of `<` and `>`: the one that would be its partner if these were brackets, which only types and generics tell.
   */
  readonly match: Int32Array;
  /** Ordinary comments (not docs), in order: offsets into `text`. */
  readonly comments: { readonly count: number; readonly start: Uint32Array; readonly end: Uint32Array };
  /** Offset of each line's first character. */
  readonly lineStarts: Uint32Array;
  /** The identifiers of the file, to ask whether one may be there before looking for it (see `Vocabulary`). */
  readonly vocabulary: Vocabulary;
}

/** A set of words that never denies one that it holds: two bits for each word's hash. The number of bits is a power of two. */
export type Vocabulary = Uint32Array;

/** Tokens `from` (with) to `to` (without). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Kinds of token that are no single punctuation character. Values below 33 and from 128 never meet a character code. */
export const Kind = {
  Ident: 1,
  RawIdent: 2,
  Lifetime: 3,
  /** `"…"` and `r#"…"#`. */
  Str: 4,
  RawStr: 5,
  /** `b"…"` and `br#"…"#`. */
  ByteStr: 6,
  /** `c"…"` and `cr#"…"#`. */
  CStr: 7,
  Char: 8,
  Byte: 9,
  Number: 10,
  /** `///` and `/** … *\/`. */
  DocOuter: 11,
  /** `//!` and `/*! … *\/`. */
  DocInner: 12,
  /** A character that no token begins with, or a literal that does not end. */
  Unknown: 13,
  PathSep: 128,
  Arrow: 129,
  FatArrow: 130,
  /** `..`, `..=` and `...`. */
  Dots: 131,
  EqEq: 132,
  NotEq: 133,
  AndAnd: 134,
  OrOr: 135,
  /** `+=`, `-=`, `*=`, `/=`, `%=`, `^=`, `|=`, `&=`. */
  OpAssign: 136,
} as const;

/** Character codes of single punctuation: the kind of such a token. */
export const Punct = {
  Not: 33,
  Pound: 35,
  Dollar: 36,
  And: 38,
  ParenOpen: 40,
  ParenClose: 41,
  Star: 42,
  Plus: 43,
  Comma: 44,
  Minus: 45,
  Dot: 46,
  Slash: 47,
  Colon: 58,
  Semicolon: 59,
  Less: 60,
  Equals: 61,
  Greater: 62,
  Question: 63,
  At: 64,
  BracketOpen: 91,
  BracketClose: 93,
  BraceOpen: 123,
  Or: 124,
  BraceClose: 125,
  Tilde: 126,
} as const;
