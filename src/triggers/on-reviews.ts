/** An attestation is confirmed by another person's approval of its pull request. */
import type { Probot } from 'probot';
import { POLICY_PATH } from '../policy/policy.js';
import { withConfirmation } from '../policy/policy-edit.js';
import { amend } from '../publish/proposal.js';
import type { House } from './house.js';
import { nameOf } from './modules.js';
import { ofModule } from './received.js';
import { standingOf } from './standing.js';

const BRANCH = /^cim-readiness\/attest-([a-z-]+)$/;

export function onReviews(app: Probot, house: House): void {
  app.on('pull_request_review.submitted', async ({ payload, octokit }) => {
    const { review, pull_request: pull } = payload;
    const [, criterion] = BRANCH.exec(pull.head.ref) ?? [];
    const person = review.user?.login;
    // The branch must be ours, not one of that name in a fork.
    const isOurs = pull.user?.type === 'Bot' && pull.head.repo?.full_name === pull.base.repo.full_name;
    if (!criterion || !person || !isOurs || review.state.toLowerCase() !== 'approved' || review.user?.type === 'Bot')
      return;
    await ofModule({ payload, octokit }, house, async (installation, repository) => {
      const name = nameOf(repository);
      if (!(await standingOf(name, person, installation)).write) return;
      const isConfirmed = await amend(installation.octokit, {
        ...name,
        branch: pull.head.ref,
        path: POLICY_PATH,
        title: `chore: confirm the attestation of ${criterion}`,
        edit: text => (text === undefined ? undefined : withConfirmation(text, criterion, person)),
      });
      if (isConfirmed) house.log.info({ audit: true, ...name, person, criterion }, 'attestation confirmed');
    });
  });
}
