import { describe, expect, it } from '@jest/globals';
import { RequestError } from '@octokit/request-error';
import { loggedError } from '../../src/app/telemetry/logged-error.js';
import { type SentSpan, tracingWith } from '../../src/app/telemetry/tracing.js';
import type { Claim } from '../../src/store/work.js';

const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
const TRACE = '72d3162ecc7811e381ab4c9367dc0958';
const CLAIM: Claim = {
  installation: 1,
  repository: 501,
  name: 'pull/7',
  owner: 'acme',
  repo: 'cim-secret',
  details: {},
  token: 'a',
  attempts: 1,
  delivery: GUID,
};

function traced() {
  const spans: SentSpan[] = [];
  let now = 1_000;
  return {
    spans,
    tracing: tracingWith(
      span => spans.push(span),
      () => (now += 10),
    ),
  };
}

describe('a trace', () => {
  it('leads from the webhook through each attempt to its steps and requests, also in another process', () => {
    const first = traced();
    first.tracing.webhook({ id: GUID, event: 'pull_request' })(false);
    const { spans, tracing } = traced();
    const ended = tracing.attempt(CLAIM);
    tracing.request(CLAIM, 'POST /graphql')(true);
    tracing.stepped(CLAIM, { name: 'collect', startedAt: 1, endedAt: 2, failed: false });
    ended('retry');
    const again = tracing.attempt({ ...CLAIM, token: 'b', attempts: 2 });
    again('done');
    const [webhook] = first.spans;
    const [request, step, attempt, second] = spans;
    expect([webhook, ...spans].map(span => span?.trace)).toEqual([TRACE, TRACE, TRACE, TRACE, TRACE]);
    expect(webhook).toMatchObject({ name: 'webhook', kind: 'server', startedAt: 1_010, endedAt: 1_020 });
    expect(attempt).toMatchObject({ name: 'pull', parent: webhook?.id, failure: 'retry' });
    expect([request, step]).toMatchObject([
      { name: 'POST /graphql', kind: 'client', parent: attempt?.id, failure: 'failed' },
      { name: 'collect', parent: attempt?.id },
    ]);
    expect(second).toMatchObject({ name: 'pull', parent: webhook?.id });
    expect(second).not.toHaveProperty('failure');
    expect(new Set(spans.map(({ id }) => id)).size).toBe(4);
    expect(JSON.stringify(spans)).not.toContain('cim-secret');
  });

  it('is one of its own where no delivery requested the work', () => {
    const { spans, tracing } = traced();
    const { delivery: _, ...claim } = CLAIM;
    tracing.attempt(claim)('done');
    expect(spans).toMatchObject([{ trace: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'pull' }]);
    expect(spans[0]).not.toHaveProperty('parent');
  });

  it('has a valid ID whatever the delivery says', () => {
    const { spans, tracing } = traced();
    tracing.webhook({ id: 'x'.repeat(10_000), event: 'push' })(true);
    expect(spans).toMatchObject([{ trace: expect.stringMatching(/^[0-9a-f]{32}$/), failure: 'failed' }]);
    expect(JSON.stringify(spans).length).toBeLessThan(1_000);
  });
});

it('an error is logged without the request and the answer that are attached to it', () => {
  const request = {
    method: 'POST',
    url: 'https://api.github.com/repos/acme/cim-x/issues/1/comments?a=token',
    headers: { authorization: 'token secret' },
    body: { body: 'a secret text' },
  } as const;
  const response = { status: 422, url: request.url, headers: {}, data: { errors: ['a secret answer'] } };
  const cause = new RequestError('Validation Failed', 422, { request, response });
  const logged = loggedError(new Error('outside', { cause }));
  expect(logged).toMatchObject({
    type: 'Error',
    cause: { message: 'Validation Failed', status: 422, request: 'POST /repos/acme/cim-x/issues/1/comments' },
  });
  expect(JSON.stringify(logged)).not.toMatch(/secret|token/);
  const circle = new Error('circle');
  circle.cause = circle;
  expect(JSON.stringify(loggedError(circle)).length).toBeLessThan(20_000);
  expect(loggedError('text')).toEqual({ type: 'string', message: 'text' });
});
