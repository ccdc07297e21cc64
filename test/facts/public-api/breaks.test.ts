import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { breaks, CARGO, compared } from './versions.js';

describe('a removed item', () => {
  it.each([
    ['function', 'pub fn f() {}', '', 'f function was removed'],
    ['struct', 'pub struct S(u8);\nimpl S { pub fn new() -> S { S(0) } }', '', 'S struct was removed'],
    ['trait', 'pub trait T {}', '', 'T trait was removed'],
    ['macro', '#[macro_export]\nmacro_rules! m { () => {} }', '', 'm macro was removed'],
    ['re-export', 'mod a { pub struct S; }\npub use a::S;', 'mod a { pub struct S; }', 'S struct was removed'],
    [
      'name',
      'mod a { pub struct S; }\npub use a::S as T;',
      'mod a { pub struct S; }\npub use a::S;',
      'T struct was removed',
    ],
    ['module, with all that is in it', 'pub mod a { pub fn f() {}\n pub fn g() {} }', '', 'a module was removed'],
    ['method', 'pub struct S;\nimpl S { pub fn f(&self) {} }', 'pub struct S;', 'S::f was removed'],
    ['constant of a type', 'pub struct S;\nimpl S { pub const A: u8 = 1; }', 'pub struct S;', 'S::A was removed'],
    ['variant', 'pub enum E { A, B }', 'pub enum E { A }', 'E::B was removed'],
    ['field', 'pub struct S { pub a: u8, b: u8 }', 'pub struct S { b: u8 }', 'S::a was removed'],
    ['field of a variant', 'pub enum E { A { a: u8 } }', 'pub enum E { A {} }', 'E::A::a was removed'],
    ['item of a trait', 'pub trait T { fn f(&self) {} }', 'pub trait T {}', 'T::f was removed'],
  ])('breaks: a %s', (_, older, newer, found) => {
    expect(breaks(older, newer)).toEqual([found]);
  });

  it.each([
    ['a function', 'pub fn f() {}', 'pub(crate) fn f() {}', 'f function is no longer public'],
    ['a module', 'pub mod a { pub fn f() {} }', 'mod a { pub fn f() {} }', 'a module is no longer public'],
    [
      'a method',
      'pub struct S;\nimpl S { pub fn f() {} }',
      'pub struct S;\nimpl S { fn f() {} }',
      'S::f is no longer public',
    ],
    ['a field', 'pub struct S { pub a: u8, b: u8 }', 'pub struct S { a: u8, b: u8 }', 'S::a is no longer public'],
  ])('breaks when %s is only narrowed', (_, older, newer, found) => {
    expect(breaks(older, newer)).toEqual([found]);
  });

  it('is one break, however many paths led to it', () => {
    const older = 'pub mod a { pub struct S; }\npub use a::S;\npub use a::S as T;';
    expect(breaks(older, 'pub mod a {}')).toEqual(['S struct was removed']);
  });

  it('stands where it was, and where its holder is now', () => {
    const older = { 'src/lib.rs': 'pub mod a;', 'src/a.rs': '\n\npub fn f() {}' };
    const newer = { 'src/lib.rs': 'pub mod a;', 'src/a.rs': '// Nothing.\n' };
    expect(compared(older, newer).breaks).toMatchObject([
      { name: 'a::f', removed: true, path: 'src/a.rs', line: 1, before: { path: 'src/a.rs', line: 3 } },
    ]);
  });
});

