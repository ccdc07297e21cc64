/** GitHub's faults: each is tried again or said in the check-run, and none of them makes a violation. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pullOf, pushOf, X } from './support.js';

const API = 'https://api.github.com';
const TARBALL = /^\/repos\/acme\/cim-x\/tarball\//;

let app: App;
let dir: string;
beforeEach(() => {
  withoutNetwork();
  dir = repository(READY_TEXTS);
});
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const push = async (first: () => void) => {
  app = await appOn(dir, { first });
  await app.send('push', pushOf(headCommit(dir)));
  await app.settled();
};
const runs = () => app.github.checkRuns.filter(({ name }) => name === 'CIM readiness');
const violations = async () =>
  (await app.ledger.latest(X.repository, 'main'))?.findings.filter(({ status }) => status === 'unmet');
/** What the ready module lacks on this GitHub anyway: it is no protected repository of that name. */
let usual: readonly string[];
beforeEach(async () => {
  app = await appOn(dir);
  await app.send('push', pushOf(headCommit(dir)));
  await app.settled();
  usual = (await violations())?.map(({ criterion }) => criterion) ?? [];
  await app.stop();
});

describe('a fault that passes', () => {
  it.each<[string, () => void]>([
    ['502 of the query', () => nock(API).post('/graphql').reply(502, 'Bad Gateway')],
    ['503 of the query', () => nock(API).post('/graphql').reply(503, { message: 'unavailable' })],
    ['429', () => nock(API).post('/graphql').reply(429, { message: 'slow down' }, { 'retry-after': '1' })],
    [
      '403 of a secondary rate limit',
      () => nock(API).post('/graphql').reply(403, { message: 'secondary rate limit' }, { 'retry-after': '1' }),
    ],
    ['401 of a token that expired', () => nock(API).post('/graphql').reply(401, { message: 'Bad credentials' })],
    ['a connection that closes', () => nock(API).post('/graphql').replyWithError({ code: 'ECONNRESET' })],
  ])('%s is said, tried again, and then the verdict is right', async (_, first) => {
    await push(first);
    expect(runs()).toMatchObject([{ status: 'completed', output: { title: 'Could not be assessed' } }]);
    expect((await app.work.counts()).waiting).toBe(1);
    expect(await violations()).toBeUndefined();
    await app.later(3_700);
    expect(runs()).toMatchObject([{ status: 'completed' }]);
    expect(runs()[0]?.output?.title).toMatch(/% ready/);
    expect((await violations())?.map(({ criterion }) => criterion)).toEqual(usual);
  });
});

describe('a limit of queries, which GitHub tells with status 200', () => {
  it('is waited out until the time that GitHub names', async () => {
    const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };
    const reset = String(Math.ceil(Date.now() / 1_000) + 1_200);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    await push(() => nock(API).post('/graphql').reply(200, body, headers));
    expect(runs()).toMatchObject([{ output: { title: 'Could not be assessed' } }]);
    const [entry] = await app.work.list();
    expect(entry).toMatchObject({ state: 'waiting', reason: expect.stringContaining('API rate limit exceeded') });
    await app.later(900);
    expect(runs()).toMatchObject([{ output: { title: 'Could not be assessed' } }]);
    await app.later(310);
    expect(runs()[0]?.output?.title).toMatch(/% ready/);
  });
});

describe('an archive', () => {
  it.each<[string, () => void]>([
    ['that is refused', () => nock(API).get(TARBALL).reply(403, { message: 'Resource not accessible by integration' })],
    ['that is away', () => nock(API).get(TARBALL).reply(504, 'timeout')],
    [
      'that ends early',
      () =>
        nock(API)
          .get(TARBALL)
          .reply(200, gzipSync(Buffer.alloc(5_000, 'x')).subarray(0, 30)),
    ],
    ['that is none', () => nock(API).get(TARBALL).reply(200, 'not an archive at all')],
  ])('%s makes no verdict: it is said, never kept, and tried again', async (_, first) => {
    await push(first);
    expect(runs()).toMatchObject([
      {
        conclusion: 'failure',
        output: { title: 'Could not be assessed', summary: expect.stringContaining('archive') },
      },
    ]);
    expect(await violations()).toBeUndefined();
    expect(await app.work.counts()).toMatchObject({ waiting: 1 });
    await app.later(10);
    expect(runs()).toMatchObject([{ output: { title: expect.stringContaining('% ready') } }]);
    expect((await violations())?.map(({ criterion }) => criterion)).toEqual(usual);
  });
});

describe('an error beside data', () => {
  it('leaves that part alone unknown', async () => {
    await push(() => undefined);
    await app.stop();
    const refused = {
      data: { repository: null },
      errors: [{ type: 'FORBIDDEN', path: ['repository'], message: 'Resource not accessible by integration' }],
    };
    await push(() => nock(API).post('/graphql').reply(200, refused));
    await app.settled();
    expect(runs()).toMatchObject([
      {
        conclusion: 'failure',
        output: { title: 'Could not be assessed', summary: expect.stringContaining('not accessible') },
      },
    ]);
  });
});

describe('a check-run', () => {
  it.each([1, 2])('is one, though the answers to %d requests that made it were lost', async lost => {
    app = await appOn(dir);
    for (let index = 0; index < lost; index += 1)
      app.github.faults.push({ path: /(POST|PATCH) check-runs/, status: 502, done: true });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    await app.later(3_700);
    expect(runs()).toMatchObject([{ status: 'completed', output: { title: expect.stringContaining('% ready') } }]);
  });

  it('that says a failure does not stay so when another commit is assessed instead', async () => {
    await push(() => nock(API).post('/graphql').reply(502, 'Bad Gateway'));
    expect(runs()).toMatchObject([{ output: { title: 'Could not be assessed' } }]);
    const newer = commit(dir, 'docs: say more');
    await app.later(3_700);
    expect(runs()).toMatchObject([
      { conclusion: 'neutral', output: { title: 'A newer commit was assessed' } },
      { head_sha: newer, output: { title: expect.stringContaining('% ready') } },
    ]);
  });

  it('that says a failure is about the pull request with the same head when another commit is assessed instead', async () => {
    const shared = headCommit(dir);
    git(dir, 'branch', 'topic');
    let isFailing = false;
    app = await appOn(dir, {
      first: () =>
        nock(API)
          .post('/graphql', () => isFailing)
          .reply(502, 'Bad Gateway'),
    });
    await app.send('pull_request', pullOf('opened', shared, shared));
    await app.settled();
    const [{ conclusion } = {}] = runs();
    isFailing = true;
    await app.send('push', pushOf(shared));
    await app.settled();
    expect(runs()).toMatchObject([{ output: { title: 'Could not be assessed' } }]);
    commit(dir, 'docs: say more');
    await app.later(3_700);
    expect(runs()[0]).toMatchObject({ head_sha: shared, conclusion });
    expect(runs()[0]?.output?.title).not.toBe('Could not be assessed');
  });

  it.each([
    ['404: the repository was deleted meanwhile', 404, false],
    ['422: GitHub does not take it', 422, false],
    ['409: somebody was faster', 409, true],
    ['500', 500, true],
  ])('that is refused with %s', async (_, status, again) => {
    app = await appOn(dir);
    app.github.faults.push({ path: /POST check-runs/, status }, { path: /POST check-runs/, status });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    expect((await app.work.counts()).waiting).toBe(again ? 1 : 0);
    if (again) await app.later(3_700);
    expect(runs().every(run => run.status === 'completed')).toBe(true);
    expect(await app.ledger.unfinishedCheckRuns()).toEqual([]);
  });
});
