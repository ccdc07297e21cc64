import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('integration-tests', () => {
  const LIB = { 'src/lib.rs': 'pub mod parcel;', 'src/parcel.rs': 'pub struct Parcel;' };
  const of = (texts: Texts) => given('integration-tests', { ...LIB, ...texts });
  const NAMES = 'use cim_parcel::parcel::Parcel;\n';

  it('finds one thing only where there is no test function', () => {
    const none = {
      status: 'unmet',
      message: 'no integration test',
      count: 1,
      evidence: [
        { path: 'Cargo.toml', line: 1, message: expect.stringContaining('`cim-parcel` has no integration test') },
      ],
    };
    expect(of({})).toMatchObject(none);
    expect(of({ 'tests/parcel.rs': `${NAMES}fn parcels() {}`, 'tests/old/more.rs': '' })).toMatchObject(none);
    expect(of({ 'src/lib.rs': '#[test]\nfn unit() {}' })).toMatchObject(none);
  });

  it.each([
    ['ignored', '#[test]\n#[ignore]\nfn a() {}'],
    ['ignored with a reason', '#[tokio::test]\n#[ignore = "needs NATS"]\nasync fn a() {}'],
    ['in a comment', '// #[test]\n// fn a() {}\n/* #[test] fn b() {} */'],
    ['in a text', 'const A: &str = "#[test] fn a() {}";'],
  ])('does not take for a test what is %s', (_, tests) => {
    expect(of({ 'tests/parcel.rs': NAMES + tests })).toMatchObject({ status: 'unmet', message: 'no integration test' });
  });

  it('finds each public module that no test names, where it is declared', () => {
    const root = '//! Parcels.\npub mod bus;\npub mod parcel;\npub mod tariff {\n    pub const GRAM: u8 = 1;\n}\n';
    expect(
      of({
        'src/lib.rs': root,
        'src/bus.rs': 'pub fn send() {}',
        'tests/a.rs': `${NAMES}// cim_parcel::bus::send()\n#[test]\nfn a() { let bus = "tariff"; }`,
      }),
    ).toMatchObject({
      status: 'unmet',
      message: '2 public modules not named by any integration test',
      count: 2,
      evidence: [
        {
          path: 'src/lib.rs',
          line: 2,
          message: 'no integration test names the public module `bus`: use it in one',
        },
        { path: 'src/lib.rs', line: 4 },
      ],
    });
  });

  it('does not take another crate’s module of the same name for ours', () => {
    const tests = 'use other::parcel::Parcel;\n#[test]\nfn a() {}';
    expect(of({ 'tests/a.rs': tests })).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs', line: 1 }] });
  });

  it('finds files in `tests/` not part of any target', () => {
    expect(
      of({ 'tests/a.rs': `${NAMES}#[test]\nfn a() {}`, 'tests/common/mod.rs': '', 'tests/old/b.rs': '' }),
    ).toMatchObject({
      status: 'unmet',
      message: '2 files in `tests/` not part of any target',
      evidence: [
        { path: 'tests/common/mod.rs', line: 1, message: expect.stringContaining('add a `mod` for it to a test') },
        { path: 'tests/old/b.rs' },
      ],
    });
  });

  const A = '#[test]\nfn a() {}\n';

  it('does not concern a binary, or a repository without a crate', () => {
    expect(given('integration-tests', { 'src/main.rs': 'fn main() {}' }).status).toBe('not-applicable');
    expect(judge('integration-tests', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it.each([
    ['a test', { 'tests/a.rs': A, 'tests/b.rs': NAMES + A }, 'tests/b.rs'],
    ['the only test', { 'tests/b.rs': NAMES + A }, 'tests/b.rs'],
    [
      'a module of the library',
      { 'tests/a.rs': NAMES + A, 'src/lib.rs': 'pub mod parcel;\npub mod big;', 'src/big.rs': '' },
      'src/big.rs',
    ],
  ])('is unknown while %s cannot be read', (_, texts, path) => {
    const whole = snapshot({ 'Cargo.toml': CARGO, ...LIB, ...texts });
    expect(judge('integration-tests', withoutText(whole, path))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining(`${path} is over the size limit`),
    });
  });

  describe('false alarms', () => {
    it.each([
      ['#[tokio::test]', `${NAMES}#[tokio::test(flavor = "multi_thread")]\nasync fn a() {}`],
      ['#[rstest]', `${NAMES}#[rstest]\n#[case(1)]\nfn a(#[case] n: u8) {}`],
      ['#[test_case]', `${NAMES}#[test_case(1; "one")]\nfn a(n: u8) {}`],
      ['proptest!', `${NAMES}proptest! {\n    #[test]\n    fn a(n in 0..9u8) {}\n}`],
      ['quickcheck!', `${NAMES}quickcheck! {\n    fn a(n: u8) -> bool { true }\n}`],
      ['tests in a module', `mod parcels {\n    use cim_parcel::parcel::Parcel;\n    #[test]\n    fn a() {}\n}`],
      [
        'a macro of its own that makes tests',
        `${NAMES}macro_rules! each { ($n:ident) => { #[test] fn $n() {} } }\neach!(a);`,
      ],
      ['a test that one system ignores', `${NAMES}#[test]\n#[cfg_attr(windows, ignore)]\nfn a() {}`],
      ['one test that runs beside an ignored one', `${NAMES}#[test]\n#[ignore]\nfn a() {}\n#[test]\nfn b() {}`],
      ['a path without a use', '#[test]\nfn a() { let _ = cim_parcel::parcel::Parcel; }'],
      ['the crate under another name', 'use cim_parcel as post;\n#[test]\nfn a() { let _ = post::parcel::Parcel; }'],
      ['extern crate', 'extern crate cim_parcel as post;\n#[test]\nfn a() { post::parcel::Parcel; }'],
      ['a nested use', 'use cim_parcel::{parcel::{self, Parcel}};\n#[test]\nfn a() {}'],
      ['everything', 'use cim_parcel::parcel::*;\n#[test]\nfn a() {}'],
      ['a test behind a feature', `#![cfg(feature = "slow")]\n${NAMES}#[test]\nfn a() {}`],
    ])('is met with %s', (_, tests) => {
      expect(of({ 'tests/parcel.rs': tests })).toMatchObject({ status: 'met', evidence: [] });
    });
    it.each<[string, Texts]>([
      [
        'a re-export of one of its items at the root',
        {
          'src/lib.rs': 'pub mod parcel;\npub use parcel::Parcel as Packet;',
          'tests/a.rs': `use cim_parcel::Packet;\n${A}`,
        },
      ],
      [
        'a re-export through a prelude that is used as a whole',
        {
          'src/lib.rs': 'pub mod parcel;\npub mod prelude { pub use crate::parcel::*; }',
          'tests/a.rs': 'use cim_parcel::prelude::*;\n#[test]\nfn a() { Parcel; }',
        },
      ],
      [
        'modules that only re-export',
        {
          'src/lib.rs': 'pub mod parcel;\npub mod prelude { pub use crate::parcel::Parcel; }',
          'tests/a.rs': NAMES + A,
        },
      ],
      [
        'modules that nobody outside can use',
        {
          'src/lib.rs':
            'pub mod parcel;\nmod bus { pub fn a() {} }\npub(crate) mod b { pub fn a() {} }\n#[doc(hidden)]\npub mod c { pub fn a() {} }\npub mod d { pub(crate) fn a() {} impl super::parcel::Parcel {} }\n#[cfg(test)]\npub mod e { pub fn a() {} }',
          'tests/a.rs': NAMES + A,
        },
      ],
      [
        'a module below another one',
        {
          'src/lib.rs': 'pub mod parcel;',
          'src/parcel.rs': 'pub struct Parcel;\npub mod label { pub fn print() {} }',
          'tests/a.rs': NAMES + A,
        },
      ],
      ['what tests share naming the module', { 'tests/a.rs': `mod common;\n${A}`, 'tests/common/mod.rs': NAMES }],
      [
        'a folder with main.rs, and its modules',
        { 'tests/all/main.rs': `mod parcel;\n${A}`, 'tests/all/parcel.rs': NAMES },
      ],
      [
        'files of trybuild',
        {
          'tests/compile.rs': `${NAMES}#[test]\nfn ui() { trybuild::TestCases::new().compile_fail("tests/ui/*.rs"); }`,
          'tests/ui/wrong.rs': 'fn main() { 1 + }',
        },
      ],
      [
        'a file that a test reads',
        {
          'tests/a.rs': `${NAMES}const TEXT: &str = include_str!("given/parcel.rs");\n${A}`,
          'tests/given/parcel.rs': '',
        },
      ],
      [
        'a crate of its own below tests/',
        {
          'tests/a.rs': NAMES + A,
          'tests/app/Cargo.toml': CARGO.replace('cim-parcel', 'app'),
          'tests/app/src/lib.rs': '',
        },
      ],
      [
        'a test that the manifest names',
        {
          'Cargo.toml': `${CARGO}autotests = false\n[[test]]\nname = "it"\npath = "it/main.rs"\n`,
          'it/main.rs': NAMES + A,
        },
      ],
      [
        'a test without the harness',
        {
          'Cargo.toml': `${CARGO}[[test]]\nname = "it"\nharness = false\n`,
          'tests/it.rs': `${NAMES}fn main() { run(); }`,
        },
      ],
      [
        'a library of another name',
        {
          'Cargo.toml': `${CARGO}[lib]\nname = "post"\n`,
          'tests/a.rs': `use post::parcel::Parcel;\n${A}`,
        },
      ],
      [
        'unit tests in the source of a member `tests`',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["tests"]\n`,
          'tests/Cargo.toml':
            '[package]\nname = "tests"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
          'tests/src/lib.rs': '#[cfg(test)]\nmod parcels;\n',
          'tests/src/parcels.rs': NAMES + A,
        },
      ],
      [
        'an unpublished member that tests it',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["it"]\n`,
          'it/Cargo.toml':
            '[package]\nname = "it"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
          'it/src/lib.rs': '',
          'it/tests/a.rs': NAMES + A,
        },
      ],
      [
        'tests that use it through what they share, in a member of its own',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["tests/shared", "tests/all"]\n`,
          'tests/shared/Cargo.toml':
            '[package]\nname = "shared"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = "../.." }\n',
          'tests/shared/src/lib.rs': 'pub use cim_parcel::parcel;\n',
          'tests/all/Cargo.toml':
            '[package]\nname = "all"\nversion = "0.1.0"\npublish = false\n[dev-dependencies]\nshared = { path = "../shared" }\n',
          'tests/all/src/lib.rs': '',
          'tests/all/tests/a.rs': `use shared::parcel;\n${A}`,
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
    });
  });
});
