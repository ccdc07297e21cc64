/** What of a pull request lands on the branch that it goes to: the repository's settings decide. */
import type { Repository } from '../../snapshot/github.js';

export type MergeSettings = Pick<
  Repository,
  'squashMerge' | 'mergeCommit' | 'rebaseMerge' | 'squashTitle' | 'mergeTitle'
>;

export interface WhatLands {
  /** The title of the pull request, as the header of a commit. */
  readonly title: boolean;
  /** The commits themselves. */
  readonly commits: boolean;
}

/**
 * Decides what lands. Squashing takes the header of the commit itself where there is only one and the setting says so.
 * @param settings undefined if they were not read: then the commits count
 * @param commits how many commits the pull request has
 */
export function whatLands(settings: MergeSettings | undefined, commits: number): WhatLands {
  if (!settings) return { title: false, commits: true };
  const { squashMerge, mergeCommit, rebaseMerge, squashTitle, mergeTitle } = settings;
  const squashesToTitle = squashMerge && (squashTitle === 'title' || commits !== 1);
  const isSquashOnly = squashMerge && !mergeCommit && !rebaseMerge;
  return {
    title: squashesToTitle || (mergeCommit && mergeTitle === 'title'),
    commits: !(isSquashOnly && squashesToTitle),
  };
}
