/** What the doctor asks of GitHub, and what it makes of the answers. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { environmentFacts } from '../../src/cli/doctor.js';
import { askGitHub } from '../../src/cli/doctor-facts.js';
import { folder, removeFolders } from '../collect/support/repositories.js';
import { problemsOf } from '../support/github/contract.js';

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

/** A GitHub that answers so, and otherwise as `ANSWERS` say. */
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

const ask = () => askGitHub(CREDENTIALS, () => NOW);
const refusal = (): Promise<string> =>
  ask().then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});
afterAll(removeFolders);

describe('what the doctor asks of GitHub', () => {
  it('is six requests, each as GitHub describes it', async () => {
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
    ['nobody that is told', null, 'https://github.com/settings/apps/ready'],
  ])('knows the settings of an app of %s', async (_, owner, settings) => {
    github({ 'GET /app': [200, { ...APP, owner }] });
    expect((await ask()).app.settings).toBe(settings);
  });

  it('does not sign in where the app is suspended', async () => {
    const { requests } = github({
      'GET /app/installations': [200, [{ ...INSTALLATION, suspended_at: '2026-01-01T00:00:00Z' }]],
    });
    const { installations } = await ask();
    expect(installations).toMatchObject({ value: [{ isSuspended: true }] });
    expect(requests).not.toContain('GET /rate_limit');
  });

  it('knows a webhook without secret, address and verification', async () => {
    github({ 'GET /app/hook/config': [200, { insecure_ssl: 1 }] });
    expect((await ask()).hook).toEqual({ read: true, value: { isInsecure: true, hasSecret: false } });
  });

  it.each([
    ['GET /app/hook/config', 'hook'],
    ['GET /app/hook/deliveries', 'deliveries'],
    ['GET /app/installations', 'installations'],
  ] as const)('leaves unread what %s does not tell', async (request, part) => {
    github({ [request]: [404, { message: 'Not Found' }] });
    expect((await ask())[part]).toEqual({ read: false, reason: 'GitHub did not tell (Not Found)' });
    nock.cleanAll();
    github({ [request]: [200, 'a page'] });
    expect((await ask())[part]).toMatchObject({ read: false });
  });
});

describe('an app that cannot sign in is told of in one line', () => {
  const no = (status: number, message = 'no', headers = {}): Record<string, Answer> => ({
    'GET /app': [status, { message, documentation_url: 'https://docs.github.com/rest' }, headers],
  });

  it.each([
    [
      'a wrong key',
      no(401, 'A JSON web token could not be decoded'),
      /does not take the private key for app 7.*\(A JSON web token could not be decoded\)$/,
    ],
    ['an app that is gone', no(404, 'Integration not found'), /^github\.com knows no app 7/],
    ['a GitHub that is away', no(503), /^github\.com does not answer as it should \(503\)/],
    [
      'an address that may not ask',
      no(403, 'Your IP is not allowed'),
      /refuses to say anything of app 7: Your IP is not allowed$/,
    ],
    [
      'a clock that is wrong',
      no(401, 'no', { date: new Date(NOW - 300_000).toUTCString() }),
      /clock is 300 seconds ahead of GitHub's/,
    ],
    [
      'a host that is no GitHub',
      { 'GET /app': [200, 'Welcome', { 'content-type': 'text/html' }] },
      /github\.com does not answer as GitHub does/,
    ],
  ] as [string, Record<string, Answer>, RegExp][])('%s', async (_, answers, words) => {
    github(answers);
    const said = await refusal();
    expect(said).toMatch(words);
    expect(said).not.toContain('\n');
  });

  it('a network that leads nowhere', async () => {
    nock(CREDENTIALS.apiUrl)
      .get('/app')
      .replyWithError(Object.assign(new Error('getaddrinfo ENOTFOUND api.github.com'), { code: 'ENOTFOUND' }));
    expect(await refusal()).toBe('github.com cannot be reached: getaddrinfo ENOTFOUND api.github.com');
  });
});

describe('the environment', () => {
  const VARIABLES = { APP_ID: '7', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'x'.repeat(40) };

  it('is well where the server would start', () => {
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

  it('has a line for each variable that is wrong; the secret is spoken of by itself', () => {
    const facts = environmentFacts({ ...VARIABLES, WEBHOOK_SECRET: 'short', PORT: '70000', LOG_LEVEL: 'loud' });
    expect(facts.problems).toHaveLength(2);
    expect(facts.secretLength).toBe(5);
    expect(environmentFacts({ ...VARIABLES, WEBHOOK_SECRET: '' })).not.toHaveProperty('secretLength');
  });

  it('says why the folder cannot be written', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: file }).dataDir.problem).toBe(`${file} is no folder`);
    expect(environmentFacts({ ...VARIABLES, DATA_DIR: join(file, 'x') }).dataDir.problem).toBe(`${file} is no folder`);
  });
});
