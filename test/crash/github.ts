/** The GitHub of the crash driver: REST, GraphQL and webhooks over HTTP, with faults. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as jsonOf } from 'node:stream/consumers';
import { sign } from '@octokit/webhooks-methods';
import type { Answer, Request } from './answer.js';
import type { Chance } from './chance.js';
import { FAULTS, type Fault, type Sent } from './faults.js';
import { OWNER, type Repository } from './repository.js';
import { answerOf, answerOfQuery, answerToApp, repositoryJson } from './rest.js';

export const SECRET = 'a secret of the crash driver';

/** Something that happened on GitHub, as a webhook tells it. */
export interface Webhook {
  readonly event: string;
  readonly payload: object;
}

interface Delivery extends Webhook {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/** A request, and the repository that it is about. */
export interface Asked extends Request {
  readonly of?: Repository;
}

export interface GitHub {
  readonly url: string;
  /** Requests that this GitHub does not know. */
  readonly unknown: string[];
  readonly counts: { requests: number; faults: number; webhooks: number; lost: number; redelivered: number };
  /** What a request meets instead of its answer. */
  faultOf: (request: Asked) => Fault | undefined;
  /** Whether the app is told where it is installed, so that its sweep finds the repositories. */
  isSwept: boolean;
  /** Where webhooks are sent, while a server listens. */
  target: string | undefined;
  /** Called with each request, before and after what it asks for is done. */
  seen: (when: 'before' | 'after', path: string) => void;
  /** Sends a webhook, so many times. What fails stays in the list that the app can ask for. */
  send(webhook: Webhook, times?: number): Promise<void>;
  /** Webhooks that never arrived. */
  undelivered(): Delivery[];
  close(): void;
}

/** Starts it. */
export async function startGitHub(repositories: readonly Repository[]): Promise<GitHub> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const github: GitHub = {
    url,
    unknown: [],
    counts: { requests: 0, faults: 0, webhooks: 0, lost: 0, redelivered: 0 },
    faultOf: () => undefined,
    isSwept: true,
    target: undefined,
    seen: () => undefined,
    async send(webhook, times = 1) {
      const guid = randomUUID();
      await Promise.all(Array.from({ length: times }, () => deliver(webhook, guid)));
    },
    undelivered: () => [...failed()],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return github;

  async function deliver({ event, payload }: Webhook, guid: string): Promise<void> {
    github.counts.webhooks++;
    const body = JSON.stringify(payload);
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-hub-signature-256': await sign(SECRET, body),
    };
    let status = 502;
    try {
      if (github.target !== undefined) ({ status } = await fetch(github.target, { method: 'POST', body, headers }));
    } catch {
      // Nobody listens, or it ended before it answered.
    }
    if (status !== 202) github.counts.lost++;
    const id = deliveries.length + 1;
    deliveries.unshift({ id, guid, event, payload, status_code: status, delivered_at: new Date().toISOString() });
  }

  function failed(): Delivery[] {
    const arrived = new Set(deliveries.flatMap(({ guid, status_code }) => (status_code === 202 ? [guid] : [])));
    return [...new Map(deliveries.filter(({ guid }) => !arrived.has(guid)).map(each => [each.guid, each])).values()];
  }

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', url);
    if (pathname === '/sign-in') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<title>In');
    if (pathname === '/loop') return void response.writeHead(308, { location: '/loop' }).end();
    const path = decodeURIComponent(pathname).replace(/^\/api\/(?:v3\/)?/, '');
    const method = incoming.method ?? 'GET';
    const body = method === 'GET' ? {} : ((await jsonOf(incoming).catch(() => ({}))) as Request['body']);
    const [, token] = /token-(\d+)-/.exec(incoming.headers.authorization ?? '') ?? [];
    const request = { method, path, query: searchParams, body, installation: Number(token ?? 0) };
    const of = repositoryOfRequest(request);
    const fault = github.faultOf({ ...request, ...(of ? { of } : {}) });
    github.counts.requests++;
    github.seen('before', path);
    if (fault) github.counts.faults++;
    if (fault && !fault.isDone) return fault.send(response, sentOf(NOT_FOUND, request));
    const answer = await answered(request, of);
    if (!answer) github.unknown.push(`${method} ${path}`);
    github.seen('after', path);
    const sent = sentOf(answer ?? NOT_FOUND, request);
    if (fault) return fault.send(response, sent);
    response.writeHead(sent.status, sent.headers).end(sent.body);
  }

  function repositoryOfRequest({ path, body, installation }: Request): Repository | undefined {
    const variables = body['variables'] as { readonly repo?: string } | undefined;
    const name = new RegExp(`^repos/${OWNER}/([^/]+)`).exec(path)?.[1] ?? variables?.repo;
    const asked = Number(/^app\/installations\/(\d+)\//.exec(path)?.[1] ?? installation);
    return repositories.find(each => (name === undefined ? each.installation === asked : each.name === name));
  }

  async function answered(request: Request, of: Repository | undefined): Promise<Answer | undefined> {
    const { method, path } = request;
    const [, again] = /^app\/hook\/deliveries\/(\d+)\/attempts$/.exec(path) ?? [];
    const delivery = deliveries.find(({ id }) => String(id) === again);
    if (delivery) {
      github.counts.redelivered++;
      void deliver(delivery, delivery.guid);
      return { status: 202, json: {} };
    }
    if (path === 'app/hook/deliveries') return { status: 200, json: deliveries };
    if (path === 'graphql') return answerOfQuery(repositories, request);
    const [, rest] = new RegExp(`^repos/${OWNER}/[^/]+/?(.*)$`).exec(path) ?? [];
    if (of && rest !== undefined) return answerOf(of, rest, request);
    const shown = github.isSwept ? repositories : [];
    return method === 'GET' || method === 'POST' ? answerToApp(shown, request) : undefined;
  }

  function sentOf({ status, json, bytes }: Answer, request: Request): Sent {
    if (bytes) return { status, headers: { 'content-type': 'application/x-gzip' }, body: bytes };
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const size = Number(request.query.get('per_page') ?? 30);
    const page = Number(request.query.get('page') ?? 1);
    if (Array.isArray(json) && json.length > page * size) {
      const query = new URLSearchParams(request.query);
      query.set('page', String(page + 1));
      headers['link'] = `<${url}/api/v3/${request.path}?${query.toString()}>; rel="next"`;
    }
    const value: unknown = Array.isArray(json) ? json.slice((page - 1) * size, page * size) : json;
    return { status, headers, body: Buffer.from(value === undefined ? '' : JSON.stringify(value)) };
  }
}

const NOT_FOUND: Answer = { status: 404, json: { message: 'Not Found' } };
const PASSING = Object.values(FAULTS).filter(({ effect }) => effect === 'passes');

/** A share of requests meets a fault that passes: the third of its kind always the same. */
export function chanceOfFaults(chance: Chance, share: number): GitHub['faultOf'] {
  const asked = new Map<string, number>();
  return ({ method, path }) => {
    const name = `${method} ${path}`;
    const nth = (asked.get(name) ?? 0) + 1;
    asked.set(name, nth);
    if (chance.draw('fault', name, nth) >= share) return undefined;
    return chance.pick(
      PASSING.filter(({ at }) => at?.test(name) ?? true),
      'which',
      name,
      nth,
    );
  };
}

/** A webhook of a repository. */
export function webhookOf(event: string, of: Repository, payload: object): Webhook {
  const installation = { id: of.installation };
  return { event, payload: { repository: repositoryJson(of), installation, ...payload } };
}
