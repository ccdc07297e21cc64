/** Commands that change the policy file: each opens a pull request, and the change takes effect when it is merged. */

import { LONGEST_DAYS, lastDay, POLICY_PATH } from '../../policy/policy.js';
import { UneditableError } from '../../policy/policy-edit.js';
import { isDate } from '../../policy/dates.js';
import { propose } from '../../publish/proposal.js';
import { noSuchCriterion } from '../../report/comment.js';
import { code } from '../../report/escape.js';
import type { Standard } from '../../standard/standard.js';
import { RefusedError, type Scene } from './command.js';

/** The criterion with an ID. @throws RefusedError if there is none */
export function criterionNamed(id: string, standard: Standard) {
  const criterion = standard.criterion(id);
  if (!criterion) throw new RefusedError(noSuchCriterion(id, standard));
  return criterion;
}

/** Checks that a date is in the future and within the limit. @throws RefusedError if it is not */
export function checkedDate(text: string, what: keyof typeof LONGEST_DAYS, now: string): string {
  if (!isDate(text)) throw new RefusedError(`${code(text)} is not a valid date: use the form \`2027-01-31\`.`);
  const last = lastDay(what, now);
  if (text <= now.slice(0, 10)) throw new RefusedError(`${code(text)} is not in the future: use a later date.`);
  if (text > last)
    throw new RefusedError(
      `${what === 'waiver' ? 'A waiver' : 'An attestation'} lasts at most ${LONGEST_DAYS[what]} days: use a date no later than \`${last}\`.`,
    );
  return text;
}

/** The last day until which a waiver or an attestation can last. */
export function furthest(what: keyof typeof LONGEST_DAYS, now: string): string {
  return lastDay(what, now);
}

/** Opens a pull request that changes the policy file, and returns the answer. @throws RefusedError if nothing changes */
export async function proposePolicy(
  { owner, repo, job: { octokit } }: Scene,
  {
    branch,
    title,
    body,
    edit,
    nothing,
  }: {
    readonly branch: string;
    readonly title: string;
    readonly body: string;
    readonly edit: (text: string | undefined) => string | undefined;
    /** The answer if there is nothing to change. */
    readonly nothing: string;
  },
): Promise<string> {
  try {
    const { data } = await octokit.rest.repos.get({ owner, repo });
    const proposal = { owner, repo, into: data.default_branch, branch: `cim-readiness/${branch}`, path: POLICY_PATH };
    const proposed = await propose(octokit, { ...proposal, edit, title, body });
    if (!proposed) throw new RefusedError(nothing);
    const { number, isOther } = proposed;
    return isOther
      ? `#${number} already proposes such a change: merge or close #${number} first.`
      : `#${number} proposes the change, which takes effect when it is merged.`;
  } catch (error) {
    if (error instanceof UneditableError)
      throw new RefusedError(
        `This app could not change the policy file: ${error.message}. Fix ${code(POLICY_PATH)} first.`,
      );
    throw error;
  }
}
