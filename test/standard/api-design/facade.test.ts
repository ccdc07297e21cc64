import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';

const INNER =
  '//! Core.\n\n/// A parcel.\npub struct Parcel;\n/// Fails.\npub fn order() -> Result<Parcel, String> { todo!() }\n';

const CORE = 'parcel-core = { path = "core" }';

const facade = (lib: string, dependency = CORE) => ({
  'Cargo.toml': `[package]\nname = "cim-parcel"\nversion = "1.0.0"\n\n[dependencies]\n${dependency}\n\n[workspace]\nmembers = ["core"]\n`,
  'src/lib.rs': `//! Parcels.\n\n${lib}`,
  'core/Cargo.toml': '[package]\nname = "parcel-core"\nversion = "1.0.0"\n',
  'core/src/lib.rs': INNER,
});
const of = (id: string, lib: string, dependency?: string) => judge(id, snapshot(facade(lib, dependency)));

describe('a facade', () => {
  it.each([
    ['pub use parcel_core::*;', CORE],
    ['pub mod prelude { pub use parcel_core::*; }', CORE],
    ['pub use parcel_core;', CORE],
    ['pub use inner::*;', 'inner = { package = "parcel-core", path = "core" }'],
  ])('has the API of the member that it re-exports by %s', (lib, dependency) => {
    for (const id of ['standard-traits', 'error-types', 'error-enum'])
      expect(of(id, lib, dependency)).toMatchObject({ status: 'unmet', evidence: [{ path: 'core/src/lib.rs' }] });
  });

  it.each([
    ['single items of a member', 'pub use parcel_core::Parcel;', CORE],
    ['another crate', 'pub use other::*;', 'other = "1"'],
  ])('is unknown if it re-exports %s', (_, lib, dependency) => {
    for (const id of ['standard-traits', 'error-types', 'error-enum'])
      expect(of(id, lib, dependency).status).toBe('unknown');
  });

  it.each([
    ['single items', 'pub mod types { pub use parcel_core::{Parcel, order}; }'],
    ['a module', 'pub use parcel_core::routes;'],
    ['the member and single items', 'pub use parcel_core as core;\npub use parcel_core::Parcel;'],
  ])('is in order if it re-exports %s of members that are in order', (_, lib) => {
    const core =
      '//! Core.\n\npub mod routes;\n/// A parcel.\n#[derive(Debug)]\npub struct Parcel;\n/// Orders.\npub fn order() {}\n';
    const texts = { ...facade(lib), 'core/src/lib.rs': core, 'core/src/routes.rs': '//! Routes.\n' };
    for (const [id, status] of [
      ['standard-traits', 'met'],
      ['public-exports', 'met'],
      ['error-enum', 'not-applicable'],
    ] as const)
      expect([id, judge(id, snapshot(texts)).status]).toEqual([id, status]);
  });

  it('exports what it has itself, and has not the crates of its members as items', () => {
    const core =
      '/// Macros.\nmod hidden { pub struct Hidden; }\n/// A parcel.\n#[derive(Debug)]\npub struct Parcel;\n';
    const texts = { ...facade('pub use parcel_core::*;'), 'core/src/lib.rs': core };
    expect(judge('public-exports', snapshot(texts)).status).toBe('met');
    expect(judge('public-api-docs', snapshot(texts))).toMatchObject({
      status: 'met',
      message: expect.stringContaining('2 of 2 public items'),
    });
  });

  it('is not a library with public items of its own', () => {
    const lib = 'pub use parcel_core::*;\n/// A place.\n#[derive(Debug)]\npub struct Place;\n';
    expect(of('standard-traits', lib).status).toBe('met');
  });
});
