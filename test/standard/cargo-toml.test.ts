import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit, judge, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const MANIFEST = 'Cargo.toml';
const of = (id: string, change: (texts: Texts) => Texts = texts => texts) => judge(id, snapshot(change(READY_TEXTS)));
const line = (text: string) => (READY_TEXTS[MANIFEST] ?? '').split('\n').findIndex(each => each.startsWith(text)) + 1;

describe('cargo-metadata', () => {
  it('is met by a manifest that tells all', () => {
    expect(of('cargo-metadata').status).toBe('met');
  });

  it.each([
    ['a description', edit(MANIFEST, /description = .*\n/, ''), { line: 1, message: /`description`/ }],
    ['a licence', edit(MANIFEST, /license = .*\n/, ''), { line: 1, message: /`license`/ }],
    ['a repository', edit(MANIFEST, /repository = .*\n/, ''), { line: 1, message: /`repository`/ }],
    ['keywords', edit(MANIFEST, /keywords = .*\n/, ''), { line: 1, message: /`keywords`/ }],
    ['categories', edit(MANIFEST, /categories = .*\n/, ''), { line: 1, message: /`categories`/ }],
    ['a rust-version', edit(MANIFEST, /rust-version = .*\n/, ''), { line: 1, message: /`rust-version`/ }],
    [
      'the right repository',
      edit(MANIFEST, 'github.com/cim/cim-parcel', 'github.com/cim/cim-order'),
      { line: line('repository'), message: /not this one: https:\/\/github\.com\/cim\/cim-parcel/ },
    ],
    [
      'few keywords',
      edit(MANIFEST, '["cim", "parcel", "events"]', '["a", "b", "c", "d", "e", "f"]'),
      { line: line('keywords'), message: /6 keywords/ },
    ],
    [
      'a real category',
      edit(MANIFEST, '"data-structures"', '"data-structure"'),
      { line: line('categories'), message: /did you mean `data-structures`\?/ },
    ],
    [
      'a readme that is there',
      edit(MANIFEST, 'readme = "README.md"', 'readme = "docs/CRATE.md"'),
      { line: line('readme'), message: /not there/ },
    ],
  ])('is unmet without %s', (_, change, { line, message }) => {
    const found = of('cargo-metadata', change);
    expect(found).toMatchObject({ status: 'unmet', evidence: [{ path: MANIFEST, line }] });
    expect(found.evidence[0]?.message).toMatch(message);
  });

  it.each([
    [
      'a repository in another case, with a path',
      edit(MANIFEST, 'github.com/cim/cim-parcel', 'github.com/CIM/Cim-Parcel/tree/main'),
    ],
    [
      'a repository as Git has it',
      edit(MANIFEST, 'https://github.com/cim/cim-parcel', 'git@github.com:cim/cim-parcel.git'),
    ],
    ['a category below another', edit(MANIFEST, '"data-structures"', '"science::bioinformatics::genomics"')],
    ['a readme that Cargo finds', edit(MANIFEST, 'readme = "README.md"\n', '')],
    ['a licence in a file', edit(MANIFEST, 'license = "MIT OR Apache-2.0"', 'license-file = "LICENSE-MIT"')],
  ])('is met with %s', (_, change) => {
    expect(of('cargo-metadata', change).status).toBe('met');
  });

  it('follows what a member inherits, to the line of the workspace', () => {
    const workspace = {
      'Cargo.toml':
        '[workspace]\nmembers = ["parcel"]\n\n[workspace.package]\nkeywords = ["a", "b", "c", "d", "e", "f"]\n',
      'parcel/Cargo.toml': '[package]\nname = "parcel"\nkeywords.workspace = true\n',
    };
    expect(judge('cargo-metadata', snapshot(workspace)).evidence).toContainEqual(
      expect.objectContaining({ path: 'Cargo.toml', line: 5 }),
    );
  });

  it('is changed alone by a field too few', () => {
    expect(changedBy(edit(MANIFEST, /rust-version = .*\n/, ''))).toEqual({ 'cargo-metadata': 'unmet' });
  });

  it('does not apply without a crate, and is unknown where the manifest is no TOML', () => {
    expect(judge('cargo-metadata', snapshot({ 'flake.nix': '{ }' })).status).toBe('not-applicable');
    expect(of('cargo-metadata', add(MANIFEST, '[package\n')).status).toBe('unknown');
  });
});

