import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('property-tests', () => {
  const of = (texts: Texts) => given('property-tests', { 'src/lib.rs': 'pub fn f() {}', ...texts });

  it('finds that no property is tested', () => {
    expect(of({ 'tests/a.rs': 'use cim_parcel::f;\n#[test]\nfn a() { f() }' })).toMatchObject({
      status: 'unmet',
      severity: 'should',
      count: 1,
      evidence: [
        { path: 'Cargo.toml', line: 1, message: expect.stringContaining('add one for something that always holds') },
      ],
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

  describe('false alarms', () => {
    it.each<[string, Texts]>([
      ['proptest!', { 'tests/a.rs': 'use cim_parcel::f;\nproptest::proptest! { #[test] fn a(n in 0..9) { f() } }' }],
      [
        'proptest! from macro_use',
        {
          'tests/a.rs':
            '#[macro_use]\nextern crate proptest;\nproptest! { #[test] fn a(n in 0..9) { cim_parcel::f() } }',
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
      [
        'arbitrary',
        { 'tests/a.rs': 'use arbitrary::{Arbitrary, Unstructured};\n#[test]\nfn a() { cim_parcel::f(); }' },
      ],
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
        {
          'src/main.rs': 'fn main() {}\n#[cfg(test)]\nmod tests { proptest::proptest! { #[test] fn a(n in 0..9) {} } }',
        },
      ],
      [
        'an unpublished member that tests it',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["it"]\n`,
          'it/Cargo.toml':
            '[package]\nname = "it"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
          'it/src/lib.rs': '',
          'it/tests/a.rs':
            'use cim_parcel::f;\nuse proptest::prelude::*;\nproptest! { #[test] fn a(n in 0..9) { f() } }',
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts).status).toBe('met');
    });
  });
});
