import { describe, expect, it } from '@jest/globals';
import { macroCalls, methodCalls, pathCalls } from '../../src/rust/calls.js';
import { tokenize } from '../../src/rust/tokenize.js';
import { sourceText } from '../../src/rust/tokens.js';

const whole = (text: string) => {
  const tokens = tokenize(text);
  return { tokens, range: { from: 0, to: tokens.count } };
};

describe('calls', () => {
  it('lists method calls with their arguments, not fields', () => {
    const { tokens, range } = whole('a.b(c.d(1), 2).e::<Vec<u8>>()?.f.g; x.await');
    expect([...methodCalls(tokens, range)].map(each => [each.name, sourceText(tokens, each.args)])).toEqual([
      ['b', 'c.d(1), 2'],
      ['d', '1'],
      ['e', ''],
    ]);
  });

  it('lists path calls, not declarations, methods or keywords', () => {
    const { tokens, range } = whole(
      'fn f() { std::mem::forget(x); g(h::<u8>(1)); if (a) {} ::a::b(); Vec::<u8>::new(); y.z() }',
    );
    expect([...pathCalls(tokens, range)].map(each => each.path.join('::'))).toEqual([
      'std::mem::forget',
      'g',
      'h',
      '::a::b',
      'Vec::new',
    ]);
  });

  it('lists macro calls, also inside others', () => {
    const { tokens, range } = whole('std::println!("{}", vec![1]); if a != b {} panic!{}');
    expect([...macroCalls(tokens, range)].map(each => each.path.join('::'))).toEqual(['std::println', 'vec', 'panic']);
  });
});
