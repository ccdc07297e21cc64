import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { given } from './support.js';

describe('single-responsibility', () => {
  const hints = (code: string) =>
    given('single-responsibility', { 'src/lib.rs': code }).hints?.map(
      ({ path, line, message }) => `${path}:${line} ${message}`,
    );
  const times = (n: number, text: (index: number) => string) =>
    Array.from({ length: n }, (_, index) => text(index)).join('');

  it('is nobody’s word yet', () => {
    expect(judge('single-responsibility', snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested yet'),
    });
  });

  it('hints at long files, types with many methods, and long functions', () => {
    expect(hints(times(1_001, index => `const A${index}: u8 = 1;\n`))).toEqual(['src/lib.rs:1 1001 lines of code']);
    expect(hints(`struct A;\nimpl A {\n${times(41, index => `fn f${index}() {}\n`)}}`)).toEqual([
      'src/lib.rs:2 `A` has 41 methods',
    ]);
    expect(hints(`\nfn long() {\n${times(150, index => `a(${index});\n`)}}`)).toEqual([
      'src/lib.rs:2 `long` has 152 lines',
    ]);
  });

  describe('false alarms', () => {
    it('does not hint at comments, tests, or what a trait asks for', () => {
      expect(
        hints(
          `${times(2_000, () => '// why\n')}#[cfg(test)]\nmod tests {\n${times(1_500, () => 'const A: u8 = 1;\n')}}`,
        ),
      ).toEqual([]);
      expect(hints(`struct A;\nimpl Visitor for A {\n${times(60, index => `fn f${index}() {}\n`)}}`)).toEqual([]);
      expect(hints(`fn f() {\n${times(100, index => `a(${index});\n`)}}`)).toEqual([]);
    });
  });
});
