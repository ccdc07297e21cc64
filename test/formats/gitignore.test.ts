import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ignoreRules } from '../../src/formats/gitignore.js';
import { files } from '../support/snapshots.js';

const rules = ignoreRules(files({ '.gitignore': '/target/\n*.log\n!keep.log\n', 'sub/.gitignore': 'made/\n' }));

describe('what is ignored', () => {
  it.each(['target/debug/app', 'target/', 'a.log', './a.log', 'sub/made/x', 'sub//b.log'])('%s', path => {
    expect(rules.ignores(path)).toBe(true);
  });

  it.each(['src/lib.rs', 'keep.log', 'made/x', '.', './', '..', '../a.log', '/', ''])('not %p', path => {
    expect(rules.ignores(path)).toBe(false);
  });

  it('is said of any path', () => {
    const path = fc.array(fc.constantFrom('.', '..', '/', 'target', 'a.log', '\\', '\0', ' '), { maxLength: 8 });
    fc.assert(fc.property(path, parts => expect(typeof rules.ignores(parts.join(''))).toBe('boolean')));
  });

  it('take no pattern that is longer than any path', () => {
    const rules = ignoreRules(files({ '.gitignore': `${'a/'.repeat(500_000)}\ntarget/\n` }));
    expect([rules.ignores('target/'), rules.ignores('a/')]).toEqual([true, false]);
  });

  it.each([
    ['spaces at the end do not count', 'a  \n', 'a'],
    ['an escaped space counts', 'a\\ \n', 'a '],
    ['a carriage return at the end does not count', 'a\r', 'a'],
    ['an exclamation mark can be escaped', '\\!a\n', '!a'],
    ['the deepest file decides', 'a\n', 'd/b'],
  ])('%s', (_, text, path) => {
    expect(ignoreRules(files({ '.gitignore': text, 'd/.gitignore': '!a\nb\n' })).ignores(path)).toBe(true);
  });

  it.each([
    ['nothing of an ignored directory can be kept', '/d/\n!/d/a\n', 'd/a', true],
    ['a name that is negated in a deeper file is kept', 'a\n', 'd/a', false],
    ['a pattern for directories is none for files', 'c/\n', 'c', false],
    ['a byte is not a character', '?\n', 'é', false],
    ['a pattern with a slash begins at its own directory', 'x/a\n', 'e/x/a', false],
  ])('%s', (_, text, path, ignored) => {
    expect(ignoreRules(files({ '.gitignore': text, 'd/.gitignore': '!a\n' })).ignores(path)).toBe(ignored);
  });
});
