/** The repositories of the organization: a registry, a ready module, a module with gaps, an empty module, and small ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { REGISTRY, SMALL_MODULES } from './registry.js';

/** Texts by path. */
export type Texts = Readonly<Record<string, string>>;

const READY = readFolder(join(import.meta.dirname, '..', 'test', 'support', 'ready-module'));

/** A module that works but has gaps. */
const WITH_GAPS: Texts = {
  'Cargo.toml': [
    '[package]',
    'name = "cim-ledger"',
    'version = "0.3.0"',
    'edition = "2021"',
    '',
    '[dependencies]',
    'serde = "*"',
    'cim-parcel = { path = "../cim-parcel" }',
    '',
  ].join('\n'),
  'README.md':
    '# cim-ledger\n\nKeeps the books of every delivery.\n\n## Usage\n\n```rust\nlet ledger = cim_ledger::Ledger::open();\n```\n',
  'src/lib.rs': [
    '//! Keeps the books of every delivery.',
    '',
    'pub struct Ledger {',
    '    pub entries: Vec<u64>,',
    '}',
    '',
    'impl Ledger {',
    '    pub fn open() -> Self {',
    '        Ledger { entries: vec![] }',
    '    }',
    '',
    '    /// The sum of all entries.',
    '    pub fn total(&self) -> u64 {',
    '        self.entries.iter().copied().reduce(|a, b| a.checked_add(b).unwrap()).unwrap()',
    '    }',
    '}',
    '',
  ].join('\n'),
  '.github/workflows/ci.yml': [
    'name: CI',
    'on: [push, pull_request]',
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - run: cargo build',
    '',
  ].join('\n'),
};

const BARE: Texts = {
  'Cargo.toml': '[package]\nname = "cim-seed"\nversion = "0.0.1"\nedition = "2021"\n',
  'src/lib.rs': '',
};

/** A crate of another organization, which has criteria and names of its own. */
const CRATE_TEXTS: Texts = {
  'Cargo.toml': [
    '[package]',
    'name = "weight"',
    'version = "0.2.0"',
    'edition = "2021"',
    'rust-version = "1.79"',
    'description = "Weighs sacks of flour"',
    'license = "MIT"',
    'repository = "https://github.com/mill/weight"',
    '',
  ].join('\n'),
  'README.md': '# weight\n\nWeighs sacks of flour.\n',
  'src/lib.rs': '//! Weighs sacks of flour.\n\n/// The weight of a sack, in grams.\npub const SACK: u64 = 25_000;\n',
};

const CRATES_POLICY = [
  'standard: crate/v1',
  'repositories: ["*"]',
  'names: { command: /mill, readiness: Mill readiness }',
  'criteria:',
  '  - id: mill-contact',
  '    title: The README names the millers',
  '    rationale: People who use a crate ask the millers first.',
  '    remediation: Name millers@mill.example in the README.',
  '    check: { file: { paths: README.md, contains: millers@mill.example } }',
  '    examples:',
  '      - met: { README.md: "Ask millers@mill.example.\\n" }',
  '      - unmet: { README.md: "Ask us.\\n" }',
  '',
].join('\n');

/** What applies to the whole organization. */
const ORGANIZATION: Texts = {
  'README.md': '# cim\n\nThe post office.\n',
  '.github/cim.yml': [
    'fleet:',
    '  reviewers: { people: [olga] }',
    '  campaigns:',
    '    - { name: "Every module has a readme", modules: ["cim-*"], criteria: [readme], until: 2031-12-31, ask: [maya] }',
    '',
  ].join('\n'),
};

export const REPOSITORIES: Readonly<Record<string, Texts>> = {
  '.github': ORGANIZATION,
  cim: REGISTRY,
  'cim-parcel': READY,
  'cim-ledger': WITH_GAPS,
  'cim-seed': BARE,
  ...SMALL_MODULES,
};

/** The repositories of the organization of crates. */
export const CRATE_REPOSITORIES: Readonly<Record<string, Texts>> = {
  'mill/.github': { '.github/cim.yml': CRATES_POLICY },
  'mill/weight': CRATE_TEXTS,
};

/** The releases of the ready module: an older version, then the current one. */
export const READY_RELEASES: readonly { readonly tag: string; readonly texts: Texts; readonly message: string }[] = [
  { tag: 'v1.1.0', texts: versioned('1.1.0'), message: 'feat: order a parcel' },
  { tag: 'v1.2.0', texts: versioned('1.2.0'), message: 'feat: weigh a parcel' },
];

function versioned(version: string): Texts {
  return Object.fromEntries(
    ['Cargo.toml', 'Cargo.lock', 'cim.yaml'].map(path => [
      path,
      (READY[path] ?? '').replace(/(version(?: =|:) "?)1\.2\.0/, `$1${version}`),
    ]),
  );
}

function readFolder(folder: string): Texts {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]),
  );
}
