import { describe, expect, it } from '@jest/globals';
import {
  changedBy,
  edit,
  judge,
  leftAside,
  READY_TEXTS,
  snapshot,
  type Texts,
  withoutText,
} from '../../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const ROOT = '//! Parcels.\n';
const of = (code: string, rest: Texts = {}) =>
  judge('public-api-docs', snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': code, ...rest }));
const found = (code: string, rest?: Texts) =>
  of(ROOT + code, rest).evidence.map(({ message }) => message.replace(/ has no documentation.*/, ''));

describe('the ready module', () => {
  it('meets public-api-docs', () => {
    expect(judge('public-api-docs', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: expect.stringMatching(/^(\d+) of \1 public items documented \(100%\)$/),
      evidence: [],
    });
  });

  it.each([
    ['a method', edit('src/parcel.rs', '    /// Where it is.\n', '')],
    ['a field', edit('src/events.rs', '    /// What happened.\n', '')],
    ['a variant', edit('src/events.rs', '    /// A carrier took it.\n', '')],
    ['a named field of a variant', edit('src/error.rs', '        /// The weight that was asked for, in grams.\n', '')],
    ['a constant', edit('src/parcel.rs', '/// The heaviest parcel that is carried, in grams.\n', '')],
    ['a module', edit('src/error.rs', '//! What can go wrong with a parcel.\n\n', '')],
    ['a method of a trait', edit('src/events.rs', '    /// The name by which subscribers know it.\n', '')],
  ])('is unready in it alone without the documentation of %s', (_, change) => {
    expect(changedBy(change)).toEqual({ 'public-api-docs': 'unmet' });
  });
});
describe('public-api-docs', () => {
  it('finds each undocumented item with its place, and says the share', () => {
    const code = '//! Parcels.\n\n/// A parcel.\npub struct Parcel {\n    pub grams: u32,\n}\npub fn order() {}\n';
    expect(of(code)).toMatchObject({
      status: 'unmet',
      message: '2 of 4 public items documented (50%)',
      count: 2,
      evidence: [
        {
          path: 'src/lib.rs',
          line: 5,
          column: 9,
          message: 'field `crate::Parcel::grams` has no documentation: write a `///` sentence above it',
        },
        { path: 'src/lib.rs', line: 7, column: 8, message: expect.stringContaining('function `crate::order`') },
      ],
    });
  });

  it('rounds the share down: 100 % is all', () => {
    const many = Array.from({ length: 299 }, (_, index) => `/// A.\npub const A${index}: u8 = 1;\n`).join('');
    expect(of(`${ROOT}${many}pub fn f() {}`).message).toBe('300 of 301 public items documented (99%)');
  });

  it('asks for every kind of item', () => {
    const code = [
      'pub mod m {}',
      'pub fn f() {}',
      'pub struct S { pub a: u8, b: u8 }',
      'pub union U { pub a: u8 }',
      'pub enum E { A, B { c: u8 }, C(u8) }',
      'pub trait T { type A; const B: u8; fn c(); }',
      'pub type A = u8;',
      'pub const C: u8 = 1;',
      'pub static D: u8 = 1;',
      '#[macro_export] macro_rules! r { () => {} }',
      'impl S { pub fn g(&self) {} pub const H: u8 = 1; fn i() {} }',
    ].join('\n');
    expect(found(code)).toEqual([
      'module `crate::m`',
      'function `crate::f`',
      'struct `crate::S`',
      'field `crate::S::a`',
      'union `crate::U`',
      'field `crate::U::a`',
      'enum `crate::E`',
      'variant `crate::E::A`',
      'variant `crate::E::B`',
      'field `crate::E::B::c`',
      'variant `crate::E::C`',
      'trait `crate::T`',
      'associated type `crate::T::A`',
      'associated const `crate::T::B`',
      'method `crate::T::c`',
      'type alias `crate::A`',
      'constant `crate::C`',
      'static `crate::D`',
      'macro `crate::r`',
      'method `crate::S::g`',
      'associated const `crate::S::H`',
    ]);
  });

  it('asks for the crate itself', () => {
    expect(of('// Parcels.\n/// A.\npub fn f() {}')).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line: 1, message: expect.stringContaining('crate `crate`') }],
    });
  });

  it.each<[string, string, Texts?]>([
    ['a re-export', 'mod a;\npub use a::A;', { 'src/a.rs': '\npub struct A;' }],
    ['a re-export under another name', 'mod a;\npub use a::A as B;', { 'src/a.rs': '\npub struct A;' }],
    ['a re-export of all', 'mod a;\npub use a::*;', { 'src/a.rs': '\npub struct A;' }],
    ['a public module', '/// A.\npub mod a;', { 'src/a.rs': '\npub struct A;' }],
    [
      'a private module of the same name',
      '/// A.\npub mod io { mod util; pub use util::copy; }',
      { 'src/io/util.rs': 'mod copy {\npub fn copy() {} }\npub use copy::copy;' },
    ],
    ['a module elsewhere', '#[path = "imp/b.rs"]\nmod a;\npub use a::A;', { 'src/imp/b.rs': '\npub struct A;' }],
  ])('finds what outside code reaches through %s, in its file', (_, root, rest) => {
    const { status, evidence } = of(ROOT + root, rest);
    expect([status, evidence.length, evidence[0]?.line]).toEqual(['unmet', 1, 2]);
    expect(evidence[0]?.path).not.toBe('src/lib.rs');
  });

  it.each([
    ['a comment that is none for rustdoc', '// A.\npub fn f() {}'],
    ['a comment of four slashes', '//// A.\npub fn f() {}'],
    ['documentation for tests only', '#[cfg_attr(test, doc = "A.")]\npub fn f() {}'],
    ['documentation of the item before', '/// A.\nfn g() {}\npub fn f() {}'],
    ['allow(missing_docs)', '#[allow(missing_docs)]\npub fn f() {}'],
    ['a feature', '#[cfg(feature = "freight")]\npub fn f() {}'],
    ['another system', '#[cfg(windows)]\npub fn f() {}'],
    ['a known macro around it', 'cfg_if! { if #[cfg(unix)] { pub fn f() {} } }'],
  ])('is unmet in spite of %s', (_, code) => {
    expect(of(ROOT + code)).toMatchObject({ status: 'unmet', count: 1 });
  });

  it('names the macro calls whose items it does not see, and does not count them', () => {
    expect(of(`${ROOT}make_parcels! { A, B }\nmake_parcels! { C }\n`)).toMatchObject({
      status: 'met',
      message:
        '1 of 1 public item documented (100%); items that macros generate are not seen, such as at `src/lib.rs:2` and 1 more',
    });
  });

  it('looks at every publishable member of a workspace, and at those alone', () => {
    const member = (name: string, rest = '') =>
      `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b", "demo"]\n',
      'a/Cargo.toml': member('a'),
      'a/src/lib.rs': `${ROOT}pub fn f() {}`,
      'b/Cargo.toml': member('b'),
      'b/src/lib.rs': `${ROOT}pub fn g() {}`,
      'demo/Cargo.toml': member('demo', 'publish = false\n'),
      'demo/src/lib.rs': 'pub fn h() {}',
    };
    expect(judge('public-api-docs', snapshot(texts))).toMatchObject({
      status: 'unmet',
      message: '2 of 4 public items documented (50%)',
      evidence: [{ path: 'a/src/lib.rs' }, { path: 'b/src/lib.rs' }],
    });
  });

  it('does not concern a binary, or a repository without a crate', () => {
    expect(judge('public-api-docs', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'not-applicable',
    );
    expect(judge('public-api-docs', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it('is unknown while a file of the code cannot be read, unless what was read decides', () => {
    const whole = (more: string) =>
      snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': `${ROOT}mod big;\n${more}`, 'src/big.rs': '' });
    expect(judge('public-api-docs', withoutText(whole(''), 'src/big.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('src/big.rs is over the size limit'),
    });
    expect(judge('public-api-docs', withoutText(whole('pub fn f() {}'), 'src/big.rs')).status).toBe('unmet');
  });

  it('is unknown where the manifest cannot be read', () => {
    expect(judge('public-api-docs', snapshot({ 'Cargo.toml': '[package\n', 'src/lib.rs': '' })).status).toBe('unknown');
  });

  it('says what it did not understand, and judges the rest', () => {
    expect(of(`${ROOT}pub fn f() {}\npub ??? g;\n`)).toMatchObject({
      status: 'unmet',
      count: 1,
      message: expect.stringContaining('not understood, such as `src/lib.rs:'),
    });
  });

  describe('false alarms', () => {
    it.each<[string, string, Texts?]>([
      ['line comments', '/// A.\n#[inline]\npub fn f() {}'],
      ['comments behind the attributes', '#[inline]\n/// A.\npub fn f() {}'],
      ['block comments', '/** A. */\npub fn f() {}\n/**\n * B.\n */\npub fn g() {}'],
      ['#[doc = …]', '#[doc = "A."]\npub fn f() {}\n#[doc = concat!("A", "B")]\npub fn g() {}'],
      ['include_str!', '#[doc = include_str!("../docs/f.md")]\npub fn f() {}'],
      ['documentation behind a feature', '#[cfg_attr(docsrs, doc = "A.")]\npub fn f() {}'],
      ['modules documented inside', 'pub mod a;\npub mod b { //! B.\n}', { 'src/a.rs': '//! A.\n' }],
      ['modules documented outside', '/// A.\npub mod a;', { 'src/a.rs': '' }],
      [
        'what nobody outside can reach',
        'fn f() {}\nstruct A { pub b: u8 }\npub(crate) fn g() {}\npub(super) fn h() {}\nmod c { pub fn d() {} pub struct E { pub f: u8 } impl E { pub fn g() {} } }',
      ],
      [
        'private fields and methods',
        '/// A.\npub struct A { b: u8, pub(crate) c: u8 }\nimpl A { fn d() {} pub(crate) fn e() {} }',
      ],
      [
        'fields by position',
        '/// A.\npub struct A(pub u8, pub u8);\n/// B.\npub enum B {\n    /// C.\n    C(u8, u8),\n}',
      ],
      [
        'implementations of traits',
        '/// A.\npub struct A;\nimpl Clone for A { fn clone(&self) -> A { A } }\nimpl Iterator for A { type Item = u8; fn next(&mut self) -> Option<u8> { None } }',
      ],
      [
        'hidden items',
        '#[doc(hidden)]\npub fn f() {}\n#[doc(hidden)]\npub mod a { pub fn b() {} }\n/// C.\npub struct C { #[doc(hidden)] pub d: u8 }\nimpl C { #[doc(hidden)] pub fn e() {} }',
      ],
      ['re-exports', 'pub use serde::Serialize;\npub use std::fmt::*;\npub extern crate alloc;'],
      ['tests', '#[cfg(test)]\npub mod tests { pub fn f() {} }\n#[cfg(any(test, doctest))]\npub fn g() {}'],
      ['macros of its own', 'macro_rules! a { () => {} }\n/// B.\n#[macro_export]\nmacro_rules! b { () => {} }'],
      ['words in texts and comments', '/* pub fn f() {} */\nconst A: &str = "pub fn f() {}";'],
      ['examples in documentation', '/// ```\n/// pub fn g() {}\n/// ```\npub fn f() {}'],
      [
        'unnamed constants',
        'const _: () = assert!(true);\n/// A.\npub struct A;\nconst _: () = { impl A { fn b() {} } };',
      ],
      [
        'a private module of the same name as the function that is re-exported',
        'pub mod io { //! Io.\n    mod util { mod copy { /** A. */ pub fn copy() {} }\n    pub use copy::copy; }\n    pub use util::copy; }',
      ],
      ['an impl of a private type', 'struct A;\nimpl A { pub fn b() {} }'],
    ])('is met with %s', (_, code, rest = {}) => {
      expect(of(ROOT + code, rest)).toMatchObject({ status: 'met', evidence: [] });
    });
    it('takes the README for the documentation of the crate', () => {
      expect(of('#![doc = include_str!("../README.md")]\n#![warn(missing_docs)]\n').status).toBe('met');
    });
    it('leaves generated files aside, and judges the rest', () => {
      const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': `${ROOT}/// A.\npub mod made;`, 'src/made.rs': '' });
      expect(judge('public-api-docs', leftAside(whole, 'src/made.rs'))).toMatchObject({
        status: 'met',
        message: '1 of 1 public item documented (100%)',
      });
    });
  });
});
