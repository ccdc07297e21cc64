/** A small crate from texts, as Cargo would describe it. */
import type { Package, Target } from '../../src/cargo/model.js';
import { readCrate } from '../../src/rust/crate.js';
import type { RustCrate } from '../../src/rust/crate-model.js';
import { files, type Texts } from '../support/snapshots.js';

export function target(kind: Target['kind'], path: string): Target {
  const rest = { exists: true, declared: false, line: 1, harness: true, procMacro: false, requiredFeatures: [] };
  return { kind, name: 'my-crate', path, ...rest };
}

export function pkg(edition = '2021', targets: readonly Target[] = [target('lib', 'src/lib.rs')]): Package {
  const plain = { fields: new Map(), version: '1.0.0', publishable: true, dependencies: [], features: [], line: 1 };
  return { name: 'my-crate', manifestPath: 'Cargo.toml', folder: '', edition, targets, ...plain };
}

/** The library crate of these files, whose root is `src/lib.rs`. */
export function crate(texts: Texts, edition = '2021'): RustCrate {
  return readCrate(files(texts), pkg(edition), target('lib', 'src/lib.rs'));
}