describe('an item that moved', () => {
  it.each([
    ['to another file', 'pub mod a { pub struct S; }', 'mod b { pub struct S; }\npub mod a { pub use crate::b::S; }'],
    ['behind a glob', 'pub struct S;\npub fn f() {}', 'mod a { pub struct S; pub fn f() {} }\npub use a::*;'],
    ['under another name, with an alias', 'pub struct S(u8);', 'pub struct T(u8);\npub type S = T;'],
    [
      'under another name, with a re-export',
      'pub struct S(u8);\npub fn f(s: S) {}',
      'pub struct T(u8);\npub use T as S;\npub fn f(s: T) {}',
    ],
    ['to another crate', 'pub struct S(u8);\npub fn f(s: S) {}', 'pub use other::S;\npub fn f(s: other::S) {}'],
    ['to another crate, with everything', 'pub mod a { pub fn f() {} }', 'pub use other::*;'],
    ['to a platform', 'pub fn f() {}', '#[cfg(unix)]\npub fn f() {}'],
    [
      'a method, to another impl',
      'pub struct S;\nimpl S { pub fn f() {} }',
      'pub struct S;\nmod a { impl super::S { pub fn f() {} } }',
    ],
    [
      'a method, to a trait of the prelude',
      'pub struct S;\nimpl S { pub fn default() -> S { S } }',
      '#[derive(Default)]\npub struct S;',
    ],
    [
      'a method, behind Deref',
      'pub struct S(T);\nimpl S { pub fn f(&self) {} }',
      'pub struct S(T);\nimpl std::ops::Deref for S { }',
    ],
    [
      'an item, to a supertrait',
      'pub trait T { fn f(&self) {} }',
      'mod a { pub trait Sealed {} }\npub trait U { fn f(&self) {} }\npub trait T: U {}',
    ],
  ])('breaks nothing %s', (_, older, newer) => {
    const found = breaks(older, newer).filter(each => !each.includes('of its implementers'));
    expect(found).toEqual([]);
  });

  it('is followed into another member of the workspace, with the features that it is asked for', () => {
    const workspace = (core: string, lib: string) => ({
      'Cargo.toml': '[workspace]\nmembers = ["core", "parcel"]\n',
      'core/Cargo.toml': '[package]\nname = "core-parts"\nversion = "1.0.0"\n[features]\ndefault = []\nextra = []\n',
      'core/src/lib.rs': core,
      'parcel/Cargo.toml':
        '[package]\nname = "cim-parcel"\nversion = "1.0.0"\n[dependencies]\ncore-parts = { path = "../core", features = ["extra"] }\n',
      'parcel/src/lib.rs': lib,
    });
    const older = workspace('', 'pub struct S { pub a: u8 }');
    const same = workspace('#[cfg(feature = "extra")]\npub struct S { pub a: u8 }', 'pub use core_parts::S;');
    const other = workspace('pub struct S { pub a: u16 }', 'pub use core_parts::S;');
    expect(breaks(older, same)).toEqual([]);
    expect(breaks(older, other)).toEqual(['S::a is `u16` instead of `u8`']);
  });
});

