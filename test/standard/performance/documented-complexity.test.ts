import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';
import { CARGO, hintsOf } from './support.js';

describe('documented-complexity', () => {
  it('hints at nested loops and recursion of public functions without O(…)', () => {
    const code = [
      'pub fn pairs(v: &[u8]) { for a in v { for b in v { g(a, b); } } }',
      'pub fn depth(n: u8) -> u8 { depth(n - 1) }',
      'pub struct Tree;',
      'impl Tree {',
      '    /// Walks all.',
      '    pub fn walk(&self) { self.walk() }',
      '    pub fn build(n: u8) -> Self { Self::build(n) }',
      '}',
    ].join('\n');
    expect(hintsOf('documented-complexity', code)).toEqual([
      'src/lib.rs:1 `crate::pairs` has nested loops but documents no complexity',
      'src/lib.rs:2 `crate::depth` calls itself but documents no complexity',
      'src/lib.rs:6 `crate::Tree::walk` calls itself but documents no complexity',
      'src/lib.rs:7 `crate::Tree::build` calls itself but documents no complexity',
    ]);
  });

  it('does not concern a binary', () => {
    expect(
      judge('documented-complexity', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status,
    ).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it.each([
      ['a documented complexity', '/// All pairs, in O(n²).\npub fn pairs(v: &[u8]) { for a in v { for b in v {} } }'],
      ['one loop after the other', 'pub fn f(v: &[u8]) { for a in v {} while g() {} }'],
      [
        'bounds over lifetimes',
        "pub fn f(v: &dyn for<'a> Fn(&'a u8)) { for a in v { h::<dyn for<'b> Fn(&'b u8)>(a); } }",
      ],
      ['functions that nobody outside can call', 'fn f() { for a in v { for b in v {} } }'],
      [
        'another type’s method of the same name',
        'pub struct A;\nimpl A { pub fn len(&self) -> usize { self.items.len() } pub fn new() -> Self { B::new() } }',
      ],
    ])('hints at nothing with %s', (_, code) => expect(hintsOf('documented-complexity', code)).toEqual([]));
  });
});