describe('dependency-versions', () => {
  const dependency = (text: string) => edit(MANIFEST, 'futures = "0.3"', text);
  const at = line('futures');

  it.each([
    ['any version', 'futures = "*"'],
    ['a table without a version', 'futures = { features = ["std"] }'],
    ['a path alone', 'cim-order = { path = "../cim-order" }'],
    ['a branch', 'cim-order = { git = "https://github.com/cim/cim-order", branch = "main", version = "0.3" }'],
    ['the default branch', 'cim-order = { git = "https://github.com/cim/cim-order", version = "0.3" }'],
    ['a tag alone', 'cim-order = { git = "https://github.com/cim/cim-order", tag = "v0.3.0" }'],
  ])('is unmet with %s', (_, text) => {
    expect(of('dependency-versions', dependency(text))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: MANIFEST, line: at }],
    });
  });

  it.each([
    ['a wildcard of a minor version', 'futures = "0.*"'],
    ['a path with a version', 'cim-order = { path = "../cim-order", version = "0.3" }'],
    [
      'a tag with a version',
      'cim-order = { git = "https://github.com/cim/cim-order", tag = "v0.3.0", version = "0.3" }',
    ],
    ['the crate itself', 'cim-parcel = { path = "." }'],
  ])('is met with %s', (_, text) => {
    expect(of('dependency-versions', dependency(text)).status).toBe('met');
  });

  it('is met with a dev-dependency by path', () => {
    const change = edit(MANIFEST, 'proptest = "1.4"', 'proptest = "1.4"\ncim-fixtures = { path = "fixtures" }');
    expect(of('dependency-versions', change).status).toBe('met');
  });

  it('looks at build and target tables, and names an inherited one once, where it is written', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\nserde = "*"\n',
      'a/Cargo.toml':
        '[package]\nname = "a"\n[dependencies]\nserde.workspace = true\n[target."cfg(unix)".build-dependencies]\ncc = "*"\n',
      'b/Cargo.toml': '[package]\nname = "b"\n[dependencies]\nserde.workspace = true\n',
    };
    const places = judge('dependency-versions', snapshot(texts)).evidence.map(({ path, line }) => `${path}:${line}`);
    expect(places.sort()).toEqual(['Cargo.toml:4', 'a/Cargo.toml:6']);
  });

  it('is changed alone by any version', () => {
    expect(changedBy(dependency('futures = "*"'))).toEqual({ 'dependency-versions': 'unmet' });
  });
});

