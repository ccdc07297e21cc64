import { describe, expect, it } from '@jest/globals';
import { commit, line, shaOf, tag } from '../../support/history.js';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { changed, given, history, READY, short, tags } from './support.js';

describe('conventional-commits', () => {
  it('is what one commit without a type changes, and nothing else', () => {
    expect(changed({ history: history('feat: a', 'Add b'), tags })).toEqual(['conventional-commits: unmet']);
  });

  it('names the commit, what is wrong, and a header to write instead', () => {
    const finding = given('conventional-commits', { history: history('feat: a', 'Add b', 'wip'), tags });
    expect(finding.message).toBe('2 of 3 commits since v1.2.0 are not conventional');
    expect(finding.evidence).toEqual([
      {
        kind: 'unconventional-commit',
        subject: shaOf('wip'),
        message: `commit ${short('wip')} has no type`,
        excerpt: 'wip',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('wip')}`,
      },
      {
        kind: 'unconventional-commit',
        subject: shaOf('Add b'),
        message: `commit ${short('Add b')} has no type; for example \`feat: add b\``,
        excerpt: 'Add b',
        url: `https://github.com/cim/cim-parcel/commit/${shaOf('Add b')}`,
      },
    ]);
  });

  it('starts where the policy says', () => {
    const told = history('Add b', 'fix: c');
    expect(given('conventional-commits', { history: told, tags }, { since: shaOf('Add b') })).toMatchObject({
      status: 'met',
      message: `the one commit since commit ${short('Add b')} is conventional`,
    });
    expect(given('conventional-commits', { history: told, tags }, { since: 'v7' })).toMatchObject({
      status: 'unknown',
    });
  });

  it('takes the types of the policy', () => {
    const told = history('deps: b');
    expect(given('conventional-commits', { history: told, tags }).status).toBe('unmet');
    expect(given('conventional-commits', { history: told, tags }, { commitTypes: ['deps'] }).status).toBe('met');
  });

  it('is unknown where history ends before the baseline', () => {
    const cut = { ...line('feat: b', 'Add c'), truncated: 'the clone is shallow' };
    expect(given('conventional-commits', { history: cut, tags })).toMatchObject({
      status: 'unknown',
      message: 'the commits to check are unknown: the clone is shallow',
    });
  });

  it('is unknown where the tags were not read', () => {
    const { tags: _, ...parts } = READY;
    expect(judge('conventional-commits', snapshot(READY_TEXTS, parts)).status).toBe('unknown');
    expect(judge('conventional-commits', snapshot(READY_TEXTS, parts), { since: '2026-01-01' }).status).toBe('met');
  });

  it('ignores the releases of another package', () => {
    const others = [...tags, tag('cim-freight-v2.0.0', 'Add b')];
    expect(given('conventional-commits', { history: history('Add b', 'fix: c'), tags: others }).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it('judges only the header of a commit by a bot', () => {
      const author = { name: 'renovate[bot]', email: 'r@x', date: '2026-05-01T10:00:00Z' };
      const told = { commits: [commit('chore(deps): update a\nAnd more.', { author })] };
      expect(given('conventional-commits', { history: told, tags: [] }).status).toBe('met');
    });
  });
});
