import { describe, expect, it } from '@jest/globals';
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
} from '../../support/snapshots.js';
import { CARGO, CI } from './support.js';

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
