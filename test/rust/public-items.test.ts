import { describe, expect, it } from '@jest/globals';
import { publicItems, unseenCalls } from '../../src/rust/public-items.js';
import { unreachableItems } from '../../src/rust/unreachable.js';
import { crate } from './crates.js';

const of = (text: string, more: Record<string, string> = {}, edition = '2021') =>
  publicItems(crate({ 'src/lib.rs': text, ...more }, edition))
    .flat()
    .filter(each => each.kind !== 'crate');
const paths = (text: string, more: Record<string, string> = {}, edition = '2021') =>
  of(text, more, edition).map(each => each.path.slice(7));

describe('public items', () => {
  it('are those that `pub mod` leads to', () => {
    expect(
      paths(
        'pub mod a { pub fn b() {} fn c() {} pub(crate) fn d() {} } mod e { pub fn f() {} } pub(crate) mod g { pub fn h() {} }',
      ),
    ).toEqual(['a', 'a::b']);
  });

  it('are those that `pub use` leads to: by name, renamed, by glob, through private modules', () => {
    const text =
      'mod a { pub struct A; pub struct B; pub struct C; } pub use a::A; pub use self::a::B as D; mod e { pub use crate::a::C as X; pub fn f() {} } pub use e::*;';
    expect(paths(text)).toEqual(['a::A', 'a::B', 'a::C', 'e::f']);
    expect(paths('mod a { pub mod b { pub fn c() {} } } pub use a::b;')).toEqual(['a::b', 'a::b::c']);
    expect(paths('mod a { pub(crate) struct A; struct B; } use a::A; pub(crate) use a::*;')).toEqual([]);
    expect(paths('mod a { pub use super::b::*; } mod b { pub use super::a::*; pub fn c() {} } pub use a::*;')).toEqual([
      'b::c',
    ]);
    expect(paths('mod a { pub fn b() {} } pub use a::b;', {}, '2015')).toEqual(['a::b']);
  });

  it('leave out what other crates define', () => {
    expect(paths('pub use serde::*; pub use std::fmt::Debug; pub extern crate alloc;')).toEqual([]);
  });

  it('are fields, variants and their named fields, trait items, inherent items', () => {
    const text = `pub struct A { pub a: u8, b: u8 } pub struct T(pub u8);
pub enum B { C, D { e: u8 }, E(u8) }
pub trait F { type G; const H: u8; fn i(); }
mod x { impl super::A { pub fn j() {} fn k() {} pub const L: u8 = 1; } impl Clone for super::A { fn clone() {} } struct P; impl P { pub fn p() {} } }
pub union U { pub u: u8 } extern "C" { pub fn g(); fn h(); }`;
    expect(of(text).map(each => `${each.kind} ${each.path.slice(7)}`)).toEqual([
      'struct A',
      'field A::a',
      'struct T',
      'enum B',
      'variant B::C',
      'variant B::D',
      'field B::D::e',
      'variant B::E',
      'trait F',
      'associated type F::G',
      'associated const F::H',
      'method F::i',
      'method x::A::j',
      'associated const x::A::L',
      'union U',
      'field U::u',
      'function g',
    ]);
  });

  it('are exported macros, wherever they stand', () => {
    expect(
      paths(
        'mod a { #[macro_export] macro_rules! b { () => {} } macro_rules! c { () => {} } } #[cfg(test)] mod t { #[macro_export] macro_rules! d { () => {} } }',
      ),
    ).toEqual(['a::b']);
  });

  it('are found through an alias and a reference in an impl', () => {
    expect(
      paths('pub struct A; type B = A; impl B { pub fn c() {} } impl dyn D { pub fn e() {} } pub trait D {}'),
    ).toEqual(['A', 'B::c', 'D::e', 'D'].map(each => each.replace('B::c', 'A::c')));
  });

  it('leave out what is hidden, alone or with its module, type or path', () => {
    expect(
      paths(
        '#[doc(hidden)] pub fn a() {} #[doc(hidden)] pub mod b { pub fn c() {} } #[doc(hidden)] pub struct D; impl D { pub fn e() {} } pub struct F { #[doc(hidden)] pub g: u8 } mod h { #![doc(hidden)] pub fn i() {} } pub use h::*; mod j { pub fn k() {} } #[doc(hidden)] pub use j::*;',
      ),
    ).toEqual(['F']);
    expect(
      paths('#[doc(hidden)] pub mod a { pub use crate::b::c; pub fn d() {} } mod b { pub fn c() {} } pub use a::*;'),
    ).toEqual(['b::c']);
  });

  it('leave out test code, unset features and options of the crate; keep features and systems', () => {
    expect(
      paths(
        '#[cfg(test)] pub fn a() {} #[cfg(not(feature = "x"))] pub fn b() {} #[cfg(my_unstable)] pub fn c() {} #[cfg(feature = "x")] pub fn d() {} #[cfg(windows)] pub fn e() {} #[cfg(not(my_unstable))] pub fn f() {} #[cfg(test)] mod t { impl super::S { pub fn g() {} } } pub struct S { #[cfg(test)] pub h: u8 }',
      ),
    ).toEqual(['d', 'e', 'f', 'S']);
  });

  it('leave out the fields of a test variant, and hidden foreign functions', () => {
    expect(paths('pub enum A { #[cfg(test)] B { c: u8 } }')).toEqual(['A']);
    expect(paths('#[doc(hidden)] extern "C" { pub fn a(); }')).toEqual([]);
  });

  it('leave out what an unknown macro makes, and name its call', () => {
    const unknown = crate({
      'src/lib.rs':
        'make! { A, B }\nwrap! { pub fn a() {} }\ncfg_if! { if #[cfg(unix)] { pub fn b() {} } }\nlazy_static! { pub static ref C: u8 = 1; }',
    });
    expect(
      publicItems(unknown)
        .flat()
        .map(each => each.path),
    ).toEqual(['crate', 'crate::b', 'crate::C']);
    expect(unseenCalls(unknown).map(each => each.item.name)).toEqual(['make']);
  });

  it('know whether they are documented, modules from either side', () => {
    const found = of('//! c\n/// m\npub mod a;\npub mod b;\npub mod c;\n/// f\npub fn d() {}\npub fn e() {}', {
      'src/a.rs': '',
      'src/b.rs': '//! b',
      'src/c.rs': '',
    });
    expect(found.map(each => [each.path.slice(7), each.line, each.documented])).toEqual([
      ['a', 3, true],
      ['b', 4, true],
      ['c', 5, false],
      ['d', 7, true],
      ['e', 8, false],
    ]);
  });
});

