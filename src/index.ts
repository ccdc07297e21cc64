/** The Probot app: which event of GitHub starts what. */
import type { ApplicationFunction, Context, Probot } from 'probot';
import { UnreadableError } from './collect/unreadable.js';
import { assessCommit, CHECK_RUN, type CommitToAssess, pullOf } from './triggers/assess-commit.js';
import { headOf } from './triggers/branch.js';
import { obeyComment } from './triggers/comments.js';
import type { House, Installation } from './triggers/house.js';
import { isModule, nameOf, type RepositoryPayload } from './triggers/modules.js';
import { commitOfPull } from './triggers/pull-request.js';

/** The actions of a pull request that change what is judged. */
const PULL_ACTIONS = [
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.reopened',
  'pull_request.ready_for_review',
  'pull_request.edited',
] as const;

/** The app, in a house. */
export function readiness(house: House): ApplicationFunction {
  return (app: Probot) => {
    app.on('push', async ({ payload, octokit }) => {
      const { repository, ref, after, deleted } = payload;
      const branch = repository.default_branch ?? '';
      if (deleted || ref !== `refs/heads/${branch}`) return;
      await ofModule({ payload, octokit }, house, installation =>
        assess({ ...nameOf(repository as RepositoryPayload), ref: branch, sha: after }, installation),
      );
    });

    app.on([...PULL_ACTIONS], async ({ payload, octokit }) => {
      // Of what can be edited, the base alone changes the verdict.
      if (payload.action === 'edited' && !payload.changes.base) return;
      const { repository, pull_request: pull } = payload;
      await ofModule({ payload, octokit }, house, async installation =>
        assess(await commitOfPull(installation, nameOf(repository), pull), installation),
      );
    });

    app.on(['check_run.rerequested', 'check_run.requested_action'], async ({ payload, octokit }) => {
      const { repository, check_run: run } = payload;
      if (run.name !== CHECK_RUN) return;
      const pull = pullOf(run.external_id) ?? run.pull_requests[0]?.number;
      await ofModule({ payload, octokit }, house, installation =>
        assessAgain(installation, repository, { sha: run.head_sha, branch: run.check_suite.head_branch, pull }),
      );
    });

    app.on('check_suite.rerequested', async ({ payload, octokit }) => {
      const { repository, check_suite: suite } = payload;
      const pull = suite.pull_requests[0]?.number;
      await ofModule({ payload, octokit }, house, installation =>
        assessAgain(installation, repository, { sha: suite.head_sha, branch: suite.head_branch, pull }),
      );
    });

    app.on('issue_comment.created', async ({ payload, octokit }) => {
      const { repository, issue, comment } = payload;
      await ofModule({ payload, octokit }, house, installation =>
        obeyComment(
          {
            ...nameOf(repository),
            kind: 'issue',
            id: comment.id,
            body: comment.body,
            person: comment.user?.login ?? '',
            byMachine: isMachine(comment),
            number: issue.number,
            isPull: issue.pull_request !== undefined,
            author: issue.user?.login ?? '',
            defaultBranch: repository.default_branch,
          },
          installation,
          house,
        ),
      );
    });

    app.on('pull_request_review_comment.created', async ({ payload, octokit }) => {
      const { repository, pull_request: pull, comment } = payload;
      await ofModule({ payload, octokit }, house, installation =>
        obeyComment(
          {
            ...nameOf(repository),
            kind: 'review',
            id: comment.id,
            body: comment.body,
            person: comment.user?.login ?? '',
            byMachine: isMachine(comment),
            number: pull.number,
            isPull: true,
            author: pull.user?.login ?? '',
            defaultBranch: repository.default_branch,
          },
          installation,
          house,
        ),
      );
    });
  };

  async function assess(commit: CommitToAssess, installation: Installation): Promise<void> {
    const { owner, repo, ref, sha } = commit;
    try {
      await assessCommit(commit, installation, house);
      house.log.info({ owner, repo, ref, sha }, 'assessed');
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      // The check-run says so already.
      house.log.warn({ owner, repo, ref, sha, reason: error.message }, 'could not be assessed');
    }
  }

  /** A commit that was assessed before, or should have been: of a pull request, or of the default branch. */
  async function assessAgain(
    installation: Installation,
    repository: RepositoryPayload,
    { sha, branch, pull }: { sha: string; branch: string | null | undefined; pull: number | undefined },
  ): Promise<void> {
    const name = nameOf(repository);
    if (pull !== undefined) {
      const commit = await commitOfPull(installation, name, pull);
      // Its head has moved on since: that one has a check-run of its own.
      if (commit.sha === sha) return assess({ ...commit, again: true }, installation);
    }
    if (
      branch === repository.default_branch ||
      (await headOf(installation, name, repository.default_branch)).sha === sha
    )
      return assess({ ...name, ref: repository.default_branch, sha, again: true }, installation);
    return assess({ ...name, ref: branch ?? sha, sha, again: true }, installation);
  }
}

type Received = Pick<Context, 'octokit'> & {
  readonly payload: { readonly repository: unknown; readonly installation?: { readonly id: number } | undefined };
};

/** Goes on where the repository is a module, as the installation that the event came from. */
async function ofModule(
  { payload, octokit }: Received,
  house: House,
  go: (installation: Installation) => Promise<void>,
): Promise<void> {
  if (!payload.installation) {
    house.log.warn({}, 'an event without an installation: the webhook is not the app’s own');
    return;
  }
  const installation = { octokit: octokit as unknown as Installation['octokit'], id: payload.installation.id };
  if (await isModule(installation, payload.repository as RepositoryPayload)) await go(installation);
}

function isMachine(comment: {
  readonly user: { readonly type?: string | undefined } | null;
  readonly performed_via_github_app?: unknown;
}): boolean {
  return comment.user?.type === 'Bot' || Boolean(comment.performed_via_github_app);
}
