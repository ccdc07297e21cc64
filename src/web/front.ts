/**
 * The HTTP front. It reads a webhook up to the size limit, verifies its signature, stores the work that it requests, and only
 * then answers 202: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
import { verify } from '@octokit/webhooks-methods';
import { Hono } from 'hono';
import { StoreUnavailableError } from '../store/unavailable.js';
import { BodyError, bodyReader } from './bodies.js';

export const WEBHOOK_PATH = '/api/github/webhooks';

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
  /** A webhook is signed with one of these. */
  readonly webhookSecrets: readonly string[];
  /** What people and their programs see. */
  readonly pages: Hono;
  /** Called with an internal error. */
  readonly failed: (error: unknown) => void;
  readonly version: string;
}

/** After how many seconds a delivery that could not be stored can be sent again. */
const RETRY_AFTER = '30';

/** The routes of the server. */
export function front({ accept, state, webhookSecrets, pages, failed, version }: FrontSettings): Hono {
  const app = new Hono();
  const withBody = bodyReader();

  // Apps that an earlier version registered have only the server's address as their webhook URL.
  app.on('POST', [WEBHOOK_PATH, '/'], async c => {
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
  app.get('/metrics', async c => c.text(metricsOf(await state(), version)));
  app.route('/', pages);
  app.notFound(c => c.text('there is nothing here\n', 404));
  app.onError((error, c) => {
    if (error instanceof BodyError)
      return c.text(`${error.message}\n`, error.status, { connection: 'close', 'retry-after': RETRY_AFTER });
    failed(error);
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

/** Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
function metricsOf({ waiting, claimed, dead, problems }: ServerState, version: string): string {
  const gauges = [
    ['cim_readiness_info', `{version="${version}"}`, 1, 'The version that runs.'],
    ['cim_readiness_work_waiting', '', waiting, 'Entries that wait to be worked on.'],
    ['cim_readiness_work_in_progress', '', claimed, 'Entries that are worked on now.'],
    ['cim_readiness_dead_letters', '', dead, 'Entries that were given up.'],
    ['cim_readiness_problems', '', problems.length, 'Problems that keep the app from working.'],
  ] as const;
  return gauges
    .flatMap(([name, labels, value, help]) =>
      value === undefined ? [] : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name}${labels} ${value}\n`,
    )
    .join('');
}
