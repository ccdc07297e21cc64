/** The unit of texts with arbitrary characters. */
import fc from 'fast-check';

/** The ranges before and after the surrogates, which are not characters. */
const RANGES = [
  { min: 0, max: 0xd7ff },
  { min: 0xe000, max: 0x10ffff },
];

/** Like fast-check's own unit `binary`, which builds a table of all 1.1 million code points in each test file. */
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
