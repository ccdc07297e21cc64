import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenize } from '../../src/rust/tokenize.js';
import { isWord, wordAt } from '../../src/rust/tokens.js';
import { mentionedWords, mentions, mightMention, searchWords } from '../../src/rust/vocabulary.js';

describe('the vocabulary of a file', () => {
  it('holds every identifier, raw ones by their name', () => {
    const tokens = tokenize("unsafe fn r#match(größe: b) { r##x; b'; br }");
    for (const word of ['unsafe', 'fn', 'match', 'größe', 'r', 'b', 'x', 'br'])
      expect(mentions(tokens, searchWords([word]))).toBe(true);
  });

  it('does not hold what stands in comments, strings and lifetimes alone', () => {
    const tokens = tokenize('// unsafe\nfn f(a: &\'static str) { "panic" }');
    expect(mentions(tokens, searchWords('unwrap str'))).toBe(true);
    expect(mentionedWords(tokens, searchWords('unwrap str f'))).toEqual(['str', 'f']);
    expect(mightMention(tokens, searchWords('str'))).toBe(true);
    expect(mentions(tokens, searchWords('static unwrap'))).toBe(false);
  });

  it('asks the text where the words are few, and denies all that is not written', () => {
    const tokens = tokenize(Array.from({ length: 1_000 }, (_, i) => `let name_${i} = ${i};`).join('\n'));
    const others = Array.from({ length: 1_000 }, (_, i) => `other_${i}`);
    expect(others.filter(word => mentions(tokens, searchWords([word])))).toEqual([]);
    expect(mentions(tokens, searchWords('other name_7'))).toBe(true);
    expect(mentions(tokens, searchWords([...others, 'name_7']))).toBe(true);
    expect(mentions(tokens, searchWords([]))).toBe(false);
  });

  it('never denies a word of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[rbc#"'a-c_ (){};]*$/)), text => {
        const tokens = tokenize(text);
        for (let at = 0; at < tokens.count; at += 1)
          if (isWord(tokens, at)) expect(mentions(tokens, searchWords([wordAt(tokens, at)]))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never denies a word that a search knows', () => {
    const names = fc.stringMatching(/^[a-z_]{1,6}$/);
    fc.assert(
      fc.property(fc.array(names, { minLength: 1 }), names, (words, other) => {
        const search = searchWords(words.join(' '), [other]);
        const tokens = tokenize(`let r#x = ${words[0]};`);
        expect(search.has(words[0] ?? '') && mentions(tokens, search)).toBe(true);
        expect(Array.from({ length: tokens.count }, (_, at) => search.isAt(tokens, at))).toContain(true);
      }),
    );
  });
});
