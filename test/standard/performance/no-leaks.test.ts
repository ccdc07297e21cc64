import { describe, expect, it } from '@jest/globals';
import { CI, hintsOf } from './support.js';

describe('no-leaks', () => {
  it('hints at what keeps memory, at types that hold themselves, and at what looks for leaks', () => {
    const code = [
      'use std::mem;',
      'fn f() {',
      '    mem::forget(a);',
      '    Box::leak(b);',
      '    ManuallyDrop::new(c);',
      '    name.leak();',
      '}',
      'pub struct Node { next: Option<Rc<RefCell<Node>>> }',
      'pub struct Parcel { route: Arc<Mutex<Route>> }',
      'pub struct Route { parcels: Vec<Parcel> }',
    ].join('\n');
    const workflow = { [CI]: 'on: push\njobs:\n  a:\n    steps:\n      - run: cargo +nightly miri test\n' };
    expect(hintsOf('no-leaks', code, workflow)).toEqual([
      'src/lib.rs:3 `mem::forget` can leak memory',
      'src/lib.rs:4 `Box::leak` can leak memory',
      'src/lib.rs:5 `ManuallyDrop::new` can leak memory',
      'src/lib.rs:6 `leak` leaks memory',
      'src/lib.rs:8 an `Rc` or `Arc` of `Node` can lead back to it',
      'src/lib.rs:9 an `Rc` or `Arc` of `Parcel` can lead back to it',
      '.github/workflows/ci.yml:5 CI runs `miri`',
    ]);
  });

  describe('false alarms', () => {
    it.each([
      ['a Weak that leads back', 'struct Node { parent: Weak<Node>, up: Arc<Up> }\nstruct Up { down: Weak<Node> }'],
      [
        'a Box that leads back',
        'struct Node { next: Option<Box<Node>> }\nenum Tree { Leaf, Fork(Box<Tree>, Box<Tree>) }',
      ],
      ['an Arc of something else', 'struct Parcel { route: Arc<Route> }\nstruct Route { stops: Vec<Stop> }'],
      ['tests', '#[cfg(test)]\nmod t { struct N { n: Rc<N> } fn f() { std::mem::forget(a); } }'],
      ['words in texts and comments', 'fn f() { g("Box::leak(a)"); /* mem::forget(a) */ }'],
    ])('hints at nothing with %s', (_, code) => expect(hintsOf('no-leaks', code)).toEqual([]));
  });
});
