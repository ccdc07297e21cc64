import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRust } from '../../src/rust/items.js';
import type {
  EnumItem,
  FnItem,
  ImplItem,
  Item,
  ItemKind,
  MacroCallItem,
  ModItem,
  StructItem,
  TraitItem,
  UseItem,
  ValueItem,
} from '../../src/rust/model.js';
import { normalized, sourceText } from '../../src/rust/tokens.js';

const read = (text: string) => {
  const file = readRust(text);
  expect(file.notUnderstood).toEqual([]);
  return file;
};
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which item it wrote
function only<T extends Item>(text: string, kind: ItemKind): T {
  const { items } = read(text);
  expect(items.map(each => each.kind)).toEqual([kind]);
  return items[0] as T;
}
const names = (text: string) => read(text).items.map(each => `${each.kind} ${each.name}`.trim());

describe('functions', () => {
  const fn = (text: string) => only<FnItem>(text, 'fn');

  it('have qualifiers', () => {
    expect(fn('pub const unsafe extern "C" fn f() {}')).toMatchObject({
      name: 'f',
      const: true,
      unsafe: true,
      async: false,
      abi: 'C',
    });
    expect(fn('async fn f() {}')).toMatchObject({ async: true, visibility: { kind: 'private' } });
    expect(fn('extern fn f() {}').abi).toBe('');
    expect(fn('fn r#type() {}').name).toBe('type');
  });

  it('have parameters with patterns and types', () => {
    const text =
      'fn f<T: Into<Vec<u8>>>(a: HashMap<K, V>, (b, c): (u8, u8), mut d: &mut [u8; 3]) -> Result<T, E> where T: Copy { x }';
    const { params, returns, body, generics } = fn(text);
    const { tokens } = read(text);
    expect(params.map(each => [sourceText(tokens, each.pattern), sourceText(tokens, each.type)])).toEqual([
      ['a', 'HashMap<K, V>'],
      ['(b, c)', '(u8, u8)'],
      ['mut d', '&mut [u8; 3]'],
    ]);
    expect(sourceText(tokens, returns)).toBe('Result<T, E>');
    expect(sourceText(tokens, generics.params)).toBe('T: Into<Vec<u8>>');
    expect(sourceText(tokens, generics.where)).toBe('T: Copy');
    expect(body && sourceText(tokens, body)).toBe('x');
  });

  it.each([
    ['self', 'value'],
    ['mut self', 'value'],
    ['&self', 'ref'],
    ["&'a self", 'ref'],
    ['&mut self', 'mut'],
    ["&'a mut self", 'mut'],
    ['self: Box<Self>', 'typed'],
    ['mut self: Pin<&mut Self>', 'typed'],
  ])('take `%s` as a receiver: %s', (receiver, kind) => {
    const impl = only<ImplItem>(`impl A { fn f(${receiver}, b: u8) {} }`, 'impl');
    expect(impl.items[0]).toMatchObject({ receiver: kind, params: [{}] });
  });

  it('are declared without a body in traits and foreign blocks, with types alone in the 2015 edition', () => {
    const { items } = only<TraitItem>('trait A { fn f(&self, u8, Vec<u8>); }', 'trait');
    expect(items[0]).toMatchObject({ receiver: 'ref', params: [{}, {}] });
    expect((items[0] as FnItem).body).toBeUndefined();
  });

  it('have const arguments, higher-ranked bounds and closures in where clauses', () => {
    read(
      "fn f<F>(g: Foo<{ N + 1 }>) -> impl for<'a> Fn(&'a u8) -> Foo<{ 1 }> where F: FnOnce(bool) -> R + Send, [(); { N }]: {}",
    );
  });
});

