/** `POST /mcp`, called by the client of the protocol itself, with the rights of the person who asks. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import nock from 'nock';
import { githubSource } from '../../src/app/mcp.js';
import { loginOf, personClient } from '../../src/github-client.js';
import { answerMcp } from '../../src/mcp/http.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { mcpRoutes } from '../../src/web/mcp.js';
import { githubOf } from '../collect/support/github.js';
import { removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';

beforeEach(withoutNetwork);
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.restore();
  removeFolders();
});

const URL_HERE = 'http://localhost:3000/mcp';
const API = 'https://api.github.com';

/** Who has a token, as GitHub says. */
function people(tokens: Readonly<Record<string, string>>): string[] {
  const asked: string[] = [];
  nock(API)
    .persist()
    .get('/user')
    .reply(function reply() {
      const token = String(this.req.headers['authorization']).replace(/^(?:token|bearer) /i, '');
      asked.push(token);
      const login = tokens[token];
      return login === undefined ? [401, { message: 'Bad credentials' }] : [200, { login }];
    });
  return asked;
}

function server({ publicUrl, hold }: { publicUrl?: string; hold?: Promise<void> } = {}) {
  const client = (token: string) => personClient('test', API, token);
  return mcpRoutes({
    publicUrl,
    addressOf: () => '192.0.2.1',
    personOf: token => loginOf(client(token)),
    answer: async (_, token, request) => {
      await hold;
      return answerMcp(request, githubSource(client(token), CIM_STANDARD));
    },
    now: () => 0,
  });
}

type Routes = ReturnType<typeof server>;

/** The protocol's own client, as a program that a person gave a token. */
async function connect(routes: Routes, token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const fetch = async (url: string | URL, init?: RequestInit) => routes.fetch(new Request(url, { ...init }));
  const headers = { authorization: `Bearer ${token}`, host: 'localhost:3000' };
  await client.connect(new StreamableHTTPClientTransport(new URL(URL_HERE), { fetch, requestInit: { headers } }));
  return client;
}

const post = (routes: Routes, headers: Readonly<Record<string, string>>, body = '{}') =>
  routes.request(URL_HERE, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', host: 'localhost', ...headers },
  });

describe('an assistant', () => {
  it('reads a module on GitHub with the token of its person', async () => {
    const asked = people({ 'token-of-ada': 'ada' });
    const dir = repository({ ...READY_TEXTS, 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' });
    const { requests } = githubOf(dir);
    const client = await connect(server(), 'token-of-ada');
    expect((await client.listTools()).tools).toHaveLength(5);
    const answer = async (name: string, args: object) => {
      const { content, isError } = await client.callTool({ name, arguments: { ...args } });
      return { text: (content as { text: string }[])[0]?.text ?? '', isError: isError ?? false };
    };
    const assessed = JSON.parse((await answer('assess', { module: 'acme/cim-x' })).text) as { findings: object[] };
    expect(assessed.findings).toContainEqual(expect.objectContaining({ criterion: 'rust-toolchain', status: 'unmet' }));
    const fix = await answer('propose_fix', { module: 'acme/cim-x', criteria: ['rust-toolchain'] });
    expect(fix.text).toContain('+channel = \\"1.');
    expect(await answer('assess', { module: '../etc' })).toEqual({
      isError: true,
      text: expect.stringContaining('name the module as OWNER/NAME'),
    });
    await client.close();
    expect(requests).toContain('Snapshot');
    expect(asked).toEqual(['token-of-ada']);
  });
});

describe('a request is refused', () => {
  it('without a token, or with one that GitHub does not accept', async () => {
    people({});
    const routes = server();
    expect((await post(routes, {})).status).toBe(401);
    expect((await post(routes, { authorization: 'Bearer nobody' })).status).toBe(401);
  });

  it.each([
    ['another host', { host: 'evil.example' }],
    ['a page of another site', { origin: 'https://evil.example' }],
  ])('from %s', async (_, headers) => {
    const asked = people({ t: 'ada' });
    expect((await post(server(), { authorization: 'Bearer t', ...headers })).status).toBe(403);
    expect((await post(server({ publicUrl: 'https://cim.example' }), { ...headers })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it('if it is long, or not a POST', async () => {
    people({ t: 'ada' });
    const long = await post(server(), { authorization: 'Bearer t' }, ' '.repeat(300 * 1_024));
    expect(long.status).toBe(413);
    expect((await server().request(URL_HERE, { headers: { host: 'localhost' } })).status).toBe(405);
  });

  it('while another one of the same person is answered', async () => {
    people({ t: 'ada', u: 'bob' });
    let release = () => undefined as void;
    const routes = server({ hold: new Promise(resolve => (release = resolve)) });
    const first = post(routes, { authorization: 'Bearer t' });
    await post(routes, { authorization: 'Bearer none' });
    expect((await post(routes, { authorization: 'Bearer t' })).status).toBe(429);
    release();
    expect((await first).status).toBeLessThan(500);
  });

  it('above the limit of a person, who still has to ask GitHub only once', async () => {
    const asked = people({ t: 'ada' });
    const routes = server();
    const statuses = new Set<number>();
    for (let n = 0; n < 61; n += 1) statuses.add((await post(routes, { authorization: 'Bearer t' })).status);
    expect(statuses).toContain(429);
    expect(asked).toEqual(['t']);
  });
});

describe('an assistant that asks for a stream', () => {
  it('gets an answer, and none stays open', async () => {
    people({ t: 'ada' });
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: {} });
    const response = await post(
      server(),
      { authorization: 'Bearer t', accept: 'application/json, text/event-stream' },
      body,
    );
    expect(await response.text()).toContain('"error"');
  });
});
