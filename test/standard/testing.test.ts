import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/snapshot/github.js';
import type { Commit, History } from '../../src/snapshot/history.js';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  judge,
  leftAside,
  READY_TEXTS,
  snapshot,
  type Texts,
  withoutText,
} from '../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const CI = '.github/workflows/ci.yml';
const given = (id: string, texts: Texts) => judge(id, snapshot({ 'Cargo.toml': CARGO, ...texts }));

describe('the ready module', () => {
  it('meets integration-tests', () => {
    expect(judge('integration-tests', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: expect.stringMatching(/^\d integration tests; every public module is named by one$/),
      evidence: [],
    });
  });

  it.each([
    ['property-tests', 'tests/parcel.rs'],
    ['benchmark-suite', 'benches/replay.rs'],
  ])('meets %s, and says where', (id, path) => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [{ path }] });
  });

  const TARIFF = '//! What a parcel costs.\n\n/// The price of a gram, in cents.\npub const GRAM: u32 = 1;\n';
  it.each<[string, Edit]>([
    [
      'integration-tests',
      both(edit('src/lib.rs', 'pub mod parcel;', 'pub mod parcel;\npub mod tariff;'), add('src/tariff.rs', TARIFF)),
    ],
    [
      'property-tests',
      both(edit('tests/parcel.rs', 'use proptest::prelude::*;\n', ''), edit('tests/parcel.rs', /proptest! \{[^]*/, '')),
    ],
    ['benchmark-suite', edit('benches/replay.rs', /^[^]*$/, '//! To come.\n\nfn main() {}\n')],
  ])('is unready in %s alone by one edit', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });

  const green = { checks: [{ name: 'Test on ubuntu-latest', conclusion: 'success' }] };
  it('meets tests-pass-in-ci where the checks of its commit passed, and loses it where no workflow tests', () => {
    expect(judge('tests-pass-in-ci', snapshot(READY_TEXTS, green))).toMatchObject({
      status: 'met',
      message: '1 check of the commit, each passed',
    });
    expect(changedBy(edit(CI, 'cargo test --all-features --locked', 'cargo build'), green)).toMatchObject({
      'tests-pass-in-ci': 'unmet',
    });
  });
});

