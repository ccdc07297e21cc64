import { describe, expect, it } from '@jest/globals';
import { findPanics, ownMethods } from '../../../src/facts/code/panics.js';
import { files } from '../../support/snapshots.js';
import { library } from './support.js';

const panics = (text: string) => {
  const file = library(text);
  return findPanics(file, ownMethods([file]), files({})).map(({ what, line }) => `${line} ${what}`);
};

describe('what panics', () => {
  it.each([
    ['an unwrap', 'fn f() { g().unwrap(); }', ['1 .unwrap()']],
    ['an unwrap on its own line', 'fn f() {\n    g()\n        .unwrap();\n}', ['3 .unwrap()']],
    [
      'todo and unimplemented',
      'fn f() { todo!() }\nfn g() { unimplemented!("later") }',
      ['1 todo!', '2 unimplemented!'],
    ],
    ['a panic', 'fn f() { panic!("no") }', ['1 panic!']],
    ['a panic by its path', 'fn f() { std::panic!("no") }', ['1 panic!']],
    ['an expectation that is computed', 'fn f() { g().expect(&format!("{x}")); }', ['1 .expect()']],
    ['an expectation without a word', 'fn f() { g().expect(""); }', ['1 .expect()']],
    ['an unwrap where a field is first used', 'fn f(x: &X) { x.re.get_or_init(|| g().unwrap()); }', ['1 .unwrap()']],
    ['an unwrap inside of a macro call', 'fn f() { println!("{}", g().unwrap()); }', ['1 .unwrap()']],
    [
      'an unwrap in a closure and in an async block',
      'fn f() { h(|| g().unwrap()); async { g().unwrap() }; }',
      ['1 .unwrap()', '1 .unwrap()'],
    ],
    [
      'an unwrap of what the environment says, in a static',
      'static X: L = L::new(|| std::env::var("A").unwrap());',
      ['1 .unwrap()'],
    ],
    [
      'an unwrap of what no literal builds, in a static',
      'static X: L = L::new(|| C::load().unwrap());',
      ['1 .unwrap()'],
    ],
    ['the same in a lazy static', 'lazy_static! { static ref X: C = C::load().unwrap(); }', ['1 .unwrap()']],
  ])('%s', (_, text, expected) => {
    expect(panics(text)).toEqual(expected);
  });
});

describe('an `unwrap` of the crate’s own', () => {
  const call = 'fn f() { g().unwrap(); }';

  it('hides no panic where it panics too', () => {
    const own = 'impl Zone { pub fn unwrap(self) -> u8 { match self { A(a) => a, B => panic!("two times") } } }';
    expect(panics(`/// # Panics\n${own}\n${call}`)).toEqual(['3 .unwrap()']);
  });

  it('is none where it cannot fail', () => {
    expect(panics(`impl Layer { fn unwrap(self) -> u8 { self.0 } }\n${call}`)).toEqual([]);
  });
});

describe('what does not', () => {
  it.each([
    ['words in texts and comments', 'fn f() { let s = "x.unwrap()"; // todo!() and y.unwrap()\n /* panic!() */ }'],
    ['examples in documentation', '/// ```\n/// x.unwrap();\n/// ```\nfn f() {}'],
    ['methods with longer names', 'fn f() { x.unwrap_or(1); x.unwrap_or_default(); x.unwrap_or_else(|| 2); }'],
    [
      'an expectation with a literal reason',
      'fn f() { x.expect("it was checked above"); x.expect(concat!("a", "b")); x.expect(r"raw"); }',
    ],
    ['a lock that nobody poisons', 'fn f() { self.m.lock().unwrap(); x.read().unwrap(); x.write().unwrap().push(1); }'],
    ['unreachable and assertions', 'fn f() { assert!(a); assert_eq!(a, b); debug_assert!(c); unreachable!() }'],
    ['a panic of a const fn', 'const fn f() { panic!("at compile time") }'],
    [
      'a panic that is documented',
      '/// Divides.\n///\n/// # Panics\n///\n/// By nothing.\nfn f() { panic!("by nothing") }',
    ],
    ['a static that a literal builds', 'static RE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^a$").unwrap());'],
    [
      'a static that a literal builds where it is first used',
      'fn f() { static RE: OnceLock<Regex> = OnceLock::new(); RE.get_or_init(|| Regex::new("a").unwrap()); }',
    ],
    ['a lazy static that a literal builds', 'lazy_static! { static ref RE: Regex = Regex::new("a").unwrap(); }'],
    [
      'a static of a function',
      'fn f() { static RE: OnceLock<Regex> = OnceLock::new(); const N: NonZero = NonZero::new(3).unwrap(); }',
    ],
    [
      'what the compiler computes',
      'static X: C = C::new().unwrap(); const Y: C = match C::new() { None => panic!("no") };',
    ],
    ['a hidden item', '#[doc(hidden)]\npub fn f() { x.unwrap() }'],
    [
      'a method of its own that is called expect',
      'impl Parser { fn expect(&mut self, t: Token) -> R { self.next(t) } fn p(&mut self) { self.expect(Token::Comma); } }',
    ],
    ['a function called panic, or todo as a name', 'fn f() { panic(); let todo = 1; if todo != 2 {} }'],
  ])('%s', (_, text) => {
    expect(panics(text)).toEqual([]);
  });
});
