import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearPattern } from '../../src/text/linear-pattern.js';

const matches = (source: string, line: string) => {
  const read = linearPattern(source);
  return 'problem' in read ? read.problem : read.pattern.matches(line);
};

describe('a pattern that other people write', () => {
  it('matches a part of a line', () => {
    expect(matches('process::(exit|abort)', '    std::process::abort();')).toBe(true);
    expect(matches('^process', 'std::process')).toBe(false);
    expect(matches('(?i)todo', '// ToDo')).toBe(true);
  });

  it.each([
    ['(a)\\1', "is not valid in RE2's syntax: invalid escape sequence: `\\1`"],
    ['a(?=b)', "is not valid in RE2's syntax: invalid or unsupported Perl syntax: `(?=`"],
    ['(', "is not valid in RE2's syntax: missing closing ): `(`"],
    ['a'.repeat(501), 'has more than 500 characters'],
    ['(?:\\pL{1,30}[^x]){1,30}', 'repeats too much: use smaller repeat counts'],
  ])('is refused if it cannot be searched in linear time: %s', (source, problem) => {
    expect(matches(source, '')).toBe(problem);
  });

  it('that would take forever elsewhere ends at once', () => {
    expect(matches('^(a+)+$', `${'a'.repeat(100_000)}b`)).toBe(false);
    expect(matches('^(a|aa|a.*)*$', `${'a'.repeat(20_000)}\0b\n`)).toBe(false);
  });

  it('of any text never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (source, line) => matches(source, line) !== undefined));
  });
});
