import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given, places } from './support.js';

describe('error-handling', () => {
  it.each<[string, string, string]>([
    ['the function', '#[doc = include_str!("../docs/weigh.md")]\npub fn weigh() { panic!("none") }', 'docs/weigh.md'],
    [
      'the impl, by the folder of the manifest',
      '#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/weigh.md"))]\nimpl Scale { pub fn weigh() { panic!("none") } }',
      'docs/weigh.md',
    ],
  ])('reads the documents that the documentation of %s includes', (_, code, path) => {
    const of = (text: string) => given('error-handling', { 'src/lib.rs': code, [path]: text }).status;
    expect(of('Weighs.\n\n# Panics\n\nWhen there is nothing.\n')).toBe('met');
    expect(of('Weighs, and never panics.\n')).toBe('unmet');
  });

  const of = (texts: Texts) => given('error-handling', texts);
  const library = (code: string) => of({ 'src/lib.rs': code });

  it('is met by the ready module', () => {
    expect(judge('error-handling', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds each place, with its line and its words', () => {
    const code =
      'pub fn f(x: Option<u8>) -> u8 {\n    if x.is_none() { todo!() }\n    x\n        .unwrap()\n}\nfn g() { panic!("no") }\nfn h() { unimplemented!() }\nfn i(m: &str) { r().expect(m); }\n';
    expect(library(code)).toMatchObject({
      status: 'unmet',
      message: 'library code can panic: 1 `.expect()`, 1 `.unwrap()`, 1 `panic!`, 1 `todo!`, 1 `unimplemented!`',
      evidence: [
        { path: 'src/lib.rs', line: 2, column: 22, excerpt: 'if x.is_none() { todo!() }' },
        { path: 'src/lib.rs', line: 4, column: 10, excerpt: '.unwrap()' },
        { path: 'src/lib.rs', line: 6 },
        { path: 'src/lib.rs', line: 7 },
        { path: 'src/lib.rs', line: 8 },
      ],
    });
  });

  it('reads binaries too, and a public module called `testing`', () => {
    expect(
      places('error-handling', {
        'src/lib.rs': 'pub mod testing;',
        'src/testing.rs': 'pub fn f() { a().unwrap(); }',
        'src/main.rs': 'fn main() {\n    run().unwrap();\n}',
      }),
    ).toEqual(['src/main.rs:2', 'src/testing.rs:1']);
  });

  it('says what was not understood, which decides nothing', () => {
    const finding = library('fn f() {}\nstruct }{ ;\nfn g() {}\n');
    expect(finding.status).toBe('met');
    expect(finding.message).toContain('not understood');
  });

  describe('false alarms', () => {
    it.each<[string, Texts]>([
      [
        'an unwrap in tests',
        { 'src/lib.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { b().unwrap(); todo!() }\n}' },
      ],
      [
        'an unwrap in a file of tests',
        {
          'src/lib.rs': '#[cfg(test)]\nmod tests;',
          'src/tests.rs': 'mod more;\nfn a() { b().unwrap(); }',
          'src/tests/more.rs': 'fn a() { b().unwrap(); }',
        },
      ],
      [
        'an unwrap in code for some tests',
        { 'src/lib.rs': '#[cfg(all(test, feature = "slow"))]\nfn a() { b().unwrap(); }' },
      ],
      [
        'an unwrap in tests/, benches/, examples/ and build.rs',
        {
          'src/lib.rs': '',
          'tests/a.rs': 'fn a() { b().unwrap(); }',
          'benches/a.rs': 'fn a() { b().unwrap(); }',
          'examples/a.rs': 'fn main() { b().unwrap(); }',
          'build.rs': 'fn main() { b().unwrap(); }',
        },
      ],
      [
        'an unwrap in documentation',
        { 'src/lib.rs': '//! ```\n//! a().unwrap();\n//! ```\n/** b().unwrap() */\npub fn f() {}' },
      ],
      [
        'words in texts and comments',
        { 'src/lib.rs': 'fn f() { g("x.unwrap()", r#"todo!()"#); /* panic!() /* unimplemented!() */ */ }' },
      ],
      ['an orphan', { 'src/lib.rs': '', 'src/old.rs': 'fn a() { b().unwrap(); }' }],
      ['a literal reason', { 'src/lib.rs': 'fn f() { a().expect("the table has a row for each day"); }' }],
      [
        'a literal reason on its own line',
        { 'src/lib.rs': 'fn f() { a().expect(\n    // why\n    "the table has a row for each day",\n); }' },
      ],
      [
        'a std lock',
        {
          'src/lib.rs':
            'fn f() { m.lock().unwrap().push(1); *r.read().unwrap(); r.write()\n    .unwrap()\n    .clear(); }',
        },
      ],
      [
        'assertions and unreachable!',
        { 'src/lib.rs': 'fn f() { assert!(a, "b"); debug_assert_eq!(a, b); unreachable!("c") }' },
      ],
      [
        'panic! under # Panics',
        { 'src/lib.rs': '/// Divides.\n///\n/// # Panics\n///\n/// By nothing.\npub fn f() { panic!("by nothing") }' },
      ],
      ['panic! in a const fn', { 'src/lib.rs': 'const fn f(n: u8) { if n > 3 { panic!("too many") } }' }],
      [
        'a static from a literal',
        { 'src/lib.rs': 'static RE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^a$").unwrap());' },
      ],
      [
        'a file of a hidden module, and those below it',
        {
          'src/lib.rs': '#[doc(hidden)]\npub mod doc;',
          'src/doc.rs': 'pub mod more;\npub fn f() { todo!() }',
          'src/doc/more.rs': 'pub fn f() { a().unwrap() }',
        },
      ],
      ['a hidden item', { 'src/lib.rs': '#[doc(hidden)]\npub fn f() { a().unwrap() }' }],
      [
        'other methods that begin so',
        {
          'src/lib.rs': 'fn f() { a.unwrap_or(1); b.unwrap_or_else(|| 2); c.unwrap_or_default(); d.expect_err("e"); }',
        },
      ],
      [
        'the crate’s own `expect`',
        {
          'src/lib.rs':
            'impl P { fn expect(&mut self, t: Token) -> R { self.next(t) }\n fn p(&mut self) -> R { self.expect(Token::Comma) } }',
        },
      ],
      ['code for builds without a feature', { 'src/lib.rs': '#[cfg(not(feature = "std"))]\nfn f() { a().unwrap() }' }],
      [
        'an example crate of the workspace',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["demo"]\n`,
          'src/lib.rs': '',
          'demo/Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\npublish = false\n',
          'demo/src/main.rs': 'fn main() { a().unwrap() }',
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
    });
  });
});
