/** What visitors do on the pages: comment, merge, and click the buttons of a check run. */
import { type Context, Hono } from 'hono';

export interface Visitor {
  readonly comment: (name: string, number: string, body: string) => Promise<void>;
  readonly merge: (name: string, number: string) => Promise<void>;
  readonly click: (name: string, run: string, button: string) => Promise<void>;
}

/** A form belongs to a page of this server: other sites cannot send one. */
function isOwn(c: Context): boolean {
  const origin = c.req.header('origin');
  return origin === undefined || origin === new URL(c.req.url).origin;
}

export function actionRoutes(visitor: () => Visitor): Hono {
  const app = new Hono();
  app.use(async (c, next) =>
    c.req.method !== 'POST' || isOwn(c) ? next() : c.text('this form is of another site\n', 403),
  );
  for (const kind of ['issues', 'pull'])
    app.post(`/:owner/:repo/${kind}/:number/comment`, async c => {
      const { owner, repo, number } = c.req.param();
      const { body } = await c.req.parseBody();
      if (typeof body === 'string' && body.trim() !== '') await visitor().comment(`${owner}/${repo}`, number, body);
      return c.redirect(`/${owner}/${repo}/${kind}/${number}#new`, 303);
    });
  app.post('/:owner/:repo/pull/:number/merge', async c => {
    const { owner, repo, number } = c.req.param();
    await visitor().merge(`${owner}/${repo}`, number);
    return c.redirect(`/${owner}/${repo}/pull/${number}`, 303);
  });
  app.post('/:owner/:repo/runs/:run/:button', async c => {
    const { owner, repo, run, button } = c.req.param();
    await visitor().click(`${owner}/${repo}`, run, button);
    const back = c.req.header('referer');
    return c.redirect(back?.startsWith(new URL(c.req.url).origin) ? back : `/${owner}/${repo}`, 303);
  });
  return app;
}

/** A visitor who acts as people of the organization. */
export function visitorOf(
  github: {
    readonly request: <T>(method: string, path: string, body?: unknown, as?: string) => Promise<T>;
    sendWebhook(event: string, payload: object): Promise<void>;
  },
  merge: (repo: string, number: number) => Promise<unknown>,
  { maintainer, installation }: { readonly maintainer: string; readonly installation: number },
): Visitor {
  return {
    comment: (name, number, body) =>
      github.request('POST', `/repos/${name}/issues/${number}/comments`, { body }, maintainer),
    merge: async (name, number) => void (await merge(name.split('/')[1] ?? '', Number(number))),
    async click(name, id, button) {
      const [run, repository] = await Promise.all([
        github.request<object>('GET', `/repos/${name}/check-runs/${id}`),
        github.request<object>('GET', `/repos/${name}`),
      ]);
      await github.sendWebhook('check_run', {
        action: 'requested_action',
        requested_action: { identifier: button },
        check_run: run,
        repository,
        installation: { id: installation },
        sender: { login: maintainer, type: 'User' },
      });
    },
  };
}
