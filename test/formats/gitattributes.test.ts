import { describe, expect, it } from '@jest/globals';
import { readAttributes } from '../../src/formats/gitattributes.js';

/** What the lines of a `.gitattributes` at the root say of `a`. */
const saidOf = (text: string, path = 'a', more: Readonly<Record<string, string>> = {}) =>
  readAttributes(new Map(Object.entries({ '.gitattributes': text, ...more })), ['v'])(path).get('v');

describe('an attribute', () => {
  it.each([
    ['is set by its name', '* v', true],
    ['is unset by a minus', '* -v', false],
    ['is unset by the value false', '* v=false', false],
    ['is set by any other value', '* v=no', true],
    ['is not set by a minus with a value', '* -v=true', false],
    ['is unspecified without a line', 'b v', undefined],
    ['is unspecified by an exclamation mark', '* v\n* !v', undefined],
    ['is what the last attribute of a line says', '* v -v', false],
    ['is what the last line says', '* -v\na v', true],
    ['can follow tabs', '\t*\t\tv\t', true],
    ['can end in CR LF', '* v\r\n', true],
    ['can be followed by a comment, as on GitHub', '* v # -v', true],
  ])('%s', (_, text, state) => expect(saidOf(text)).toBe(state));

  it.each([
    ['after a name that is not valid', '* v a+b'],
    ['without a name', '* v ='],
    ['for a negated pattern', '!b v'],
    ['in a comment', '  # v'],
    ['in a line of 2,048 bytes', `* v ${'x'.repeat(2_044)}`],
    ['for a directory', 'a/ v'],
  ])('is not read %s', (_, text) => expect(saidOf(text)).toBeUndefined());

  it('is decided by the deepest directory', () => {
    expect(saidOf('* v', 'd/a', { 'd/.gitattributes': 'a -v' })).toBe(false);
    expect(saidOf('* v', 'd/b', { 'd/.gitattributes': 'a -v' })).toBe(true);
    expect(saidOf('d/* v', 'd/a')).toBe(true);
    expect(saidOf('d v', 'd/a')).toBeUndefined();
  });
});

describe('a quoted pattern', () => {
  it.each([
    ['"a b" v', 'a b'],
    ['"a\\"b" v', 'a"b'],
    ['"a\\tb" v', 'a\tb'],
    ['"\\303\\251" v', 'é'],
    ['"a\\\\*b" v', 'a*b'],
  ])('%s matches %j', (text, path) => expect(saidOf(text, path)).toBe(true));

  it('with an unknown escape is an ordinary one that begins with a quote', () => {
    expect(saidOf('"\\x" v', '"x"')).toBe(true);
  });
});

describe('a macro', () => {
  it.each([
    ['stands for its attributes', '[attr]m v\n* m', true],
    ['can be defined after its use', '* m\n[attr]m v', true],
    ['stands for nothing where it has a value', '[attr]m v\n* m=x', undefined],
    ['stands for nothing where it is unset', '[attr]m v\n* -m', undefined],
    ['stands for nothing where a later line unsets it', '[attr]m v\n* m\na -m', undefined],
    ['can set others', '[attr]n v\n[attr]m n\n* m', true],
    ['can set itself', '[attr]m m v\n* m', true],
    ['counts where it stands in the line', '[attr]m v\n* -v m', true],
    ['is overridden by what follows it', '[attr]m v\n* m -v', false],
    ['is defined last', '[attr]m v\n[attr]m -v\n* m', false],
  ])('%s', (_, text, state) => expect(saidOf(text)).toBe(state));

  it('needs its name right after the bracket', () => {
    expect(saidOf('[attr] m v\n* m', 'b')).toBeUndefined();
  });

  it('is defined only at the root', () => {
    expect(saidOf('', 'd/a', { 'd/.gitattributes': '[attr]m v\n* m' })).toBeUndefined();
  });
});
