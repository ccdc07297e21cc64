import { describe, expect, it } from '@jest/globals';
import { read } from '../../src/snapshot/reading.js';
import { add, both, changedBy, edit, judge, READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const ROOT = '//! Parcels.\n';
const given = (id: string, texts: Texts) => judge(id, snapshot({ 'Cargo.toml': CARGO, ...texts }));
const places = (id: string, texts: Texts) => given(id, texts).evidence.map(({ path, line }) => `${path}:${line}`);

describe('module-organization', () => {
  const of = (texts: Texts) => given('module-organization', texts);

  it('is met by the ready module', () => {
    expect(judge('module-organization', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds a file that no target reaches', () => {
    expect(of({ 'src/lib.rs': 'mod parcel;', 'src/parcel.rs': '', 'src/parcel_old.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '1 file that no target reaches',
      evidence: [{ path: 'src/parcel_old.rs', line: 1, message: expect.stringContaining('add a `mod` for it') }],
    });
  });

  it('finds a `mod` in a comment or in a text to be none', () => {
    const root = '// mod parcel;\nconst S: &str = "mod parcel;";';
    expect(places('module-organization', { 'src/lib.rs': root, 'src/parcel.rs': '' })).toEqual(['src/parcel.rs:1']);
  });

  it('finds names that are not in snake_case', () => {
    const texts = { 'src/lib.rs': 'mod OrderBook;\n#[path = "by-day.rs"]\nmod by_day;' };
    expect(of({ ...texts, 'src/OrderBook.rs': '', 'src/by-day.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '2 files not in snake_case',
      evidence: [{ path: 'src/OrderBook.rs' }, { path: 'src/by-day.rs' }],
    });
  });

  it('lets a folder that is no module be named as it likes', () => {
    const texts = { 'src/lib.rs': 'include!("by-day/monday.rs");\nmod week;', 'src/week.rs': 'mod tue_day;' };
    expect(of({ ...texts, 'src/by-day/monday.rs': '', 'src/week/tue_day.rs': '' }).status).toBe('met');
  });

  it('finds a target that the manifest declares and that is not there', () => {
    const manifest = `${CARGO}\n[[bin]]\nname = "parcel"\npath = "src/cli.rs"\n`;
    expect(of({ 'Cargo.toml': manifest, 'src/lib.rs': '' })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'Cargo.toml', line: 6, message: expect.stringContaining('`src/cli.rs` does not exist') }],
    });
  });

  it('finds that there is no target at all', () => {
    expect(of({ 'README.md': '' })).toMatchObject({ status: 'unmet', evidence: [{ path: 'Cargo.toml', line: 1 }] });
  });

  it('finds a stray file', () => {
    expect(of({ 'src/lib.rs': '', 'scratch.rs': '', 'old/parcel.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '2 stray files',
      evidence: [
        { path: 'old/parcel.rs', line: 1 },
        { path: 'scratch.rs', line: 1 },
      ],
    });
  });

  it.each<[string, Texts]>([
    ['a module in a folder of its name', { 'src/lib.rs': 'mod a;', 'src/a.rs': 'mod b;', 'src/a/b.rs': '' }],
    ['mod.rs', { 'src/lib.rs': 'mod a;', 'src/a/mod.rs': 'mod b;', 'src/a/b.rs': '' }],
    ['a module inside of an inline one', { 'src/lib.rs': 'mod a { mod b; }', 'src/a/b.rs': '' }],
    ['#[path]', { 'src/lib.rs': '#[path = "imp/unix.rs"]\nmod imp;', 'src/imp/unix.rs': '' }],
    ['include!', { 'src/lib.rs': 'include!("table.rs");', 'src/table.rs': '' }],
    [
      'a module of one system only',
      {
        'src/lib.rs': '#[cfg_attr(unix, path = "unix.rs")]\n#[cfg_attr(windows, path = "windows.rs")]\nmod imp;',
        'src/unix.rs': '',
        'src/windows.rs': '',
      },
    ],
    ['a module in a macro call', { 'src/lib.rs': 'cfg_if! { if #[cfg(unix)] { mod a; } }', 'src/a.rs': '' }],
    ['a module in a macro call without its semicolon', { 'src/lib.rs': 'inner!(pub mod a);', 'src/a.rs': '' }],
    ['a module behind a feature', { 'src/lib.rs': '#[cfg(feature = "freight")]\nmod freight;', 'src/freight.rs': '' }],
    ['a module of tests', { 'src/lib.rs': '#[cfg(test)]\nmod tests;', 'src/tests.rs': '' }],
    ['a raw name', { 'src/lib.rs': 'mod r#type;', 'src/type.rs': '' }],
    ['binaries in kebab-case', { 'src/lib.rs': '', 'src/bin/parcel-cli.rs': '', 'src/bin/parcel-web/main.rs': '' }],
    [
      'a library and a binary side by side',
      { 'src/lib.rs': 'mod a;', 'src/main.rs': 'mod b;', 'src/a.rs': '', 'src/b.rs': '' },
    ],
    [
      'a binary in a folder that the manifest names',
      {
        'Cargo.toml': `${CARGO}[[bin]]\nname = "tool"\npath = "scripts/tool.rs"\n`,
        'src/lib.rs': '',
        'scripts/tool.rs': 'mod more;',
        'scripts/more.rs': '',
      },
    ],
    [
      'what the build script needs',
      { 'src/lib.rs': '', 'build.rs': '#[path = "build/probe.rs"]\nmod probe;', 'build/probe.rs': '' },
    ],
    [
      'a file that the build script copies',
      { 'src/lib.rs': '', 'build.rs': 'fn main() { copy("src/x/made.rs"); }', 'src/x/made.rs': '' },
    ],
    [
      'a crate of its own in a folder',
      { 'src/lib.rs': '', 'xtask/Cargo.toml': CARGO.replace('cim-parcel', 'xtask'), 'xtask/src/main.rs': '' },
    ],
    [
      'tests, benches, examples and fuzz targets',
      {
        'src/lib.rs': '',
        'tests/a.rs': '',
        'benches/b.rs': '',
        'examples/c/main.rs': '',
        'fuzz/fuzz_targets/d.rs': '',
      },
    ],
  ])('is met with %s', (_, texts) => {
    expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('does not concern what has no crate', () => {
    expect(judge('module-organization', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });
});

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

  it.each([
    ['makes', 'mod a { bitflags::bitflags! { pub struct Marks: u8 { const A = 1; } } }'],
    [
      'exports by its arguments',
      'mod a { pub struct A; }\nmacro_rules! out { ($a:path) => { pub use $a; } }\nout!(a::A);',
    ],
  ])('does not judge what a macro %s, and says so', (_, root) => {
    expect(of(root)).toMatchObject({
      status: 'met',
      message: 'every `pub` item can be reached from outside; 1 item made or exported by a macro, and not judged',
    });
  });

  it('takes the author at their word where the lint is allowed, and counts it', () => {
    const root = `#[allow(unreachable_pub)]\nmod a { pub fn b() {}\n#[warn(unreachable_pub)] pub fn c() {} }
      mod d { #[expect(unreachable_pub, reason = "for macros")] pub fn e() {} }
      struct F;\n#[allow(unreachable_pub)] impl F { pub fn g() {} }`;
    expect(of(root)).toMatchObject({
      status: 'unmet',
      message: '1 public item cannot be reached from outside; 3 items allowed in the code',
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
    ['a type in a signature', 'mod a { pub struct A; }\npub fn f() -> a::A { a::A }'],
    ['a type in a public field', 'mod a { pub struct A; }\nuse a::A;\npub struct B { pub a: Option<A> }'],
    [
      'an associated type',
      'mod a { pub struct I; }\npub struct B;\nimpl Iterator for B { type Item = a::I; fn next(&mut self) -> Option<a::I> { None } }',
    ],
    ['a sealed supertrait', 'mod sealed { pub trait Sealed {} }\npub trait Parcel: sealed::Sealed {}'],
    ['fields of a private type', 'struct A { pub a: u8 }\nimpl A { fn b(&self) {} pub(crate) fn c() {} }'],
    ['what a trait asks of a private type', 'struct A;\nimpl Default for A { fn default() -> Self { A } }'],
    ['an impl of a private type that an attribute writes anew', 'struct A;\n#[methods]\nimpl A { pub fn b(&self) {} }'],
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

  it('is unknown where a file that is made at build time may export what it finds', () => {
    const root = 'mod private { pub struct A; }\ninclude!(concat!(env!("OUT_DIR"), "/private.rs"));\n';
    expect(of(root)).toMatchObject({ status: 'unknown', message: expect.stringContaining('`A` (`src/lib.rs:2`)') });
    expect(of(root.replace('pub struct', 'struct')).status).toBe('met');
  });

  it('takes documentation from a file', () => {
    const root = '#![doc = include_str!("../README.md")]\n#![no_std]\n';
    expect(given('public-exports', { 'src/lib.rs': root }).status).toBe('met');
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
});

describe('no-circular-dependencies', () => {
  const of = (texts: Texts, root = 'mod bus;\nmod parcel;\n') =>
    given('no-circular-dependencies', { 'src/lib.rs': root, ...texts });

  it('is met by the ready module, and says that the registry was not read', () => {
    expect(judge('no-circular-dependencies', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: 'no cycle among the modules of the crate; the registry was not read',
    });
  });

  it('finds two modules that need each other, with the place of each tie', () => {
    const texts = {
      'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
      'src/parcel.rs': '\nuse super::bus::Bus;\npub struct Parcel;',
    };
    expect(of(texts)).toMatchObject({
      status: 'unmet',
      severity: 'should',
      message: '1 cycle',
      evidence: [
        {
          path: 'src/bus.rs',
          line: 1,
          message: 'modules need each other: `bus` → `parcel` (`src/bus.rs:1`) → `bus` (`src/parcel.rs:2`)',
        },
      ],
    });
  });

  it('finds one loop for each knot, the shortest', () => {
    const root = 'mod a;\nmod b;\nmod c;\nmod x;\nmod y;\n';
    const texts = {
      'src/a.rs': 'use crate::b::B;\nuse crate::c::C;\npub struct A;',
      'src/b.rs': 'use crate::c::C;\npub struct B;',
      'src/c.rs': 'use crate::a::A;\npub struct C;',
      'src/x.rs': 'fn f() { crate::y::g() }\npub fn h() {}',
      'src/y.rs': 'pub fn g() { crate::x::h() }',
    };
    expect(of(texts, root).evidence.map(({ message }) => message.replace(/ \(`[^`]*`\)/g, ''))).toEqual([
      'modules need each other: `a` → `c` → `a`',
      'modules need each other: `x` → `y` → `x`',
    ]);
  });

  it('sees through a re-export at the root', () => {
    const root = 'mod bus;\nmod parcel;\npub use bus::Bus;\n';
    const texts = {
      'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
      'src/parcel.rs': 'use crate::Bus;\npub struct Parcel;',
    };
    expect(of(texts, root)).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/bus.rs', line: 1 }] });
  });

  it.each<[string, Texts, ...string[]]>([
    ['a tie in one direction', { 'src/bus.rs': 'use crate::parcel::Parcel;', 'src/parcel.rs': 'pub struct Parcel;' }],
    [
      'a tie that only tests have',
      {
        'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
        'src/parcel.rs': 'pub struct Parcel;\n#[cfg(test)]\nmod tests { use crate::bus::Bus; }',
      },
    ],
    [
      'a module and its own submodule',
      {
        'src/bus.rs': 'mod wire;\nuse wire::Wire;\npub struct Bus;',
        'src/bus/wire.rs': 'use super::Bus;\npub struct Wire;',
        'src/parcel.rs': '',
      },
    ],
    [
      'a link in documentation',
      {
        'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
        'src/parcel.rs': '/// Carried by a [`crate::bus::Bus`].\npub struct Parcel; // crate::bus::Bus',
      },
    ],
    [
      'what both take from the root',
      { 'src/bus.rs': 'use crate::Error;', 'src/parcel.rs': 'use crate::Error;' },
      'mod bus;\nmod parcel;\npub struct Error;\nfn f() { bus::a(); parcel::b(); }',
    ],
    [
      'visibility in a path',
      {
        'src/bus.rs': 'use crate::parcel::Parcel;',
        'src/parcel.rs': 'pub struct Parcel { pub(crate) a: u8, pub(in crate::parcel) b: u8 }',
      },
    ],
    [
      'another crate’s module of the same name',
      { 'src/bus.rs': 'use crate::parcel::Parcel;', 'src/parcel.rs': 'use other::bus::Bus;\npub struct Parcel;' },
    ],
  ])('is met with %s', (_, texts, ...root) => {
    expect(of(texts, ...root)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds modules of the registry that need each other, this one among them', () => {
    const registry = (...dependencies: (readonly [string, readonly string[]])[]) =>
      judge('no-circular-dependencies', snapshot(READY_TEXTS, { registry: { dependencies: new Map(dependencies) } }));
    expect(
      registry(['cim-parcel', ['cim-route']], ['cim-route', ['cim-map']], ['cim-map', ['cim-parcel']]),
    ).toMatchObject({
      status: 'unmet',
      evidence: [{ message: 'modules need each other: cim-map → cim-parcel → cim-route → cim-map' }],
    });
    expect(registry(['cim-a', ['cim-b']], ['cim-b', ['cim-a']], ['cim-parcel', ['cim-a']]).status).toBe('met');
  });
});

describe('error-handling', () => {
  it.each<[string, string, string]>([
    ['the function', '#[doc = include_str!("../docs/weigh.md")]\npub fn weigh() { panic!("none") }', 'docs/weigh.md'],
    [
      'the impl, by the folder of the manifest',
      '#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/weigh.md"))]\nimpl Scale { pub fn weigh() { panic!("none") } }',
      'docs/weigh.md',
    ],
  ])('reads the documents that the documentation of %s includes', (_, code, path) => {
    const of = (text: string) => given('error-handling', { 'src/lib.rs': code, [path]: text }).status;
    expect(of('Weighs.\n\n# Panics\n\nWhen there is nothing.\n')).toBe('met');
    expect(of('Weighs, and never panics.\n')).toBe('unmet');
  });

  const of = (texts: Texts) => given('error-handling', texts);
  const library = (code: string) => of({ 'src/lib.rs': code });

  it('is met by the ready module', () => {
    expect(judge('error-handling', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds each place, with its line and its words', () => {
    const code =
      'pub fn f(x: Option<u8>) -> u8 {\n    if x.is_none() { todo!() }\n    x\n        .unwrap()\n}\nfn g() { panic!("no") }\nfn h() { unimplemented!() }\nfn i(m: &str) { r().expect(m); }\n';
    expect(library(code)).toMatchObject({
      status: 'unmet',
      message: 'library code may panic: 1 `.expect()`, 1 `.unwrap()`, 1 `panic!`, 1 `todo!`, 1 `unimplemented!`',
      evidence: [
        { path: 'src/lib.rs', line: 2, column: 22, excerpt: 'if x.is_none() { todo!() }' },
        { path: 'src/lib.rs', line: 4, column: 10, excerpt: '.unwrap()' },
        { path: 'src/lib.rs', line: 6 },
        { path: 'src/lib.rs', line: 7 },
        { path: 'src/lib.rs', line: 8 },
      ],
    });
  });

  it('reads binaries too, and a public module called `testing`', () => {
    expect(
      places('error-handling', {
        'src/lib.rs': 'pub mod testing;',
        'src/testing.rs': 'pub fn f() { a().unwrap(); }',
        'src/main.rs': 'fn main() {\n    run().unwrap();\n}',
      }),
    ).toEqual(['src/main.rs:2', 'src/testing.rs:1']);
  });

  it.each<[string, Texts]>([
    [
      'an unwrap in tests',
      { 'src/lib.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { b().unwrap(); todo!() }\n}' },
    ],
    [
      'an unwrap in a file of tests',
      {
        'src/lib.rs': '#[cfg(test)]\nmod tests;',
        'src/tests.rs': 'mod more;\nfn a() { b().unwrap(); }',
        'src/tests/more.rs': 'fn a() { b().unwrap(); }',
      },
    ],
    [
      'an unwrap in code for some tests',
      { 'src/lib.rs': '#[cfg(all(test, feature = "slow"))]\nfn a() { b().unwrap(); }' },
    ],
    [
      'an unwrap in tests/, benches/, examples/ and build.rs',
      {
        'src/lib.rs': '',
        'tests/a.rs': 'fn a() { b().unwrap(); }',
        'benches/a.rs': 'fn a() { b().unwrap(); }',
        'examples/a.rs': 'fn main() { b().unwrap(); }',
        'build.rs': 'fn main() { b().unwrap(); }',
      },
    ],
    [
      'an unwrap in documentation',
      { 'src/lib.rs': '//! ```\n//! a().unwrap();\n//! ```\n/** b().unwrap() */\npub fn f() {}' },
    ],
    [
      'words in texts and comments',
      { 'src/lib.rs': 'fn f() { g("x.unwrap()", r#"todo!()"#); /* panic!() /* unimplemented!() */ */ }' },
    ],
    ['an orphan', { 'src/lib.rs': '', 'src/old.rs': 'fn a() { b().unwrap(); }' }],
    ['a literal reason', { 'src/lib.rs': 'fn f() { a().expect("the table has a row for each day"); }' }],
    [
      'a literal reason on its own line',
      { 'src/lib.rs': 'fn f() { a().expect(\n    // why\n    "the table has a row for each day",\n); }' },
    ],
    [
      'a std lock',
      {
        'src/lib.rs':
          'fn f() { m.lock().unwrap().push(1); *r.read().unwrap(); r.write()\n    .unwrap()\n    .clear(); }',
      },
    ],
    [
      'assertions and unreachable!',
      { 'src/lib.rs': 'fn f() { assert!(a, "b"); debug_assert_eq!(a, b); unreachable!("c") }' },
    ],
    [
      'panic! under # Panics',
      { 'src/lib.rs': '/// Divides.\n///\n/// # Panics\n///\n/// By nothing.\npub fn f() { panic!("by nothing") }' },
    ],
    ['panic! in a const fn', { 'src/lib.rs': 'const fn f(n: u8) { if n > 3 { panic!("too many") } }' }],
    [
      'a static from a literal',
      { 'src/lib.rs': 'static RE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^a$").unwrap());' },
    ],
    [
      'a file of a hidden module, and those below it',
      {
        'src/lib.rs': '#[doc(hidden)]\npub mod doc;',
        'src/doc.rs': 'pub mod more;\npub fn f() { todo!() }',
        'src/doc/more.rs': 'pub fn f() { a().unwrap() }',
      },
    ],
    ['a hidden item', { 'src/lib.rs': '#[doc(hidden)]\npub fn f() { a().unwrap() }' }],
    [
      'other methods that begin so',
      { 'src/lib.rs': 'fn f() { a.unwrap_or(1); b.unwrap_or_else(|| 2); c.unwrap_or_default(); d.expect_err("e"); }' },
    ],
    [
      'the crate’s own `expect`',
      {
        'src/lib.rs':
          'impl P { fn expect(&mut self, t: Token) -> R { self.next(t) }\n fn p(&mut self) -> R { self.expect(Token::Comma) } }',
      },
    ],
    ['code for builds without a feature', { 'src/lib.rs': '#[cfg(not(feature = "std"))]\nfn f() { a().unwrap() }' }],
    [
      'an example crate of the workspace',
      {
        'Cargo.toml': `${CARGO}[workspace]\nmembers = ["demo"]\n`,
        'src/lib.rs': '',
        'demo/Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\npublish = false\n',
        'demo/src/main.rs': 'fn main() { a().unwrap() }',
      },
    ],
  ])('is met with %s', (_, texts) => {
    expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('says what was not understood, which decides nothing', () => {
    const finding = library('fn f() {}\nstruct }{ ;\nfn g() {}\n');
    expect(finding.status).toBe('met');
    expect(finding.message).toContain('not understood');
  });
});

describe('single-responsibility', () => {
  const hints = (code: string) =>
    given('single-responsibility', { 'src/lib.rs': code }).hints?.map(
      ({ path, line, message }) => `${path}:${line} ${message}`,
    );
  const times = (n: number, text: (index: number) => string) =>
    Array.from({ length: n }, (_, index) => text(index)).join('');

  it('is nobody’s word yet', () => {
    expect(judge('single-responsibility', snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested yet'),
    });
  });

  it('hints at long files, types with many methods, and long functions', () => {
    expect(hints(times(1_001, index => `const A${index}: u8 = 1;\n`))).toEqual(['src/lib.rs:1 1001 lines of code']);
    expect(hints(`struct A;\nimpl A {\n${times(41, index => `fn f${index}() {}\n`)}}`)).toEqual([
      'src/lib.rs:2 `A` has 41 methods',
    ]);
    expect(hints(`\nfn long() {\n${times(150, index => `a(${index});\n`)}}`)).toEqual([
      'src/lib.rs:2 `long` has 152 lines',
    ]);
  });

  it('does not hint at comments, tests, or what a trait asks for', () => {
    expect(
      hints(`${times(2_000, () => '// why\n')}#[cfg(test)]\nmod tests {\n${times(1_500, () => 'const A: u8 = 1;\n')}}`),
    ).toEqual([]);
    expect(hints(`struct A;\nimpl Visitor for A {\n${times(60, index => `fn f${index}() {}\n`)}}`)).toEqual([]);
    expect(hints(`fn f() {\n${times(100, index => `a(${index});\n`)}}`)).toEqual([]);
  });
});

describe('one edit of the ready module', () => {
  it.each([
    ['module-organization', add('src/parcel_old.rs', '')],
    [
      'public-exports',
      both(edit('src/lib.rs', 'mod bus;', 'mod bus;\nmod place;'), add('src/place.rs', 'pub const HERE: u32 = 1;\n')),
    ],
    [
      'no-circular-dependencies',
      edit('src/events.rs', 'use uuid::Uuid;', 'use uuid::Uuid;\n\nuse crate::parcel::HEAVIEST as _;'),
    ],
    ['error-handling', edit('src/bus.rs', 'serde_json::to_vec(envelope)?', 'serde_json::to_vec(envelope).unwrap()')],
  ])('makes %s unmet, and nothing else', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});
