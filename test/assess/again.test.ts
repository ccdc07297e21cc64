/** What is kept from one snapshot to the next never shows: each is judged as if it were the first. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import type { Files } from '../../src/snapshot/files.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { files, NOW, snapshot, type Texts } from '../support/snapshots.js';

const MANIFEST = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ntokio = "1"\n';

/** For each file what may stand in it: names, visibility and meaning change with what stands in the others. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  'src/lib.rs': [
    '//! Parcels.\npub mod bus;\npub mod parcel;\n',
    'mod bus;\nmod parcel;\npub use parcel::*;\n',
    '//! Parcels.\nmod bus;\n#[doc(hidden)]\npub mod parcel;\npub use bus::Bus;\npub use parcel::State::Sent;\n',
    'pub mod bus;\n/// Parcels.\n#[cfg(test)]\npub mod parcel;\n',
    '#[path = "parcel.rs"]\npub mod other;\nmod parcel;\nmod bus;\nuse std::fmt::Error as Failure;\n',
    'include!("bus.rs");\nmod parcel;\n',
  ],
  'src/bus.rs': [
    '//! The bus.\nuse crate::parcel::Parcel;\n/// A bus.\n#[derive(Debug)]\npub struct Bus;\nimpl Bus {\n    pub fn carry(&self, one: Parcel) -> Result<(), String> { todo!() }\n}\n',
    'pub struct Bus { pub a: u8, pub b: u8, pub c: u8, pub d: u8, pub e: u8, pub f: u8, pub g: u8 }\nimpl crate::parcel::Parcel {\n    pub fn by(&self) -> super::parcel::Fate<u8> { self.0.unwrap() }\n}\n',
    'use super::parcel::*;\n/// A bus.\npub enum Bus { Red(Parcel) }\npub fn load() -> Fate<()> { std::thread::sleep(x) }\nimpl std::fmt::Debug for Parcel {}\n',
    'macro_rules! items { ($($x:item)*) => { $(#[cfg(feature = "x")] $x)* } }\nitems! { pub struct Bus; pub fn free() {} }\n#[macro_export]\nmacro_rules! exported { () => {} }\n',
    'pub(crate) mod inner { pub struct Deep; pub use super::Bus as Car; }\npub struct Bus;\npub use inner::Deep;\n',
    '',
  ],
  'src/parcel.rs': [
    '/// A parcel.\npub struct Parcel;\n/// How it ends.\npub type Fate<T> = Result<T, crate::bus::Bus>;\n',
    '/// A parcel.\n#[derive(Debug, Clone)]\npub struct Parcel(pub Option<u8>);\npub type Fate<T> = Option<T>;\n/// Its state.\npub enum State { Sent, Lost { at: u8 } }\n',
    'use crate::bus::Bus;\npub struct Parcel { of: Bus }\npub type Fate<T, E = String> = std::result::Result<T, E>;\nimpl Parcel { pub fn new(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) -> Self { loop { loop {} } } }\nimpl Bus { pub fn far(&self) {} }\n',
    'cfg_if::cfg_if! { if #[cfg(test)] { pub struct Parcel; } else { pub struct Parcel; pub type Fate<T> = Result<T, ()>; } }\n',
    'mod inner;\npub use inner::*;\n',
    '#![doc(hidden)]\npub struct Parcel;\n#[cfg(test)]\nmod tests { use super::*; }\n',
  ],
  'src/parcel/inner.rs': [
    'pub struct Parcel;\nunsafe impl Send for Parcel {}\npub type Fate<T> = Result<T, Box<dyn std::error::Error>>;\n',
    '/// A parcel.\npub struct Parcel;\npub use crate::bus::Bus as Van;\n',
  ],
};

const PATHS = Object.keys(VARIANTS);
const START: Texts = {
  'Cargo.toml': MANIFEST,
  ...Object.fromEntries(PATHS.map(path => [path, VARIANTS[path]?.[0] ?? ''])),
};

/** The same files with entries and hashes that nothing is known of. */
function asNew({ entries }: Files, salt: number): Files {
  return { entries: new Map([...entries].map(([path, entry]) => [path, { ...entry, blob: `${salt} ${entry.blob}` }])) };
}

describe('an assessment after another', () => {
  it('says of each snapshot what it would say of a first one', () => {
    const change = fc
      .constantFrom(...PATHS)
      .chain(path => fc.tuple(fc.constant(path), fc.constantFrom(...(VARIANTS[path] ?? []))));
    let salt = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 6 }), changes => {
        let texts = START;
        for (const [path, text] of changes) {
          texts = { ...texts, [path]: text };
          const tree = files(texts);
          salt += 1;
          const [again, first] = [tree, asNew(tree, salt)].map(
            part => assess(snapshot({}, { files: part }), CIM_STANDARD, DEFAULT_POLICY, NOW).findings,
          );
          expect(again).toEqual(first);
        }
      }),
      { numRuns: 60 },
    );
  });
});
