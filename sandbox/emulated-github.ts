/**
 * An emulated GitHub on this machine: `emulate` (state, app authentication, webhooks) behind a front that adds missing features: GraphQL,
 * tarballs, branch rules, reactions, deliveries with a GUID, and pages for people.
 *
 *   /api/v3/…      REST       → emulate, except what `front/` answers itself
 *   /api/graphql   GraphQL    → GitHub's own schema with emulate's state
 *   /OWNER/REPO/…  pages
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { createEmulator } from 'emulate';
import { Hono } from 'hono';
import { EVENTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../src/report/doctor/needs.js';
import { appRoutes } from './front/app.js';
import type { Delivery, FrontState } from './front/front-state.js';
import { graphqlRoutes } from './front/graphql.js';
import { pageRoutes } from './front/pages.js';
import { reactionRoutes } from './front/reactions.js';
import { restRoutes } from './front/rest.js';
import { subIssueRoutes } from './front/sub-issues.js';
import { newTour, type Tour } from './front/tour.js';
import { actionRoutes, type Visitor } from './front/actions.js';
import { deliver } from './front/webhooks.js';
import { PRIVATE } from './registry.js';

export const ORGANIZATION = 'cim';
export const APP = { id: 4242, slug: 'cim-readiness', name: 'CIM readiness', installation: 77 } as const;
/** An organization whose repositories are crates and no modules, with a standard and names of its own. */
export const CRATES = { login: 'mill', installation: 78 } as const;
const INSTALLATIONS = [{ login: ORGANIZATION, installation: APP.installation }, CRATES] as const;
/** The owner of the organization, a maintainer with write access to every module, and a visitor without. */
export const PEOPLE = { owner: 'olga', maintainer: 'maya', visitor: 'victor' } as const;

/** The app's credentials, as GitHub shows them once when the app is created. */
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
  /** The requests of the app: method and path. */
  readonly requests: readonly string[];
  /** The webhooks sent so far. */
  readonly deliveries: readonly Delivery[];
  /** What the front page tells. */
  readonly tour: Tour;
  /** Lets visitors act on the pages. */
  welcome(visitor: Visitor): void;
  /** Sends a request to the REST API as a person, by default the organization's owner. Throws with GitHub's answer if it fails. */
  readonly request: <T>(method: string, path: string, body?: unknown, as?: string) => Promise<T>;
  /** Sends webhooks to this URL from now on. */
  sendWebhooksTo(url: string): void;
  /** Sends a webhook that emulate does not send. */
  sendWebhook(event: string, payload: object): Promise<void>;
  close(): Promise<void>;
}

/** The permissions and events that GitHub granted the app. */
export interface Granted {
  readonly permissions: Record<string, string>;
  readonly events: string[];
}

/** What the app needs and can use. */
const NEEDED: Granted = {
  permissions: Object.fromEntries([...PERMISSIONS, ...OPTIONAL_PERMISSIONS].map(({ name, level }) => [name, level])),
  events: EVENTS.map(({ name }) => name),
};

/** The full name of a repository. @param repo a name in the first organization, or `OWNER/NAME` */
export function fullName(repo: string): string {
  return repo.includes('/') ? repo : `${ORGANIZATION}/${repo}`;
}

/** The token of a person. emulate accepts any seeded text. */
const tokenOf = (login: string) => `token-of-${login}`;

/**
 * Starts the emulated GitHub with an organization, its people, the named empty repositories, and the app, which is installed on all of them.
 * @param port 0 selects any free port
 * @param granted by default, what the app needs
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
  // emulate uses the front's address for itself, so that the links in its answers lead to the front.
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
        orgs: INSTALLATIONS.map(({ login }) => ({
          login,
          members: [{ login: PEOPLE.owner, role: 'admin' as const }, { login: PEOPLE.maintainer }],
        })),
        repos: repositories.map(repo => {
          const [owner = '', name = ''] = fullName(repo).split('/');
          return { owner, name, private: PRIVATE.has(name) };
        }),
        apps: [
          {
            app_id: APP.id,
            slug: APP.slug,
            name: APP.name,
            events: granted.events,
            permissions: granted.permissions,
            webhook_url: `${url}/webhooks`,
            installations: INSTALLATIONS.map(({ login, installation }) => ({
              installation_id: installation,
              account: login,
            })),
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
    await request('PUT', `/repos/${fullName(name)}/collaborators/${PEOPLE.maintainer}`, {
      permission: 'maintain',
    });
  }
  const state: FrontState = {
    emulator: inner,
    get: path =>
      request<never>('GET', path).catch(error => (/: 40[49] /.test(String(error)) ? undefined : Promise.reject(error))),
  };

  app.use('/api/*', async (c, next) => {
    requests.push(`${c.req.method} ${c.req.path.replace(/^\/api(\/v3)?/, '')}`);
    await next();
  });
  const send = async (event: string, body: string) => {
    if (target) deliveries.push(await deliver({ target, event, body, secret: webhookSecret, state }));
  };
  app.post('/webhooks', async c => {
    await send(c.req.header('x-github-event') ?? '', await c.req.text());
    return c.body(null, 202);
  });
  app.route('/api/graphql', graphqlRoutes(state));
  app.route('/api/v3', reactionRoutes(state));
  app.route(
    '/api/v3',
    appRoutes(state, INSTALLATIONS, deliveries, () => target),
  );
  app.route('/api/v3', subIssueRoutes(state));
  app.route('/api/v3', restRoutes(state));
  const tour = newTour();
  let visitor: Visitor | undefined;
  app.route(
    '/',
    actionRoutes(() => {
      if (!visitor) throw new Error('the story has not begun');
      return visitor;
    }),
  );
  app.route('/', pageRoutes(state, deliveries, tour));

  return {
    url,
    host,
    credentials: { appId: APP.id, privateKey: emulator.generatedSecrets[0]?.value ?? '', webhookSecret },
    deliveries,
    requests,
    tour,
    request,
    welcome: to => {
      visitor = to;
    },
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

/** Finds a free port, because emulate needs a number. */
export async function freePort(): Promise<number> {
  const server = await listen(new Hono(), 0);
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
