/** The unit of texts in which any character may stand. */
import fc from 'fast-check';

/** Before and after the surrogates, which are no characters of their own. */
const RANGES = [
  { min: 0, max: 0xd7ff },
  { min: 0xe000, max: 0x10ffff },
];

/** As fast-check's own unit `binary`, which draws up a table of all 1.1 million code points in each test file. */
export const codePoint = fc.oneof(
  ...RANGES.map(range => ({
    arbitrary: fc.integer(range).map(
      code => String.fromCodePoint(code),
      text => codeOf(text),
    ),
    weight: range.max - range.min + 1,
  })),
);

function codeOf(text: unknown): number {
  if (typeof text !== 'string' || !/^.$/su.test(text)) throw new Error('not a code point');
  return text.codePointAt(0) ?? 0;
}
