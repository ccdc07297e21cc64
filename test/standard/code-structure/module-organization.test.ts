import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given, places } from './support.js';

describe('module-organization', () => {
  const of = (texts: Texts) => given('module-organization', texts);

  it('is met by the ready module', () => {
    expect(judge('module-organization', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it('finds a file that no target reaches', () => {
    expect(of({ 'src/lib.rs': 'mod parcel;', 'src/parcel.rs': '', 'src/parcel_old.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '1 file is not part of any target',
      evidence: [{ path: 'src/parcel_old.rs', line: 1, message: expect.stringContaining('add a `mod` for it') }],
    });
  });

  it('finds a `mod` in a comment or in a text to be none', () => {
    const root = '// mod parcel;\nconst S: &str = "mod parcel;";';
    expect(places('module-organization', { 'src/lib.rs': root, 'src/parcel.rs': '' })).toEqual(['src/parcel.rs:1']);
  });

  it('finds names that are not in snake_case', () => {
    const texts = { 'src/lib.rs': 'mod OrderBook;\n#[path = "by-day.rs"]\nmod by_day;' };
    expect(of({ ...texts, 'src/OrderBook.rs': '', 'src/by-day.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '2 files are not in snake_case',
      evidence: [{ path: 'src/OrderBook.rs' }, { path: 'src/by-day.rs' }],
    });
  });

  it('finds a target that the manifest declares and that is not there', () => {
    const manifest = `${CARGO}\n[[bin]]\nname = "parcel"\npath = "src/cli.rs"\n`;
    expect(of({ 'Cargo.toml': manifest, 'src/lib.rs': '' })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'Cargo.toml', line: 6, message: expect.stringContaining('`src/cli.rs` does not exist') }],
    });
  });

  it('finds that there is no target at all', () => {
    expect(of({ 'README.md': '' })).toMatchObject({ status: 'unmet', evidence: [{ path: 'Cargo.toml', line: 1 }] });
  });

  it('finds a stray file', () => {
    expect(of({ 'src/lib.rs': '', 'scratch.rs': '', 'old/parcel.rs': '' })).toMatchObject({
      status: 'unmet',
      message: '2 files are outside the directories of targets',
      evidence: [
        { path: 'old/parcel.rs', line: 1 },
        { path: 'scratch.rs', line: 1 },
      ],
    });
  });

  it('does not concern what has no crate', () => {
    expect(judge('module-organization', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it('lets a folder that is no module be named as it likes', () => {
      const texts = { 'src/lib.rs': 'include!("by-day/monday.rs");\nmod week;', 'src/week.rs': 'mod tue_day;' };
      expect(of({ ...texts, 'src/by-day/monday.rs': '', 'src/week/tue_day.rs': '' }).status).toBe('met');
    });
    it.each<[string, Texts]>([
      ['a module in a folder of its name', { 'src/lib.rs': 'mod a;', 'src/a.rs': 'mod b;', 'src/a/b.rs': '' }],
      ['mod.rs', { 'src/lib.rs': 'mod a;', 'src/a/mod.rs': 'mod b;', 'src/a/b.rs': '' }],
      ['a module inside of an inline one', { 'src/lib.rs': 'mod a { mod b; }', 'src/a/b.rs': '' }],
      ['#[path]', { 'src/lib.rs': '#[path = "imp/unix.rs"]\nmod imp;', 'src/imp/unix.rs': '' }],
      ['include!', { 'src/lib.rs': 'include!("table.rs");', 'src/table.rs': '' }],
      [
        'include! of a file with a name of its own',
        {
          'src/lib.rs': 'mod parcels { include!("made/cim.parcels.v1.rs"); }',
          'src/made/cim.parcels.v1.rs': 'pub struct Parcel;',
        },
      ],
      [
        'a module of one system only',
        {
          'src/lib.rs': '#[cfg_attr(unix, path = "unix.rs")]\n#[cfg_attr(windows, path = "windows.rs")]\nmod imp;',
          'src/unix.rs': '',
          'src/windows.rs': '',
        },
      ],
      ['a module in a macro call', { 'src/lib.rs': 'cfg_if! { if #[cfg(unix)] { mod a; } }', 'src/a.rs': '' }],
      [
        'modules that an own macro declares by their names',
        {
          'src/lib.rs': '#[macro_use]\nmod macros;\nmods!(a, b);',
          'src/macros.rs': 'macro_rules! mods { ($($name:ident),*) => { $(mod $name;)* }; }',
          'src/a.rs': '',
          'src/b/mod.rs': 'crate::mods! { c }',
          'src/b/c.rs': '',
        },
      ],
      ['a module in a macro call without its semicolon', { 'src/lib.rs': 'inner!(pub mod a);', 'src/a.rs': '' }],
      [
        'a module behind a feature',
        { 'src/lib.rs': '#[cfg(feature = "freight")]\nmod freight;', 'src/freight.rs': '' },
      ],
      ['a module of tests', { 'src/lib.rs': '#[cfg(test)]\nmod tests;', 'src/tests.rs': '' }],
      ['a raw name', { 'src/lib.rs': 'mod r#type;', 'src/type.rs': '' }],
      ['binaries in kebab-case', { 'src/lib.rs': '', 'src/bin/parcel-cli.rs': '', 'src/bin/parcel-web/main.rs': '' }],
      [
        'a library and a binary side by side',
        { 'src/lib.rs': 'mod a;', 'src/main.rs': 'mod b;', 'src/a.rs': '', 'src/b.rs': '' },
      ],
      [
        'a binary in a folder that the manifest names',
        {
          'Cargo.toml': `${CARGO}[[bin]]\nname = "tool"\npath = "scripts/tool.rs"\n`,
          'src/lib.rs': '',
          'scripts/tool.rs': 'mod more;',
          'scripts/more.rs': '',
        },
      ],
      [
        'what the build script needs',
        { 'src/lib.rs': '', 'build.rs': '#[path = "build/probe.rs"]\nmod probe;', 'build/probe.rs': '' },
      ],
      [
        'a file that the build script copies',
        { 'src/lib.rs': '', 'build.rs': 'fn main() { copy("src/x/made.rs"); }', 'src/x/made.rs': '' },
      ],
      [
        'a crate of its own in a folder',
        { 'src/lib.rs': '', 'xtask/Cargo.toml': CARGO.replace('cim-parcel', 'xtask'), 'xtask/src/main.rs': '' },
      ],
      [
        'tests, benches, examples and fuzz targets',
        {
          'src/lib.rs': '',
          'tests/a.rs': '',
          'benches/b.rs': '',
          'examples/c/main.rs': '',
          'fuzz/fuzz_targets/d.rs': '',
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts)).toMatchObject({ status: 'met', evidence: [] });
    });
  });
});