describe('types', () => {
  it('have named fields with visibility, docs and types', () => {
    const { fields, shape } = only<StructItem>(
      'pub struct A<T> where T: B { /// x\n pub a: Vec<(u8, T)>, pub(crate) b: fn(u8) -> u8, #[serde(skip)] c: u8 }',
      'struct',
    );
    expect(shape).toBe('named');
    expect(fields.map(each => [each.name, each.visibility.kind, each.documented])).toEqual([
      ['a', 'public', true],
      ['b', 'crate', false],
      ['c', 'private', false],
    ]);
  });

  it('have tuple fields; `pub (A, B)` is a public tuple, `pub(crate)` is not public', () => {
    const { fields } = only<StructItem>(
      'struct A(pub (u8, u8), pub(crate) u8, pub(in crate::a) Vec<u8>, u8) where u8: Copy;',
      'struct',
    );
    expect(fields.map(each => each.visibility.kind)).toEqual(['public', 'crate', 'in', 'private']);
    expect(only<StructItem>('pub struct Unit;', 'struct').shape).toBe('unit');
  });

  it('have variants with discriminants and fields', () => {
    const { variants } = only<EnumItem>(
      'enum A { #[default] A = 1 << 2, B(u8), C { c: u8 } = size::<u8, u8>(), D }',
      'enum',
    );
    expect(variants.map(each => [each.name, each.shape, each.fields.length])).toEqual([
      ['A', 'unit', 0],
      ['B', 'tuple', 1],
      ['C', 'named', 1],
      ['D', 'unit', 0],
    ]);
  });

  it('know a union from a name', () => {
    expect(names('union A { a: u8 }\nunion!{}\nfn union() {}')).toEqual(['union A', 'macro-call union', 'fn union']);
  });

  it('may be aliases, consts and statics', () => {
    expect(names('type A<T> = B<T>; const _: () = { fn x() {} }; static mut S: [u8; 2] = [1, 2];')).toEqual([
      'type A',
      'const _',
      'static S',
    ]);
    expect(only<ValueItem>('const A: Foo<{ 1 }> = if a < b { 1 } else { 2 };', 'const').value).toBeDefined();
  });
});

describe('traits and impls', () => {
  it('have supertraits and items with and without defaults', () => {
    const text =
      "pub unsafe trait A<T>: B + for<'a> C<'a> where T: D { type X: Copy; const N: u8 = 1; fn f() {} m!(); }";
    const { supertraits, items, unsafe } = only<TraitItem>(text, 'trait');
    expect(sourceText(read(text).tokens, supertraits)).toBe("B + for<'a> C<'a>");
    expect(items.map(each => each.kind)).toEqual(['type', 'const', 'fn', 'macro-call']);
    expect(unsafe).toBe(true);
    expect(names('trait A = B + C; auto trait D {}')).toEqual(['trait A', 'trait D']);
  });

  it.each([
    ['impl<T: A> B<T> where T: C {}', undefined, 'B<T>'],
    ["unsafe impl<'a> A for &'a B {}", 'A', "&'a B"],
    ["impl A for fn(for<'a> fn(&'a u8)) {}", 'A', "fn(for<'a> fn(&'a u8))"],
    ["impl<F> A for F where F: for<'a> Fn(&'a u8) -> u8 {}", 'A', 'F'],
    ['impl <A as B>::C {}', undefined, '<A as B>::C'],
    ['impl A for <B as C>::D {}', 'A', '<B as C>::D'],
    ['impl !Send for A {}', 'Send', 'A'],
    ['impl<const N: usize> From<[u8; N]> for A<{ N }> {}', 'From<[u8; N]>', 'A<{ N }>'],
    ['impl dyn A + Send {}', undefined, 'dyn A + Send'],
    ['default impl A for B {}', 'A', 'B'],
  ])('%s', (text, trait, self) => {
    const impl = only<ImplItem>(text, 'impl');
    const { tokens } = read(text);
    expect(impl.trait && sourceText(tokens, impl.trait)).toBe(trait);
    expect(sourceText(tokens, impl.self)).toBe(self);
  });
});

