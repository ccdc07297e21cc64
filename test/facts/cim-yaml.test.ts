import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCimYaml } from '../../src/facts/cim-yaml.js';

describe('readCimYaml', () => {
  it('gives values with their lines', () => {
    expect(readCimYaml('module:\n  name: a\n  version: 1.0.0\n  dependencies:\n    - cim-b: "1"\n')).toMatchObject({
      name: { value: 'a', line: 2 },
      version: { value: '1.0.0', line: 3 },
      dependencies: new Map([['cim-b', { value: '1', line: 5 }]]),
    });
  });

  it('does not take a number for a version', () => {
    const { faults } = readCimYaml('module:\n  version: 1.0\n');
    expect(faults).toContainEqual(
      expect.objectContaining({ line: 2, message: expect.stringMatching(/not a SemVer version/) }),
    );
  });

  it('names a misspelt key once', () => {
    const about = readCimYaml('module:\n  keyword: [a]\n').faults.filter(({ message }) => /keyword/.test(message));
    expect(about).toEqual([
      {
        kind: 'unknown-key',
        subject: 'keyword',
        line: 2,
        message: expect.stringMatching(/did you mean `keywords`\?/),
      },
    ]);
  });

  it('never throws, and says the same twice', () => {
    const piece = fc.constantFrom(
      'module:',
      '\n  ',
      'name:',
      'dependencies:',
      '- ',
      '{',
      '}',
      '[',
      '*a',
      '&a ',
      ': ',
      '"',
      '|',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), pieces => {
        const text = pieces.join('');
        expect(readCimYaml(text)).toEqual(readCimYaml(text));
      }),
    );
  });
});
