import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenize } from '../../src/rust/tokenize.js';
import { columnAt, lineAt, stringValue, tokenText } from '../../src/rust/tokens.js';
import { Kind, Punct } from '../../src/rust/tokens-model.js';
import { codePoint } from '../support/code-point.js';

const texts = (text: string): string[] => {
  const tokens = tokenize(text);
  return Array.from({ length: tokens.count }, (_, i) => tokenText(tokens, i));
};
const kinds = (text: string): number[] => [...tokenize(text).kind];

describe('tokens of Rust', () => {
  it('tells lifetimes from characters', () => {
    expect(texts(`'a 'static 'a' '\\'' '\\\\' b'x' '\\u{1F600}' '😀' 'r#raw '_`)).toEqual([
      "'a",
      "'static",
      "'a'",
      "'\\''",
      "'\\\\'",
      "b'x'",
      "'\\u{1F600}'",
      "'😀'",
      "'r#raw",
      "'_",
    ]);
    expect(kinds(`'a 'a' <'a,'b>`)).toEqual([
      Kind.Lifetime,
      Kind.Char,
      Punct.Less,
      Kind.Lifetime,
      Punct.Comma,
      Kind.Lifetime,
      Punct.Greater,
    ]);
  });

  it('reads every kind of string as one token', () => {
    expect(kinds(`"a\\"b" r"c\\" r#"d"e"# b"f" br##"g"#"## c"h" cr"i"`)).toEqual([
      Kind.Str,
      Kind.RawStr,
      Kind.RawStr,
      Kind.ByteStr,
      Kind.ByteStr,
      Kind.CStr,
      Kind.CStr,
    ]);
    expect(kinds('"over\nlines" x')).toEqual([Kind.Str, Kind.Ident]);
  });

  it('gives what a string stands for', () => {
    const value = (text: string) => stringValue(tokenize(text), 0);
    expect(value('"a\\n\\x41\\u{42}\\"\\\n    b"')).toBe('a\nAB"b');
    expect(value('r#"a\\n"#')).toBe('a\\n');
    expect(value('"\\u{FFFFFF}"')).toBe('\ufffd');
    expect(value('b"x"')).toBe('x');
    expect(value('1')).toBeUndefined();
  });

  it('reads raw and non-ASCII identifiers', () => {
    expect(texts('r#type größe r b c br cr rb_x _')).toEqual([
      'r#type',
      'größe',
      'r',
      'b',
      'c',
      'br',
      'cr',
      'rb_x',
      '_',
    ]);
    expect(kinds('r#type x')).toEqual([Kind.RawIdent, Kind.Ident]);
  });

  it('reads numbers with suffix, exponent and tuple indices', () => {
    expect(texts('1 1.0 1. 1..2 1.max(2) 0xE+1 1e-9 1_000u64 0b1 2.5E+3f32')).toEqual([
      '1',
      '1.0',
      '1.',
      '1',
      '..',
      '2',
      '1',
      '.',
      'max',
      '(',
      '2',
      ')',
      '0xE',
      '+',
      '1',
      '1e-9',
      '1_000u64',
      '0b1',
      '2.5E+3f32',
    ]);
  });

  it('joins operators, but nothing that begins with an angle bracket', () => {
    expect(texts('a::b -> c => d ..= ... == != && || += Vec<Vec<u8>>= x << 1')).toEqual([
      'a',
      '::',
      'b',
      '->',
      'c',
      '=>',
      'd',
      '..=',
      '...',
      '==',
      '!=',
      '&&',
      '||',
      '+=',
      'Vec',
      '<',
      'Vec',
      '<',
      'u8',
      '>',
      '>',
      '=',
      'x',
      '<',
      '<',
      '1',
    ]);
  });

  it('tells doc comments from comments', () => {
    const tokens = tokenize('/// a\n//! b\n/** c */\n/*! d */\n// e\n//// f\n/* g */\n/*** h */\n/**/\nx');
    expect([...tokens.kind]).toEqual([Kind.DocOuter, Kind.DocInner, Kind.DocOuter, Kind.DocInner, Kind.Ident]);
    expect(tokens.comments.count).toBe(5);
  });

  it('nests block comments', () => {
    expect(texts('a /* b /* c */ "d */ e')).toEqual(['a', 'e']);
  });

  it('passes over byte order mark, shebang and frontmatter, and takes `#![` for an attribute', () => {
    expect(texts('\ufeff#!/usr/bin/env cargo\n---\n[dependencies]\n---\nfn')).toEqual(['fn']);
    expect(texts('#![allow(x)]').slice(0, 3)).toEqual(['#', '!', '[']);
    expect(texts('#! [allow(x)]').slice(0, 3)).toEqual(['#', '!', '[']);
  });

  it('knows lines and columns, with either line ending', () => {
    const tokens = tokenize('a\r\n  b\nc "x\ny" d');
    expect([0, 1, 2, 3, 4].map(i => [lineAt(tokens, i), columnAt(tokens, i)])).toEqual([
      [1, 1],
      [2, 3],
      [3, 1],
      [3, 3],
      [4, 4],
    ]);
  });

  it('pairs delimiters, and leaves a stray one alone', () => {
    const pairs = (text: string) => [...tokenize(text).match];
    expect(pairs('( [ ] { } )')).toEqual([5, 2, 1, 4, 3, 0]);
    expect(pairs('{ ( }')).toEqual([2, -1, 0]);
    expect(pairs(') ( )')).toEqual([-1, 2, 1]);
  });

  it('pairs angle brackets within a group and a statement', () => {
    expect([...tokenize('A<B<C>>').match]).toEqual([-1, 6, -1, 5, -1, 3, 1]);
    expect([...tokenize('a < b; c > d').match]).toEqual([-1, -1, -1, -1, -1, -1, -1]);
    expect([...tokenize('A<(x > y)>').match][1]).toBe(7);
  });

  it('takes the rest where a literal or comment does not end', () => {
    expect(kinds('a "b\nc')).toEqual([Kind.Ident, Kind.Unknown]);
    expect(kinds('a r#"b"c')).toEqual([Kind.Ident, Kind.Unknown]);
    expect(kinds('a /* b')).toEqual([Kind.Ident]);
  });

  it('gives tokens in order, without overlap, that with the gaps between them are the text', () => {
    fc.assert(
      fc.property(soup(), text => {
        const { count, start, end, comments } = tokenize(text);
        let last = 0;
        for (let i = 0; i < count; i += 1) {
          expect(start[i]).toBeGreaterThanOrEqual(last);
          expect(end[i]).toBeGreaterThan(start[i] as number);
          last = end[i] as number;
        }
        expect(last).toBeLessThanOrEqual(text.length);
        expect(comments.count).toBe(comments.start.length);
      }),
      { numRuns: 300 },
    );
  });

  it('survives long rows of anything', () => {
    for (const piece of [
      '(',
      ')',
      '<',
      '"',
      '\\"',
      "'",
      'r#',
      'r##"',
      '/*',
      '*/',
      '#',
      '{(',
      '}',
      '////',
      'é',
      '\u2028',
    ])
      expect(tokenize(piece.repeat(100_000)).text.length).toBe(piece.length * 100_000);
  });
});

/** Texts from pieces that mean something to the tokenizer. */
function soup(): fc.Arbitrary<string> {
  const pieces = [
    '"',
    "'",
    'r#',
    '//',
    '///',
    '/*',
    '*/',
    '!',
    '\\',
    '\n',
    'a',
    'b',
    '0',
    '1.',
    'e+',
    '#',
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    ':',
    '=',
    ' ',
    '😀',
    '\u00a0',
  ];
  return fc.oneof(
    fc.string({ unit: codePoint }),
    fc.array(fc.constantFrom(...pieces)).map(all => all.join('')),
  );
}
