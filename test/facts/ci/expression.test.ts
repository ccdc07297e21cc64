import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, holds, interpolate, type Lookup, UNKNOWN, UNKNOWN_TEXT } from '../../../src/facts/ci/expression.js';

const lookup: Lookup = path => {
  const known: Record<string, string> = {
    'matrix.os': 'ubuntu-latest',
    'runner.os': 'Linux',
    'github.ref': 'refs/tags/v1',
  };
  return known[path.join('.')] ?? UNKNOWN;
};

describe('holds', () => {
  it.each([
    ["matrix.os == 'Ubuntu-latest'", true],
    ["runner.os != 'Linux'", false],
    ["startsWith(matrix.os, 'ubuntu') && !contains(github.ref, 'heads')", true],
    ["${{ github.ref == 'refs/heads/main' }}", false],
    ['contains(fromJSON(\'["ubuntu-latest"]\'), matrix.os)', true],
    ['secrets.TOKEN', undefined],
    ['false && secrets.TOKEN', false],
    ['secrets.TOKEN && false', false],
    ['true || secrets.TOKEN', true],
    ["needs.a.result == 'success' || runner.os == 'Windows'", undefined],
    ['always()', true],
    ['failure()', false],
    ['!cancelled()', true],
    ['1 < 2', true],
    // Text around an expression is a text, and true: what GitHub does with this well-known trap.
    ["${{ matrix.os }} == 'windows-latest'", true],
    ['', true],
    ['a b', undefined],
    ['((', undefined],
  ])('%s', (condition, expected) => {
    expect(holds(condition, lookup)).toBe(expected);
  });
});

describe('interpolate', () => {
  it('puts values in, and a sign for those that are not known', () => {
    expect(interpolate('a ${{ matrix.os }} ${{ secrets.X }} ${{ null }}b ${{ open', lookup)).toBe(
      `a ubuntu-latest ${UNKNOWN_TEXT} b \${{ open`,
    );
  });
});

describe('evaluate', () => {
  it('never throws, whatever it is given', () => {
    const part = fc.constantFrom(
      '(',
      ')',
      '!',
      '&&',
      '||',
      "'x'",
      '1',
      'a',
      '.',
      '*',
      '[',
      ']',
      ',',
      '==',
      '<',
      'contains(',
      'format(',
      'fromJSON(',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 80 }).map(parts => parts.join('')),
        ),
        text => {
          expect(evaluate(text, lookup)).toEqual(evaluate(text, lookup));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives up where an expression is nested too deeply', () => {
    expect(evaluate(`${'('.repeat(1_900)}1${')'.repeat(1_900)}`, lookup)).toBe(UNKNOWN);
    expect(evaluate('!'.repeat(3_900), lookup)).toBe(UNKNOWN);
  });
});
