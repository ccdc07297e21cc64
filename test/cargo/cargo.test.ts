import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCargo } from '../../src/cargo/cargo.js';
import { canSatisfyBoth, parseRequirement } from '../../src/cargo/requirement.js';
import { selectScope } from '../../src/cargo/scope.js';
import { files, type Texts } from '../support/snapshots.js';

const crate = (name: string, more = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}`;
const read = (texts: Texts) => readCargo(files(texts));
const targets = (texts: Texts) =>
  read(texts).packages.flatMap(each => each.targets.map(({ kind, name, path }) => `${kind} ${name} ${path}`));

describe('a package', () => {
  it('has the targets that Cargo discovers', () => {
    expect(
      targets({
        'Cargo.toml': crate('my-crate'),
        'src/lib.rs': '',
        'src/main.rs': '',
        'src/bin/a.rs': '',
        'src/bin/b/main.rs': '',
        'src/bin/b/part.rs': '',
        'examples/e.rs': '',
        'tests/t.rs': '',
        'tests/common/mod.rs': '',
        'benches/x.rs': '',
      }),
    ).toEqual([
      'lib my_crate src/lib.rs',
      'bin my-crate src/main.rs',
      'bin a src/bin/a.rs',
      'bin b src/bin/b/main.rs',
      'example e examples/e.rs',
      'test t tests/t.rs',
      'bench x benches/x.rs',
    ]);
  });

  it('has no discovered ones where it opts out, nor in edition 2015 once one is declared', () => {
    const texts = { 'src/lib.rs': '', 'tests/a.rs': '', 'tests/b.rs': '' };
    expect(targets({ ...texts, 'Cargo.toml': crate('c', 'autotests = false\n') })).toEqual(['lib c src/lib.rs']);
    const old = crate('c', '[[test]]\nname = "a"\n').replace('2021', '2015');
    expect(targets({ ...texts, 'Cargo.toml': old })).toEqual(['lib c src/lib.rs', 'test a tests/a.rs']);
  });

  it('has declared targets at their paths, existing or not', () => {
    const manifest = crate(
      'c',
      '[lib]\nname = "other"\npath = "lib/main.rs"\n[[bench]]\nname = "fast"\nharness = false\n',
    );
    expect(read({ 'Cargo.toml': manifest }).packages[0]?.targets).toMatchObject([
      { kind: 'lib', name: 'other', path: 'lib/main.rs', exists: false, line: 5 },
      { kind: 'bench', name: 'fast', path: 'benches/fast.rs', exists: false, harness: false, line: 8 },
    ]);
  });

  it('has no target in a hidden file or folder', () => {
    const texts = { 'src/lib.rs': '', 'tests/.a.rs': '', 'examples/.b/main.rs': '', 'Cargo.toml': crate('c') };
    expect(targets(texts)).toEqual(['lib c src/lib.rs']);
  });

  it('has a declared binary at the old places in edition 2015, where it is not found at exactly one of today', () => {
    const pathOf = (manifest: string, ...paths: readonly string[]) => {
      const texts = {
        'Cargo.toml': manifest.replace('2021', '2015'),
        ...Object.fromEntries(paths.map(path => [path, ''])),
      };
      return readCargo(files(texts)).packages[0]?.targets.find(({ kind }) => kind === 'bin')?.path;
    };
    const own = crate('c', '[[bin]]\nname = "c"\n');
    expect(pathOf(own, 'src/lib.rs', 'src/main.rs', 'src/bin/c.rs')).toBe('src/main.rs');
    expect(pathOf(own, 'src/lib.rs', 'src/bin/c.rs')).toBe('src/bin/c.rs');
    expect(pathOf(own, 'src/c.rs')).toBe('src/c.rs');
    expect(pathOf(own, 'src/lib.rs', 'src/c.rs', 'src/bin/main.rs')).toBe('src/bin/main.rs');
  });

  it('has a declared library at the path of its name in edition 2015', () => {
    const texts = { 'src/c.rs': '', 'Cargo.toml': crate('c', '[lib]\n').replace('2021', '2015') };
    expect(targets(texts)).toEqual(['lib c src/c.rs']);
  });

  it('has a discovered target beside a declared one without a path', () => {
    const old = crate('c', 'autobins = true\n[[bin]]\nname = "x"\n').replace('2021', '2015');
    expect(targets({ 'src/main.rs': '', 'Cargo.toml': old })).toEqual(['bin x src/main.rs', 'bin c src/main.rs']);
  });

  it('can be published only with a version, unless it says so', () => {
    const publishable = (manifest: string) => read({ 'Cargo.toml': manifest }).packages[0]?.publishable;
    expect(publishable('[package]\nname = "c"\n')).toBe(false);
    expect(publishable('[package]\nname = "c"\npublish = true\n')).toBe(true);
    expect(publishable(crate('c'))).toBe(true);
  });

  it('does not have the dependencies of an old key beside the new one', () => {
    const manifest = crate('c', '[dev_dependencies]\nold = "1"\n');
    const names = (text: string) => read({ 'Cargo.toml': text }).packages[0]?.dependencies.map(({ name }) => name);
    expect(names(manifest)).toEqual(['old']);
    expect(names(`${manifest}[dev-dependencies]\nnew = "1"\n`)).toEqual(['new']);
  });

  it('has dependencies of every kind and target, renamed ones and optional ones, each with its line', () => {
    const manifest = crate(
      'c',
      [
        '[dependencies]',
        'a = "1"',
        'b = { package = "real-b", version = "2", optional = true }',
        '[dev-dependencies]',
        'c = { path = "../c" }',
        "[target.'cfg(unix)'.dependencies]",
        'd = { git = "https://g/d", tag = "v1" }',
        '',
      ].join('\n'),
    );
    expect(read({ 'Cargo.toml': manifest }).packages[0]?.dependencies).toMatchObject([
      { name: 'a', kind: 'normal', version: '1', source: 'registry', line: 6 },
      { name: 'b', package: 'real-b', optional: true, line: 7 },
      { name: 'c', kind: 'dev', source: 'path', line: 9 },
      { name: 'd', source: 'git', git: { tag: 'v1' }, target: 'cfg(unix)', line: 11 },
    ]);
  });

  it('has an implicit feature for an optional dependency that no feature hides', () => {
    const manifest = crate(
      'c',
      '[features]\nfull = ["dep:a"]\n[dependencies]\na = { version = "1", optional = true }\nb = { version = "1", optional = true }\n',
    );
    expect(
      read({ 'Cargo.toml': manifest }).packages[0]?.features.map(({ name, implicit }) => [name, implicit]),
    ).toEqual([
      ['full', false],
      ['b', true],
    ]);
  });
});

describe('a workspace', () => {
  const workspace =
    '[workspace]\nmembers = ["crates/*", "tool"]\nexclude = ["crates/old"]\n[workspace.package]\nversion = "2.0.0"\nlicense = "MIT"\n[workspace.dependencies]\nserde = { version = "1.0", features = ["derive"] }\n';
  const texts = {
    'Cargo.toml': workspace,
    'crates/a/Cargo.toml':
      '[package]\nname = "a"\nversion.workspace = true\nlicense.workspace = true\n[dependencies]\nserde = { workspace = true, optional = true }\nhelper = { path = "../../helper" }\n',
    'crates/old/Cargo.toml': crate('old'),
    'tool/Cargo.toml': crate('tool', 'publish = false\n'),
    'helper/Cargo.toml': crate('helper'),
    'elsewhere/Cargo.toml': crate('elsewhere'),
  };

  it('has its members by glob less the excluded, and their path dependencies; nothing else', () => {
    expect(read(texts).packages.map(each => each.name)).toEqual(['a', 'helper', 'tool'].sort());
  });

  it('hands down its package fields and dependencies, with their own lines', () => {
    const a = read(texts).packages.find(each => each.name === 'a');
    expect(a?.version).toBe('2.0.0');
    expect(a?.fields.get('license')).toEqual({ value: 'MIT', path: 'Cargo.toml', line: 6 });
    expect(a?.dependencies[1]).toMatchObject({
      name: 'serde',
      version: '1.0',
      optional: true,
      path: 'Cargo.toml',
      line: 8,
    });
  });

  it('has as members the path dependencies that a member inherits', () => {
    const root = '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nb = { path = "b" }\nc = { path = "c" }\n';
    const a = crate('a', '[dependencies]\nb.workspace = true\n');
    const all = { 'Cargo.toml': root, 'a/Cargo.toml': a, 'b/Cargo.toml': crate('b'), 'c/Cargo.toml': crate('c') };
    expect(read(all).packages.map(each => each.name)).toEqual(['a', 'b']);
  });

  it('finds members by a negated class', () => {
    const root = '[workspace]\nmembers = ["[!a]"]\n';
    const all = { 'Cargo.toml': root, 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b') };
    expect(read(all).packages.map(each => each.name)).toEqual(['b']);
  });

  it('decides about default features, which a member can turn on but not off', () => {
    const root =
      '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\non = "1"\noff = { version = "1", default-features = false }\n';
    const a = crate(
      'a',
      '[dependencies]\non = { workspace = true, default-features = false }\noff = { workspace = true, default-features = true }\n',
    );
    const [member] = read({ 'Cargo.toml': root, 'a/Cargo.toml': a }).packages;
    expect(member?.dependencies.map(each => [each.name, each.defaultFeatures])).toEqual([
      ['on', true],
      ['off', true],
    ]);
  });

  it('does not read nested workspaces', () => {
    const nested = { ...texts, 'crates/n/Cargo.toml': '[workspace]\n[package]\nname = "n"\nversion = "1.0.0"\n' };
    expect(read(nested).packages.some(each => each.name === 'n')).toBe(false);
  });
});

describe('what is judged', () => {
  const two = {
    'Cargo.toml': '[workspace]\nmembers = ["*"]\n',
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b'),
    'fuzz/Cargo.toml': crate('b-fuzz'),
    'x/Cargo.toml': crate('x', 'publish = false\n'),
  };
  const names = (texts: Texts, asked: { module?: string; repo: string | null }) => {
    const scope = selectScope(files(texts), asked);
    return scope.kind === 'packages' ? scope.packages.map(each => each.name) : scope.reason;
  };

  it('is the package asked for, or named in cim.yaml or like the repository, or all publishable members', () => {
    expect(names(two, { module: 'x', repo: 'b' })).toEqual(['x']);
    expect(names({ ...two, 'cim.yaml': 'module:\n  name: a\n' }, { repo: 'b' })).toEqual(['a']);
    expect(names(two, { repo: 'b' })).toEqual(['b']);
    expect(names(two, { repo: 'other' })).toEqual(['a', 'b']);
  });

  it('is the package that a repository is called after, with `-rs` behind it', () => {
    expect(names(two, { repo: 'b-rs' })).toEqual(['b']);
    expect(names({ ...two, 'c/Cargo.toml': crate('b-rs') }, { repo: 'b-rs' })).toEqual(['b-rs']);
    expect(names(two, { repo: 'b-rust' })).toEqual(['a', 'b']);
  });

  it('is the package asked for or named of crates that no manifest at the root holds together', () => {
    const apart = {
      'a/Cargo.toml': crate('a'),
      'b/Cargo.toml': crate('b'),
      'c/Cargo.toml': '[workspace]\nmembers = ["d"]\n\n[workspace.package]\nversion = "3.0.0"\n',
      'c/d/Cargo.toml': '[package]\nname = "d"\nversion.workspace = true\n',
    };
    expect(names(apart, { module: 'b', repo: null })).toEqual(['b']);
    expect(names(apart, { module: 'd', repo: 'b' })).toEqual(['d']);
    expect(names({ ...apart, 'cim.yaml': 'module:\n  name: a\n' }, { repo: null })).toEqual(['a']);
    expect(names(apart, { repo: 'b' })).toEqual(['b']);
    expect(names(apart, { repo: 'other' })).toContain('no single crate below it: a/Cargo.toml, b/Cargo.toml');
    expect(names(apart, { module: 'e', repo: null })).toBe('there is no package `e`; found a, b, d');
    expect(read(apart).packages.find(each => each.name === 'd')?.version).toBe('3.0.0');
  });

  it('is the package at the root of a workspace whose repository has no name that is known', () => {
    const rooted = { ...two, 'Cargo.toml': `[workspace]\nmembers = ["a", "b"]\n\n${crate('c')}` };
    expect(names(rooted, { repo: null })).toEqual(['c']);
    expect(names(rooted, { repo: 'other' })).toEqual(['c', 'a', 'b']);
    expect(names(two, { repo: null })).toEqual(['a', 'b']);
  });

  it('leaves examples and what tests from outside aside, unless there is nothing else', () => {
    const shown = {
      'Cargo.toml': '[workspace]\nmembers = ["*", "tests/vm"]\n',
      'x/Cargo.toml': crate('a-example-client'),
      'tests/vm/Cargo.toml': crate('vm'),
    };
    expect(names({ ...shown, 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b') }, { repo: 'other' })).toEqual([
      'a',
      'b',
    ]);
    expect(names({ ...shown, 'y/Cargo.toml': crate('examples') }, { repo: 'other' })).toEqual([
      'vm',
      'a-example-client',
      'examples',
    ]);
  });

  it('is nothing without a crate, and not known where the manifest does not parse', () => {
    expect(names({ 'README.md': '' }, { repo: null })).toBe('no Cargo.toml, so there is no crate');
    expect(names({ 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b') }, { repo: null })).toBe(
      'no Cargo.toml at the root, and no single crate below it: a/Cargo.toml, b/Cargo.toml',
    );
    expect(names({ 'Cargo.toml': '[package\n' }, { repo: null })).toMatch(/^`Cargo.toml:2` could not be read: /);
  });
});

describe('a version requirement', () => {
  it.each([
    ['1.2', '1.9.0', true],
    ['1.2', '2.0.0', false],
    ['0.3', '0.3.9', true],
    ['0.3', '0.4.0', false],
    ['>=1.2, <1.5', '1.4.9', true],
    ['>= 1.2, < 1.5', '1.5.0', false],
    ['~1.2', '1.3.0', false],
    ['=1.2.3', '1.2.4', false],
    ['1.*', '1.9.0', true],
    ['*', '7.0.0', true],
  ])('%s and %s', (requirement, version, expected) => {
    expect(parseRequirement(requirement)?.test(version)).toBe(expected);
  });

  it('meets another where some version satisfies both', () => {
    expect(canSatisfyBoth('1.2', '^1.0')).toBe(true);
    expect(canSatisfyBoth('0.5', '^1.0')).toBe(false);
    expect(canSatisfyBoth('one', '1')).toBeUndefined();
  });

  it('of any text is a range or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\^~<>=*x0-9., -]{0,20}$/)), text =>
        expect(parseRequirement(text)?.raw).toEqual(parseRequirement(text)?.raw),
      ),
    );
  });
});

it('any manifest is read or is a problem', () => {
  const piece = fc.constantFrom(
    '[package]\n',
    '[workspace]\n',
    'members = ["*"]\n',
    '[[bin]]\n',
    'name = 1\n',
    'path = []\n',
    '[features]\n',
    'a = ["dep:b"]\n',
    '[dependencies]\n',
    'b = true\n',
    '[target]\n',
    'x = "y"\n',
    '[lib]\n',
    'autobins = "no"\n',
  );
  fc.assert(
    fc.property(fc.array(piece), parts => {
      const texts = { 'Cargo.toml': parts.join(''), 'a/Cargo.toml': crate('a'), 'src/lib.rs': '' };
      expect(JSON.stringify(read(texts))).toBe(JSON.stringify(read(texts)));
    }),
  );
});
