/** Files of a pull request that are made to hang, crash, or mislead whoever reads them. */

export type HostileFiles = Readonly<Record<string, string | Buffer>>;

const KIB = 1024;
const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => each(n)).join('');
const MANIFEST = (more: string) => `[package]\nname = "cim-x"\nversion = "0.1.0"\nedition = "2021"\n${more}`;
const LIB = (more: string) => ({ 'src/lib.rs': `//! Parcels.\n\n${more}\n` });
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

/** The alias bomb that is called "billion laughs". */
const LAUGHS = `a0: &a0 [lol]\n${many(40, n => `a${n + 1}: &a${n + 1} [${many(9, () => `*a${n}, `)}*a${n}]\n`)}name: *a40\n`;

/** By what they attack. */
export const HOSTILE_FILES: Readonly<Record<string, HostileFiles>> = {
  'a Makefile of blanks before a carriage return': { Makefile: `all:\n\t${' '.repeat(20 * KIB)}\r x\n` },
  'a Makefile of 900 KiB of blanks': { Makefile: `all:${' \t'.repeat(450 * KIB)}\r` },
  'Markdown of emphasis': { 'README.md': `# X\n\n${'*_'.repeat(450 * KIB)}` },
  'Markdown of open brackets': { 'README.md': `# X\n\n${'[![a]('.repeat(100 * KIB)}` },
  'Markdown of nested quotes': { 'README.md': `# X\n\n${many(2_000, () => `${'> '.repeat(200)}a\n`)}` },
  'Markdown of nested lists': { 'README.md': many(2_000, n => `${' '.repeat(n)}- a\n`) },
  'Markdown of backticks': { 'README.md': `# X\n\n${many(1_200, n => `${'`'.repeat(n)} `)}` },
  'Markdown of open HTML': { 'README.md': `# X\n\n${'<!--<a <![CDATA['.repeat(30 * KIB)}` },
  'Markdown of definitions': { 'README.md': many(30_000, n => `[${n}]: <#${n}>\n\n[${n}] [${n - 1}][]\n\n`) },
  'Markdown of tables': {
    'README.md': `${'|a'.repeat(5_000)}|\n${'|-'.repeat(5_000)}|\n${many(50, () => `${'|b'.repeat(5_000)}|\n`)}`,
  },
  'a changelog of headings': { 'CHANGELOG.md': `# Changelog\n\n${many(40_000, n => `## [${n}.0.0] - 2026-01-01\n`)}` },
  'an alias bomb in YAML': { 'cim.yaml': LAUGHS, '.github/cim.yml': LAUGHS, '.github/workflows/ci.yml': LAUGHS },
  'deep flow in YAML': {
    'cim.yaml': `name: ${'['.repeat(100 * KIB)}`,
    '.github/workflows/ci.yml': `on: ${'{a: '.repeat(50 * KIB)}`,
  },
  'deep blocks in YAML': { 'cim.yaml': many(1_500, n => `${' '.repeat(n)}a:\n`) },
  'documents, tags, and merges in YAML': {
    'cim.yaml': many(5_000, () => '--- !!binary |\n  AAAA\n'),
    '.github/cim.yml': `x: &x {a: 1}\n${many(5_000, n => `k${n}: {<<: *x}\n`)}`,
  },
  'names of JavaScript in YAML': { 'cim.yaml': many(6, n => `${NAMES[n]}: {${NAMES[n]}: 1}\n`) },
  'a policy of globs and waivers': {
    '.github/cim.yml': `profile:\n${many(500, n => `  - { repositories: "${'{a,b}'.repeat(10)}*(a|a*)${n}" }\n`)}waivers:\n${many(3_000, n => `  - { criterion: c${n}, reason: r, by: b, until: 2026-12-01 }\n`)}`,
  },
  'deep arrays in TOML': { 'Cargo.toml': MANIFEST(`x = ${'['.repeat(100 * KIB)}`) },
  'deep inline tables in TOML': { 'Cargo.toml': MANIFEST(`x = ${'{a='.repeat(5_000)}1${'}'.repeat(5_000)}`) },
  'long dotted keys in TOML': { 'Cargo.toml': MANIFEST(`${'a.'.repeat(20_000)}a = 1\n`.repeat(10)) },
  'many tables in TOML': { 'Cargo.toml': MANIFEST(many(60_000, n => `[t${n}]\n`)) },
  'names of JavaScript in TOML': {
    'Cargo.toml': MANIFEST(many(6, n => `[dependencies.${NAMES[n]}]\nversion = "1"\n`)),
  },
  'members by globs of globs': {
    'Cargo.toml': `[workspace]\nmembers = ["${'**/'.repeat(200)}*", "${'{a,b}'.repeat(30)}", "+(${'a|'.repeat(500)}b)*+(a)*b"]\n`,
  },
  'members that contain each other': {
    'Cargo.toml': '[workspace]\nmembers = ["a", "a/../a", "../x", "/etc"]\n',
    'a/Cargo.toml': '[package]\nname = "a"\nworkspace = ".."\n[workspace]\nmembers = [".."]\n',
  },
  'a license expression': {
    'Cargo.toml': MANIFEST(`license = "${'('.repeat(30 * KIB)}MIT${' OR MIT'.repeat(20 * KIB)}"\n`),
  },
  'a version': { 'Cargo.toml': `[package]\nname = "x"\nversion = "1.0.0-${'a.'.repeat(200 * KIB)}1"\n` },
  'a lock file': {
    'Cargo.lock': `version = 3\n${many(25_000, n => `[[package]]\nname = "p${n}"\nversion = "1.0.${n}"\n`)}`,
  },
  workflows: Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [
      `.github/workflows/w${n}.yml`,
      `on: push\njobs:\n${many(50, job => `  j${job}:\n    strategy: { matrix: { ${many(8, axis => `a${axis}: [1,2,3,4,5,6,7,8], `)} } }\n    steps: [{ run: cargo test }]\n`)}`,
    ]),
  ),
  'a workflow that needs itself': {
    '.github/workflows/ci.yml': `on: push\njobs:\n  a: { needs: b, uses: ./.github/workflows/ci.yml }\n  b: { needs: a, uses: ./.github/workflows/ci.yml }\n`,
  },
  'a shell script': {
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          ${'$(($('.repeat(5_000)}\n      - run: "${'\\`'.repeat(20_000)}"\n      - run: ${"a <<'E' ".repeat(5_000)}\n      - run: ${'if true; then '.repeat(3_000)}\n`,
  },
  'expressions of workflows': {
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    if: \${{ ${'('.repeat(20_000)} }}\n    steps: [{ run: '\${{ ${'a.'.repeat(20_000)} }}' }]\n`,
  },
  'patterns of .gitattributes': { '.gitattributes': `${'*a'.repeat(200)}b linguist-generated\n`.repeat(1_500) },
  'many .gitattributes': Object.fromEntries(
    Array.from({ length: 1_500 }, (_, n) => [`d${n}/.gitattributes`, `*${n}*a*a*b linguist-vendored\n`.repeat(20)]),
  ),
  'patterns of .gitignore': { '.gitignore': `${'**/a*'.repeat(100)}\n${'[!'.repeat(5_000)}\n${'\\'.repeat(5_001)}\n` },
  'a flake': { 'flake.nix': `{ outputs = ${'{ a = '.repeat(20_000)}''\${${"''${".repeat(10_000)}` },
  'nested code': LIB(`pub fn a() { ${'('.repeat(100 * KIB)}`),
  'nested blocks': LIB(`pub fn a() ${'{'.repeat(100 * KIB)}${'}'.repeat(100 * KIB)}`),
  'nested generics': LIB(`pub type A = ${'Vec<'.repeat(50 * KIB)}u8${'>'.repeat(50 * KIB)};`),
  'nested comments': LIB('/*'.repeat(200 * KIB)),
  'nested attributes': LIB('#[cfg_attr(a, '.repeat(20 * KIB)),
  'nested macros': LIB('a!{'.repeat(50 * KIB)),
  'nested modules': LIB(`${'pub mod a { '.repeat(5_000)}${'}'.repeat(5_000)}`),
  'raw strings': LIB(`const A: &str = r${'#'.repeat(300 * KIB)}"${many(500, n => `"${'#'.repeat(n)}`)}`),
  'quotes and lifetimes': LIB("'a '\\'' b'".repeat(50 * KIB)),
  'documentation of one line': LIB(`/// ${'`a` [b] '.repeat(80 * KIB)}\npub fn a() {}`),
  'many public items': LIB(many(12_000, n => `pub fn f${n}<T: A<B = C>>(a: T) -> impl D where T: E {}\n`)),
  'modules in a circle': {
    'src/lib.rs': '#[path = "lib.rs"]\npub mod a;\n#[path = "../src/b.rs"]\npub mod b;\n',
    'src/b.rs': '#[path = "lib.rs"]\nmod lib;\n#[path = "b.rs"]\nmod b;\n#[path = "../../../../etc/passwd"]\nmod p;\n',
  },
  'uses in a circle': LIB('pub use self::a::*; pub mod a { pub use super::b::*; } pub mod b { pub use super::a::*; }'),
  'characters that nobody sees': LIB(
    '/// \u202Efdp\u2066\u0000\uFEFF\u2028pub fn hidden() { panic!() }\npub fn a() { /*\u202E*/ }',
  ),
  'no text at all': {
    'README.md': Buffer.from([0xff, 0xfe, 0, 0xd8, 0x41]),
    'Cargo.toml': Buffer.alloc(300_000, 0xc3),
  },
  'paths of markup': {
    'docs/<img src=x onerror=alert(1)>.md': '# [x](javascript:alert(1))\n',
    'docs/@everyone `x` | y.md': '# @everyone\n',
    'docs/\u001b[2J\u202E.md': '# \u001b[31m\n',
    'src/[x](http:).rs': 'pub fn a() { panic!("<script>") }\n',
  },
  'paths that are names of JavaScript': {
    ...Object.fromEntries(NAMES.map(name => [`src/${name}.rs`, 'pub fn a() {}\n'])),
    ['__proto__']: 'x',
    'constructor/prototype': 'x',
  },
  'long paths': { [`${'d/'.repeat(1_000)}a.rs`]: 'x', [`${'l'.repeat(4_000)}.rs`]: 'y' },
  'many files': Object.fromEntries(
    Array.from({ length: 5_000 }, (_, n) => [`src/f${n}.rs`, `pub fn f() -> u32 { ${n} }\n`]),
  ),
  'secrets that are none': {
    'src/keys.rs': many(3_000, n => `const K${n}: &str = "ghp_${'a'.repeat(36)}AKIA${'A'.repeat(16)}";\n`),
  },
  'a long line': { 'src/lib.rs': `pub const A: [u8; 1] = [${'1, '.repeat(300 * KIB)}];` },
};
