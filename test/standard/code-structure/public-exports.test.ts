import { describe, expect, it } from '@jest/globals';
import { read } from '../../../src/snapshot/reading.js';
import { judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

const ROOT = '//! Parcels.\n';

describe('public-exports', () => {
  const of = (root: string, texts: Texts = {}) => given('public-exports', { 'src/lib.rs': ROOT + root, ...texts });

  it('is met by the ready module', () => {
    expect(judge('public-exports', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds what nothing outside can reach', () => {
    expect(
      of('mod bus;\nmod stop { pub fn now() {} }\n', { 'src/bus.rs': 'pub struct ParcelBus;\n\npub const A: u8 = 1;' }),
    ).toMatchObject({
      status: 'unmet',
      message: '3 public items cannot be reached from outside',
      evidence: [
        { path: 'src/bus.rs', line: 1, column: 12, message: expect.stringContaining('struct `ParcelBus`') },
        { path: 'src/bus.rs', line: 3, message: expect.stringContaining('constant `A`') },
        { path: 'src/lib.rs', line: 3, message: expect.stringContaining('function `now`') },
      ],
    });
  });

  it('finds each `pub` method of a type that is not `pub`', () => {
    const root = `struct Scale;
      impl Scale { pub fn read(&self) -> u8 { Self::ZERO }\n pub const ZERO: u8 = 0; fn set(&mut self) {} }
      pub(crate) enum Side { Left }
      type Way = Side;
      impl Way { pub async fn turn(self) {} }
      trait Tray {}
      impl dyn Tray { pub fn lift(&self) {} }`;
    expect(of(root).evidence.map(({ message }) => /`[^`]+`/.exec(message)?.[0])).toEqual([
      '`Scale::read`',
      '`Scale::ZERO`',
      '`Side::turn`',
      '`Tray::lift`',
    ]);
  });

  it.each([
    ['the crate', 'macro_rules! shown { ($name:ty) => { impl Display for $name {} } }\n'],
    ['another crate', 'use checks::shown;\n'],
  ])('finds what only a call of a macro of %s names', (_, macro) => {
    expect(of(`${macro}mod label { pub struct Label;\nshown!(Label); }`)).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining('`Label`') }],
    });
  });

  it('finds a glob of a module whose only items need an option of the crate', () => {
    const block = (cfg: string) =>
      `pub use self::c::*;\n/// C.\npub mod c {\n${cfg} unsafe extern "C" { pub fn d(); }\n}`;
    expect(of(block('#[cfg(own_option)]')).status).toBe('unmet');
    expect(of(block('')).status).toBe('met');
  });

  it('finds the type of a private field whose struct derives impls of traits alone', () => {
    const root =
      'mod a { pub struct Seal; }\n#[derive(Debug, serde::Serialize)]\npub struct Parcel { pub(crate) seal: Option<a::Seal> }';
    expect(of(root)).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining('struct `Seal`') }],
    });
  });

  it('takes the author at their word where the lint is allowed, and counts it', () => {
    const root = `#[allow(unreachable_pub)]\nmod a { pub fn b() {}\n#[warn(unreachable_pub)] pub fn c() {} }
      mod d { #[expect(unreachable_pub, reason = "for macros")] pub fn e() {} }
      struct F;\n#[allow(unreachable_pub)] impl F { pub fn g() {} }
      mod h { #[allow(unreachable_pub)] unsafe extern "C" { pub fn i(); } }`;
    expect(of(root)).toMatchObject({
      status: 'unmet',
      message: '1 public item cannot be reached from outside; 4 items allowed in the code',
      evidence: [{ message: expect.stringContaining('function `c`') }],
    });
    expect(of('#![allow(unreachable_pub)]\nmod a { pub fn b() {} }').status).toBe('unmet');
  });

  it('finds a crate root without documentation', () => {
    expect(given('public-exports', { 'src/lib.rs': '// Parcels.\npub fn a() {}' })).toMatchObject({
      status: 'unmet',
      message: 'the crate root is not documented',
      evidence: [{ path: 'src/lib.rs', line: 1 }],
    });
  });

  it('is unknown where a file that is made at build time may export what it finds', () => {
    const root = 'mod private { pub struct A; }\ninclude!(concat!(env!("OUT_DIR"), "/private.rs"));\n';
    expect(of(root)).toMatchObject({ status: 'unknown', message: expect.stringContaining('`A` (`src/lib.rs:2`)') });
    expect(of(root.replace('pub struct', 'struct')).status).toBe('met');
  });

  it('does not concern a binary', () => {
    expect(given('public-exports', { 'src/main.rs': 'mod a { pub fn b() {} }\nfn main() {}' }).status).toBe(
      'not-applicable',
    );
  });

  it('is unknown while a file of the code cannot be read', () => {
    const of = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': '//! Parcels.\nmod big;', 'src/big.rs': '' });
    const entries = new Map(of.parts.files.read ? of.parts.files.value.entries : []);
    const big = entries.get('src/big.rs');
    if (big) entries.set('src/big.rs', { ...big, text: { read: false, reason: 'src/big.rs is over the size limit' } });
    const cut = { ...of, parts: { ...of.parts, files: read({ entries }) } };
    expect(judge('public-exports', cut)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('src/big.rs is over the size limit'),
    });
  });

  describe('false alarms', () => {
    it.each([
      ['makes', 'mod a { bitflags::bitflags! { pub struct Marks: u8 { const A = 1; } } }'],
      [
        'exports by its arguments',
        'mod a { pub struct A; }\nmacro_rules! out { ($a:path) => { pub use $a; } }\nout!(a::A);',
      ],
      [
        'takes in a builder that it derives',
        'mod a { pub struct Seal; }\n#[derive(Debug, builders::Builder)]\npub struct Parcel { pub(crate) seal: Option<a::Seal> }',
      ],
    ])('does not judge what a macro %s, and says so', (_, root) => {
      expect(of(root)).toMatchObject({
        status: 'met',
        message:
          'every `pub` item can be reached from outside; 1 item generated or exported by a macro and not checked',
      });
    });
    it.each<[string, string, ...Texts[]]>([
      ['an export by name', 'mod bus;\npub use bus::Bus;', { 'src/bus.rs': 'pub struct Bus;' }],
      [
        'an export under another name',
        'mod bus;\npub use crate::bus::Bus as ParcelBus;',
        { 'src/bus.rs': 'pub struct Bus;' },
      ],
      ['an export of all', 'mod bus;\npub use bus::*;', { 'src/bus.rs': 'pub struct Bus;\npub fn send() {}' }],
      [
        'an export through another module',
        'mod a { pub mod b { pub struct C; } }\nmod d { pub use crate::a::b::C; }\npub use d::C;'.replace(
          'pub mod b',
          'pub(crate) mod b',
        ),
      ],
      [
        'a method that no build with every feature has',
        'struct A;\nimpl A { #[cfg(not(feature = "std"))] pub fn a(&self) {} }\n#[cfg(feature = "std")] impl A { fn a(&self) {} }',
      ],
      ['a type in a signature', 'mod a { pub struct A; }\npub fn f() -> a::A { a::A }'],
      ['a type in a public field', 'mod a { pub struct A; }\nuse a::A;\npub struct B { pub a: Option<A> }'],
      [
        'an associated type',
        'mod a { pub struct I; }\npub struct B;\nimpl Iterator for B { type Item = a::I; fn next(&mut self) -> Option<a::I> { None } }',
      ],
      ['a sealed supertrait', 'mod sealed { pub trait Sealed {} }\npub trait Parcel: sealed::Sealed {}'],
      ['fields of a private type', 'struct A { pub a: u8 }\nimpl A { fn b(&self) {} pub(crate) fn c() {} }'],
      ['what a trait asks of a private type', 'struct A;\nimpl Default for A { fn default() -> Self { A } }'],
      [
        'an impl of a private type that an attribute writes anew',
        'struct A;\n#[methods]\nimpl A { pub fn b(&self) {} }',
      ],
      ['a method for one argument', 'pub struct A<T>(T);\nstruct B;\nimpl A<B> { pub fn c() {} }'],
      [
        'an impl that a macro makes of what is named in a call',
        `mod a { pub struct A; }\npub struct B;
       macro_rules! from { ($a:path) => { impl From<$a> for B { fn from(_: $a) -> Self { B } } } }\nfrom!(a::A);`,
      ],
      [
        'pub(crate), pub(super) and pub(in)',
        'mod a { pub(crate) struct A; pub(super) fn f() {} pub(in crate::a) const B: u8 = 1; }',
      ],
      ['an exported macro in a private module', 'mod a { #[macro_export] macro_rules! parcel { () => {} } }'],
      ['what tests share', '#[cfg(test)]\nmod fixtures { pub fn parcel() {} }'],
      [
        'what only builds for Windows have',
        '#[cfg(windows)]\nmod sys { pub type BOOL = i32; }\nmod local { #[cfg(target_os = "windows")] pub fn zone() {} }',
      ],
      ['documentation by attribute', '#![doc = include_str!("../README.md")]'],
    ])('is met with %s', (_, root, ...texts) => {
      expect(of(root, ...texts)).toMatchObject({ status: 'met', evidence: [] });
    });
    it('takes documentation from a file', () => {
      const root = '#![doc = include_str!("../README.md")]\n#![no_std]\n';
      expect(given('public-exports', { 'src/lib.rs': root }).status).toBe('met');
    });
  });
});
