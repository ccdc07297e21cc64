/** What is said of a criterion for a time: it stands in the policy file once a pull request is merged. */

import { LONGEST_DAYS, lastDay, POLICY_PATH } from '../../policy/policy.js';
import { UneditableError } from '../../policy/policy-edit.js';
import { isDate } from '../../policy/policy-file.js';
import { propose } from '../../publish/proposal.js';
import { noSuchCriterion } from '../../report/comment.js';
import { code } from '../../report/escape.js';
import type { Standard } from '../../standard/standard.js';
import { RefusedError, type Scene } from './command.js';

/** An id of the catalogue. @throws RefusedError */
export function criterionNamed(id: string, standard: Standard) {
  const criterion = standard.criterion(id);
  if (!criterion) throw new RefusedError(noSuchCriterion(id, standard));
  return criterion;
}

/** A day that is to come, and not too far. @throws RefusedError */
export function untilOf(text: string, what: keyof typeof LONGEST_DAYS, now: string): string {
  if (!isDate(text)) throw new RefusedError(`${code(text)} is no date: write it as in \`2027-01-31\`.`);
  const last = lastDay(what, now);
  if (text <= now.slice(0, 10)) throw new RefusedError(`${code(text)} has passed: a ${what} ends in the future.`);
  if (text > last) throw new RefusedError(`A ${what} lasts at most ${LONGEST_DAYS[what]} days: until ${last}.`);
  return text;
}

/** The longest that an attestation may last. */
export function furthest(what: keyof typeof LONGEST_DAYS, now: string): string {
  return lastDay(what, now);
}

/** Proposes a change of the policy; gives the answer. @throws RefusedError */
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
    /** What is said where there is nothing to change. */
    readonly nothing: string;
  },
): Promise<string> {
  try {
    const { data } = await octokit.rest.repos.get({ owner, repo });
    const proposal = { owner, repo, into: data.default_branch, branch: `cim-readiness/${branch}`, path: POLICY_PATH };
    const proposed = await propose(octokit, { ...proposal, edit, title, body });
    if (!proposed) throw new RefusedError(nothing);
    const { number, isOld } = proposed;
    return isOld
      ? `#${number} proposes that already: merge or close it first.`
      : `#${number} proposes it: merged is granted.`;
  } catch (error) {
    if (error instanceof UneditableError)
      throw new RefusedError(`The policy could not be changed: ${error.message}. Fix ${code(POLICY_PATH)} first.`);
    throw error;
  }
}
