import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { macroCalls, methodCalls, pathCalls } from '../../src/rust/calls.js';
import {
  asyncBlocks,
  awaits,
  blocksAfter,
  commentsBefore,
  commentsIn,
  splitArguments,
  splitStatements,
} from '../../src/rust/scan.js';
import { tokenize } from '../../src/rust/tokenize.js';
import { sourceText, tokenText } from '../../src/rust/tokens.js';

const whole = (text: string) => {
  const tokens = tokenize(text);
  return { tokens, range: { from: 0, to: tokens.count } };
};

describe('facts of code', () => {
  it('splits arguments, not at the commas of a turbofish or a group', () => {
    const { tokens, range } = whole('a, b::<C, D>(1, 2), (e, f), g < h, i > j');
    expect(splitArguments(tokens, range).map(each => sourceText(tokens, each))).toEqual([
      'a',
      'b::<C, D>(1, 2)',
      '(e, f)',
      'g < h',
      'i > j',
    ]);
  });

  it('splits statements', () => {
    const { tokens, range } = whole(
      'let a = if x { 1 } else { 2 }; if b { c } else { d } match e { _ => {} } f(|| { g }); unsafe { h }.i(); j',
    );
    expect(splitStatements(tokens, range).map(each => sourceText(tokens, each))).toEqual([
      'let a = if x { 1 } else { 2 };',
      'if b { c } else { d }',
      'match e { _ => {} }',
      'f(|| { g });',
      'unsafe { h }.i();',
      'j',
    ]);
  });

  it('finds blocks, async blocks and closures, and awaits', () => {
    const { tokens, range } = whole(
      'unsafe { a } async move { b.await } async |x: u8| c(x).await, async || { d }; async fn e() {}',
    );
    expect([...blocksAfter(tokens, range, 'unsafe')].map(each => sourceText(tokens, each.body))).toEqual(['a']);
    expect([...asyncBlocks(tokens, range)].map(each => sourceText(tokens, each.body))).toEqual([
      'b.await',
      'c(x).await',
      'd',
    ]);
    expect([...awaits(tokens, range)].map(at => tokenText(tokens, at))).toEqual(['await', 'await']);
  });

  it('finds the comments before a token and inside a range', () => {
    const { tokens } = whole('a;\n// SAFETY: b\n/* c */ unsafe { // d\n e }');
    expect(commentsBefore(tokens, 2)).toEqual([
      { text: '// SAFETY: b', line: 2 },
      { text: '/* c */', line: 3 },
    ]);
    expect(commentsIn(tokens, { from: 4, to: 5 }).map(each => each.text)).toEqual(['// d']);
  });

  it('answers for any text, and the same twice', () => {
    const pieces = 'a . b ( ) { } [ ] ! :: < > , ; async move | || unsafe .await // /* if else match'.split(' ');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces)).map(all => all.join(' ')),
        text => {
          const all = () => {
            const { tokens, range } = whole(text);
            const lists = [splitArguments, splitStatements, commentsIn].map(each =>
              JSON.stringify(each(tokens, range)),
            );
            return [methodCalls, pathCalls, macroCalls, asyncBlocks, awaits]
              .map(each => JSON.stringify([...each(tokens, range)]))
              .concat(lists);
          };
          expect(all()).toEqual(all());
        },
      ),
    );
  });
});
