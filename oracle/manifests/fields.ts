/** Generated `[package]` tables. */
import fc from 'fast-check';

export interface PackageFields {
  readonly edition: string;
  readonly text: string;
}

/** Each field with values of its own. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  version: ['"0.1.0"', '"1.2.3-rc.1"'],
  license: ['"MIT OR Apache-2.0"'],
  'license-file': ['"LICENSE.txt"', '"../LICENSE"'],
  description: ['"own"', '"""\nmany\nlines"""'],
  authors: ['["Me"]', '[]'],
  categories: ['["os"]', '[]'],
  keywords: ['["own"]'],
  repository: ['"https://example.com/own"'],
  homepage: ['"https://example.com/home"'],
  documentation: ['"https://example.com/docs"'],
  'rust-version': ['"1.60"'],
  publish: ['true', 'false', '[]', '["private"]'],
};

const EDITIONS = ['2015', '2018', '2021', '2024'];

/**
 * A `[package]` with some fields, each its own or inherited.
 * @param root the path to the root of the workspace; absent outside of one
 */
export function packageFields(name: string, root: string | undefined): fc.Arbitrary<PackageFields> {
  const inherits = root === undefined ? [] : ['inherited'];
  const field = (key: string) =>
    fc
      .option(fc.constantFrom(...(VALUES[key] ?? []), ...inherits, ...inherits), { nil: undefined, freq: 1 })
      .map(value => [key, value] as const);
  return fc
    .record({
      edition: fc.constantFrom(undefined, ...EDITIONS, ...inherits),
      fields: fc.tuple(...Object.keys(VALUES).map(field)),
      pointsUp: fc.boolean(),
      dotted: fc.boolean(),
    })
    .map(({ edition, fields, pointsUp, dotted }) => {
      const inherited = (key: string) => (dotted ? `${key}.workspace = true\n` : `${key} = { workspace = true }\n`);
      const lines = fields.flatMap(([key, value]) => {
        if (value === undefined) return [];
        return value === 'inherited' ? [inherited(key)] : [`${key} = ${value}\n`];
      });
      if (pointsUp && root) lines.push(`workspace = "${root}"\n`);
      if (edition === 'inherited') lines.push(inherited('edition'));
      else if (edition !== undefined) lines.push(`edition = "${edition}"\n`);
      return {
        edition: edition === 'inherited' ? '2018' : (edition ?? '2015'),
        text: `[package]\nname = "${name}"\n${lines.join('')}`,
      };
    });
}
