import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import nock from 'nock';
import { ACCESS_TRUSTED_MS, LONGEST_SESSION } from '../../src/web/sign-in/sessions.js';
import { type SignIn, signIn } from '../../src/web/sign-in/routes.js';
import { withoutNetwork } from '../support/network.js';

const HOST = 'https://readiness.example';
const GITHUB = 'https://github.com';
const API = 'https://api.github.com';

let now: number;
let failures: unknown[];
let people: SignIn;
let app: Hono;

afterAll(() => nock.restore());
beforeEach(withoutNetwork);
beforeEach(() => {
  now = Date.parse('2031-05-05T12:00:00Z');
  failures = [];
  people = signIn({
    clientId: 'Iv1.client',
    clientSecret: 'the client secret',
    publicUrl: HOST,
    github: GITHUB,
    apiUrl: API,
    userAgent: 'test',
    now: () => now,
    failed: error => failures.push(error),
  });
  app = new Hono();
  app.route('/', people.routes);
  app.get('/who', async c => {
    const { login, readable, notice } = await people.viewerOf(c);
    return c.json({ login, readable: [...readable], notice });
  });
});

/** A browser: it keeps cookies, and says where a request comes from. */
class Browser {
  readonly cookies = new Map<string, string>();

  async send(
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Response> {
    const own =
      method === 'POST'
        ? { origin: HOST, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
        : {};
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(`${HOST}${path}`, {
      method,
      headers: { cookie, ...own, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Begins, and returns what GitHub is asked. */
  async begin(to = '/tracker'): Promise<URLSearchParams> {
    const response = await this.send('POST', '/sign-in', {}, new URLSearchParams({ to }).toString());
    expect(response.status).toBe(303);
    const address = new URL(response.headers.get('location') ?? '');
    expect(address.origin + address.pathname).toBe(`${GITHUB}/login/oauth/authorize`);
    return address.searchParams;
  }

  async who(): Promise<{ login: string | null; readable: number[]; notice?: string }> {
    return (await this.send('GET', '/who')).json() as never;
  }
}

/** GitHub gives a token for the code. */
function gives(more: object = { expires_in: 28_800 }) {
  return nock(GITHUB)
    .post('/login/oauth/access_token')
    .reply(200, { access_token: 'ghu_x', token_type: 'bearer', ...more });
}

function knows(login: string) {
  return nock(API, { reqheaders: { authorization: 'token ghu_x' } })
    .get('/user')
    .reply(200, { login });
}

/** GitHub says which repositories the person can read. */
function lists(...ids: number[]) {
  nock(API)
    .get('/user/installations')
    .query(true)
    .reply(200, { installations: [{ id: 5 }] });
  nock(API)
    .get('/user/installations/5/repositories')
    .query(true)
    .reply(200, { repositories: ids.map(id => ({ id })) });
}

async function signedIn(...ids: number[]): Promise<Browser> {
  const browser = new Browser();
  const asked = await browser.begin();
  gives();
  knows('rita');
  await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
  lists(...ids);
  expect(await browser.who()).toEqual({ login: 'rita', readable: ids });
  return browser;
}

describe('signing in', () => {
  it('goes to GitHub with a state and a challenge, and comes back to the page', async () => {
    const browser = new Browser();
    const asked = await browser.begin('/modules/acme/cim-x?search=a');
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'Iv1.client',
      redirect_uri: `${HOST}/sign-in/callback`,
      code_challenge_method: 'S256',
    });
    let sent: Record<string, string> = {};
    nock(GITHUB)
      .post('/login/oauth/access_token', body => {
        sent = body as Record<string, string>;
        return true;
      })
      .reply(200, { access_token: 'ghu_x' });
    knows('rita');
    const response = await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/modules/acme/cim-x?search=a']);
    expect(sent).toMatchObject({ code: 'c0de', client_secret: 'the client secret' });
    expect(
      createHash('sha256')
        .update(sent['code_verifier'] ?? '')
        .digest('base64url'),
    ).toBe(asked.get('code_challenge'));
  });

  it('leaves a cookie that scripts, other websites, and other paths of the host never get', async () => {
    const browser = new Browser();
    const asked = await browser.begin();
    gives();
    knows('rita');
    const response = await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
    const cookie = response.headers.getSetCookie().find(each => each.startsWith('__Host-session='));
    expect(cookie).toMatch(/; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookie).not.toContain('ghu_x');
  });

  it.each([
    ['brings no state', () => ''],
    ['brings another state', (state: string) => `&state=${state}x`],
    ['brings a state of other signs', () => `&state=${'ü'.repeat(32)}`],
  ])('that %s did not begin here', async (_, given) => {
    const browser = new Browser();
    const asked = await browser.begin();
    const response = await browser.send('GET', `/sign-in/callback?code=c0de${given(asked.get('state') ?? '')}`);
    expect([response.status, await browser.who()]).toEqual([400, { login: null, readable: [] }]);
  });

  it('that began in another browser does not end in this one', async () => {
    const asked = await new Browser().begin();
    const victim = new Browser();
    expect((await victim.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`)).status).toBe(400);
  });

  it('ends where it began if the person says no', async () => {
    const browser = new Browser();
    const asked = await browser.begin('/about');
    const response = await browser.send('GET', `/sign-in/callback?error=access_denied&state=${asked.get('state')}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/about']);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\r\nx: y',
    `/${'x'.repeat(2_000)}`,
  ])('never leads to %j', async to => {
    const browser = new Browser();
    const asked = await browser.begin(to);
    const response = await browser.send('GET', `/sign-in/callback?error=access_denied&state=${asked.get('state')}`);
    expect(response.headers.get('location')).toBe('/');
  });

  it('with a code that GitHub refuses signs nobody in', async () => {
    const browser = new Browser();
    const asked = await browser.begin();
    nock(GITHUB).post('/login/oauth/access_token').reply(200, { error: 'bad_verification_code' });
    const response = await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
    expect([response.status, await browser.who()]).toEqual([400, { login: null, readable: [] }]);
  });

  it('says so if GitHub does not answer', async () => {
    const browser = new Browser();
    const asked = await browser.begin();
    nock(GITHUB).post('/login/oauth/access_token').reply(503);
    const response = await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
    expect([response.status, failures.length]).toEqual([502, 1]);
  });

  it.each([
    ['another website', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['nowhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('is refused to a form of %s, and so is signing out', async (_, headers) => {
    const browser = await signedIn(7);
    for (const path of ['/sign-in', '/sign-out']) expect((await browser.send('POST', path, headers)).status).toBe(403);
    expect((await browser.who()).login).toBe('rita');
  });

  it('never happens by a GET, and neither does signing out', async () => {
    const browser = await signedIn(7);
    for (const path of ['/sign-in', '/sign-out']) expect((await browser.send('GET', path)).status).toBe(404);
    expect((await browser.who()).login).toBe('rita');
  });

  it('takes no large form', async () => {
    expect(
      (await new Browser().send('POST', '/sign-in', { 'content-length': '100000' }, 'x'.repeat(100_000))).status,
    ).toBe(413);
  });
});

describe('a session', () => {
  it('ends on both sides when the person signs out', async () => {
    const browser = await signedIn(7);
    const key = browser.cookies.get('__Host-session') ?? '';
    const revoked = nock(API).delete('/applications/Iv1.client/token', { access_token: 'ghu_x' }).reply(204);
    const response = await browser.send('POST', '/sign-out');
    expect([response.status, browser.cookies.has('__Host-session')]).toEqual([303, false]);
    browser.cookies.set('__Host-session', key);
    expect(await browser.who()).toEqual({ login: null, readable: [] });
    while (!revoked.isDone()) await new Promise(resolve => setImmediate(resolve));
  });

  it('is believed for five minutes about what the person can read, and then asked again', async () => {
    const browser = await signedIn(7, 8);
    now += ACCESS_TRUSTED_MS - 1;
    expect((await browser.who()).readable).toEqual([7, 8]);
    now += 1;
    lists(8);
    expect((await browser.who()).readable).toEqual([8]);
    expect(ACCESS_TRUSTED_MS).toBeLessThanOrEqual(5 * 60_000);
  });

  it('asks GitHub once for requests that come together', async () => {
    const browser = await signedIn(7);
    now += ACCESS_TRUSTED_MS;
    lists(8);
    const all = await Promise.all([browser.who(), browser.who(), browser.who()]);
    expect(all.map(({ readable }) => readable)).toEqual([[8], [8], [8]]);
  });

  it('shows nothing private while GitHub does not answer, and says so', async () => {
    const browser = await signedIn(7);
    now += ACCESS_TRUSTED_MS;
    nock(API).get('/user/installations').query(true).reply(502);
    expect(await browser.who()).toMatchObject({ login: 'rita', readable: [], notice: /did not answer/ });
    // GitHub is not asked again at each request.
    expect((await browser.who()).readable).toEqual([]);
    now += 60_000;
    lists(7);
    expect(await browser.who()).toEqual({ login: 'rita', readable: [7] });
  });

  it('ends when GitHub no longer accepts the token', async () => {
    const browser = await signedIn(7);
    now += ACCESS_TRUSTED_MS;
    nock(API).get('/user/installations').query(true).reply(401);
    expect(await browser.who()).toMatchObject({ login: null, readable: [], notice: /Sign in again/ });
    expect(await browser.who()).toEqual({ login: null, readable: [] });
  });

  it('ends after eight hours at most', async () => {
    const browser = await signedIn(7);
    now += LONGEST_SESSION;
    expect(await browser.who()).toEqual({ login: null, readable: [] });
  });

  it('is not guessed', async () => {
    const browser = await signedIn(7);
    for (const key of ['', 'x', '../..', 'a'.repeat(43)]) {
      browser.cookies.set('__Host-session', key);
      expect((await browser.who()).login).toBeNull();
    }
  });

  it('knows every repository of a list with many pages', async () => {
    const browser = new Browser();
    const asked = await browser.begin();
    gives();
    knows('rita');
    await browser.send('GET', `/sign-in/callback?code=c0de&state=${asked.get('state')}`);
    nock(API)
      .get('/user/installations')
      .query(true)
      .reply(200, { installations: [{ id: 5 }] });
    for (const page of [1, 2, 3])
      nock(API)
        .get('/user/installations/5/repositories')
        .query({ per_page: 100, page })
        .reply(200, {
          repositories: Array.from({ length: page === 3 ? 4 : 100 }, (_, index) => ({ id: page * 1_000 + index })),
        });
    expect((await browser.who()).readable).toHaveLength(204);
  });

  it('of a person is one of ten at most: the oldest ends', async () => {
    const first = await signedIn(7);
    for (let count = 0; count < 10; count += 1) await signedIn(7);
    expect((await first.who()).login).toBeNull();
  });
});
