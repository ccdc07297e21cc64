/** What the doctor requests from GitHub, and how it reads the answers. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { environmentFacts } from '../../src/cli/doctor.js';
import { readDoctorFacts } from '../../src/cli/doctor-facts.js';
import { folder, removeFolders } from '../collect/support/repositories.js';
import { problemsOf } from '../support/github/contract.js';
import { withoutNetwork } from '../support/network.js';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
const CREDENTIALS = { id: 7, privateKey: PEM, apiUrl: 'https://api.github.com' };
const NOW = Date.parse('2026-06-01T00:00:00Z');

const GRANTED = { permissions: { checks: 'write' }, events: ['push'] };
const APP = {
  ...GRANTED,
  id: 7,
  slug: 'ready',
  name: 'Ready',
  html_url: 'https://github.com/apps/ready',
  owner: { login: 'acme', type: 'Organization' },
};
const INSTALLATION = {
  ...GRANTED,
  id: 5,
  html_url: 'https://github.com/organizations/acme/settings/installations/5',
  account: { login: 'acme' },
  repository_selection: 'selected',
  suspended_at: null,
};
const HOOK = { url: 'https://cim.example/', content_type: 'json', insecure_ssl: '0', secret: '********' };
const LIMIT = { limit: 5000, remaining: 4000, reset: NOW / 1000 };

const ANSWERS: Readonly<Record<string, unknown>> = {
  'GET /app': APP,
  'GET /app/hook/config': HOOK,
  'GET /app/hook/deliveries': [
    { guid: 'a', delivered_at: '2026-06-01T00:00:00Z', event: 'push', action: null, status: 'OK', status_code: 202 },
  ],
  'GET /app/installations': [INSTALLATION],
  'POST /app/installations/5/access_tokens': { token: 'ghs_x', expires_at: '2026-06-01T01:00:00Z', permissions: {} },
  'GET /rate_limit': { resources: { core: LIMIT, graphql: LIMIT } },
};

type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

/** Emulates a GitHub that gives the special answers and otherwise those of `ANSWERS`. */
function github(special: Readonly<Record<string, Answer>> = {}) {
  const requests: string[] = [];
  const problems: string[] = [];
  const scope = nock(CREDENTIALS.apiUrl).persist();
  for (const method of ['get', 'post'] as const)
    scope[method](/./).reply((uri, body) => {
      const request = `${method.toUpperCase()} ${uri.split('?')[0]}`;
      requests.push(request);
      problems.push(...problemsOf(method.toUpperCase(), uri, body));
      const known = ANSWERS[request];
      const otherwise: Answer =
        known === undefined ? [404, { message: 'Not Found' }] : [method === 'post' ? 201 : 200, known];
      const [status, value, headers] = special[request] ?? otherwise;
      const date = new Date(NOW).toUTCString();
      return [status, value as never, { 'content-type': 'application/json', date, ...headers }];
    });
  return { requests, problems };
}

const ask = () => readDoctorFacts(CREDENTIALS, () => NOW);
const refusal = (): Promise<string> =>
  ask().then(
    () => 'no error',
    (error: Error) => error.message,
  );

beforeEach(withoutNetwork);
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.restore();
  removeFolders();
});

