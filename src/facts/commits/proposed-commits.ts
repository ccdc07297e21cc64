/** The commits that a pull request or a merge group proposes, judged by Conventional Commits. */

import type { Commit, History } from '../../snapshot/history.js';
import { type CheckedCommits, checkCommits } from './commit-check.js';
import { ancestry } from './commit-graph.js';

export interface ProposedCommits extends CheckedCommits {
  /** The title of the pull request, judged as a header. */
  readonly title?: { readonly title: string; readonly wrong?: string; readonly corrected?: string };
  /** Why not all of them are here. */
  readonly partial?: string;
}

/**
 * Judges what HEAD descends from and its base does not.
 * @param base where HEAD left the branch that it goes to
 * @param title of the pull request, where squashing makes it a commit's header
 * @param added the policy's types, in addition to the standard's
 */
export function proposedCommits(
  history: History,
  base: string | undefined,
  title: string | undefined,
  added: readonly string[],
): ProposedCommits {
  const theirs = base === undefined ? new Set<string>() : ancestry(history, base);
  const own = history.commits.filter(({ sha }) => !theirs.has(sha));
  // A base that is not among the commits that were read: what lies beyond them is not known.
  const partial = base !== undefined && theirs.size === 0 ? history.truncated : undefined;
  return {
    ...checkCommits(own, added),
    ...(title === undefined ? {} : { title: judgedTitle(title, added) }),
    ...(partial === undefined ? {} : { partial }),
  };
}

const NOBODY = { name: '', email: '', date: '1970-01-01T00:00:00.000Z' };

function judgedTitle(title: string, added: readonly string[]) {
  const asCommit: Commit = { sha: '', parents: [], author: NOBODY, committer: NOBODY, message: title };
  const [found] = checkCommits([asCommit], added).unconventional;
  if (!found) return { title };
  const { wrong, corrected } = found;
  return { title, wrong, ...(corrected === undefined ? {} : { corrected }) };
}
