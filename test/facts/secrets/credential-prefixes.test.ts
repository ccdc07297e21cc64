import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NAME_START } from '../../../src/facts/secrets/assigned.js';
import { FORMS } from '../../../src/facts/secrets/credential-formats.js';
import { findPrefixes, type PrefixMatch, patternStarts } from '../../../src/facts/secrets/credential-prefixes.js';
import { KEY_START } from '../../../src/facts/secrets/private-keys.js';
import { URL_MARK } from '../../../src/facts/secrets/urls.js';

const PATTERNS = [KEY_START, URL_MARK, ...FORMS.map(({ start }) => start), NAME_START];
const find = findPrefixes(PATTERNS);

/** The same by one regular expression alone. */
function plainly(text: string): PrefixMatch[] {
  const whole = new RegExp(PATTERNS.map(pattern => `(${pattern})`).join('|'), 'g');
  const found: PrefixMatch[] = [];
  for (let hit = whole.exec(text); hit; hit = whole.exec(text)) {
    found.push({ index: hit.index, number: hit.findIndex((group, at) => at > 0 && group !== undefined) - 1 });
    whole.lastIndex = hit.index + 1;
  }
  return found;
}

/** What every pattern may begin with, cut off anywhere, and letters whose lower byte looks like one of theirs. */
const pieces = fc.oneof(
  fc.constantFrom(...PATTERNS.flatMap(pattern => [...patternStarts(pattern)])),
  fc.constantFrom(...PATTERNS).chain(pattern => fc.stringMatching(new RegExp(`^(?:${pattern})$`))),
  fc.constantFrom('s', 'S', '_', '-', ' ', '\n', 'ş', 'ų', 'ſ', 'K', '😀', '\u{13a}//'),
  fc.string({ maxLength: 3 }),
);
const texts = fc
  .array(fc.tuple(pieces, fc.nat(12)), { maxLength: 60 })
  .map(all => all.map(([piece, cut]) => piece.slice(0, cut + 1)).join(''));

describe('where patterns begin', () => {
  it('is where the regular expression finds them', () => {
    fc.assert(
      fc.property(texts, text => expect(find(text)).toEqual(plainly(text))),
      { numRuns: 2_000 },
    );
  });

  it('is found at every place of a text, in any order of texts, and in a long one', () => {
    const sample = fc.sample(fc.stringMatching(/^(?:ghp_|sk-ant-|TOKEN|AKIA)$/), { numRuns: 20, seed: 1 }).join(' ');
    const long = 'x'.repeat(300_001) + sample;
    for (const text of [long, '', 'to', sample, `.${sample}`, sample.slice(0, -1), long])
      expect(find(text)).toEqual(plainly(text));
  });

  it.each([
    ['gh[us]_', ['ghu', 'ghs']],
    ['(?:A3T[01]|AKIA)', ['A3T', 'AKI']],
    ['[Ss](?:ecret|ECRET)_?', ['Sec', 'sec', 'SEC', 'sEC']],
    ['ab?c{2}d', ['abc', 'acc']],
    ['a\\d{2,4}', Array.from({ length: 100 }, (_, number) => `a${String(number).padStart(2, '0')}`)],
    ['\\.at|://', ['.at', '://']],
  ])('%s begins', (pattern, starts) => {
    expect([...patternStarts(pattern)].sort()).toEqual([...starts].sort());
  });

  it('is told by three characters for every form', () => {
    for (const pattern of PATTERNS) for (const start of patternStarts(pattern)) expect(start).toMatch(/^[ -~]{3}$/);
  });
});