describe('items that nothing outside can reach', () => {
  const lost = (text: string) =>
    unreachableItems(crate({ 'src/lib.rs': text })).found.map(each => `${each.kind} ${each.path.slice(7)}`);

  it('are `pub` in a private module without a re-export', () => {
    expect(
      lost(
        'mod a { pub fn b() {} pub(crate) fn c() {} pub mod d {} pub struct E; impl E { pub fn f() {} } } mod g { pub use std::fmt; }',
      ),
    ).toEqual(['function a::b', 'module a::d', 'struct a::E', 'import g::fmt']);
  });

  it.each([
    ['a signature', 'mod a { pub struct A; } pub fn f() -> Result<a::A, ()> { todo() }'],
    ['a public field', 'mod a { pub struct A; } pub struct B { pub a: Vec<a::A> }'],
    ['a variant', 'mod a { pub struct A; } pub enum B { C(a::A) }'],
    ['a supertrait', 'mod sealed { pub trait Sealed {} } pub trait T: sealed::Sealed {}'],
    ['an associated type', 'mod a { pub struct A; } pub struct B; impl Iterator for B { type Item = a::A; }'],
    ['a bound', 'mod a { pub trait A {} } pub fn f<T: a::A>() {}'],
    ['a method', 'mod a { pub struct A; } pub struct B; impl B { pub fn b(&self) -> &a::A { x } }'],
    ['a type alias', 'mod a { pub struct A; } pub type B = Box<a::A>;'],
    ['an import of the module', 'mod a { pub struct A; } use a::A; pub fn f(_: A) {}'],
    ['an exported macro', 'mod a { pub fn b() {} } #[macro_export] macro_rules! m { () => { a::b() } }'],
    ['two re-exports in a row', 'mod a { pub mod b { pub struct A; } pub use b::A; } pub use a::A;'],
    ['a glob of a module that imports it', 'mod a { mod b { pub struct A; } pub use self::b::A; } pub use a::*;'],
    ['a variant that is exported alone', 'mod a { pub enum A { B } } pub use a::A::B;'],
    ['doc(hidden) exports', '#[doc(hidden)] pub mod a { pub struct A; }'],
  ])('are none when they are reachable through %s', (_, text) => {
    expect(lost(text).filter(each => !each.startsWith('module'))).toEqual([]);
  });

  it.each([
    ['a type that is not public itself', 'mod a { pub struct A; } struct P { pub a: a::A } pub enum B { C(P) }'],
    [
      'a method that only tests have',
      'mod a { pub struct A; } pub struct B; impl B { #[cfg(test)] pub fn b(_: a::A) {} }',
    ],
    ['a variant that only tests have', 'mod a { pub struct A; } pub enum B { #[cfg(test)] C(a::A) }'],
  ])('are not reached through %s', (_, text) => {
    expect(lost(text)).toContain('struct a::A');
  });

  it('are globs that export nothing', () => {
    expect(lost('mod a { pub(crate) struct A; } pub use a::*;')).toEqual(['import *']);
    expect(lost('mod a { wrap! { pub fn d() {} } } pub use a::*;')).toEqual([]);
    expect(lost('pub use serde::*; pub use missing::*;')).toEqual([]);
  });

  it('are in the calls of macros that pass their items through', () => {
    const pass = 'macro_rules! pass { ($($i:item)*) => { $($i)* } }';
    expect(lost(`${pass} mod a { pass! { pub fn b() {} } }`)).toEqual(['function a::b']);
  });

  it('are not methods and foreign functions that a library build does not have', () => {
    expect(lost('struct A; impl A { #[cfg(test)] pub fn a() {} }')).toEqual([]);
    expect(lost('mod a { extern "C" { #[cfg(my_nightly)] pub fn b(); } }')).toEqual([]);
  });

  it('are not looked for in builds with an option of the crate, nor in unknown macros', () => {
    expect(lost('#[cfg(my_nightly)] mod a { pub fn b() {} } mod c { wrap! { pub fn d() {} } }')).toEqual([]);
  });
});
