/** What somebody may write to stop or confuse a reader: every text is judged to its end, and each finding has words of ours. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { NOW, READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';

const SIZE = 300_000;
const filled = (text: string, size = SIZE) => text.repeat(Math.floor(size / text.length));
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
const workflow = (script: string) => ({
  '.github/workflows/x.yml': `on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${script}\n`,
});
const manifest = (more: string) => ({ 'Cargo.toml': `[package]\nname = "cim-x"\nversion = "1.0.0"\n${more}\n` });

function assessed(texts: Texts): Assessment {
  return assess(snapshot({ ...READY_TEXTS, ...texts }), CIM_STANDARD, DEFAULT_POLICY, NOW);
}

const INPUTS: Readonly<Record<string, Texts>> = {
  'YAML sequences in each other': { 'cim.yaml': filled('[') },
  'YAML maps in each other': { 'cim.yaml': filled('{a: ') },
  'YAML aliases that multiply': {
    '.github/workflows/x.yml': `on: push\na0: &a0 [x, x]\n${lines(40, at => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)}\njobs: *a40\n`,
  },
  'YAML anchors': { '.github/workflows/x.yml': filled('&a ') },
  'YAML blanks before a carriage return': { '.github/workflows/x.yml': `on: push\n${filled(' ')}\r` },
  'a matrix of a billion jobs': {
    '.github/workflows/x.yml': `on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n${lines(5, at => `        k${at}: [${Array.from({ length: 60 }, (_, each) => each).join(', ')}]`)}\n    steps:\n      - run: cargo test\n`,
  },
  'jobs that need each other in a circle': {
    '.github/workflows/x.yml': `on: push\njobs:\n${lines(500, at => `  j${at}:\n    needs: [j${(at + 1) % 500}]\n    runs-on: ubuntu-latest\n    steps: [{ run: cargo test }]`)}\n`,
  },
  'an expression of parentheses': workflow(`"\${{ ${'('.repeat(50_000)} }}"`),
  'a script in a script in a script': workflow(`${'$('.repeat(20_000)}cargo test${')'.repeat(20_000)}`),
  'shell functions that double': workflow(
    `|\n${lines(60, at => `          f${at}() { f${at + 1}; f${at + 1}; }`)}\n          f0`,
  ),
  'options that are read in many ways': {
    'CONTRIBUTING.md': `# Contributing\n\ncargo ${'--a '.repeat(200)}\n\n    cargo ${'--a '.repeat(200)}\n`,
  },
  'make targets that call themselves': { Makefile: 'a: b\n\tmake b\nb: a\n\tmake a\n', ...workflow('make a') },
  'a Makefile of blanks': { Makefile: `test:\n\t${' '.repeat(20_000)}\r`, ...workflow('make test') },
  'TOML arrays in each other': { 'Cargo.toml': `a = ${filled('[')}` },
  'a dotted key without an end': { 'Cargo.toml': filled('a.') },
  'a number of 300,000 digits': manifest(`a = ${filled('9')}`),
  'a version of 300,000 characters': manifest(`[dependencies]\na = "${filled('>=1, ')}"`),
  'features in a circle': manifest(`[features]\n${lines(2_000, at => `f${at} = ["f${(at + 1) % 2_000}"]`)}`),
  'names that every object has': {
    ...manifest('[dependencies]\n__proto__ = "1"\nconstructor = "1"\n[features]\n__proto__ = ["toString"]'),
    'cim.yaml': '__proto__: {a: 1}\nconstructor: {prototype: 1}\n',
    '__proto__/src/lib.rs':
      'pub mod __proto__ { pub struct constructor; }\npub use __proto__::constructor as toString;\n',
    constructor: 'x',
  },
  'a license of 20,000 parentheses': manifest(`license = "${'('.repeat(9_000)}MIT${')'.repeat(9_000)}"`),
  'members of a workspace as globs': manifest(
    `[workspace]\nmembers = ["${'*a'.repeat(200)}", "${'{a,b}'.repeat(100)}", "${'**/'.repeat(500)}"]`,
  ),
  'Rust parentheses': { 'src/lib.rs': `fn f() {${filled('(')}` },
  'Rust modules in each other': { 'src/lib.rs': `${'mod a {'.repeat(20_000)}${'}'.repeat(20_000)}` },
  'a use tree without an end': { 'src/lib.rs': `pub use ${'a::{'.repeat(20_000)}b${'}'.repeat(20_000)};` },
  'modules that export each other': {
    'src/lib.rs': lines(200, at => `pub mod m${at} { pub use super::m${(at + 1) % 200}::*; pub struct S${at}; }`),
  },
  'nested cfg': { 'src/lib.rs': `#[cfg(${'not('.repeat(20_000)}test${')'.repeat(20_000)})]\nstruct A;` },
  'NULs and half characters': {
    'src/lib.rs': `fn f() { "\ud800" }${'\0'.repeat(10_000)}`,
    'README.md': `# \udfff\n\n${filled('\ud800 ', 20_000)}`,
  },
  'Markdown emphasis': { 'README.md': filled('*_') },
  'Markdown quotes': { 'README.md': filled('>') },
  'Markdown links': { 'README.md': filled('[a](') },
  'Markdown tags': { 'README.md': filled('<a <!-- ') },
  'a plan of one paragraph': {
    'docs/STATUS.md': `# Status report\n${filled('is ready the 50 % and remaining all items \n')}`,
  },
  'a plan of drawn lines': {
    'docs/STATUS.md': `# Status report\n\`\`\`\n${lines(100, () => `├${'─'.repeat(1_900)}`)}`,
  },
  'ignored paths with many stars': {
    '.gitignore': `${'*a'.repeat(200)}b\n${'**/'.repeat(500)}x\n${lines(20_000, at => `f${at}*`)}`,
    [`${'a'.repeat(200)}.rs`]: 'fn f() {}',
  },
  'attributes with many stars': {
    '.gitattributes': filled(`${'*a'.repeat(100)} linguist-vendored\n`, 30_000),
    [`${'a'.repeat(200)}.rs`]: 'fn f() {}',
  },
  'copied paths with many stars': { Dockerfile: `FROM scratch\n${`COPY ${'*a'.repeat(100)}**/b /\n`.repeat(50)}` },
  'a Dockerfile of one instruction': { Dockerfile: `FROM scratch\nRUN ${filled('\\\n')}` },
  'Nix braces': { 'flake.nix': filled('{ packages.') },
  'Nix strings in strings': { 'flake.nix': filled('"${') },
  'a token of 300,000 characters': { 'config.txt': `password = "${filled('A1b2')}"`, '.env': filled('A=') },
  'keys without an end': { 'config.txt': filled('-----BEGIN PRIVATE KEY-----\n') },
  'paths that leave the tree': { '../../etc/passwd': 'x', '/etc/passwd': 'x', 'a\nb.rs': 'fn a() {}', 'a\0b': 'x' },
  'a coverage report without an end': { 'cobertura.xml': `<coverage ${filled('line-rate="')}` },
};

describe('a repository with', () => {
  it.each(Object.entries(INPUTS))('%s is judged by every criterion', (_, texts) => {
    const { findings } = assessed(texts);
    expect(findings).toHaveLength(assessed({}).findings.length);
    const words = findings.map(({ message }) => message).join('\n');
    expect(words).not.toMatch(/call stack|RangeError|TypeError|is not a function|\[object|\n\s+at /);
  });
});
