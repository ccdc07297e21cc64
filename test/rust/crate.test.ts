import { describe, expect, it } from '@jest/globals';
import type { LibraryFile } from '../../src/rust/crate-model.js';
import { libraryCode } from '../../src/rust/library.js';
import { sourceText } from '../../src/rust/tokens.js';
import type { Range } from '../../src/rust/tokens-model.js';
import { files } from '../support/snapshots.js';
import { crate, pkg, target } from './crates.js';

const modules = (texts: Record<string, string>) => crate(texts).modules.map(each => `${each.path} ${each.source.path}`);

describe('the module tree', () => {
  it('follows `x.rs`, `x/mod.rs` and nested folders', () => {
    const texts = {
      'src/lib.rs': 'mod a; mod b; mod r#type;',
      'src/a.rs': 'mod c;',
      'src/a/c.rs': 'mod d;',
      'src/a/c/d.rs': '',
      'src/b/mod.rs': 'mod e;',
      'src/b/e.rs': '',
      'src/type.rs': '',
    };
    expect(modules(texts)).toEqual([
      'crate src/lib.rs',
      'crate::a src/a.rs',
      'crate::a::c src/a/c.rs',
      'crate::a::c::d src/a/c/d.rs',
      'crate::b src/b/mod.rs',
      'crate::b::e src/b/e.rs',
      'crate::type src/type.rs',
    ]);
    expect(crate(texts).missing).toEqual([]);
  });

  it('follows `#[path]` as the Reference describes it', () => {
    const inline = '#[path = "foo.rs"] mod c; mod inline { #[path = "other.rs"] mod inner; mod plain; }';
    const texts = {
      'src/lib.rs': 'mod a; mod b;',
      'src/a/b.rs': '',
      'src/a.rs': inline,
      'src/foo.rs': 'mod below;',
      'src/below.rs': '',
      'src/a/inline/other.rs': '',
      'src/a/inline/plain.rs': '',
      'src/b/mod.rs': inline,
      'src/b/foo.rs': '',
      'src/b/below.rs': '',
      'src/b/inline/other.rs': '',
      'src/b/inline/plain.rs': '',
    };
    expect(modules(texts)).toEqual([
      'crate src/lib.rs',
      'crate::a src/a.rs',
      'crate::a::c src/foo.rs',
      'crate::a::c::below src/below.rs',
      'crate::a::inline src/a.rs',
      'crate::a::inline::inner src/a/inline/other.rs',
      'crate::a::inline::plain src/a/inline/plain.rs',
      'crate::b src/b/mod.rs',
      'crate::b::c src/b/foo.rs',
      'crate::b::inline src/b/mod.rs',
      'crate::b::inline::inner src/b/inline/other.rs',
      'crate::b::inline::plain src/b/inline/plain.rs',
    ]);
  });

  it('takes each file that `cfg_attr(…, path)` names', () => {
    const found = crate({
      'src/lib.rs': '#[cfg_attr(unix, path = "unix.rs")] #[cfg_attr(windows, path = "windows.rs")] mod imp;',
      'src/unix.rs': '',
      'src/windows.rs': '',
    });
    expect([...found.reached]).toEqual(['src/lib.rs', 'src/unix.rs', 'src/windows.rs']);
    expect(found.missing).toEqual([]);
  });

  it('looks into cfg_if, into macros of the crate that take items, and follows include', () => {
    const texts = {
      'src/lib.rs': `#[macro_use] mod macros; cfg_if! { if #[cfg(unix)] { mod a; } else { mod b; } }
        cfg_rt! { mod c; } cfg_not_rt! { mod d; } include!("part.rs"); fn f() { #[path = "g.rs"] mod g; include!("h.rs") }`,
      'src/macros.rs': `macro_rules! cfg_rt { ($($item:item)*) => { $( #[cfg(feature = "rt")] $item )* } }
        macro_rules! cfg_not_rt { ($($item:item)*) => { $( #[cfg(not(feature = "rt"))] $item )* } }`,
      'src/a.rs': '',
      'src/b.rs': '',
      'src/c.rs': '',
      'src/d.rs': '',
      'src/part.rs': 'pub fn p() {}',
      'src/g.rs': '',
      'src/h.rs': '1',
    };
    const found = crate(texts);
    expect(found.modules.map(each => each.path)).toEqual([
      'crate',
      'crate::macros',
      'crate::a',
      'crate::b',
      'crate::c',
    ]);
    expect([...found.reached]).toEqual(Object.keys(texts).sort());
    expect(found.root.items.some(each => each.item.name === 'p' && each.source.path === 'src/part.rs')).toBe(true);
  });

  it('says which file is missing, and where it was looked for', () => {
    expect(crate({ 'src/lib.rs': '\nmod a;\n#[cfg(windows)] mod b;' }).missing).toEqual([
      { path: 'src/lib.rs', line: 2, module: 'crate::a', candidates: ['src/a.rs', 'src/a/mod.rs'], maybe: false },
      { path: 'src/lib.rs', line: 3, module: 'crate::b', candidates: ['src/b.rs', 'src/b/mod.rs'], maybe: true },
    ]);
    expect(crate({}).missing).toMatchObject([{ module: 'crate' }]);
  });

  it('ends where a file would include itself', () => {
    expect(crate({ 'src/lib.rs': '#[path = "lib.rs"] mod a; include!("lib.rs");' }).modules).toHaveLength(1);
    const twice = 'mod a; #[path = "b.rs"] mod b; #[path = "c.rs"] mod c;';
    expect(crate({ 'src/lib.rs': twice, 'src/b.rs': twice, 'src/c.rs': twice }).modules.length).toBeLessThan(20);
  });
});

