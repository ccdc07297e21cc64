import { describe, expect, it } from '@jest/globals';
import { graph, manifestOf, shaOf, tag } from '../../support/history.js';
import { changed, given, short } from './support.js';

describe('linear-history', () => {
  const merge = (first: string, second: string) =>
    graph(['fix: d', 'Merge branch b'], ['Merge branch b', first, second], ['fix: c', 'a'], ['fix: b', 'a'], ['a']);
  const released = [tag('v1.2.0', 'a', manifestOf('1.2.0'))];

  it('is what a merge changes, and nothing else', () => {
    expect(changed({ history: merge('fix: b', 'fix: c'), tags: released })).toEqual(['linear-history: unmet']);
    expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: released }).evidence).toEqual([
      {
        kind: 'merge-commit',
        subject: shaOf('Merge branch b'),
        message: `commit ${short('Merge branch b')} is a merge: rebase or squash instead`,
        excerpt: 'Merge branch b',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('Merge branch b')}`,
      },
    ]);
  });

  it('counts from the merge base where the baseline is on a side branch', () => {
    const aside = [tag('v1.2.0', 'fix: c', manifestOf('1.2.0'))];
    expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: aside }).evidence).toHaveLength(1);
  });

  describe('false alarms', () => {
    it('leaves side branches alone', () => {
      // The line is e ─ d ─ a; the merge is on the branch that e brings in… which makes e one.
      const side = graph(['fix: e', 'fix: d'], ['fix: d', 'a'], ['Merge branch x', 'fix: b', 'fix: c'], ['a']);
      expect(given('linear-history', { history: side, tags: released }).status).toBe('met');
    });
    it('leaves merges before the baseline alone', () => {
      const later = [tag('v1.2.0', 'Merge branch b', manifestOf('1.2.0'))];
      expect(given('linear-history', { history: merge('fix: b', 'fix: c'), tags: later })).toMatchObject({
        status: 'met',
        message: 'no merge on the first-parent line, 1 commit since v1.2.0',
      });
    });
  });
});
