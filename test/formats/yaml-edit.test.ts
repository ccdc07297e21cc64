import { describe, expect, it } from '@jest/globals';
import { setYamlFields } from '../../src/formats/yaml-edit.js';

describe('setYamlFields', () => {
  it.each([
    [
      'replaces a value where it stands',
      'm:\n  a: 1.0 # why\n  b: 2\n',
      { a: '2.0' },
      'm:\n  a: "2.0" # why\n  b: 2\n',
    ],
    ['keeps the quotes', "m:\n  a: 'x'\n", { a: 'y' }, "m:\n  a: 'y'\n"],
    ['adds a line after the last value', 'm:\n  a: x # one\nn: 1\n', { b: 'y' }, 'm:\n  a: x # one\n  b: y\nn: 1\n'],
    ['adds to a flow mapping', 'm: { a: x }\n', { b: 'y' }, 'm: { a: x, b: y }\n'],
    ['adds a line in front of a list', 'm:\n  # ours\n  b: [x]\n', { a: true }, 'm:\n  # ours\n  a: true\n  b: [x]\n'],
    ['keeps the line ends', 'm:\r\n  a: x\r\n', { b: 'y' }, 'm:\r\n  a: x\r\n  b: y\r\n'],
    ['writes a boolean', 'm:\n  a: false\n', { a: true }, 'm:\n  a: true\n'],
  ])('%s', (_, text, fields: Record<string, string | boolean>, after) => {
    expect(setYamlFields(text, ['m'], fields)).toBe(after);
  });

  it.each([
    ['anchors', 'm: &m\n  a: x\nn: *m\n'],
    ['a value of several lines', 'm:\n  a: |\n    x\n'],
    ['a key that is given twice', 'm:\n  a: x\n  a: y\n'],
    ['what is not a mapping', 'm: x\n'],
    ['what is not YAML', 'm: [\n'],
  ])('edits nothing: %s', (_, text) => {
    expect(setYamlFields(text, ['m'], { a: 'z' })).toBeUndefined();
  });
});
