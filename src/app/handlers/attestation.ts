/** An attestation is confirmed by another person's approval of its pull request. */
import { POLICY_PATH } from '../../policy/policy.js';
import { withConfirmation } from '../../policy/policy-edit.js';
import { amend } from '../../publish/proposal.js';
import type { Handler } from '../context.js';
import { readPermissions } from '../permissions.js';

const BRANCH = /^cim-readiness\/attest-([a-z-]+)$/;

export const attestation: Handler = async (job, context) => {
  const { octokit, owner, repo, which } = job;
  const number = Number(which);
  const { data: pull } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  const [, criterion] = BRANCH.exec(pull.head.ref) ?? [];
  // The branch must be in this repository, not a branch of the same name in a fork.
  const isOurs = pull.user?.type === 'Bot' && pull.head.repo?.full_name === pull.base.repo.full_name;
  if (!criterion || !isOurs || pull.state !== 'open') return;
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  const people = new Set(
    reviews.flatMap(({ state, user }) => (state === 'APPROVED' && user && user.type !== 'Bot' ? [user.login] : [])),
  );
  for (const person of people) {
    if (!(await readPermissions(job, person)).write) continue;
    const isConfirmed = await amend(octokit, {
      owner,
      repo,
      branch: pull.head.ref,
      path: POLICY_PATH,
      title: `chore: confirm the attestation of ${criterion}`,
      edit: text => (text === undefined ? undefined : withConfirmation(text, criterion, person)),
    });
    if (!isConfirmed) continue;
    context.log.info({ audit: true, owner, repo, person, criterion }, 'attestation confirmed');
  }
};