describe('what the doctor requests from GitHub', () => {
  it('is six requests that match the description of the API', async () => {
    const { requests, problems } = github();
    const facts = await ask();
    expect({ problems, requests: requests.sort() }).toEqual({ problems: [], requests: Object.keys(ANSWERS).sort() });
    expect(facts).toEqual({
      host: 'github.com',
      clockAhead: { read: true, value: 0 },
      app: {
        ...GRANTED,
        id: 7,
        name: 'Ready',
        page: APP.html_url,
        settings: 'https://github.com/organizations/acme/settings/apps/ready',
      },
      hook: { read: true, value: { url: HOOK.url, contentType: 'json', isInsecure: false, hasSecret: true } },
      deliveries: {
        read: true,
        value: [{ guid: 'a', at: '2026-06-01T00:00:00Z', event: 'push', status: 'OK', statusCode: 202 }],
      },
      installations: {
        read: true,
        value: [
          {
            ...GRANTED,
            id: 5,
            page: INSTALLATION.html_url,
            account: 'acme',
            allRepositories: false,
            isSuspended: false,
            limits: {
              read: true,
              value: ['REST', 'GraphQL'].map(name => ({
                name,
                limit: 5000,
                remaining: 4000,
                resetAt: '2026-06-01T00:00:00.000Z',
              })),
            },
          },
        ],
      },
    });
  });

  it.each([
    ['a person', { login: 'ada', type: 'User' }, 'https://github.com/settings/apps/ready'],
    ['an enterprise', { slug: 'acme' }, 'https://github.com/enterprises/acme/settings/apps/ready'],
    ['an unknown owner', null, 'https://github.com/settings/apps/ready'],
  ])('finds the settings of an app of %s', async (_, owner, settings) => {
    github({ 'GET /app': [200, { ...APP, owner }] });
    expect((await ask()).app.settings).toBe(settings);
  });

  it('does not request limits for a suspended installation', async () => {
    const { requests } = github({
      'GET /app/installations': [200, [{ ...INSTALLATION, suspended_at: '2026-01-01T00:00:00Z' }]],
    });
    const { installations } = await ask();
    expect(installations).toMatchObject({ value: [{ isSuspended: true }] });
    expect(requests).not.toContain('GET /rate_limit');
  });

  it('reads a webhook without secret, address, and verification', async () => {
    github({ 'GET /app/hook/config': [200, { insecure_ssl: 1 }] });
    expect((await ask()).hook).toEqual({ read: true, value: { isInsecure: true, hasSecret: false } });
  });

  it.each([
    ['GET /app/hook/config', 'hook'],
    ['GET /app/hook/deliveries', 'deliveries'],
    ['GET /app/installations', 'installations'],
  ] as const)('leaves a part unread if %s fails', async (request, part) => {
    github({ [request]: [404, { message: 'Not Found' }] });
    expect((await ask())[part]).toEqual({ read: false, reason: 'GitHub answered: Not Found' });
    nock.cleanAll();
    github({ [request]: [200, 'a page'] });
    expect((await ask())[part]).toMatchObject({ read: false });
  });
});

describe('an app that cannot authenticate gets one line', () => {
  const no = (status: number, message = 'no', headers = {}): Record<string, Answer> => ({
    'GET /app': [status, { message, documentation_url: 'https://docs.github.com/rest' }, headers],
  });

  it.each([
    [
      'a wrong key',
      no(401, 'A JSON web token could not be decoded'),
      /rejected the private key for app 7 \(A JSON web token could not be decoded\): correct APP_ID/,
    ],
    ['an app that is gone', no(404, 'Integration not found'), /^github\.com has no app 7/],
    ['an unavailable GitHub', no(503), /^github\.com answered with status 503/],
    [
      'an IP address that is not allowed',
      no(403, 'Your IP is not allowed'),
      /refused to return app 7: Your IP is not allowed$/,
    ],
    [
      'a clock that is wrong',
      no(401, 'no', { date: new Date(NOW - 300_000).toUTCString() }),
      /clock is 300 seconds ahead of GitHub's/,
    ],
    [
      'a host that is not GitHub',
      { 'GET /app': [200, 'Welcome', { 'content-type': 'text/html' }] },
      /github\.com does not answer like GitHub/,
    ],
  ] as [string, Record<string, Answer>, RegExp][])('%s', async (_, answers, words) => {
    github(answers);
    const said = await refusal();
    expect(said).toMatch(words);
    expect(said).not.toContain('\n');
  });

  it('an unreachable network', async () => {
    nock(CREDENTIALS.apiUrl)
      .get('/app')
      .replyWithError(Object.assign(new Error('getaddrinfo ENOTFOUND api.github.com'), { code: 'ENOTFOUND' }));
    expect(await refusal()).toBe('could not reach github.com: getaddrinfo ENOTFOUND api.github.com');
  });
});

describe('the environment', () => {
  const VARIABLES = { APP_ID: '7', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'x'.repeat(40) };

  it('has no problems if the server would start', () => {
    const dir = folder();
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: dir })).toEqual({
      problems: [],
      secretLength: 40,
      dataDir: { path: dir, isNew: false },
    });
    const made = join(dir, 'a', 'b');
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: made }).dataDir).toEqual({ path: made, isNew: true });
    expect(existsSync(made)).toBe(false);
  });

  it('has one line for each invalid variable except the webhook secret', () => {
    const facts = environmentFacts({ ...VARIABLES, WEBHOOK_SECRET: 'short', PORT: '70000', LOG_LEVEL: 'loud' });
    expect(facts.problems).toHaveLength(2);
    expect(facts.secretLength).toBe(5);
    expect(environmentFacts({ ...VARIABLES, WEBHOOK_SECRET: '' })).not.toHaveProperty('secretLength');
  });

  it('tells why the directory is not writable', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: file }).dataDir.problem).toBe(`${file} is not a directory`);
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: join(file, 'x') }).dataDir.problem).toBe(
      `${file} is not a directory`,
    );
  });
});