describe('coverage', () => {
  const lcov = (hit: number) => `SF:src/lib.rs\nLF:100\nLH:${hit}\nend_of_record\n`;
  const commit = (sha: string): Commit => {
    const who = { name: 'Maya', email: 'maya@cim.example', date: '2026-01-01T00:00:00Z' };
    return { sha, parents: [], author: who, committer: who, message: 'feat: x' };
  };
  /** A history in which the report was changed at one commit and `src` at another; newest first. */
  const history = (report: string, source: string): History => ({
    commits: ['c3', 'c2', 'c1'].map(commit),
    lastChanges: new Map([
      ['lcov.info', report],
      ['src', source],
    ]),
  });

  it('is met by a report that was given, at the threshold', () => {
    const coverage = [{ source: 'lcov.info', percent: 80 }];
    expect(judge('coverage', snapshot({}, { coverage }))).toMatchObject({
      status: 'met',
      message: 'lcov.info says 80 %, 80 % are asked',
    });
  });

  it('is unmet under the threshold, which the policy may raise', () => {
    const of = snapshot({}, { coverage: [{ source: 'lcov.info', percent: 84 }] });
    expect(judge('coverage', of, { thresholds: { coverage: 85 } }).status).toBe('unmet');
    expect(judge('coverage', of).status).toBe('met');
  });

  it('reads a committed report that no later commit to src/ outdates', () => {
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, { history: history('c2', 'c2') })).status).toBe('met');
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, { history: history('c3', 'c1') })).status).toBe('met');
  });

  it('an outdated committed report proves nothing, but one under the threshold counts', () => {
    const outdated = { history: history('c1', 'c3') };
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }, outdated))).toMatchObject({ status: 'unknown' });
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(60) }, outdated)).status).toBe('unmet');
  });

  it('a committed report proves nothing where the history was not read', () => {
    expect(judge('coverage', snapshot({ 'lcov.info': lcov(90) }))).toMatchObject({ status: 'unknown' });
  });

  it('a status of Codecov is a report', () => {
    const checks = [
      { name: 'codecov/project', conclusion: 'success', description: '91.40% (+0.2%) compared to 1a2b3c4' },
    ];
    expect(judge('coverage', snapshot({}, { checks }))).toMatchObject({ status: 'met' });
  });

  it('without a report nothing is said', () => {
    const cut = judge('coverage', snapshot({ 'coverage/lcov.info': 'SF:a\nDA:1,1\n' }));
    expect(cut).toMatchObject({ status: 'unknown' });
    expect(cut.message).toContain('coverage/lcov.info ends in the middle of a record');
    const large = judge('coverage', withoutText(snapshot({ 'coverage/lcov.info': lcov(90) }), 'coverage/lcov.info'));
    expect(large).toMatchObject({ status: 'unknown' });
    expect(large.message).toContain('coverage/lcov.info was not read');
    expect(judge('coverage', snapshot({ 'test-results-dashboard.html': '<html>95%</html>' })).status).toBe('unknown');
  });
});

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
      message: '2 public modules that no integration test names',
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

  it('finds files in `tests/` of no target', () => {
    expect(
      of({ 'tests/a.rs': `${NAMES}#[test]\nfn a() {}`, 'tests/common/mod.rs': '', 'tests/old/b.rs': '' }),
    ).toMatchObject({
      status: 'unmet',
      message: '2 files in `tests/` of no target',
      evidence: [
        { path: 'tests/common/mod.rs', line: 1, message: expect.stringContaining('no test has a `mod` for it') },
        { path: 'tests/old/b.rs' },
      ],
    });
  });

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

  const A = '#[test]\nfn a() {}\n';
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
  ])('is met with %s', (_, texts) => {
    expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
  });

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
});

describe('files that are left aside', () => {
  it('decide nothing: a generated module of the library, a generated test', () => {
    const texts = {
      'Cargo.toml': CARGO,
      'src/lib.rs': 'pub mod made;',
      'src/made.rs': '',
      'tests/a.rs': 'use cim_parcel as _;\nmod made;\n#[test]\nfn a() {}',
      'tests/made.rs': '',
    };
    const whole = leftAside(leftAside(snapshot(texts), 'src/made.rs'), 'tests/made.rs');
    expect(judge('integration-tests', whole).status).toBe('met');
    expect(judge('property-tests', whole).status).toBe('unmet');
  });
});

