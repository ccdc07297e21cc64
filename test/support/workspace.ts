/** A repository with two modules: the packages `cim-parcel` and `cim-order` of one workspace. */
import type { Texts } from './snapshots.js';

const manifest = (name: string) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\ndescription = "About ${name}"\n`;

export const WORKSPACE: Texts = {
  'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["crates/*"]\n',
  'README.md': '# Parcels and orders\n',
  'crates/cim-parcel/Cargo.toml': manifest('cim-parcel'),
  'crates/cim-parcel/src/lib.rs': '//! Parcels.\n\n/// A parcel.\n#[derive(Debug)]\npub struct Parcel;\n',
  'crates/cim-order/Cargo.toml': manifest('cim-order'),
  'crates/cim-order/src/lib.rs': '//! Orders.\n\n/// An order.\n#[derive(Debug)]\npub struct Order;\n',
};

export const TWO_MODULES = 'modules: [cim-parcel, cim-order]\n';
