/**
 * The HTTP front. It reads a webhook up to the size limit, verifies its signature, stores the work that it requests, and only
 * then answers 202: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { verify } from '@octokit/webhooks-methods';
import { Hono } from 'hono';
import { StoreUnavailableError } from '../store/unavailable.js';
import { BodyError, bodyReader } from './bodies.js';

export const WEBHOOK_PATH = '/api/github/webhooks';
const WEBHOOK_PATHS = [WEBHOOK_PATH, '/'];

/** A webhook whose signature was verified. */
export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`: a GUID, the same when a delivery is sent again. */
  readonly id: string;
  readonly event: string;
  /** The unchanged body: a JSON object. */
  readonly payload: string;
}

/** The health of the server. How much work there is is missing if the store does not say so. */
export interface ServerState {
  readonly waiting?: number;
  readonly claimed?: number;
  /** How many entries were given up; `cim-readiness deliveries` lists them. */
  readonly dead?: number;
  /** What prevents the app from working, one line each. */
  readonly problems: readonly string[];
  /** Which permissions and events are missing, one line each. */
  readonly warnings: readonly string[];
}

export interface FrontSettings {
  /** Stores a delivery. When this returns, none of its work can be lost. */
  readonly accept: (delivery: Delivery) => Promise<void>;
  readonly state: () => Promise<ServerState>;
  /** The metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Who reads the metrics sends this as a bearer token. Without it, everyone can read them. */
  readonly metricsToken?: string;
  /** Called when a webhook was answered. */
  readonly answered?: (status: number, seconds: number) => void;
  /** A webhook is signed with one of these. */
  readonly webhookSecrets: readonly string[];
  /** What people and their programs see. */
  readonly pages: Hono;
  /** Called with an internal error, and the GUID of the webhook that met it. */
  readonly failed: (error: unknown, delivery?: string) => void;
}

/** After how many seconds a delivery that could not be stored can be sent again. */
const RETRY_AFTER = '30';

/** The routes of the server. */
export function front(settings: FrontSettings): Hono {
  const { accept, state, webhookSecrets, pages, failed } = settings;
  const app = new Hono();
  const withBody = bodyReader();

  app.use(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const { method, path } = c.req;
    if (method === 'POST' && WEBHOOK_PATHS.includes(path))
      settings.answered?.(c.res.status, (performance.now() - startedAt) / 1_000);
  });
  // Apps that an earlier version registered have only the server's address as their webhook URL.
  app.on('POST', WEBHOOK_PATHS, async c => {
    const id = c.req.header('x-github-delivery');
    const event = c.req.header('x-github-event');
    const signature = c.req.header('x-hub-signature-256');
    if (!id || !event) return c.text('no webhook of GitHub: X-GitHub-Delivery and X-GitHub-Event are missing\n', 400);
    if (!signature) return c.text('not signed: X-Hub-Signature-256 is missing; set a webhook secret\n', 401);
    return withBody(c.req.raw, async body => {
      const payload = body.toString('utf8');
      if (payload === '') return c.text('the body is empty\n', 400);
      if (!(await isSigned(payload, signature, webhookSecrets)))
        return c.text('the signature does not match: WEBHOOK_SECRET here and the secret on GitHub differ\n', 401);
      if (!isJsonObject(payload))
        return c.text('the body is no JSON object; set the content type application/json\n', 400);
      await accept({ id, event, payload });
      return c.text('accepted\n', 202);
    });
  });
  app.all(WEBHOOK_PATH, c => c.text('webhooks are sent here, by POST\n', 405, { allow: 'POST' }));
  app.get('/healthz', c => c.text('ok\n'));
  app.get('/readyz', async c => {
    const now = await state();
    const ready = now.problems.length === 0;
    return c.json({ ready, ...now }, ready ? 200 : 503);
  });
  app.get('/metrics', async c => {
    if (!mayRead(c.req.header('authorization'), settings.metricsToken))
      return c.text('METRICS_TOKEN is missing or differs: send it as a bearer token\n', 401, {
        'www-authenticate': 'Bearer',
      });
    return c.text(await settings.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  app.route('/', pages);
  app.notFound(c => c.text('there is nothing here\n', 404));
  app.onError((error, c) => {
    if (error instanceof BodyError)
      return c.text(`${error.message}\n`, error.status, { connection: 'close', 'retry-after': RETRY_AFTER });
    failed(error, c.req.header('x-github-delivery'));
    if (error instanceof StoreUnavailableError)
      return c.text(`nothing was stored: ${error.message}\n`, 503, { 'retry-after': RETRY_AFTER });
    return c.text('an error of this server; its log tells more\n', 500);
  });
  return app;
}

async function isSigned(payload: string, signature: string, secrets: readonly string[]): Promise<boolean> {
  for (const secret of secrets) if (await verify(secret, payload, signature)) return true;
  return false;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Whether a request may read the metrics. Hashes have one length, which a comparison in constant time needs. */
function mayRead(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(authorization ?? ''), hash(`Bearer ${token}`));
}
