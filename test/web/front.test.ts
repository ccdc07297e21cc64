import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { Inbox } from '../../src/inbox/inbox.js';
import { sqliteInbox } from '../../src/inbox/sqlite-inbox.js';
import { BODY_CAP, deliveryOf, front, WEBHOOK_PATH } from '../../src/web/front.js';
import { headersOf } from '../app/support.js';

/** Every webhook that GitHub's own examples know. */
const EXAMPLES = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
) as readonly { readonly name: string; readonly examples: readonly unknown[] }[];

const SECRET = 'a secret of the tests';
let inbox: Inbox;
let app: ReturnType<typeof front>;
let failures: unknown[];
let woken: number;

beforeEach(() => {
  failures = [];
  woken = 0;
  inbox = sqliteInbox(new Database(':memory:'), () => 0);
  app = front({
    inbox,
    webhookSecret: SECRET,
    arrived: () => (woken += 1),
    failed: error => failures.push(error),
    version: '1.2.3',
  });
});

const BODY = JSON.stringify({ action: 'opened', repository: { full_name: 'Acme/cim-x' } });

function post(body: string | Uint8Array, headers: Record<string, string>) {
  return app.request(WEBHOOK_PATH, { method: 'POST', body: body as string, headers });
}

describe('a webhook', () => {
  it('is kept before it is accepted', async () => {
    const response = await post(BODY, headersOf('issues', 'guid-1', BODY));
    expect(response.status).toBe(202);
    expect(await inbox.next(new Set())).toEqual({
      id: 'guid-1',
      event: 'issues',
      payload: BODY,
      lane: 'acme/cim-x',
      attempts: 1,
    });
    expect(woken).toBe(1);
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
    expect(await inbox.waiting()).toBe(0);
    expect(failures).toEqual([]);
  });

  it('may come to the root, where the page that registers the app sends it', async () => {
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

  it('whose inbox cannot be written is not accepted, so that GitHub knows', async () => {
    inbox.put = () => Promise.reject(new Error('the disk is full'));
    const response = await post(BODY, headersOf('push', 'x', BODY));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('disk');
    expect(failures).toHaveLength(1);
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
      for (; sent <= BODY_CAP / 0x100000; sent += 1) write(chunk);
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

describe('what makes a delivery obsolete', () => {
  const topic = (event: string, payload: object) => deliveryOf('x', event, JSON.stringify(payload))?.topic;

  it('is a newer push of the same ref, or newer commits of the same pull request', () => {
    expect(topic('push', { ref: 'refs/heads/main' })).toBe('push refs/heads/main');
    expect(topic('pull_request', { action: 'synchronize', number: 3 })).toBe('synchronize 3');
    expect(topic('pull_request', { action: 'opened', number: 3 })).toBeUndefined();
    expect(topic('issue_comment', { action: 'created' })).toBeUndefined();
  });
});

it('tells that it is well, and how much waits', async () => {
  expect(await (await app.request('/healthz')).text()).toBe('ok\n');
  expect(await (await app.request('/readyz')).json()).toEqual({ ready: true, waiting: 0 });
  expect(await (await app.request('/')).text()).toContain('1.2.3');
  expect((await app.request('/nowhere')).status).toBe(404);
});
