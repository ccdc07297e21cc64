import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fits, fitsAny } from '../../../src/facts/ci/patterns.js';

describe('fits', () => {
  // GitHub's own examples: the filter pattern cheat sheet.
  it.each([
    ['feature/*', 'feature/my-branch', true],
    ['feature/*', 'feature/beta-a/my-branch', false],
    ['feature/**', 'feature/beta-a/my-branch', true],
    ['**', 'all/the/branches', true],
    ['*', 'main', true],
    ['*', 'mona/octocat', false],
    ['*feature', 'mona-feature', true],
    ['v2*', 'v2.9', true],
    ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
    ['v[12].[0-9]+.[0-9]+', 'v3.0.0', false],
    ['*.jsx?', 'page.js', true],
    ['**/*.rs', 'src/lib.rs', true],
    ['**/*.rs', 'build.rs', true],
    ['docs/**', 'src/docs.md', false],
  ])('%s and %s', (pattern, name, expected) => {
    expect(fits(name, pattern)).toBe(expected);
  });

  it('takes away again what `!` names', () => {
    expect(fitsAny('releases/10-alpha', ['releases/**', '!releases/**-alpha'])).toBe(false);
    expect(fitsAny('releases/10', ['releases/**', '!releases/**-alpha'])).toBe(true);
  });

  it('answers for any pattern', () => {
    const piece = fc.constantFrom('*', '**', '?', '+', '[', ']', 'a', '-', '/', '\\', '!');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }),
        fc.array(fc.constantFrom('a', '/', '-'), { maxLength: 200 }),
        (pattern, name) => {
          expect(typeof fits(name.join(''), pattern.join(''))).toBe('boolean');
        },
      ),
    );
  });
});
