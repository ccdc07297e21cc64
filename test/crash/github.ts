/** The GitHub of the crash driver: REST, GraphQL and webhooks over HTTP, with faults. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as jsonOf } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { sign } from '@octokit/webhooks-methods';
import type { Chance } from './chance.js';
import { INSTALLATION, OWNER, type Repository } from './repository.js';
import { type Answer, answerOf, answerOfQuery, answerToApp, type Request } from './rest.js';

export const SECRET = 'a secret of the crash driver';

/** What happens to a request instead of its answer. */
const FAULTS = ['bad gateway', 'server error', 'reset', 'slow', 'lost answer'] as const;
type Fault = (typeof FAULTS)[number];
/** A slow answer takes up to so many milliseconds. */
const SLOW = 400;

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

export interface GitHub {
  readonly url: string;
  /** Requests that this GitHub does not know. */
  readonly unknown: string[];
  readonly counts: { requests: number; faults: number; webhooks: number; lost: number; redelivered: number };
  /** The share of requests that meet a fault. */
  faults: number;
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
export async function startGitHub(repositories: readonly Repository[], chance: Chance): Promise<GitHub> {
  const deliveries: Delivery[] = [];
  const asked = new Map<string, number>();
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const github: GitHub = {
    url,
    unknown: [],
    counts: { requests: 0, faults: 0, webhooks: 0, lost: 0, redelivered: 0 },
    faults: 0,
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
    const path = decodeURIComponent(pathname).replace(/^\/api\/(?:v3\/)?/, '');
    const method = incoming.method ?? 'GET';
    const body = method === 'GET' ? {} : ((await jsonOf(incoming).catch(() => ({}))) as Request['body']);
    const request = { method, path, query: searchParams, body };
    const fault = faultOf(request);
    github.counts.requests++;
    github.seen('before', path);
    if (fault !== undefined) github.counts.faults++;
    if (fault === 'reset') return void incoming.socket.destroy();
    if (fault === 'bad gateway') return write(response, { status: 502, json: { message: 'Bad Gateway' } });
    if (fault === 'server error') return write(response, { status: 500, json: { message: 'Server Error' } });
    const answer = await answered(request);
    if (!answer) github.unknown.push(`${method} ${path}`);
    github.seen('after', path);
    if (fault === 'lost answer') return void incoming.socket.destroy();
    if (fault === 'slow') await setTimeout(SLOW * chance.draw('slow', path));
    write(response, answer ?? { status: 404, json: { message: 'Not Found' } }, request);
  }

  /** Which fault a request meets: the third of its kind always the same. */
  function faultOf({ method, path }: Request): Fault | undefined {
    const name = `${method} ${path.replace(/token-\d+/, '')}`;
    const nth = (asked.get(name) ?? 0) + 1;
    asked.set(name, nth);
    return chance.draw('fault', name, nth) < github.faults ? chance.pick(FAULTS, 'which', name, nth) : undefined;
  }

  async function answered(request: Request): Promise<Answer | undefined> {
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
    const [, name, rest = ''] = new RegExp(`^repos/${OWNER}/([^/]+)/?(.*)$`).exec(path) ?? [];
    const of = repositories.find(each => each.name === name);
    if (of) return answerOf(of, rest, request);
    return method === 'GET' || method === 'POST' ? answerToApp(repositories, request) : undefined;
  }

  function write(response: ServerResponse, { status, json, bytes }: Answer, request?: Request): void {
    if (bytes) return void response.writeHead(status, { 'content-type': 'application/x-gzip' }).end(bytes);
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const size = Number(request?.query.get('per_page') ?? 30);
    const page = Number(request?.query.get('page') ?? 1);
    if (Array.isArray(json) && request && json.length > page * size) {
      const query = new URLSearchParams(request.query);
      query.set('page', String(page + 1));
      headers['link'] = `<${url}/api/v3/${request.path}?${query.toString()}>; rel="next"`;
    }
    const value = Array.isArray(json) && request ? json.slice((page - 1) * size, page * size) : json;
    response.writeHead(status, headers).end(JSON.stringify(value));
  }
}

/** A webhook of a repository. */
export function webhookOf(event: string, repository: object, payload: object): Webhook {
  return { event, payload: { repository, installation: { id: INSTALLATION }, ...payload } };
}
