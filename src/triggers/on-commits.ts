/** Commits that are pushed, proposed or queued, and check-runs that are asked for again. */
import type { Probot } from 'probot';
import { assessAgain, assessAndLog } from './assess-and-log.js';
import { CHECK_RUN, COMMITS_CHECK_RUN, pullOf } from './assess-commit.js';
import type { House } from './house.js';
import { nameOf, type RepositoryPayload } from './modules.js';
import { commitOfPull } from './pull-request.js';
import { ofModule } from './received.js';
import { planMigration } from './say-of-migration.js';
import { standingOf } from './standing.js';

/** The actions of a pull request that change what is judged. */
const PULL_ACTIONS = [
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.reopened',
  'pull_request.ready_for_review',
  'pull_request.edited',
] as const;

const OURS: readonly string[] = [CHECK_RUN, COMMITS_CHECK_RUN];

/** A branch that GitHub makes for a merge group: `gh-readonly-queue/main/pr-7-…`. */
const GROUP = /^gh-readonly-queue\//;

export function onCommits(app: Probot, house: House): void {
  app.on('push', async ({ payload, octokit }) => {
    const { ref, after, deleted } = payload;
    const repository = payload.repository as RepositoryPayload;
    const branch = repository.default_branch;
    if (deleted || ref !== `refs/heads/${branch}`) return;
    await ofModule({ payload, octokit }, house, installation =>
      assessAndLog({ ...nameOf(repository), ref: branch, sha: after }, installation, house),
    );
  });

  app.on([...PULL_ACTIONS], async ({ payload, octokit }) => {
    // Of what can be edited, the base and the title alone change a verdict.
    if (payload.action === 'edited' && !payload.changes.base && !payload.changes.title) return;
    const { pull_request: pull } = payload;
    const again = payload.action === 'opened' || payload.action === 'synchronize' ? {} : { again: true };
    await ofModule({ payload, octokit }, house, async (installation, repository) => {
      const commit = await commitOfPull(installation, nameOf(repository), pull);
      await assessAndLog({ ...commit, ...again }, installation, house);
    });
  });

  app.on('merge_group.checks_requested', async ({ payload, octokit }) => {
    const { head_sha: sha, head_ref: ref, base_sha: base } = payload.merge_group;
    await ofModule({ payload, octokit }, house, (installation, repository) =>
      assessAndLog({ ...nameOf(repository), ref, sha, change: { base } }, installation, house),
    );
  });

  app.on('check_run.rerequested', async ({ payload, octokit }) => {
    const { check_run: run } = payload;
    if (!OURS.includes(run.name)) return;
    const pull = pullOf(run.external_id) ?? run.pull_requests[0]?.number;
    const branch = run.check_suite.head_branch;
    await ofModule({ payload, octokit }, house, (installation, repository) =>
      assessAgain(installation, repository, { sha: run.head_sha, branch, pull }, house),
    );
  });

  app.on('check_run.requested_action', async ({ payload, octokit }) => {
    const { check_run: run, requested_action: action, sender } = payload;
    if (!OURS.includes(run.name)) return;
    await ofModule({ payload, octokit }, house, async (installation, repository) => {
      const pull = pullOf(run.external_id) ?? run.pull_requests[0]?.number;
      const asked = { sha: run.head_sha, branch: run.check_suite.head_branch, pull };
      if (action?.identifier !== 'plan') return assessAgain(installation, repository, asked, house);
      if ((await standingOf(nameOf(repository), sender.login, installation)).write)
        await planMigration({ ...nameOf(repository), defaultBranch: repository.default_branch }, installation, house);
    });
  });

  app.on('check_suite.rerequested', async ({ payload, octokit }) => {
    const { check_suite: suite } = payload;
    // A merge group's base is not told here: the queue asks again by itself.
    if (GROUP.test(suite.head_branch ?? '')) return;
    const asked = { sha: suite.head_sha, branch: suite.head_branch, pull: suite.pull_requests[0]?.number };
    await ofModule({ payload, octokit }, house, (installation, repository) =>
      assessAgain(installation, repository, asked, house),
    );
  });
}
