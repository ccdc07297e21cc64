import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readToml } from '../../src/formats/toml.js';

describe('TOML', () => {
  const text =
    '# about\n[package]\nname = "x" # here\nversion.workspace = true\n[[bin]]\nname = "a"\n[[bin]]\nname = "b"\n[dependencies]\nserde = { version = "1", features = [\n  "derive",\n] }\n';
  const result = readToml(text);
  const toml = 'toml' in result ? result.toml : undefined;

  it('gives values, and the line of each key, table and element', () => {
    expect(toml?.value).toMatchObject({ package: { name: 'x', version: { workspace: true } } });
    expect(toml?.lineOf(['package', 'version', 'workspace'])).toBe(4);
    expect(toml?.lineOf(['bin', 1, 'name'])).toBe(8);
    expect(toml?.lineOf(['dependencies', 'serde', 'features', 0])).toBe(11);
    expect(toml?.lineOf(['dependencies', 'absent'])).toBe(9);
  });

  it('gives comments, and whether they stand alone', () => {
    expect(toml?.comments).toEqual([
      { line: 1, text: 'about', alone: true },
      { line: 3, text: 'here', alone: false },
    ]);
  });

  it.each([
    ['a = 1\na = 2', 2],
    ['[a', 1],
    ['ok = 1\nx = ', 2],
  ])('says where %j is wrong', (text, line) => {
    expect(readToml(text)).toMatchObject({ problem: { line, message: expect.any(String) as unknown as string } });
  });

  it('reads anything, the same each time', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '[[',
      ']]',
      'a',
      '.',
      '=',
      '"',
      "'",
      '{',
      '}',
      ',',
      '\n',
      '#',
      '1',
      'true',
      '"""',
      '\\u',
      ' ',
    );
    const plain = (text: string) => {
      const read = readToml(text);
      return 'toml' in read ? JSON.stringify([read.toml.value, read.toml.comments]) : read;
    };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(parts => parts.join('')),
        ),
        text => {
          expect(plain(text)).toEqual(plain(text));
        },
      ),
      { numRuns: 300 },
    );
  });
});
