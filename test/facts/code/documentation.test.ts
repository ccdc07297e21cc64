import { describe, expect, it } from '@jest/globals';
import { documentationText, headingsOf } from '../../../src/facts/code/documentation.js';
import { readRust } from '../../../src/rust/items.js';

/** The documentation of a function behind these lines. */
function documentation(lead: string): string {
  const file = readRust(`${lead}\nfn f() {}`);
  const [item] = file.items;
  return item ? documentationText(file, item) : '';
}

describe('documentation', () => {
  it('is the text of doc comments and attributes in their order, without the indentation that all lines have', () => {
    expect(documentation('/// A.\n#[doc = "B."]\n///     C.')).toBe('A.\nB.\n    C.');
    expect(documentation('// A.\n//// B.\n/***/\n#[doc(alias = "c")]')).toBe('');
  });

  it('is a block comment without the stars at its left', () => {
    expect(documentation('/**\n * # A\n *\n *   B.\n */')).toBe('# A\n\n  B.');
    expect(documentation('/** A. */')).toBe('A. ');
    expect(documentation('/**\n * A.\n B.\n */')).toBe('* A.\nB.\n ');
  });
});

describe('a heading of documentation', () => {
  it.each([
    ['with marks', '/// # Panics'],
    ['underlined', '/// Panics\n/// ======'],
    ['of a block comment', '/**\n * # Panics\n */'],
    ['of an attribute', '#[doc = "# Panics"]'],
    ['in a list', '/// * # Panics'],
  ])('is one %s', (_, lead) => {
    expect(headingsOf(documentation(lead))).toEqual(['Panics']);
  });

  it.each([
    ['code', '/// ```\n/// # Panics\n/// ```'],
    ['indented code', '/// Text.\n///\n///     # Panics'],
    ['a mark without a space', '/// #Panics'],
    ['bold text', '/// **Panics**'],
  ])('is not %s', (_, lead) => {
    expect(headingsOf(documentation(lead))).toEqual([]);
  });
});
