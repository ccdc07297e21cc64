/** `/cim …` in comments. */
import type { Probot } from 'probot';
import { obeyComment } from './comments.js';
import type { House } from './house.js';
import { nameOf } from './modules.js';
import { ofModule } from './received.js';

export function onComments(app: Probot, house: House): void {
  app.on(['issue_comment.created', 'issue_comment.edited'], async ({ payload, octokit }) => {
    const { issue, comment } = payload;
    await ofModule({ payload, octokit }, house, (installation, repository) =>
      obeyComment(
        {
          ...nameOf(repository),
          kind: 'issue',
          id: comment.id,
          body: comment.body,
          ...(payload.action === 'edited' ? { before: payload.changes.body?.from ?? comment.body } : {}),
          person: payload.sender.login,
          byMachine: isMachine(comment) || payload.sender.type === 'Bot',
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

  app.on(
    ['pull_request_review_comment.created', 'pull_request_review_comment.edited'],
    async ({ payload, octokit }) => {
      const { pull_request: pull, comment } = payload;
      await ofModule({ payload, octokit }, house, (installation, repository) =>
        obeyComment(
          {
            ...nameOf(repository),
            kind: 'review',
            id: comment.id,
            body: comment.body,
            ...(payload.action === 'edited' ? { before: payload.changes.body?.from ?? comment.body } : {}),
            person: payload.sender.login,
            byMachine: isMachine(comment) || payload.sender.type === 'Bot',
            number: pull.number,
            isPull: true,
            author: pull.user?.login ?? '',
            defaultBranch: repository.default_branch,
          },
          installation,
          house,
        ),
      );
    },
  );
}

function isMachine(comment: {
  readonly user: { readonly type?: string | undefined } | null;
  readonly performed_via_github_app?: unknown;
}): boolean {
  return comment.user?.type === 'Bot' || Boolean(comment.performed_via_github_app);
}
