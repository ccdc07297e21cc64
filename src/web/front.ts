/**
 * The HTTP front. A webhook is read no further than the cap, its signature is verified, it is written to the inbox, and only
 * then GitHub is told 202: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
import { verify } from '@octokit/webhooks-methods';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Delivery, Inbox } from '../inbox/inbox.js';

export const WEBHOOK_PATH = '/api/github/webhooks';

/** GitHub sends no more: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const BODY_CAP = 25 * 1024 * 1024;

export interface FrontSettings {
  readonly inbox: Inbox;
  readonly webhookSecret: string;
  /** Called after a delivery was kept. */
  readonly arrived: () => void;
  /** Told of an error of ours. */
  readonly failed: (error: unknown) => void;
  readonly version: string;
}

/** The routes of the server. */
export function front({ inbox, webhookSecret, arrived, failed, version }: FrontSettings): Hono {
  const app = new Hono();
  const tooLarge = bodyLimit({
    maxSize: BODY_CAP,
    onError: c => c.text(`a webhook has at most ${BODY_CAP / 1024 / 1024} MiB\n`, 413, { connection: 'close' }),
  });

  // The page that registers the app tells GitHub the server's address alone.
  app.on('POST', [WEBHOOK_PATH, '/'], tooLarge, async c => {
    const id = c.req.header('x-github-delivery');
    const event = c.req.header('x-github-event');
    const signature = c.req.header('x-hub-signature-256');
    if (!id || !event) return c.text('no webhook of GitHub: X-GitHub-Delivery and X-GitHub-Event are missing\n', 400);
    if (!signature) return c.text('not signed: X-Hub-Signature-256 is missing; set a webhook secret\n', 401);
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const payload = bytes.toString('utf8');
    if (payload === '') return c.text('the body is empty\n', 400);
    if (!(await verify(webhookSecret, payload, signature)))
      return c.text('the signature does not match: WEBHOOK_SECRET here and the secret on GitHub differ\n', 401);
    const delivery = deliveryOf(id, event, payload);
    if (!delivery) return c.text('the body is no JSON object; set the content type application/json\n', 400);
    await inbox.put(delivery);
    arrived();
    return c.text('accepted\n', 202);
  });
  app.all(WEBHOOK_PATH, c => c.text('webhooks are sent here, by POST\n', 405, { allow: 'POST' }));
  app.get('/healthz', c => c.text('ok\n'));
  app.get('/readyz', async c => c.json({ ready: true, waiting: await inbox.waiting() }));
  app.get('/', c => c.text(`cim-readiness ${version}: a GitHub App that measures production readiness\n`));
  app.notFound(c => c.text('there is nothing here\n', 404));
  app.onError((error, c) => {
    failed(error);
    return c.text('an error of this server; its log tells more\n', 500);
  });
  return app;
}

/** A delivery from its body; undefined where the body is no JSON object. */
export function deliveryOf(id: string, event: string, payload: string): Delivery | undefined {
  const body = objectIn(payload);
  if (!body) return undefined;
  const repository = recordAt(body, 'repository')?.['full_name'];
  const topic = topicOf(event, body);
  return {
    id,
    event,
    payload,
    lane: typeof repository === 'string' ? repository.toLowerCase() : '',
    ...(topic === undefined ? {} : { topic }),
  };
}

/** What a newer delivery makes obsolete: a push of the same ref, new commits of the same pull request. */
function topicOf(event: string, body: Readonly<Record<string, unknown>>): string | undefined {
  const { ref, action, number } = body;
  if (event === 'push' && typeof ref === 'string') return `push ${ref}`;
  if (event === 'pull_request' && action === 'synchronize' && typeof number === 'number')
    return `synchronize ${number}`;
  return undefined;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function recordAt(value: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> | undefined {
  const inner = value[key];
  return isRecord(inner) ? inner : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
