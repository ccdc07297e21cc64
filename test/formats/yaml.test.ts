import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readYaml, scalarText, yamlAt } from '../../src/formats/yaml.js';

describe('YAML', () => {
  it('tells the line of each key and value', () => {
    const { root } = readYaml('a: 1\nb:\n  - c\n  - d: e\n    f: |\n      text\n');
    expect(yamlAt(root, 'b')?.line).toBe(2);
    expect(yamlAt(root, 'b')?.list?.map(each => each.line)).toEqual([3, 4]);
    expect(yamlAt(yamlAt(root, 'b')?.list?.[1], 'f')).toMatchObject({
      line: 5,
      valueLine: 5,
      block: true,
      scalar: 'text\n',
    });
  });

  it('keeps `on` a key and versions as they were written', () => {
    const { root } = readYaml('on: push\nversion: 1.10\nyes: no');
    expect([...(root?.map?.keys() ?? [])]).toEqual(['on', 'version', 'yes']);
    expect(scalarText(yamlAt(root, 'version'))).toBe('1.10');
  });

  it('follows aliases and merge keys', () => {
    const { root } = readYaml('base: &base { a: 1, b: 2 }\nuse:\n  <<: *base\n  b: 3\n');
    expect(scalarText(yamlAt(root, 'use', 'a'))).toBe('1');
    expect(scalarText(yamlAt(root, 'use', 'b'))).toBe('3');
  });

  it.each([
    ['what is no YAML', 'a: [', 1],
    ['a tab as indentation', 'a:\n\tb: 1', 2],
    ['an alias within itself', 'a: &x [*x]', 1],
    [
      'aliases that multiply',
      `a: &a [${'x,'.repeat(50)}]\n${Array.from('bcdef')
        .map((c, i) => `${c}: &${c} [${`*${'abcde'[i]},`.repeat(50)}]`)
        .join('\n')}`,
      1,
    ],
    ['nesting without end', '- '.repeat(50_000), 1],
    ['brackets without end', '['.repeat(100_000), 1],
    ['more than it reads', 'a'.repeat(256 * 1024 + 1), 1],
  ])('says where there is %s', (_, text, line) => {
    expect(readYaml(text).problems[0]).toMatchObject({ line });
  });

  it('reads anything, the same each time', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '*x',
      '&x',
      '"',
      "'",
      '|',
      '>',
      '#',
      '!t',
      '? ',
      'b',
      ',',
      ':',
      '\t',
      '---\n',
      '<<: ',
      'é',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 60 }).map(parts => parts.join('')),
        ),
        text => {
          expect(readYaml(text)).toEqual(readYaml(text));
        },
      ),
      { numRuns: 300 },
    );
  });
});
