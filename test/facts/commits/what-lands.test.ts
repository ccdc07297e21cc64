import { describe, expect, it } from '@jest/globals';
import { type MergeSettings, whatLands } from '../../../src/facts/commits/what-lands.js';

const SQUASH_ONLY: MergeSettings = {
  squashMerge: true,
  mergeCommit: false,
  rebaseMerge: false,
  squashTitle: 'title',
  mergeTitle: 'git',
};
const ANY: MergeSettings = { ...SQUASH_ONLY, mergeCommit: true, rebaseMerge: true };

describe('what lands of a pull request', () => {
  it.each<[string, MergeSettings | undefined, number, { title: boolean; commits: boolean }]>([
    ['the title, where only squashing is allowed', SQUASH_ONLY, 3, { title: true, commits: false }],
    [
      'its one commit, where squashing takes its header',
      { ...SQUASH_ONLY, squashTitle: 'commit' },
      1,
      { title: false, commits: true },
    ],
    [
      'the title, where squashing joins several commits',
      { ...SQUASH_ONLY, squashTitle: 'commit' },
      2,
      { title: true, commits: false },
    ],
    [
      'the title and the commits, where merge commits have the title',
      { ...SQUASH_ONLY, squashMerge: false, mergeCommit: true, mergeTitle: 'title' },
      1,
      { title: true, commits: true },
    ],
    [
      'the commits, where merge commits are named by Git',
      { ...SQUASH_ONLY, squashMerge: false, mergeCommit: true },
      1,
      { title: false, commits: true },
    ],
    [
      'the commits, where they are rebased',
      { ...SQUASH_ONLY, squashMerge: false, rebaseMerge: true },
      2,
      { title: false, commits: true },
    ],
    ['both, where any way is allowed', ANY, 2, { title: true, commits: true }],
    ['the commits, where the settings were not read', undefined, 2, { title: false, commits: true }],
  ])('is %s', (_, settings, commits, expected) => {
    expect(whatLands(settings, commits)).toEqual(expected);
  });
});
