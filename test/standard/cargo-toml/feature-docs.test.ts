import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit } from '../../support/snapshots.js';
import { line, MANIFEST, of } from './support.js';

describe('feature-docs', () => {
  const bare = edit(MANIFEST, /# Makes parcels.*\n/, '');

  it('is met by a comment above', () => {
    expect(of('feature-docs').status).toBe('met');
  });

  it('is unmet by a feature that nothing explains', () => {
    expect(of('feature-docs', bare)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: MANIFEST, line: line('freight') - 1 }],
    });
    expect(changedBy(bare)).toEqual({ 'feature-docs': 'unmet' });
  });

  it.each([
    ['a word in prose', both(bare, edit('README.md', '## License', 'Heavy freight is carried too.\n\n## License'))],
    ['a comment above a blank line', edit(MANIFEST, /(# Makes parcels.*)\n/, '# Heavy.\n\n')],
    ['an entry that is commented out', edit(MANIFEST, /# Makes parcels.*\n/, '# pallets = ["freight"]\n')],
  ])('is unmet with %s', (_, change) => {
    expect(of('feature-docs', change).status).toBe('unmet');
  });

  it('does not apply without a feature', () => {
    expect(of('feature-docs', both(bare, edit(MANIFEST, 'freight = []\n', ''))).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it.each([
      ['a comment on its line', both(bare, edit(MANIFEST, 'freight = []', 'freight = [] # heavy parcels'))],
      [
        'a comment at the end of its list',
        both(
          bare,
          edit(MANIFEST, 'freight = []', 'freight = [\n  "std",\n] # heavy parcels\nstd = [] # the standard library'),
        ),
      ],
      [
        'a comment that heads its group',
        both(bare, edit(MANIFEST, 'freight = []', '# heavy things\npallets = []\nfreight = []')),
      ],
      [
        'the README, as code',
        both(bare, edit('README.md', '## License', 'Heavy parcels need `freight`.\n\n## License')),
      ],
      [
        'the crate’s documentation',
        both(bare, edit('src/lib.rs', '#![forbid', '//! With the feature `freight` they may be heavy.\n\n#![forbid')),
      ],
      [
        'a document about features',
        both(bare, add('docs/features.md', '# Features\n\n- **freight**: heavy parcels\n')),
      ],
      [
        'an optional dependency that makes it',
        both(
          bare,
          edit(MANIFEST, 'freight = []\n', ''),
          edit(MANIFEST, 'futures = "0.3"', 'futures = { version = "0.3", optional = true }'),
        ),
      ],
    ])('is not unmet with %s', (_, change) => {
      expect(of('feature-docs', change).status).not.toBe('unmet');
    });
  });
});