describe('a function', () => {
  it.each([
    ['an argument more', 'pub fn f() {}', 'pub fn f(a: u8) {}', 'it takes 1 argument instead of 0'],
    ['another type', 'pub fn f(a: u8) {}', 'pub fn f(a: u16) {}', 'it takes `u16` instead of `u8`'],
    [
      'another return',
      'pub fn f() -> u8 { 0 }',
      'pub fn f() -> Option<u8> { None }',
      'it returns `Option<u8>` instead of `u8`',
    ],
    [
      'a value for an iterator',
      'pub fn f() -> impl Iterator<Item = u8> { x }',
      'pub fn f() -> Vec<u8> { x }',
      'it returns `Vec<u8>` instead of `impl Iterator<Item = u8>`',
    ],
    ['a return less', 'pub fn f() -> u8 { 0 }', 'pub fn f() {}', 'it returns `()` instead of `u8`'],
    ['`async` more', 'pub fn f() {}', 'pub async fn f() {}', 'it is `async`'],
    ['`async` less', 'pub async fn f() {}', 'pub fn f() {}', 'it is no longer `async`'],
    ['`unsafe` more', 'pub fn f() {}', 'pub unsafe fn f() {}', 'it is `unsafe`'],
    ['`const` less', 'pub const fn f() {}', 'pub fn f() {}', 'it is no longer `const`'],
    ['another ABI', 'pub extern "C" fn f() {}', 'pub fn f() {}', 'its ABI is `Rust` instead of `C`'],
    ['a bound more', 'pub fn f<T>(t: T) {}', 'pub fn f<T: Clone>(t: T) {}', '`T` must be `Clone`'],
    [
      'a bound more, after `where`',
      'pub fn f<T>(t: T) {}',
      'pub fn f<T>(t: T) where T: Clone {}',
      '`T` must be `Clone`',
    ],
    [
      'a bound more on an argument',
      'pub fn f(t: impl Copy) {}',
      'pub fn f(t: impl Copy + Send) {}',
      'the argument must be `Send`',
    ],
    [
      'a bound more on what is associated',
      'pub fn f<T: Iterator>(t: T) {}',
      'pub fn f<T: Iterator>(t: T) where T::Item: Copy {}',
      '`T::Item` must be `Copy`',
    ],
    ['`?Sized` less', 'pub fn f<T: ?Sized>(t: &T) {}', 'pub fn f<T>(t: &T) {}', '`T` must be sized'],
    [
      'a stricter closure',
      'pub fn f(g: impl FnOnce(u8)) {}',
      'pub fn f(g: impl Fn(u8)) {}',
      'the argument must be `Fn(u8)`',
    ],
    [
      'an error of its own for that of std',
      'pub struct Error;\npub fn f() -> Result<(), std::io::Error> { Ok(()) }',
      'pub struct Error;\npub fn f() -> Result<(), Error> { Ok(()) }',
      'it returns `Result<(), Error>` instead of `Result<(), Error>`',
    ],
    [
      'another error of std',
      'pub fn f() -> std::io::Result<()> { Ok(()) }',
      'pub fn f() -> std::fmt::Result { Ok(()) }',
      'it returns `Result<(), Error>` instead of `Result<(), Error>`',
    ],
    [
      'an alias that means something else',
      'type A = u8;\npub fn f(a: A) {}',
      'type A = u16;\npub fn f(a: A) {}',
      'it takes `u16` instead of `u8`',
    ],
    ['another array', 'pub fn f(a: [u8; 4]) {}', 'pub fn f(a: [u8; 8]) {}', 'it takes `[u8; 8]` instead of `[u8; 4]`'],
  ])('breaks with %s', (_, older, newer, what) => {
    expect(breaks(older, newer)).toEqual([`f changed (${what})`]);
  });

  it.each([
    ['other names', 'pub fn f(a: u8) {}', 'pub fn f(b: u8) {}'],
    ['`mut`', 'pub fn f(a: u8) {}', 'pub fn f(mut a: u8) {}'],
    ['a pattern', 'pub fn f(a: (u8, u8)) {}', 'pub fn f((a, b): (u8, u8)) {}'],
    ['`const` more', 'pub fn f() {}', 'pub const fn f() {}'],
    ['`unsafe` less', 'pub unsafe fn f() {}', 'pub fn f() {}'],
    ['docs and attributes', 'pub fn f() {}', '/// Does.\n#[must_use]\n#[inline]\n#[deprecated]\npub fn f() {}'],
    ['an import', 'pub fn f(a: std::path::PathBuf) {}', 'use std::path::PathBuf;\npub fn f(a: PathBuf) {}'],
    ['a renamed import', 'pub fn f(a: std::path::PathBuf) {}', 'use std::path::PathBuf as P;\npub fn f(a: P) {}'],
    ['core for std', 'pub fn f(a: std::fmt::Error) {}', 'pub fn f(a: core::fmt::Error) {}'],
    [
      'an alias',
      'pub struct Error;\npub fn f() -> std::result::Result<u8, crate::Error> { Ok(0) }',
      'pub struct Error;\npub type Result<T, E = Error> = std::result::Result<T, E>;\npub fn f() -> Result<u8> { Ok(0) }',
    ],
    [
      'an alias of std',
      'use std::io;\npub fn f() -> io::Result<u8> { Ok(0) }',
      'pub fn f() -> Result<u8, std::io::Error> { Ok(0) }',
    ],
    ['the unit written out', 'pub fn f() {}', 'pub fn f() -> () {}'],
    ['lifetimes', "pub fn f<'a>(a: &'a str) -> &'a str { a }", 'pub fn f(a: &str) -> &str { a }'],
    ['other names of parameters', 'pub fn f<T: Copy>(t: T) -> T { t }', 'pub fn f<Item: Copy>(t: Item) -> Item { t }'],
    ['bounds elsewhere', 'pub fn f<T: Copy + Send>(t: T) {}', 'pub fn f<T>(t: T) where T: Send, T: Copy {}'],
    ['a bound less', 'pub fn f<T: Copy + Send>(t: T) {}', 'pub fn f<T: Copy>(t: T) {}'],
    ['a bound that another implies', 'pub fn f<T: Copy>(t: T) {}', 'pub fn f<T: Clone + Copy>(t: T) {}'],
    ['a looser closure', 'pub fn f<F: Fn(u8) -> u8>(f: F) {}', 'pub fn f<F: FnOnce(u8) -> u8>(f: F) {}'],
    ['a parameter for `impl`', 'pub fn f(t: impl Copy) {}', 'pub fn f<T: Copy>(t: T) {}'],
    ['a parameter for a type', 'pub fn f(t: &str) {}', 'pub fn f(t: impl AsRef<str>) {}'],
    [
      'a trait of the crate that every such reference has',
      'pub fn f(t: &str) {}',
      "pub trait A {}\nimpl<'a> A for &'a str {}\npub fn f(t: impl A) {}",
    ],
    [
      'a static where one was',
      "pub fn f(t: &'static str) {}",
      "pub trait A {}\nimpl A for &'static str {}\npub fn f(t: impl Into<std::borrow::Cow<'static, str>>) {}",
    ],
    [
      'a static in the place of what is owned',
      'pub fn f(t: String) {}',
      "pub fn f(t: impl Into<std::borrow::Cow<'static, str>>) {}",
    ],
    [
      'a bound of an associated type written inside',
      'pub fn f<T: Iterator>(t: T) where T::Item: Copy {}',
      'pub fn f<T: Iterator<Item: Copy>>(t: T) {}',
    ],
    [
      'what a trait implied spelled out',
      'pub trait A { type B: Copy; }\npub fn f<T: A>(t: T) {}',
      'pub trait A { type B: Copy; }\npub trait C { type B; }\npub fn f<T: C>(t: T) where T::B: Copy {}',
    ],
    [
      'a trait that everything has',
      'pub fn f<T>(t: T) {}',
      'pub trait A {}\nimpl<T> A for T {}\npub fn f<T: A>(t: T) {}',
    ],
    ['a slice for a vector', 'pub fn f(t: &Vec<u8>) {}', 'pub fn f(t: &[u8]) {}'],
    [
      'a future written out',
      'pub async fn f() -> u8 { 0 }',
      'pub fn f() -> impl std::future::Future<Output = u8> + Send { async { 0 } }',
    ],
    [
      'a name for what was opaque',
      'pub fn f() -> impl Iterator<Item = u8> { 0..1 }',
      'pub fn f() -> std::ops::Range<u8> { 0..1 }',
    ],
    [
      'more that is promised',
      'pub fn f() -> impl Iterator<Item = u8> { 0..1 }',
      'pub fn f() -> impl Iterator<Item = u8> + Clone { 0..1 }',
    ],
    ['bounds in another order', 'pub fn f(a: Box<dyn Send + Sync>) {}', 'pub fn f(a: Box<dyn Sync + Send>) {}'],
    [
      '`dyn` left out',
      "pub fn f(a: &Log, b: Box<Any + Send + 'static>) {}",
      'pub fn f(a: &dyn Log, b: Box<dyn Any + Send>) {}',
    ],
    ['an expression for a number', 'pub fn f(a: [u8; 4]) {}', 'pub const N: usize = 4;\npub fn f(a: [u8; N]) {}'],
    ['a type that is not seen', 'use a::*;\npub fn f(x: X) {}', 'use b::*;\npub fn f(x: c::X) {}'],
    [
      'a type that moved',
      'pub mod a { pub struct S; }\npub fn f(s: a::S) {}',
      'mod b { pub struct S; }\npub mod a { pub use crate::b::S; }\npub fn f(s: b::S) {}',
    ],
  ])('does not break with %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });
});

describe('a method', () => {
  const s = (member: string, generics = '', of = generics) =>
    `pub struct S${of}(T);\nimpl${generics} S${of} { ${member} }`;

  it.each([
    ['`self` for `&self`', 'pub fn f(&self) {}', 'pub fn f(self) {}', 'it takes `self` instead of `&self`'],
    [
      '`&mut self` for `&self`',
      'pub fn f(&self) {}',
      'pub fn f(&mut self) {}',
      'it takes `&mut self` instead of `&self`',
    ],
    ['no `self` any more', 'pub fn f(&self) {}', 'pub fn f() {}', 'it takes no `self`'],
    ['another type of a constant', 'pub const f: u8 = 0;', 'pub const f: u16 = 0;', 'it is `u16` instead of `u8`'],
  ])('breaks with %s', (_, older, newer, what) => {
    expect(breaks(s(older), s(newer))).toEqual([`S::f changed (${what})`]);
  });

  it.each([
    ['`&self` for `&mut self`', 'pub fn f(&mut self) {}', 'pub fn f(&self) {}'],
    ['`self` with a type', 'pub fn f(self) {}', 'pub fn f(self: Self) {}'],
    ['`mut self`', 'pub fn f(self) {}', 'pub fn f(mut self) {}'],
    ['the type for `Self`', 'pub fn f(a: Self) -> Option<Self> { None }', 'pub fn f(a: S) -> Option<S> { None }'],
  ])('does not break with %s', (_, older, newer) => {
    expect(breaks(s(older), s(newer))).toEqual([]);
  });

  it.each([
    [
      'a trait that only static ones have',
      "pub trait A {}\nimpl A for &'static str {}\npub fn f(t: impl A) {}",
      'it takes `impl A` instead of `&str`',
    ],
    ['a trait that asks for it', "pub trait A: 'static {}\npub fn f<T: A>(t: T) {}", 'it takes `T` instead of `&str`'],
    [
      'what is made of static ones',
      "pub fn f(t: impl Into<std::borrow::Cow<'static, str>>) {}",
      "it takes `impl Into<Cow<str>>` that must be `'static`",
    ],
    ['a bound', "pub fn f<T>(t: T) where T: AsRef<str> + 'static {}", "it takes `T` that must be `'static`"],
    ['its lifetime', "pub fn f(t: &'static str) {}", "it takes `&str` that must be `'static`"],
  ])('breaks when a reference must be static by %s', (_, newer, message) => {
    expect(breaks('pub fn f(t: &str) {}', newer)).toEqual([`f changed (${message})`]);
  });

  it('breaks when what a parameter stands for must be static', () => {
    const older = 'pub fn f<F: Fn()>(f: F) {}';
    expect(breaks(older, older.replace('Fn()', "Fn() + 'static"))).toEqual([
      "f changed (it takes `F` that must be `'static`)",
    ]);
  });

  it('does not break when the parameters of its impl have other names', () => {
    const older = s('pub fn f(&self, a: A) -> Self { todo!() }', '<A, B>');
    expect(breaks(older, s('pub fn f(&self, a: X) -> S<X, Y> { todo!() }', '<X, Y>'))).toEqual([]);
    expect(breaks(older, s('pub fn f(&self, a: Y) -> S<X, Y> { todo!() }', '<X, Y>'))).toEqual([
      'S::f changed (it takes `Y` instead of `A`)',
    ]);
  });

  it('does not break when its impl is for more types', () => {
    const older = 'pub struct S<T>(T);\nimpl S<u8> { pub fn f(self) -> S<u8> { self } }';
    expect(breaks(older, 'pub struct S<T>(T);\nimpl<T> S<T> { pub fn f(self) -> S<T> { self } }')).toEqual([]);
  });

  it('breaks when its impl asks for more', () => {
    const older = 'pub struct S<T>(T);\nimpl<T> S<T> { pub fn f(&self) {} }';
    const newer = 'pub struct S<T>(T);\nimpl<T: Clone> S<T> { pub fn f(&self) {} }';
    expect(breaks(older, newer)).toEqual(['S::f changed (`T` must be `Clone`)']);
    expect(breaks(newer, older)).toEqual([]);
  });
});

describe('a struct', () => {
  it.each([
    [
      'a public field in one that can be made',
      'pub struct S { pub a: u8 }',
      'pub struct S { pub a: u8, pub b: u8 }',
      'S::b is new, and code that constructs or matches by the fields does not name it',
    ],
    [
      'a private field in one that can be made',
      'pub struct S { pub a: u8 }',
      'pub struct S { pub a: u8, b: u8 }',
      'S::b is new, and code that constructs or matches by the fields does not name it',
    ],
    [
      'a field in a unit struct',
      'pub struct S;',
      'pub struct S(u8);',
      'S::0 is new, and code that constructs or matches by the fields does not name it',
    ],
    [
      'another type of a field',
      'pub struct S { pub a: u8, b: u8 }',
      'pub struct S { pub a: u16, b: u8 }',
      'S::a is `u16` instead of `u8`',
    ],
    [
      '`non_exhaustive`',
      'pub struct S { pub a: u8 }',
      '#[non_exhaustive]\npub struct S { pub a: u8 }',
      'S is now `#[non_exhaustive]`, so code outside the crate cannot construct it or match all of it',
    ],
    [
      'a parameter more',
      'pub struct S<T>(T);',
      'pub struct S<T, U>(T, U);',
      'S changed (its parameter `U` is new and has no default)',
    ],
    [
      'a parameter less',
      'pub struct S<T>(T);',
      'pub struct S(u8);',
      'S changed (it has 0 type parameters instead of 1)',
    ],
    ['a bound more', 'pub struct S<T>(T);', 'pub struct S<T: Copy>(T);', 'S changed (`T` must be `Copy`)'],
    ['another kind', 'pub struct S { pub a: u8 }', 'pub enum S { A }', 'S is now an enum, but was a struct'],
  ])('breaks with %s', (_, older, newer, found) => {
    expect(breaks(older, newer)).toEqual([found]);
  });

  it.each([
    [
      'a field beside a private one',
      'pub struct S { pub a: u8, b: u8 }',
      'pub struct S { pub a: u8, pub c: u8, b: u8 }',
    ],
    [
      'a field where it is `non_exhaustive`',
      '#[non_exhaustive]\npub struct S { pub a: u8 }',
      '#[non_exhaustive]\npub struct S { pub a: u8, pub b: u8 }',
    ],
    ['private fields changed', 'pub struct S { a: u8 }', 'pub struct S { b: u16, c: u8 }'],
    ['the order of fields', 'pub struct S { pub a: u8, pub b: u8 }', 'pub struct S { pub b: u8, pub a: u8 }'],
    [
      'a parameter with a default',
      'pub struct S<T>(T);\npub fn f(s: S<u8>) {}',
      'pub struct S<T, A = u8>(T, A);\npub fn f(s: S<u8, u8>) {}',
    ],
    [
      '`non_exhaustive` where a field is private',
      'pub struct S { pub a: u8, b: u8 }',
      '#[non_exhaustive]\npub struct S { pub a: u8, b: u8 }',
    ],
    [
      'an enum, where nothing of it is seen',
      'pub struct S(u8);\nimpl S { pub fn f(&self) {} }',
      'pub enum S { A }\nimpl S { pub fn f(&self) {} }',
    ],
    ['derives', 'pub struct S;', '#[derive(Debug)]\npub struct S;'],
    [
      'a field of a feature that is off',
      'pub struct S { pub a: u8 }',
      'pub struct S { pub a: u8, #[cfg(feature = "x")] pub b: u8 }',
    ],
  ])('does not break with %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });
});

describe('an enum', () => {
  it.each([
    [
      'a variant more',
      'pub enum E { A }',
      'pub enum E { A, B }',
      'E::B is new, and a `match` of every variant does not name it',
    ],
    ['a variant of another shape', 'pub enum E { A(u8) }', 'pub enum E { A { a: u8 } }', 'E::A::0 was removed'],
    [
      'a field more in a variant',
      'pub enum E { A(u8) }',
      'pub enum E { A(u8, u8) }',
      'E::A::1 is new, and code that constructs or matches by the fields does not name it',
    ],
    [
      'another type in a variant',
      'pub enum E { A(u8) }',
      'pub enum E { A(String) }',
      'E::A::0 is `String` instead of `u8`',
    ],
    [
      '`non_exhaustive`',
      'pub enum E { A }',
      '#[non_exhaustive]\npub enum E { A, B }',
      'E is now `#[non_exhaustive]`, so a `match` of every variant does not compile',
    ],
  ])('breaks with %s', (_, older, newer, found) => {
    expect(breaks(older, newer)[0]).toBe(found);
  });

  it.each([
    [
      'a variant where it is `non_exhaustive`',
      '#[non_exhaustive]\npub enum E { A }',
      '#[non_exhaustive]\npub enum E { A, B }',
    ],
    [
      'a variant where a hidden one says the same',
      'pub enum E { A, #[doc(hidden)] __Other }',
      'pub enum E { A, B, #[doc(hidden)] __Other }',
    ],
    [
      'a field where the variant is `non_exhaustive`',
      'pub enum E { #[non_exhaustive] A { a: u8 } }',
      'pub enum E { #[non_exhaustive] A { a: u8, b: u8 } }',
    ],
    ['a discriminant', 'pub enum E { A }', 'pub enum E { A = 1 }'],
  ])('does not break with %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });
});

describe('a trait', () => {
  it.each([
    [
      'an item that must be given',
      'pub trait T {}',
      'pub trait T { fn f(&self); }',
      'T::f is new, and existing implementations of the trait do not have it (give it a default)',
    ],
    [
      'an associated type',
      'pub trait T {}',
      'pub trait T { type A; }',
      'T::A is new, and existing implementations of the trait do not have it (give it a default)',
    ],
    [
      'a default less',
      'pub trait T { fn f(&self) {} }',
      'pub trait T { fn f(&self); }',
      'T::f no longer has a default, and existing implementations of the trait may not have it',
    ],
    [
      'another signature',
      'pub trait T { fn f(&self, a: u8); }',
      'pub trait T { fn f(&self, a: u16); }',
      'T::f changed (it takes `u16` instead of `u8`)',
    ],
    [
      'a more general argument',
      'pub trait T { fn f(&self, a: &str); }',
      'pub trait T { fn f(&self, a: impl AsRef<str>); }',
      'T::f changed (it takes `impl AsRef<str>` instead of `&str`)',
    ],
    ['a supertrait', 'pub trait T {}', 'pub trait T: Send {}', 'T requires `Send` of its implementers'],
    ['`unsafe`', 'pub trait T {}', 'pub unsafe trait T {}', 'T is now `unsafe` to implement'],
    [
      'a bound of an associated type',
      'pub trait T { type A; }',
      'pub trait T { type A: Copy; }',
      'T::A changed (it must be `Copy`)',
    ],
  ])('breaks with %s', (_, older, newer, found) => {
    expect(breaks(older, newer)).toEqual([found]);
  });

  it.each([
    ['an item with a default', 'pub trait T {}', 'pub trait T { fn f(&self) {} const A: u8 = 0; }'],
    ['a default more', 'pub trait T { fn f(&self); }', 'pub trait T { fn f(&self) {} }'],
    ['a name of an argument', 'pub trait T { fn f(&self, a: u8); }', 'pub trait T { fn f(&self, _: u8); }'],
    ['a supertrait that another implies', 'pub trait T: Copy {}', 'pub trait T: Clone + Copy {}'],
    [
      'an associated type written by its trait',
      'pub trait T { type A; fn f(&self) -> Self::A; }',
      'pub trait T { type A; fn f(&self) -> <Self as T>::A; }',
    ],
    [
      'an item, where it is sealed',
      'mod a { pub trait Sealed {} }\npub trait T: a::Sealed {}',
      'mod a { pub trait Sealed {} }\npub trait T: a::Sealed { fn f(&self); }',
    ],
    [
      'an item, where a hidden supertrait seals it',
      '#[doc(hidden)]\npub trait Private {}\npub trait T: Private {}',
      '#[doc(hidden)]\npub trait Private {}\npub trait T: Private { fn f(&self); }',
    ],
    [
      'an item, where a private argument seals it',
      'mod a { pub struct Token; }\npub trait T { fn g(&self, _: a::Token); }',
      'mod a { pub struct Token; }\npub trait T { fn g(&self, _: a::Token); fn f(&self); }',
    ],
  ])('does not break with %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });
});

describe('values and aliases', () => {
  it.each([
    [
      'a constant of another type',
      'pub const A: u8 = 0;',
      'pub const A: u16 = 0;',
      'A changed (it is `u16` instead of `u8`)',
    ],
    [
      'a static for a constant',
      'pub const A: u8 = 0;',
      'pub static A: u8 = 0;',
      'A is now a static, but was a constant',
    ],
    ['an alias of something else', 'pub type A = u8;', 'pub type A = u16;', 'A changed (it is `u16` instead of `u8`)'],
  ])('break with %s', (_, older, newer, found) => {
    expect(breaks(older, newer)).toEqual([found]);
  });

  it('do not break with another value', () => {
    expect(breaks('pub const A: u8 = 0;', 'pub const A: u8 = 1;')).toEqual([]);
  });
});

describe('what is not API', () => {
  it.each([
    ['hidden items', '#[doc(hidden)]\npub fn f() {}', ''],
    ['hidden modules', '#[doc(hidden)]\npub mod __private { pub fn f() {} }', ''],
    ['two underscores', '#[macro_export]\nmacro_rules! __m { () => {} }', ''],
    ['features that are off', '#[cfg(feature = "x")]\npub fn f() {}', ''],
    ['tests', '#[cfg(test)]\npub mod tests { pub fn f() {} }', ''],
    ['options of the crate', '#[cfg(unstable)]\npub fn f() {}', ''],
    ['what nothing exports', 'mod a { pub fn f() {} }', ''],
    ['impls of traits', 'pub struct S;\nimpl Clone for S { fn clone(&self) -> S { S } }', 'pub struct S;'],
  ])('breaks nothing: %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });

  it('is told by the default features, and those that they enable', () => {
    const cargo = (features: string) => ({ 'Cargo.toml': `${CARGO}[features]\n${features}` });
    const code = '#[cfg(feature = "io")]\npub fn f() {}\n#[cfg(not(feature = "io"))]\npub fn g() {}';
    const on = { ...cargo('default = ["std"]\nstd = ["io"]\nio = []\n'), 'src/lib.rs': code };
    const off = { ...cargo('default = []\nstd = ["io"]\nio = []\n'), 'src/lib.rs': code };
    expect(breaks(on, off)).toEqual(['f function was removed']);
    expect(breaks(off, on)).toEqual(['g function was removed']);
  });
});

describe('what is not seen', () => {
  it.each([
    ['a macro call that names it', 'pub fn f() {}', 'make! { f }'],
    ['a macro of another crate', 'pub fn f() {}', 'other::make!();'],
    ['a macro of the crate that names it', 'pub fn f() {}', 'macro_rules! make { () => { pub fn f() {} } }\nmake!();'],
    [
      'a macro that pastes names',
      'pub fn get_a() {}',
      'macro_rules! make { ($x:ident) => { paste::paste! { pub fn [<get_ $x>]() {} } } }\nmake!(a);',
    ],
    ['a file that is made at build time', 'pub fn f() {}', 'include!(concat!(env!("OUT_DIR"), "/code.rs"));'],
    ['a module whose file is not there', 'pub mod a { pub fn f() {} }', 'pub mod a;'],
    [
      'a macro that makes methods',
      'pub struct S;\nimpl S { pub fn f(&self) {} }',
      'pub struct S;\nimpl S { make!(f); }',
    ],
    [
      'a derive that makes methods',
      'pub struct S { a: u8 }\nimpl S { pub fn a(&self) {} }',
      '#[derive(Getters)]\npub struct S { a: u8 }',
    ],
    ['a derive that makes types', 'pub struct S;\npub struct SBuilder;', '#[derive(Builder)]\npub struct S;'],
    ['broken syntax', 'pub fn f() {}', 'pub fn g( {}'],
  ])('breaks nothing: %s', (_, older, newer) => {
    expect(breaks(older, newer)).toEqual([]);
  });

  it('is said', () => {
    expect(compared('pub fn f() {}', 'other::make!();')).toEqual({ breaks: [], notJudged: ['f'] });
  });

  it('hides nothing that a macro surely does not make', () => {
    const older = 'pub fn f() {}\nmacro_rules! make { ($x:ident) => { impl Clone for $x {} } }\nmake!(S);';
    expect(breaks(older, older.replace('pub fn f() {}', ''))).toEqual(['f function was removed']);
  });
});

describe('two versions of anything', () => {
  const PIECES = [
    'pub ',
    'fn f',
    'struct S',
    'enum E ',
    'trait T',
    'mod a ',
    'use crate::',
    'use a::*;',
    'impl S ',
    '{ ',
    '} ',
    '(',
    ')',
    '<T>',
    ': ',
    'u8',
    ', ',
    ';\n',
    '-> ',
    'Self',
    '&',
    'dyn ',
    'impl ',
    'where T: ',
    '[u8; 2]',
    "'a ",
    '#[cfg(feature = "x")] ',
    '#[doc(hidden)] ',
    'type A = A',
    'macro_rules! m { () => {} }',
    'm!{}',
    '+ ',
    '= ',
    '*',
    '::',
    'pub use self::*;',
    '!',
  ];
  const code = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map(pieces => pieces.join(''));

  it('takes names that every object of this language has for names', () => {
    const older = 'pub struct S;\nimpl S { pub fn gone(&self) {} }\nimpl valueOf for S {}';
    expect(breaks(older, older.replace('pub fn gone(&self) {}', ''))).toEqual(['S::gone was removed']);
    const types = 'pub struct constructor;\npub struct toString;\n';
    expect(breaks(`${types}pub fn f(a: constructor) {}`, `${types}pub fn f(a: toString) {}`)).toHaveLength(1);
  });

  it('never throws, and says the same twice', () => {
    fc.assert(
      fc.property(code, code, (older, newer) => {
        expect(compared(older, newer)).toEqual(compared(older, newer));
      }),
    );
  });

  it('finds nothing in what did not change', () => {
    fc.assert(
      fc.property(code, same => {
        expect(breaks(same, same)).toEqual([]);
      }),
    );
  });
});
