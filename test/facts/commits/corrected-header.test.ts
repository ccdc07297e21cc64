import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { allowedTypes, checkCommit } from '../../../src/facts/commits/commit-message.js';
import { correctedHeader } from '../../../src/facts/commits/corrected-header.js';
import { codePoint } from '../../support/code-point.js';
import { commit } from '../../support/history.js';

const TYPES = allowedTypes([]);

describe('a corrected header', () => {
  it.each([
    ['Add foo', 'feat: add foo'],
    ['Added the Foo bar.', 'feat: add the Foo bar'],
    ['fixed bug', 'fix: bug'],
    ['Fix the parser', 'fix: the parser'],
    ['resolves a deadlock', 'fix: resolve a deadlock'],
    ['Update README with usage', 'docs: update README with usage'],
    ['Create CODE_OF_CONDUCT.md', 'docs: create CODE_OF_CONDUCT.md'],
    ['Added FUNDING.yml', 'chore: add FUNDING.yml'],
    ['Add integration tests', 'test: add integration tests'],
    ['Update dependencies', 'build: update dependencies'],
    ['Remove the old parser', 'refactor: remove the old parser'],
    ['refactor the parser', 'refactor: the parser'],
    ['Bump version to 0.2.0', 'chore: bump version to 0.2.0'],
    ['Initial commit', 'chore: initial commit'],
    ['Replace cim-domain-workflow with a graph', 'refactor: replace cim-domain-workflow with a graph'],
    ['feat:foo', 'feat: foo'],
    ['feat : foo', 'feat: foo'],
    ['feat (core): foo', 'feat(core): foo'],
    ['feat!(core): foo', 'feat(core)!: foo'],
    ['feat(): foo', 'feat: foo'],
    ['feat - foo', 'feat: foo'],
    ['[fix] foo', 'fix: foo'],
    ['[fix]: foo', 'fix: foo'],
    ['[core] fix: foo', 'fix: foo'],
    ['feature(x): y', 'feat(x): y'],
    ['Bugfix: y', 'fix: y'],
    ['Update: y', 'chore: y'],
    ['wasm: Add y', 'feat(wasm): add y'],
    ['✨ feat: y', 'feat: y'],
    [':sparkles: Add y', 'feat: add y'],
    ['🐛 fix y', 'fix: y'],
    ['Add a\\n\\n- and b', 'feat: add a'],
  ])('of %j is %j', (header, corrected) => expect(correctedHeader(header, TYPES)).toBe(corrected));

  it.each(['wip', 'refactor', '', '...', 'sage fixes', 'fixup! feat: a', 'v1.2.3', 'set to base', 'teh: a'])(
    'of %j cannot be told',
    header => expect(correctedHeader(header, TYPES)).toBeUndefined(),
  );

  it('is conventional, whatever it was made from', () => {
    const word = fc.constantFrom(
      'Add',
      'fixed',
      'feat',
      '(',
      ')',
      ':',
      ' ',
      '!',
      '[',
      ']',
      ' - ',
      'tests',
      '🎉',
      '\\n',
      '.',
    );
    const header = fc.oneof(
      fc.string({ unit: codePoint }),
      fc.array(word).map(words => words.join('')),
      fc.array(word).map(words => words.join(' ')),
    );
    fc.assert(
      fc.property(header, text => {
        const corrected = correctedHeader(text, TYPES);
        if (corrected !== undefined) expect(checkCommit(commit(corrected), TYPES).kind).toBe('conventional');
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['[', '(', ' ', ':', 'a:', '[a] '])('of a megabyte of %j is looked for', piece => {
    expect(() => correctedHeader(piece.repeat(1_000_000 / piece.length), TYPES)).not.toThrow();
  });
});
