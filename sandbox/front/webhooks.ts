import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery, FrontState } from './front-state.js';

/**
 * Sends a signed webhook with a GUID, like GitHub. emulate numbers its deliveries by the clock, so that two in one millisecond would look
 * like one. Adds fields that emulate's payloads lack.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export async function deliver(webhook: {
  target: string;
  event: string;
  body: string;
  secret: string;
  state: FrontState;
}): Promise<Delivery> {
  const payload = await completed(webhook.event, JSON.parse(webhook.body) as Record<string, unknown>, webhook.state);
  const body = JSON.stringify(payload);
  const guid = randomUUID();
  const response = await fetch(webhook.target, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/emulated',
      'x-github-event': webhook.event,
      'x-github-delivery': guid,
      'x-hub-signature-256': `sha256=${createHmac('sha256', webhook.secret).update(body).digest('hex')}`,
    },
    body,
  }).catch(() => undefined);
  const action = typeof payload['action'] === 'string' ? payload['action'] : null;
  return { guid, at: new Date().toISOString(), event: webhook.event, action, status: response?.status ?? null };
}

const NO_COMMIT = '0'.repeat(40);

async function completed(
  event: string,
  payload: Record<string, unknown>,
  state: FrontState,
): Promise<Record<string, unknown>> {
  if (event === 'issue_comment') return { ...payload, issue: await ofPull(payload, state) };
  if (event !== 'push') return payload;
  return {
    created: payload['before'] === NO_COMMIT,
    deleted: payload['after'] === NO_COMMIT,
    forced: false,
    base_ref: null,
    commits: [],
    head_commit: { id: payload['after'] },
    ...payload,
  };
}

/** The issue of a comment, marked like on GitHub if it is a pull request. */
async function ofPull(payload: Record<string, unknown>, { get }: FrontState): Promise<Record<string, unknown>> {
  const issue = payload['issue'] as { number: number };
  const repository = payload['repository'] as { full_name: string };
  const pull = await get<{ url: string; html_url: string }>(`/repos/${repository.full_name}/pulls/${issue.number}`);
  return pull ? { ...issue, pull_request: { url: pull.url, html_url: pull.html_url } } : { ...issue };
}
