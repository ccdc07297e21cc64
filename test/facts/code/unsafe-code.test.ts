import { describe, expect, it } from '@jest/globals';
import { findUnsafeCode, forbidsUnsafe } from '../../../src/facts/code/unsafe-code.js';
import { readRust } from '../../../src/rust/items.js';
import { library } from './support.js';

const found = (text: string) =>
  findUnsafeCode(library(text)).map(({ what, line, justified }) => `${line} ${what}${justified ? '' : '!'}`);

describe('unsafe code', () => {
  it.each([
    ['a block', 'fn f() { unsafe { g() } }', ['1 block!']],
    ['a function', 'pub unsafe fn f() {}', ['1 fn!']],
    ['a function with an ABI', 'pub unsafe extern "C" fn f() {}', ['1 fn!']],
    ['an impl and a trait', 'unsafe impl Send for X {}\nunsafe trait T {}', ['1 impl!', '2 trait!']],
  ])('without a reason: %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['right above', 'fn f() {\n    // SAFETY: g is sound here.\n    unsafe { g() }\n}', ['3 block']],
    [
      'above the statement',
      'fn f() {\n    // Safety: checked above,\n    // twice.\n    let x =\n        unsafe { g() };\n}',
      ['5 block'],
    ],
    ['on the line', 'fn f() { unsafe { g() } // safety: fine\n}', ['1 block']],
    [
      'above two that follow each other',
      '// SAFETY: it has no state.\nunsafe impl Send for X {}\nunsafe impl Sync for X {}',
      ['2 impl', '3 impl'],
    ],
    ['inside', 'fn f() {\n    unsafe {\n        // SAFETY: fine\n        g()\n    }\n}', ['2 block']],
    ['above attributes', '// SAFETY: it has no state.\n#[allow(x)]\nunsafe impl Send for X {}', ['3 impl']],
    [
      'as a section of the documentation',
      '/// Does.\n///\n/// # Safety\n///\n/// Call it once.\npub unsafe fn f() {}',
      ['6 fn'],
    ],
    [
      'above a macro that holds it',
      '// SAFETY: the caller has looked.\n#[rustfmt::skip]\nmacro_rules! at {\n    ($a:expr) => {{\n        let a = $a;\n        unsafe { *a }\n    }};\n}',
      ['6 block'],
    ],
    [
      'in the documentation of a macro',
      '/// SAFETY: the caller has looked.\nmacro_rules! at { ($a:expr) => { unsafe { *$a } } }',
      ['2 block'],
    ],
    [
      'above a call with braces',
      '// SAFETY: it has no state.\nthread_local! {\n    static A: u8 = unsafe { g() };\n}',
      ['3 block'],
    ],
    [
      'above an attribute of many lines',
      '// SAFETY: no state.\n#[cfg(\n    all(a)\n)]\nunsafe impl Send for X {}',
      ['5 impl'],
    ],
    ['on a trait', '/// # Safety\n/// Say the truth.\npub unsafe trait T {}', ['3 trait']],
  ])('with its reason %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('one reason does not serve the next statement', () => {
    expect(
      found(
        'fn f() {\n    // SAFETY: this one.\n    unsafe { g() };\n    let a = 1;\n    let b = 2;\n    let c = 3;\n    unsafe { h() };\n}',
      ),
    ).toEqual(['3 block', '7 block!']);
  });

  it('the reason above a macro does not serve what follows it', () => {
    const macro = '// SAFETY: fine.\nmacro_rules! at {\n    () => { unsafe { f() } }\n}\n';
    expect(found(`${macro}fn g() { unsafe { h() } }`)).toEqual(['3 block', '5 block!']);
    expect(found('// Reads.\nmacro_rules! at { () => { unsafe { f() } } }')).toEqual(['2 block!']);
  });

  it('one reason does not serve what stands apart', () => {
    const first = '// SAFETY: it has no state.\nunsafe impl Send for X {}\n';
    expect(found(`${first}\nunsafe impl Sync for X {}`)).toEqual(['2 impl', '4 impl!']);
    expect(found(`${first}const A: u8 = 1;\nunsafe impl Sync for X {}`)).toEqual(['2 impl', '4 impl!']);
  });

  it.each([
    'type F = unsafe fn(u8);',
    'struct S { f: unsafe extern "C" fn() -> u8 }',
    '#[unsafe(no_mangle)]\npub fn f() {}',
    'fn f() { "unsafe { }"; /* unsafe {} */ }',
    'unsafe extern "C" { fn g(); }',
  ])('is not %s', text => expect(found(text)).toEqual([]));

  it('is forbidden by the crate, or only denied', () => {
    expect(forbidsUnsafe(readRust('#![forbid(unsafe_code)]'))).toBe(true);
    expect(forbidsUnsafe(readRust('#![forbid(missing_docs, unsafe_code)]'))).toBe(true);
    expect(forbidsUnsafe(readRust('#![deny(unsafe_code)]'))).toBe(false);
    expect(forbidsUnsafe(readRust('#![cfg_attr(not(x), forbid(unsafe_code))]'))).toBe(false);
  });
});