describe('modules, imports, macros, foreign items', () => {
  it('nest', () => {
    const mod = only<ModItem>(
      '/// a\npub mod a { //! b\n #![allow(x)]\n mod b; pub(super) mod c { fn d() {} } }',
      'mod',
    );
    expect(mod.documented).toBe(true);
    expect(mod.attributes.map(each => each.path)).toEqual(['allow']);
    expect(mod.items?.map(each => [each.name, each.visibility.kind])).toEqual([
      ['b', 'private'],
      ['c', 'super'],
    ]);
  });

  it('flatten use trees', () => {
    const { leaves } = only<UseItem>('pub use a::{self, b::*, c as d, e::{f, g as _}, r#type};', 'use');
    expect(leaves.map(each => `${each.path.join('::')} ${each.as}${each.glob ? ' glob' : ''}`)).toEqual([
      'a a',
      'a::b * glob',
      'a::c d',
      'a::e::f f',
      'a::e::g _',
      'a::type type',
    ]);
    expect(only<UseItem>('use ::std::fmt;', 'use').leaves[0]?.path).toEqual(['', 'std', 'fmt']);
    expect(only<UseItem>('use {a::b, *};', 'use').leaves).toHaveLength(2);
  });

  it('read extern crates and blocks', () => {
    expect(names('extern crate alloc; #[macro_use] extern crate a as b;')).toEqual([
      'extern-crate alloc',
      'extern-crate b',
    ]);
    const { items } = read('unsafe extern "C" { pub safe fn a(...); static B: u8; type C; }');
    expect(items[0]).toMatchObject({ kind: 'foreign', abi: 'C', items: [{ name: 'a' }, { name: 'B' }, { name: 'C' }] });
  });

  it('read macros, exported or not, and macro calls', () => {
    expect(
      read('#[macro_export] macro_rules! a { () => {} } macro_rules! b ( () => {} ); pub macro c($x:expr) { $x }')
        .items,
    ).toMatchObject([
      { name: 'a', exported: true },
      { name: 'b', exported: false },
      { name: 'c', rules: false },
    ]);
    expect(names('a::b! { x y } c!(1); d![2];')).toEqual(['macro-call a::b', 'macro-call c', 'macro-call d']);
  });

  it('look through macros that pass items on', () => {
    const call = only<MacroCallItem>(
      'cfg_if::cfg_if! { if #[cfg(unix)] { mod a; } else if #[cfg(feature = "x")] { mod b; } else { mod c; } }',
      'macro-call',
    );
    expect(call.known).toBe(true);
    expect(call.items?.map(each => each.name)).toEqual(['a', 'b', 'c']);
    expect(
      only<MacroCallItem>('thread_local! { pub static A: u8 = 1; static B: u8 = const { 2 } }', 'macro-call').items,
    ).toHaveLength(2);
    const lazy = only<MacroCallItem>(
      'lazy_static! { /// d\n pub static ref A: u8 = 1; static ref B: u8 = 2; }',
      'macro-call',
    );
    expect(lazy.items?.map(each => [each.name, each.documented])).toEqual([
      ['A', true],
      ['B', false],
    ]);
    const flags = only<MacroCallItem>(
      'bitflags! { #[derive(Debug)] pub struct F: u32 { /// d\n const A = 1; const B = 1 << 1; } }',
      'macro-call',
    );
    expect(flags.items?.map(each => each.kind)).toEqual(['struct', 'impl']);
    expect((flags.items as readonly ImplItem[])[1]?.items.map(each => [each.name, each.documented])).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  it('say of other macros whether their tokens look like items', () => {
    expect(only<MacroCallItem>('cfg_rt! { pub mod a; fn b() {} }', 'macro-call')).toMatchObject({
      known: false,
      items: [{}, {}],
    });
    expect(only<MacroCallItem>('table! { a -> b }', 'macro-call').items).toBeUndefined();
  });
});

describe('attributes and documentation', () => {
  const item = (text: string) => read(text).items[0] as Item;

  it('are read with their arguments, and a `cfg_attr` as what it holds', () => {
    const { attributes } = item(
      '#[derive(Debug)] #[cfg_attr(all(unix, test), path = "u.rs", inline)] #[unsafe(no_mangle)] #[tokio::test(a = 1)] fn f() {}',
    );
    expect(attributes.map(each => [each.path, each.form, each.value])).toEqual([
      ['derive', 'list', undefined],
      ['path', 'value', 'u.rs'],
      ['inline', 'word', undefined],
      ['no_mangle', 'word', undefined],
      ['tokio::test', 'list', undefined],
    ]);
    expect(attributes[1]?.when).toEqual({
      kind: 'all',
      of: [
        { kind: 'option', name: 'unix' },
        { kind: 'option', name: 'test' },
      ],
    });
  });

  it.each([
    '/// a',
    '/** a */',
    '#[doc = "a"]',
    '#[doc = include_str!("a.md")]',
    '#[cfg_attr(docsrs, doc = "a")]',
    '/// a\n#[inline]',
    '#[inline]\n/// a',
    '///',
    '#[doc(hidden)] #[doc = "x"]',
  ])('documented by %s', lead => expect(item(`${lead}\nfn f() {}`).documented).toBe(true));

  it.each([
    '// a',
    '//// a',
    '/*** a */',
    '/**/',
    '#[doc(alias = "x")]',
    '#[cfg_attr(test, doc = "a")]',
    '#[doc(inline)]',
  ])('not documented by %s', lead => expect(item(`${lead}\nfn f() {}`).documented).toBe(false));

  it('hide', () => {
    expect(item('#[doc(hidden)] fn f() {}').hidden).toBe(true);
    expect(item('#[doc(alias = "x", hidden)] fn f() {}').hidden).toBe(true);
    expect(item('#[cfg_attr(not(feature = "x"), doc(hidden))] fn f() {}').hidden).toBe(false);
  });

  it('of the file', () => {
    expect(read('//! a\n#![forbid(unsafe_code)]\nfn f() {}')).toMatchObject({
      documented: true,
      attributes: [{ path: 'forbid' }],
    });
    expect(read('#![doc = include_str!("../README.md")]').documented).toBe(true);
    expect(read('/// a\nfn f() {}').documented).toBe(false);
  });
});

describe('what is not understood', () => {
  it('is said, with its line, and reading goes on', () => {
    const { items, notUnderstood } = readRust('fn a() {}\nfn ;\npub struct B;\n@ nonsense { }\nfn c() {}');
    expect(items.map(each => each.name)).toEqual(['a', 'B', 'c']);
    expect(notUnderstood.map(each => each.line)).toEqual([2, 4]);
  });

  it('is no item that does not end', () => {
    expect(readRust('fn a() {}\nfn b(').notUnderstood).toHaveLength(1);
    expect(readRust('fn a() { "').notUnderstood.length).toBeGreaterThan(0);
  });

  it('never is the tool: any text, truncated or deeply nested, gives an answer, and the same twice', () => {
    const pieces =
      'pub fn struct enum impl for where trait mod use const unsafe extern macro_rules ! # [ ] ( ) { } < > , ; : :: -> => = & a b T "x" \'a 1 /// cfg_if lazy_static bitflags if else self'.split(
        ' ',
      );
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(all => all.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), text => expect(readRust(text)).toEqual(readRust(text))),
      { numRuns: 500 },
    );
    const sample =
      '#[cfg(all(test, feature = "a"))]\npub(crate) async unsafe fn f<T: A<B>>(self: &Self, (a, b): (u8, u8)) -> R<T> where T: C { x!() }\ncfg_if! { if #[cfg(a)] { mod b; } else { use c::{d, e::*}; } }\nimpl<T> A<T> for B { const C: u8 = 1; }';
    for (let end = 0; end < sample.length; end += 1) readRust(sample.slice(0, end));
    for (const open of [
      '(',
      '[',
      '{',
      '<',
      'mod a {',
      'fn f() {',
      'impl A {',
      'cfg_if! { if #[cfg(a)] {',
      'a! {',
      'use a::{',
      '#[cfg(not(',
      '#[cfg_attr(a, ',
      'fn f(',
      'struct A<',
    ])
      expect(readRust(open.repeat(10_000)).items.length).toBeGreaterThanOrEqual(0);
  });

  it('compares as tokens', () => {
    const a = readRust('fn f( a : u8 ) -> Vec<u8> {}');
    const b = readRust('fn f(a: u8)\n  -> Vec<u8> { }');
    expect(normalized(a.tokens, (a.items[0] as FnItem).signature)).toBe(
      normalized(b.tokens, (b.items[0] as FnItem).signature),
    );
  });
});