describe('property-tests', () => {
  const of = (texts: Texts) => given('property-tests', { 'src/lib.rs': 'pub fn f() {}', ...texts });

  it('finds that no property is tested', () => {
    expect(of({ 'tests/a.rs': 'use cim_parcel::f;\n#[test]\nfn a() { f() }' })).toMatchObject({
      status: 'unmet',
      severity: 'should',
      count: 1,
      evidence: [{ path: 'Cargo.toml', line: 1, message: expect.stringContaining('add one for what always holds') }],
    });
  });

  it.each<[string, Texts]>([
    ['a dependency alone', { 'Cargo.toml': `${CARGO}[dev-dependencies]\nproptest = "1"\n` }],
    [
      'a test that never calls the crate',
      { 'tests/a.rs': 'use proptest::prelude::*;\nproptest! { #[test] fn a(n in 0..9) { prop_assert!(n < 9); } }' },
    ],
    [
      'the word in a comment or a text',
      {
        'tests/a.rs':
          '// proptest!\nuse cim_parcel::f;\n#[test]\nfn a() { f(); g("proptest::run"); let arbitrary = 1; }',
      },
    ],
    [
      'library code that supports arbitrary',
      { 'src/lib.rs': '#[cfg(feature = "arbitrary")]\nimpl<\'a> arbitrary::Arbitrary<\'a> for P {}' },
    ],
    ['a fuzz target', { 'fuzz/fuzz_targets/a.rs': 'use arbitrary::Arbitrary;\nuse cim_parcel::f;' }],
    ['a benchmark', { 'benches/a.rs': 'use proptest::prelude::*;\nuse cim_parcel::f;' }],
  ])('does not count %s', (_, texts) => {
    expect(of(texts).status).toBe('unmet');
  });

  it.each<[string, Texts]>([
    ['proptest!', { 'tests/a.rs': 'use cim_parcel::f;\nproptest::proptest! { #[test] fn a(n in 0..9) { f() } }' }],
    [
      'proptest! from macro_use',
      {
        'tests/a.rs': '#[macro_use]\nextern crate proptest;\nproptest! { #[test] fn a(n in 0..9) { cim_parcel::f() } }',
      },
    ],
    [
      'quickcheck! from macro_use',
      {
        'tests/a.rs':
          '#[macro_use(quickcheck)]\nextern crate quickcheck;\nquickcheck! { fn a(n: u8) -> bool { cim_parcel::f(); true } }',
      },
    ],
    [
      '#[quickcheck]',
      {
        'tests/a.rs':
          'use quickcheck_macros::quickcheck;\n#[quickcheck]\nfn a(n: u8) -> bool { cim_parcel::f(); true }',
      },
    ],
    [
      'quickcheck() as a function',
      { 'tests/a.rs': 'use quickcheck::quickcheck;\n#[test]\nfn a() { quickcheck(cim_parcel::f as fn()); }' },
    ],
    ['test_strategy', { 'tests/a.rs': '#[test_strategy::proptest]\nfn a(n: u8) { cim_parcel::f(); }' }],
    ['bolero', { 'tests/a.rs': '#[test]\nfn a() { bolero::check!().for_each(|n| cim_parcel::f()); }' }],
    ['arbitrary', { 'tests/a.rs': 'use arbitrary::{Arbitrary, Unstructured};\n#[test]\nfn a() { cim_parcel::f(); }' }],
    [
      'a unit test',
      {
        'src/lib.rs':
          'pub fn f() {}\n#[cfg(test)]\nmod tests { use proptest::prelude::*; proptest! { #[test] fn a(n in 0..9) { super::f() } } }',
      },
    ],
    [
      'a file of unit tests',
      {
        'src/lib.rs': 'pub fn f() {}\n#[cfg(test)]\nmod properties;',
        'src/properties.rs': 'use proptest::prelude::*;',
      },
    ],
    [
      'a unit test of a binary',
      { 'src/main.rs': 'fn main() {}\n#[cfg(test)]\nmod tests { proptest::proptest! { #[test] fn a(n in 0..9) {} } }' },
    ],
    [
      'an unpublished member that tests it',
      {
        'Cargo.toml': `${CARGO}[workspace]\nmembers = ["it"]\n`,
        'it/Cargo.toml':
          '[package]\nname = "it"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
        'it/src/lib.rs': '',
        'it/tests/a.rs': 'use cim_parcel::f;\nuse proptest::prelude::*;\nproptest! { #[test] fn a(n in 0..9) { f() } }',
      },
    ],
  ])('is met with %s', (_, texts) => {
    expect(of(texts).status).toBe('met');
  });

  it('does not concern a repository without a crate', () => {
    expect(judge('property-tests', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it('is unknown while a test cannot be read', () => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': 'pub fn f() {}', 'tests/a.rs': '' });
    expect(judge('property-tests', withoutText(whole, 'tests/a.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('tests/a.rs is over the size limit'),
    });
  });
});

describe('benchmark-suite', () => {
  const of = (texts: Texts) => given('benchmark-suite', { 'src/lib.rs': 'pub fn f() {}', ...texts });

  it('finds that there is no bench target', () => {
    expect(of({ 'tests/bench.rs': 'use criterion::Criterion;' })).toMatchObject({
      status: 'unmet',
      message: 'no benchmark',
      count: 1,
      evidence: [{ path: 'Cargo.toml', line: 1, message: 'no bench target: add `benches/NAME.rs`' }],
    });
  });

  it('finds bench targets without a bench function', () => {
    expect(
      of({
        'benches/a.rs': '// criterion_main!(a);\nfn main() { [1].iter().sum::<u8>(); }',
        'benches/b.rs': 'fn main() { println!("criterion_group!"); }',
      }),
    ).toMatchObject({
      status: 'unmet',
      count: 2,
      evidence: [
        { path: 'benches/a.rs', line: 1, message: 'it has no bench function' },
        { path: 'benches/b.rs', line: 1 },
      ],
    });
  });

  it.each<[string, Texts]>([
    [
      'criterion',
      {
        'benches/a.rs':
          'fn a(c: &mut Criterion) { c.bench_function("a", |b| b.iter(f)); }\ncriterion_group!(g, a);\ncriterion_main!(g);',
      },
    ],
    ['divan', { 'benches/a.rs': 'fn main() { divan::main(); }\n#[divan::bench]\nfn a() {}' }],
    ['iai', { 'benches/a.rs': 'iai::main!(a);\nfn a() {}' }],
    [
      'iai-callgrind',
      { 'benches/a.rs': 'use iai_callgrind::{library_benchmark, main};\n#[library_benchmark]\nfn a() {}' },
    ],
    ['#[bench]', { 'benches/a.rs': '#![feature(test)]\nextern crate test;\n#[bench]\nfn a(b: &mut test::Bencher) {}' }],
    [
      'a folder with main.rs',
      { 'benches/a/main.rs': 'mod b;\nfn main() {}', 'benches/a/b.rs': '#[divan::bench]\nfn a() {}' },
    ],
    [
      'a bench that the manifest names',
      {
        'Cargo.toml': `${CARGO}[[bench]]\nname = "speed"\npath = "perf/speed.rs"\nharness = false\n`,
        'perf/speed.rs': 'criterion_main!(a);',
      },
    ],
    ['one bench of two', { 'benches/a.rs': 'fn main() {}', 'benches/b.rs': 'criterion_main!(a);' }],
    [
      'an unpublished member with its benches',
      {
        'Cargo.toml': `${CARGO}[workspace]\nmembers = ["speed"]\n`,
        'speed/Cargo.toml':
          '[package]\nname = "speed"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
        'speed/src/lib.rs': '',
        'speed/benches/a.rs': 'criterion_main!(a);',
      },
    ],
    [
      'benches that are a workspace of their own',
      {
        'Cargo.toml': `${CARGO}[workspace]\nexclude = ["benches"]\n`,
        'benches/Cargo.toml': '[package]\nname = "speed"\n[dependencies]\ncim-parcel = { path = ".." }\n',
        'benches/src/order.rs': 'criterion_main!(a);',
      },
    ],
    [
      'a main that takes the time itself',
      {
        'Cargo.toml': `${CARGO}[[bench]]\nname = "a"\nharness = false\n`,
        'benches/a.rs': 'fn main() { let start = std::time::Instant::now(); f(); report(start.elapsed()); }',
      },
    ],
  ])('is met with %s', (_, texts) => {
    expect(of(texts)).toMatchObject({ status: 'met' });
  });

  it('takes no other folder with benches for those of this module', () => {
    const texts = {
      'Cargo.toml': `${CARGO}[workspace]\nexclude = ["benches"]\n`,
      'benches/Cargo.toml': '[package]\nname = "speed"\n[dependencies]\ncim-order = "1"\n',
      'benches/src/order.rs': 'criterion_main!(a);',
    };
    expect(of(texts).status).toBe('unmet');
  });

  it('concerns a binary too, but not a repository without a crate', () => {
    expect(given('benchmark-suite', { 'src/main.rs': 'fn main() {}' }).status).toBe('unmet');
    expect(judge('benchmark-suite', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it('is unknown while a bench cannot be read', () => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': '', 'benches/a.rs': '' });
    expect(judge('benchmark-suite', withoutText(whole, 'benches/a.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('benches/a.rs is over the size limit'),
    });
  });
});

describe('tests-pass-in-ci', () => {
  const job = (run: string, on = '[push, pull_request]') =>
    `on: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`;
  const of = (checks: readonly CheckResult[], workflow = job('cargo test')) =>
    judge('tests-pass-in-ci', snapshot({ [CI]: workflow }, { checks }));
  const result = (name: string, conclusion: string, rest: Partial<CheckResult> = {}) => ({ name, conclusion, ...rest });

  it('finds each check that did not pass, with its link', () => {
    expect(
      of([
        result('test', 'success'),
        result('lint', 'failure', { url: 'https://github.example/1' }),
        result('docs', 'timed_out'),
        result('audit', 'cancelled'),
        result('codecov/project', 'error'),
        result('image', 'pending'),
      ]),
    ).toMatchObject({
      status: 'unmet',
      message: '4 checks of 6 did not pass',
      count: 4,
      evidence: [
        { message: '`lint` concluded failure', url: 'https://github.example/1' },
        { message: '`docs` concluded timed_out' },
        { message: '`audit` concluded cancelled' },
        { message: '`codecov/project` concluded error' },
      ],
    });
  });

  it('is unmet where no workflow runs tests, whatever the checks say', () => {
    expect(of([result('build', 'success')], job('cargo build'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 2, message: expect.stringContaining('add a job that runs `cargo test`') }],
    });
    expect(of([result('test', 'success')], job('cargo test', 'workflow_dispatch'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 6, message: expect.stringContaining('by hand') }],
    });
    expect(judge('tests-pass-in-ci', snapshot({})).status).toBe('unmet');
  });

  it.each([
    [
      'checks that were skipped or are neutral',
      [result('test', 'success'), result('b', 'skipped'), result('c', 'neutral')],
    ],
    [
      'our own check-runs that failed',
      [result('test', 'success'), result('CIM readiness', 'failure'), result('CIM commits', 'failure')],
    ],
    ['a check-run of ours under way', [result('test', 'success'), result('x', 'pending', { app: 'cim-readiness' })]],
    ['a status beside check-runs', [result('test', 'success'), result('ci/circleci: build', 'success')]],
  ])('is met with %s', (_, checks) => {
    expect(of(checks)).toMatchObject({ status: 'met' });
  });

  it.each([
    ['a check is not concluded', [result('test', 'success'), result('b', 'in_progress')]],
    ['a check was given up by GitHub before it ended', [result('test', 'success'), result('b', 'stale')]],
    ['there is no check yet', []],
    ['only ours are there', [result('CIM readiness', 'success')]],
  ])('is unknown while %s', (_, checks) => {
    expect(of(checks).status).toBe('unknown');
  });

  it('is unknown where the checks were not read', () => {
    expect(judge('tests-pass-in-ci', snapshot({ [CI]: job('cargo test') }))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('whether they passed was not read'),
    });
  });

  it('is unknown where only a workflow of another repository may test', () => {
    const remote = 'on: push\njobs:\n  ci:\n    uses: cim/workflows/.github/workflows/rust.yml@v1\n';
    expect(of([result('ci / test', 'success')], remote)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('of another repository'),
    });
  });

  it.each([
    ['nextest', job('cargo nextest run')],
    ['a task of make', job('make test')],
    ['tests on a schedule', job('cargo test', '{ schedule: [{ cron: "1 2 * * *" }] }')],
  ])('sees the tests of %s', (_, workflow) => {
    expect(
      judge(
        'tests-pass-in-ci',
        snapshot({ [CI]: workflow, Makefile: 'test:\n\tcargo test\n' }, { checks: [result('test', 'success')] }),
      ).status,
    ).toBe('met');
  });
});
