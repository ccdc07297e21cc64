import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathMatcher } from '../../src/formats/path-pattern.js';

describe('a pattern of paths', () => {
  it.each([
    ['a/b', 'a/b'],
    ['*', 'a.b'],
    ['a*c', 'abc'],
    ['*/b', 'a/b'],
    ['**/b', 'b'],
    ['**/b', 'a/a/b'],
    ['a/**/b', 'a/b'],
    ['a/**/b', 'a/x/y/b'],
    ['a/**', 'a/x/y'],
    ['**/a*/b', 'a/ab/b'],
    ['***/b', 'a/b'],
    ['[ab]', 'b'],
    ['[!a]', 'b'],
    ['[^a]', 'b'],
    ['[a-c]', 'b'],
    ['[]a]', ']'],
    ['[!]a]', 'b'],
    ['[a-]', '-'],
    ['[\\]]', ']'],
    ['[a-c-e]', '-'],
    ['[[:digit:]x]', '7'],
    ['[[:digit]', ':'],
    ['\\*', '*'],
    ['??', 'é'],
    ['é', 'é'],
  ])('%s matches %s', (pattern, path) => expect(pathMatcher(pattern)(path)).toBe(true));

  it.each([
    ['', 'a'],
    ['a', 'a/b'],
    ['*', 'a/b'],
    ['a?b', 'a/b'],
    ['a[/]b', 'a/b'],
    ['a[!x]b', 'a/b'],
    ['a**/b', 'a/x/b'],
    ['a/**', 'a'],
    ['a/**/b', 'a/xb'],
    ['[b-a]', 'a'],
    ['[a', 'a'],
    ['[a', '[a'],
    ['[[:nope:]]', 'n'],
    ['a\\', 'a\\'],
    ['?', 'é'],
  ])('%s does not match %s', (pattern, path) => expect(pathMatcher(pattern)(path)).toBe(false));

  it('matches any text whose special characters are escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '*', '[', ']', '?', '\\', 'é', ' ') }), text => {
        expect(pathMatcher(text.replaceAll(/[*[\]?\\]/g, String.raw`\$&`))(text)).toBe(true);
      }),
    );
  });

  it('takes time in proportion to both lengths', () => {
    const matches = pathMatcher(`${'*a'.repeat(2_000)}b`);
    expect(matches('a'.repeat(4_000))).toBe(false);
    expect(pathMatcher(`${'**/a/'.repeat(800)}b`)('a/'.repeat(2_000))).toBe(false);
  });
});
