import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { StoreUnavailableError } from '../../src/store/unavailable.js';
import { BODY_LIMITS } from '../../src/web/bodies.js';
import { type Delivery, type FrontSettings, front, type ServerState, WEBHOOK_PATH } from '../../src/web/front.js';
import { headersOf } from '../app/support.js';

/** Every webhook that GitHub's own examples know. */
const EXAMPLES = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
) as readonly { readonly name: string; readonly examples: readonly unknown[] }[];

const SECRET = 'a secret of the tests';
let accepted: Delivery[];
let accept: (delivery: Delivery) => Promise<void>;
let state: ServerState;
let app: ReturnType<typeof front>;
let failures: unknown[];
let statuses: number[];

beforeEach(() => {
  failures = [];
  statuses = [];
  accepted = [];
  accept = async delivery => void accepted.push(delivery);
  state = { waiting: 3, claimed: 1, dead: 2, problems: [], warnings: [] };
  app = frontWith();
});

function frontWith(more: Partial<FrontSettings> = {}) {
  return front({
    accept: delivery => accept(delivery),
    state: async () => state,
    pages: new Hono().get('/', c => c.text('a page')),
    webhookSecrets: [SECRET, 'the secret before'],
    failed: error => failures.push(error),
    metrics: async () => 'a_metric 1\n',
    answered: status => statuses.push(status),
    ...more,
  });
}

const BODY = JSON.stringify({ action: 'opened', repository: { full_name: 'Acme/cim-x' } });

function post(body: string | Uint8Array, headers: Record<string, string>) {
  return app.request(WEBHOOK_PATH, { method: 'POST', body: body as string, headers });
}

describe('a webhook', () => {
  it('is kept before it is accepted', async () => {
    const response = await post(BODY, headersOf('issues', 'guid-1', BODY));
    expect(response.status).toBe(202);
    expect(accepted).toEqual([{ id: 'guid-1', event: 'issues', payload: BODY }]);
  });

  it.each([
    ['without a signature', BODY, { 'x-hub-signature-256': '' }, 401, 'not signed'],
    ['with a signature of another secret', BODY, headersOf('push', 'x', BODY, 'another'), 401, 'does not match'],
    ['with a signature of another body', BODY, headersOf('push', 'x', `${BODY} `), 401, 'does not match'],
    ['with half a signature', BODY, { 'x-hub-signature-256': 'sha256=ab' }, 401, 'does not match'],
    ['without an event', BODY, { 'x-github-event': '' }, 400, 'X-GitHub-Event'],
    ['that is empty', '', {}, 400, 'empty'],
    ['that is no JSON', 'payload=%7B%7D', headersOf('push', 'x', 'payload=%7B%7D'), 400, 'no JSON object'],
    ['that is a list', '[]', headersOf('push', 'x', '[]'), 400, 'no JSON object'],
    ['whose bytes are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400, 'no JSON object'],
  ])('%s is refused, and says why', async (_, body, headers, status, words) => {
    const response = await post(body, { ...headersOf('push', 'x', String(body)), ...headers });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(words);
    expect(accepted).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('may be signed with the secret before the present one, while it is being changed', async () => {
    expect((await post(BODY, headersOf('issues', 'guid-1', BODY, 'the secret before'))).status).toBe(202);
  });

  it('may come to the root, where GitHub sends it for apps that an earlier version registered', async () => {
    const response = await app.request('/', { method: 'POST', body: BODY, headers: headersOf('push', 'x', BODY) });
    expect(response.status).toBe(202);
  });

  it('is no GET', async () => {
    expect((await app.request(WEBHOOK_PATH)).status).toBe(405);
  });

  it('of any kind of GitHub is kept', async () => {
    const all = EXAMPLES.flatMap(({ name, examples: payloads }) =>
      payloads.map((payload, index) => ({
        name,
        id: `${name}-${index}`,
        body: JSON.stringify(payload),
      })),
    );
    for (const { name, id, body } of all) expect((await post(body, headersOf(name, id, body))).status).toBe(202);
    expect(all.length).toBeGreaterThan(100);
  });

  it('that cannot be stored is not accepted, so that GitHub knows', async () => {
    accept = () => Promise.reject(new StoreUnavailableError('the disk is full: free some space'));
    const response = await post(BODY, headersOf('push', 'x', BODY));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    expect(failures).toHaveLength(1);
  });

  it('that meets an error of the server is not told which', async () => {
    accept = () => Promise.reject(new Error('a secret of the server'));
    const response = await post(BODY, headersOf('push', 'x', BODY));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });
});

describe('a body over the cap', () => {
  let server: ServerType;
  let port: number;
  beforeEach(async () => {
    server = await new Promise(resolve => {
      const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made));
    });
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => new Promise(resolve => server.close(resolve)));

  it('that says its length is not read', async () => {
    const answer = await raw(port, `content-length: ${60 * 1024 * 1024}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that does not say it is read no further than the cap', async () => {
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    let sent = 0;
    const answer = await raw(port, 'transfer-encoding: chunked', write => {
      for (; sent <= BODY_LIMITS.bytes / 0x100000; sent += 1) write(chunk);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

/** A POST by hand: what the server answers, as soon as it answers. */
function raw(
  port: number,
  header: string,
  body: (write: (text: string) => void) => void = () => undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      const headers = ['x-github-event: push', 'x-github-delivery: x', 'x-hub-signature-256: sha256=00', header];
      socket.write(`POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\n${headers.join('\r\n')}\r\n\r\n`);
      body(text => socket.write(text));
    });
    socket.on('data', data => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

it('tells that it is well, how much waits, and what was given up', async () => {
  expect(await (await app.request('/healthz')).text()).toBe('ok\n');
  const ready = await app.request('/readyz');
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, ...state }]);
  expect(await (await app.request('/')).text()).toBe('a page');
  expect((await app.request('/nowhere')).status).toBe(404);
});

it('is not ready while the app cannot work', async () => {
  state = { ...state, problems: ['GitHub does not accept APP_ID'] };
  const ready = await app.request('/readyz');
  expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, problems: state.problems }]);
});

it('says why it is not ready although the store does not say how much waits', async () => {
  state = { problems: ['the database is damaged'], warnings: [] };
  const ready = await app.request('/readyz');
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, ...state }]);
});

it('shows its metrics to everyone, or to who sends the token', async () => {
  const metrics = await app.request('/metrics');
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await metrics.text()).toBe('a_metric 1\n');
  const closed = frontWith({ metricsToken: 'only for Prometheus' });
  const statusFor = async (authorization: string) =>
    (await closed.request('/metrics', { headers: { authorization } })).status;
  expect(await statusFor('Bearer only for Prometheus')).toBe(200);
  for (const authorization of ['', 'Bearer', 'only for Prometheus', 'Bearer only for prometheus'])
    expect(await statusFor(authorization)).toBe(401);
});

it('tells how each webhook was answered, and nothing of other requests', async () => {
  await post(BODY, headersOf('issues', 'guid-1', BODY));
  await post(BODY, headersOf('issues', 'guid-1', BODY, 'another secret'));
  accept = async () => Promise.reject(new StoreUnavailableError('the disk is full'));
  await post(BODY, headersOf('issues', 'guid-2', BODY));
  await app.request('/healthz');
  await app.request('/nowhere', { method: 'POST' });
  expect(statuses).toEqual([202, 401, 503]);
});
