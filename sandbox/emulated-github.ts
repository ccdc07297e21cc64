/**
 * A whole GitHub on this machine: `emulate` (state, App authentication, webhooks) behind a front of ours that adds what it
 * lacks: GraphQL, tarballs, branch rules, reactions, deliveries with a GUID each, and pages to look at.
 *
 *   /api/v3/…      REST       → emulate, but for what `front/` answers itself
 *   /api/graphql   GraphQL    → GitHub's own schema over emulate's state
 *   /OWNER/REPO/…  pages
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { createEmulator } from 'emulate';
import { Hono } from 'hono';
import { EVENTS, PERMISSIONS } from '../src/report/doctor/needs.js';
import { appRoutes } from './front/app.js';
import type { Backstage, Delivery } from './front/backstage.js';
import { graphqlRoutes } from './front/graphql.js';
import { pageRoutes } from './front/pages.js';
import { reactionRoutes } from './front/reactions.js';
import { restRoutes } from './front/rest.js';
import { subIssueRoutes } from './front/sub-issues.js';
import { deliver } from './front/webhooks.js';

export const ORGANISATION = 'cim';
export const APP = { id: 4242, slug: 'cim-readiness', name: 'CIM readiness', installation: 77 } as const;
/** Who owns the organisation, who may write to every module, and who may not. */
export const PEOPLE = { owner: 'olga', maintainer: 'maya', visitor: 'victor' } as const;

/** The app's credentials, as GitHub shows them once to who creates it. */
export interface Credentials {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export interface EmulatedGitHub {
  /** `http://127.0.0.1:PORT`: pages; REST below `/api/v3`. */
  readonly url: string;
  readonly host: string;
  readonly credentials: Credentials;
  /** Requests that came from the app: method and path. */
  readonly requests: readonly string[];
  /** Webhooks sent so far. */
  readonly deliveries: readonly Delivery[];
  /** A request to the REST API as a person (or as the organisation's owner); throws with GitHub's answer when it is refused. */
  readonly request: <T>(method: string, path: string, body?: unknown, as?: string) => Promise<T>;
  /** Where webhooks go from now on. */
  sendWebhooksTo(url: string): void;
  /** Sends a webhook that emulate does not send by itself. */
  sendWebhook(event: string, payload: object): Promise<void>;
  close(): Promise<void>;
}

/** What an app was granted. */
export interface Granted {
  readonly permissions: Record<string, string>;
  readonly events: string[];
}

const NEEDED: Granted = {
  permissions: Object.fromEntries(PERMISSIONS.map(({ name, level }) => [name, level])),
  events: EVENTS.map(({ name }) => name),
};

/** Token of a person: emulate takes any word that is seeded. */
const tokenOf = (login: string) => `token-of-${login}`;

/**
 * Starts it, with an organisation, its people, the named repositories (empty) and the app, installed on all of them.
 * @param port 0 takes any free port.
 * @param granted what the app was granted; without it, what it needs.
 */
export async function startEmulatedGitHub(
  repositories: readonly string[],
  port = 0,
  granted: Granted = NEEDED,
): Promise<EmulatedGitHub> {
  const webhookSecret = randomUUID();
  const deliveries: Delivery[] = [];
  const requests: string[] = [];
  let target: string | undefined;
  const app = new Hono();
  const server = await listen(app, port);
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;

  const people = Object.values(PEOPLE);
  const emulatorPort = await freePort();
  // It calls itself by the front's address, since that is what its answers' links should say.
  const inner = `http://127.0.0.1:${emulatorPort}`;
  const emulator = await createEmulator({
    service: 'github',
    port: emulatorPort,
    baseUrl: `${url}/api/v3`,
    seed: {
      tokens: Object.fromEntries(
        people.map(login => [tokenOf(login), { login, scopes: ['repo', 'user', 'admin:org'] }]),
      ),
      github: {
        users: people.map(login => ({ login })),
        orgs: [
          { login: ORGANISATION, members: [{ login: PEOPLE.owner, role: 'admin' }, { login: PEOPLE.maintainer }] },
        ],
        repos: repositories.map(name => ({ owner: ORGANISATION, name })),
        apps: [
          {
            app_id: APP.id,
            slug: APP.slug,
            name: APP.name,
            events: granted.events,
            permissions: granted.permissions,
            webhook_url: `${url}/webhooks`,
            installations: [{ installation_id: APP.installation, account: ORGANISATION }],
          },
        ],
      },
    },
  });

  const request = async <T>(method: string, path: string, body?: unknown, as: string = PEOPLE.owner): Promise<T> => {
    const response = await fetch(`${inner}${path}`, {
      method,
      headers: { authorization: `token ${tokenOf(as)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} as ${as}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  for (const name of repositories) {
    await request('PUT', `/repos/${ORGANISATION}/${name}/collaborators/${PEOPLE.maintainer}`, {
      permission: 'maintain',
    });
  }
  const backstage: Backstage = {
    emulator: inner,
    get: path =>
      request<never>('GET', path).catch(error => (/: 40[49] /.test(String(error)) ? undefined : Promise.reject(error))),
  };

  app.use('/api/*', async (c, next) => {
    requests.push(`${c.req.method} ${c.req.path.replace(/^\/api(\/v3)?/, '')}`);
    await next();
  });
  const send = async (event: string, body: string) => {
    if (target) deliveries.push(await deliver({ target, event, body, secret: webhookSecret, backstage }));
  };
  app.post('/webhooks', async c => {
    await send(c.req.header('x-github-event') ?? '', await c.req.text());
    return c.body(null, 202);
  });
  app.route('/api/graphql', graphqlRoutes(backstage));
  app.route('/api/v3', reactionRoutes(backstage));
  app.route(
    '/api/v3',
    appRoutes(backstage, ORGANISATION, deliveries, () => target),
  );
  app.route('/api/v3', subIssueRoutes(backstage));
  app.route('/api/v3', restRoutes(backstage));
  app.route('/', pageRoutes(backstage, deliveries));

  return {
    url,
    host,
    credentials: { appId: APP.id, privateKey: emulator.generatedSecrets[0]?.value ?? '', webhookSecret },
    deliveries,
    requests,
    request,
    sendWebhooksTo: to => {
      target = to;
    },
    sendWebhook: (event, payload) => send(event, JSON.stringify(payload)),
    close: async () => {
      await emulator.close();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function listen(app: Hono, port: number): Promise<ServerType> {
  return new Promise(resolve => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(server));
  });
}

/** A port that was free a moment ago: emulate wants a number. */
export async function freePort(): Promise<number> {
  const server = await listen(new Hono(), 0);
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
