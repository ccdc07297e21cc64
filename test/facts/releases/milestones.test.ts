import { describe, expect, it } from '@jest/globals';
import { monthMilestones, releaseMilestones, thinned } from '../../../src/facts/releases/milestones.js';
import { ownReleases } from '../../../src/facts/releases/own-releases.js';
import type { Commit } from '../../../src/snapshot/history.js';
import { commit, line, shaOf, tag } from '../../support/history.js';

const released = (...tags: [name: string, on: string][]) =>
  ownReleases(
    tags.map(([name, on]) => tag(name, on)),
    ['cim-parcel'],
  ).releases;
const names = (milestones: readonly { name: string }[]) => milestones.map(({ name }) => name);

const dated = (message: string, date: string, parent?: string): Commit =>
  commit(message, {
    author: { name: 'Ada', email: 'ada@example.org', date },
    ...(parent === undefined ? {} : { parents: [shaOf(parent)] }),
  });

describe('releases as milestones', () => {
  const history = {
    commits: [
      dated('d', '2026-04-01T00:00:00Z', 'c'),
      dated('c', '2026-03-01T00:00:00Z', 'b'),
      dated('b', '2026-02-01T00:00:00Z', 'a'),
      dated('a', '2026-01-01T00:00:00Z'),
    ],
  };

  it('come oldest first, and HEAD last', () => {
    const milestones = releaseMilestones(history, released(['v0.2.0', 'c'], ['v0.1.0', 'a']));
    expect(milestones).toEqual([
      { name: 'v0.1.0', sha: shaOf('a'), date: '2026-01-01T00:00:00Z' },
      { name: 'v0.2.0', sha: shaOf('c'), date: '2026-03-01T00:00:00Z' },
      { name: 'HEAD', sha: shaOf('d'), date: '2026-04-01T00:00:00Z' },
    ]);
  });

  it('are those alone that HEAD descends from, each commit once', () => {
    const releases = released(['v0.1.0', 'a'], ['0.1.0', 'a'], ['v0.2.0', 'd'], ['v9.0.0', 'elsewhere']);
    expect(names(releaseMilestones(history, releases))).toEqual(['0.1.0', 'v0.2.0']);
  });
});

describe('months as milestones', () => {
  it('are the last commits of each on the branch itself', () => {
    const history = {
      commits: [
        dated('d', '2026-03-20T00:00:00Z', 'c'),
        dated('c', '2026-03-01T00:00:00Z', 'b'),
        dated('b', '2026-01-31T00:00:00Z', 'a'),
        dated('a', '2026-01-01T00:00:00Z'),
      ],
    };
    expect(monthMilestones(history).map(({ name, sha }) => [name, sha])).toEqual([
      ['2026-01', shaOf('b')],
      ['2026-03', shaOf('d')],
    ]);
  });

  it('are none without a commit', () => {
    expect(monthMilestones({ commits: [] })).toEqual([]);
    expect(releaseMilestones(line(), [])).toEqual([]);
  });
});

describe('thinned', () => {
  it('keeps the first and the last, and spreads the rest', () => {
    expect(thinned([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(thinned([1, 2, 3], 5)).toEqual([1, 2, 3]);
    expect(thinned([1, 2, 3], 1)).toEqual([3]);
  });
});
