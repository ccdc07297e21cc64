import { type Context, Hono } from 'hono';
import type { Delivery, FrontState } from './front-state.js';

/** The REST API for an app's webhook, which emulate lacks: https://docs.github.com/en/rest/apps/webhooks */
export function appRoutes(
  { emulator, get }: FrontState,
  installations: readonly { readonly login: string; readonly installation: number }[],
  deliveries: readonly Delivery[],
  target: () => string | undefined,
): Hono {
  const app = new Hono();

  app.get('/app/hook/config', async c => {
    const url = target();
    const hook = { ...(url === undefined ? {} : { url }), content_type: 'json', insecure_ssl: '0', secret: '********' };
    return (await refused(c)) ?? c.json(hook);
  });

  app.get('/app/hook/deliveries', async c => {
    const shown = deliveries.map(({ guid, at, event, action, status }, index) => ({
      id: index + 1,
      guid,
      delivered_at: at,
      redelivery: false,
      duration: 0.1,
      status: status === null ? 'failed to connect to host' : status < 400 ? 'OK' : `Invalid HTTP Response: ${status}`,
      status_code: status ?? 502,
      event,
      action,
      installation_id: null,
      repository_id: null,
    }));
    return (await refused(c)) ?? c.json(shown.reverse().slice(0, Number(c.req.query('per_page') ?? 30)));
  });

  // emulate does not tell which installation a token is for.
  const accounts = new Map<string, string>();
  app.post('/app/installations/:id/access_tokens', async c => {
    const { id } = c.req.param();
    const headers = { authorization: c.req.header('authorization') ?? '', 'content-type': 'application/json' };
    const given = { method: 'POST', headers, body: await c.req.text() };
    const response = await fetch(`${emulator}/app/installations/${id}/access_tokens`, given);
    const answer = (await response.json()) as { token?: string };
    const account = installations.find(each => String(each.installation) === id)?.login;
    if (answer.token !== undefined && account !== undefined) accounts.set(answer.token, account);
    return c.json(answer, response.status as 201);
  });

  app.get('/installation/repositories', async c => {
    const token = (c.req.header('authorization') ?? '').split(' ').at(-1) ?? '';
    const all = (await get<readonly object[]>(`/orgs/${accounts.get(token) ?? ''}/repos?per_page=100`)) ?? [];
    return c.json({ total_count: all.length, repositories: all });
  });

  return app;

  /** The answer to a request without the app's authentication, which emulate checks. */
  async function refused({ req }: Context): Promise<Response | undefined> {
    const headers = { authorization: req.header('authorization') ?? '' };
    const response = await fetch(`${emulator}/app`, { headers });
    return response.ok ? undefined : new Response(response.body, { status: response.status });
  }
}
