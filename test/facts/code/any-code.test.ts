import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fallibleTasks, findHazards } from '../../../src/facts/code/async-hazards.js';
import { sharedCycles } from '../../../src/facts/code/shared-cycles.js';
import { findUnsafeCode } from '../../../src/facts/code/unsafe-code.js';
import { library } from './support.js';

/** Words and signs that these readers look for, in any order: rarely Rust, and always harmless. */
const soup = fc
  .array(
    fc.constantFrom(
      ...'async move fn let mut if match in use struct enum Rc Arc Weak Ok Some await lock unwrap spawn drop unsafe impl for'.split(
        ' ',
      ),
      ...'{ } ( ) [ ] < > | || && . , ; : :: = * & ? # ! ->'.split(' '),
      'std::fs::read',
      'tokio::spawn',
      'spawn_blocking',
      '.lock().unwrap()',
      '.await',
      '// SAFETY: a\n',
      '/// # Safety\n',
    ),
    { maxLength: 120 },
  )
  .map(words => words.join(' '));

describe('any code', () => {
  it('is read without harm, and the same way twice', () => {
    fc.assert(
      fc.property(soup, text => {
        const answers = () => {
          const file = library(`async fn f() { ${text} }\n${text}`);
          return [findHazards(file, fallibleTasks([file])), findUnsafeCode(file), sharedCycles([file])];
        };
        expect(answers()).toEqual(answers());
      }),
    );
  });

  it.each([
    ['guards', 'let g = m.lock().unwrap();\n'],
    ['guards in calls', 'h(m.lock().unwrap().a(), '],
    ['closures', 'let a = || '],
    ['functions', 'fn a '],
    ['imports', 'use a '],
    ['reasons', '// a\nunsafe { g() }\n'],
    ['lists', 'a, unsafe { g() }, '],
    ['types', 'struct A { b: Arc<A> }\n'],
  ])('is read to its end with many %s', (_, unit) => {
    const file = library(`async fn f() { ${unit.repeat(1_000)} h().await; }`);
    expect(
      findHazards(file, new Set()).length + findUnsafeCode(file).length + sharedCycles([file]).length,
    ).toBeGreaterThan(-1);
  });
});
