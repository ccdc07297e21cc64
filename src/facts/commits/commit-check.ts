/** Checks commits together, for the criterion, the command line, and the check run on a pull request. */

import type { Commit } from '../../snapshot/history.js';
import { allowedTypes, checkCommit } from './commit-message.js';
import { correctedHeader } from './corrected-header.js';

/** A commit that is not a Conventional Commit. */
export interface Unconventional {
  readonly sha: string;
  /** The first line, as written. */
  readonly header: string;
  /** Completes "this commit …", without a period. */
  readonly wrong: string;
  /** The header as it should be, where its words tell. */
  readonly corrected?: string;
}

export interface CheckedCommits {
  /** How many were checked: all but those left aside. */
  readonly judged: number;
  /** Merges and reverts with Git's own headers. */
  readonly aside: number;
  /** In the order given. */
  readonly unconventional: readonly Unconventional[];
}

/**
 * Judges commits by Conventional Commits 1.0.
 * @param added the policy's types, in addition to the standard's
 */
export function checkCommits(commits: readonly Commit[], added: readonly string[]): CheckedCommits {
  const types = allowedTypes(added);
  const unconventional: Unconventional[] = [];
  let aside = 0;
  for (const commit of commits) {
    const judgement = checkCommit(commit, types);
    if (judgement.kind === 'aside') aside++;
    if (judgement.kind !== 'unconventional') continue;
    const { wrong, message } = judgement;
    const { header } = message;
    // Where the type is right and the header parses, it is what follows that is wrong.
    const corrected =
      message.type !== undefined && types.has(message.type) ? undefined : correctedHeader(header, types);
    unconventional.push({ sha: commit.sha, header, wrong, ...(corrected === undefined ? {} : { corrected }) });
  }
  return { judged: commits.length - aside, aside, unconventional };
}