describe('feature-docs', () => {
  const bare = edit(MANIFEST, /# Makes parcels.*\n/, '');

  it('is met by a comment above', () => {
    expect(of('feature-docs').status).toBe('met');
  });

  it('is unmet by a feature that nothing explains', () => {
    expect(of('feature-docs', bare)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: MANIFEST, line: line('freight') - 1 }],
    });
    expect(changedBy(bare)).toEqual({ 'feature-docs': 'unmet' });
  });

  it.each([
    ['a comment on its line', both(bare, edit(MANIFEST, 'freight = []', 'freight = [] # heavy parcels'))],
    [
      'a comment that heads its group',
      both(bare, edit(MANIFEST, 'freight = []', '# heavy things\npallets = []\nfreight = []')),
    ],
    ['the README, as code', both(bare, edit('README.md', '## License', 'Heavy parcels need `freight`.\n\n## License'))],
    [
      'the crate’s documentation',
      both(bare, edit('src/lib.rs', '#![forbid', '//! With the feature `freight` they may be heavy.\n\n#![forbid')),
    ],
    ['a document about features', both(bare, add('docs/features.md', '# Features\n\n- **freight**: heavy parcels\n'))],
    [
      'an optional dependency that makes it',
      both(
        bare,
        edit(MANIFEST, 'freight = []\n', ''),
        edit(MANIFEST, 'futures = "0.3"', 'futures = { version = "0.3", optional = true }'),
      ),
    ],
  ])('is not unmet with %s', (_, change) => {
    expect(of('feature-docs', change).status).not.toBe('unmet');
  });

  it.each([
    ['a word in prose', both(bare, edit('README.md', '## License', 'Heavy freight is carried too.\n\n## License'))],
    ['a comment above a blank line', edit(MANIFEST, /(# Makes parcels.*)\n/, '# Heavy.\n\n')],
    ['an entry that is commented out', edit(MANIFEST, /# Makes parcels.*\n/, '# pallets = ["freight"]\n')],
  ])('is unmet with %s', (_, change) => {
    expect(of('feature-docs', change).status).toBe('unmet');
  });

  it('does not apply without a feature', () => {
    expect(of('feature-docs', both(bare, edit(MANIFEST, 'freight = []\n', ''))).status).toBe('not-applicable');
  });
});

describe('examples', () => {
  it('is met by an example', () => {
    expect(of('examples')).toMatchObject({ status: 'met', evidence: [{ path: 'examples/deliver.rs' }] });
  });

  it('is unmet without one, and by an empty one', () => {
    expect(of('examples', remove('examples/')).status).toBe('unmet');
    expect(of('examples', add('examples/deliver.rs', '// later\n'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'examples/deliver.rs' }],
    });
    expect(changedBy(remove('examples/'))).toEqual({ examples: 'unmet' });
  });

  it.each([
    ['a member that is a demo', 'parcel-demo', '[workspace]\nmembers = ["parcel-demo"]\n\n[package]'],
    ['a workspace of examples', 'examples/all', '[workspace]\nexclude = ["examples"]\n\n[package]'],
  ])('is met by %s', (_, folder, head) => {
    const change = both(
      remove('examples/'),
      edit(MANIFEST, '[package]', head),
      add(
        `${folder}/Cargo.toml`,
        '[package]\nname = "parcel-demo"\npublish = false\n[dependencies]\ncim-parcel = { path = "..", version = "1" }\n',
      ),
      add(`${folder}/src/main.rs`, 'fn main() {\n    println!("{:?}", cim_parcel::Parcel::default());\n}\n'),
    );
    expect(of('examples', change).status).toBe('met');
  });

  it('is met by a member that is an example, though it does not say that nobody publishes it', () => {
    const change = both(
      remove('examples/'),
      edit(MANIFEST, '[package]', '[workspace]\nmembers = ["examples/todo"]\n\n[package]'),
      add('examples/todo/Cargo.toml', '[package]\nname = "todo"\n[dependencies]\ncim-parcel = { path = "../.." }\n'),
      add('examples/todo/src/main.rs', 'fn main() {\n    println!("{:?}", cim_parcel::Parcel::default());\n}\n'),
    );
    expect(of('examples', change).status).toBe('met');
  });

  it('counts the tests of a member that is an example', () => {
    const member = (code: string) =>
      both(
        remove('examples/'),
        edit(MANIFEST, '[package]', '[workspace]\nmembers = ["examples/bell"]\n\n[package]'),
        add('examples/bell/Cargo.toml', '[package]\nname = "bell"\n[dependencies]\ncim-parcel = { path = "../.." }\n'),
        add('examples/bell/src/lib.rs', '//! A bell.\n'),
        add('examples/bell/tests/bell.rs', code),
      );
    expect(of('examples', member('#[test]\nfn rings() {\n    assert!(cim_parcel::rings());\n}\n')).status).toBe('met');
    expect(of('examples', member('')).status).toBe('unmet');
  });

  it('does not apply without a library', () => {
    expect(
      judge('examples', snapshot({ 'Cargo.toml': '[package]\nname = "x"\n', 'src/main.rs': 'fn main() {}' })).status,
    ).toBe('not-applicable');
  });
});

describe('bench-targets', () => {
  it('is met by a bench without the harness', () => {
    expect(of('bench-targets').status).toBe('met');
  });

  it.each([
    ['a bench of criterion that keeps the harness', edit(MANIFEST, 'harness = false\n', ''), { path: MANIFEST }],
    [
      'one that is not declared',
      edit(MANIFEST, /\[\[bench\]\]\nname = "replay"\nharness = false\n/, ''),
      { path: 'benches/replay.rs' },
    ],
  ])('is unmet by %s', (_, change, place) => {
    expect(of('bench-targets', change)).toMatchObject({ status: 'unmet', evidence: [place] });
    expect(changedBy(change)).toEqual({ 'bench-targets': 'unmet' });
  });

  it('is unmet by a bench that is not there', () => {
    const change = edit(MANIFEST, '[[bench]]\n', '[[bench]]\nname = "gone"\nharness = false\n\n[[bench]]\n');
    expect(of('bench-targets', change)).toMatchObject({ status: 'unmet', evidence: [{ path: MANIFEST }] });
  });

  it.each([
    ['a bench of rustc’s own', add('benches/own.rs', '#![feature(test)]\n#[bench]\nfn b(b: &mut test::Bencher) {}\n')],
    ['a module of a bench', add('benches/common/mod.rs', 'pub fn events() {}\n')],
    ['criterion named in a comment', add('benches/own.rs', '// criterion_main!(benches);\n#[test]\nfn t() {}\n')],
  ])('is met with %s', (_, change) => {
    expect(of('bench-targets', change).status).toBe('met');
  });

  it('does not apply without benches', () => {
    const change = both(remove('benches/'), edit(MANIFEST, /\[\[bench\]\]\nname = "replay"\nharness = false\n/, ''));
    expect(of('bench-targets', change).status).toBe('not-applicable');
  });
});
