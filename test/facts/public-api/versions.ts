/** Two versions of a small library, held against each other. */
import type { Comparison } from '../../../src/facts/public-api/breaks.js';
import { breaksBetween } from '../../../src/facts/public-api/breaks.js';
import { buildApiTree } from '../../../src/facts/public-api/tree.js';
import { files, type Texts } from '../../support/snapshots.js';

export const CARGO = '[package]\nname = "cim-parcel"\nversion = "1.0.0"\nedition = "2021"\n';

/** A version: `src/lib.rs` alone, or files. */
export type Version = string | Texts;

/** Compares the package `cim-parcel` of two versions. */
export function compared(older: Version, newer: Version, name = 'cim-parcel'): Comparison {
  const [a, b] = [older, newer].map(version => {
    const texts = typeof version === 'string' ? { 'src/lib.rs': version } : version;
    const tree = buildApiTree(files({ 'Cargo.toml': CARGO, ...texts }));
    const pkg = tree.packageNamed(name);
    const library = pkg && tree.library(pkg);
    if (!library) throw new Error('the example has no library');
    return library;
  }) as [Parameters<typeof breaksBetween>[0], Parameters<typeof breaksBetween>[1]];
  return breaksBetween(a, b);
}

/** The breaks in words: `a::f was removed`. */
export function breaks(older: Version, newer: Version, name?: string): string[] {
  return compared(older, newer, name).breaks.map(each => `${each.name} ${each.message}`);
}