/** What of a file is not left aside. */
function onRanges({ file, off }: LibraryFile): Range[] {
  const starts = [0, ...off.map(({ to }) => to)];
  const ends = [...off.map(({ from }) => from), file.tokens.count];
  return starts.map((from, i) => ({ from, to: ends[i] ?? 0 })).filter(({ from, to }) => to > from);
}

describe('library code', () => {
  const on = (texts: Record<string, string>, targets = [target('lib', 'src/lib.rs')]) =>
    libraryCode(files(texts), [pkg('2021', targets)]).map(each => [
      each.path,
      onRanges(each)
        .map(range => sourceText(each.file.tokens, range))
        .join(' | '),
    ]);

  it('leaves test code aside, wherever it stands', () => {
    const text = `fn a() { x(); #[cfg(test)] y(); z() }
#[cfg(test)] mod tests { fn t() {} }
#[test] fn b() {}
#[cfg(all(test, unix))] impl A {}
impl A { #[cfg(test)] fn c() {} fn d() {} }`;
    expect(on({ 'src/lib.rs': text })).toEqual([['src/lib.rs', 'fn a() { x(); | z() } | impl A { | fn d() {} }']]);
  });

  it('leaves aside what is off with all features, and keeps what a feature brings', () => {
    expect(
      on({
        'src/lib.rs':
          '#[cfg(not(feature = "x"))] fn a() {}\n#[cfg(feature = "x")] fn b() {}\n#[cfg(any(test, feature = "y"))] fn c() {}\n#[cfg(not(test))] fn d() {}',
      }),
    ).toEqual([
      [
        'src/lib.rs',
        '#[cfg(feature = "x")] fn b() {}\n#[cfg(any(test, feature = "y"))] fn c() {}\n#[cfg(not(test))] fn d() {}',
      ],
    ]);
  });

  it('leaves whole test files aside, and orphans, but not a public module called testing', () => {
    const texts = {
      'src/lib.rs': '#[cfg(test)] mod a; mod b; pub mod testing;',
      'src/a.rs': 'fn a() {}',
      'src/b.rs': '#![cfg(test)] fn b() {}',
      'src/testing.rs': 'fn c() {}',
      'src/orphan.rs': 'fn o() {}',
    };
    expect(on(texts).map(([path]) => path)).toEqual(['src/lib.rs', 'src/testing.rs']);
    expect([...crate(texts).reached]).toEqual(['src/a.rs', 'src/b.rs', 'src/lib.rs', 'src/testing.rs']);
  });

  it('joins what the targets of a package reach', () => {
    const texts = {
      'src/lib.rs': '#[cfg(test)] mod a;',
      'src/a.rs': 'fn a() {}',
      'src/main.rs': 'mod a; fn main() {}',
    };
    expect(on(texts, [target('lib', 'src/lib.rs'), target('bin', 'src/main.rs')])).toEqual([
      ['src/a.rs', 'fn a() {}'],
      ['src/main.rs', 'mod a; fn main() {}'],
    ]);
  });
});
