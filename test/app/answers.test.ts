/** A command survives whatever GitHub, or a proxy in front of it, answers to one of its requests. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, X } from './support.js';

const API = 'https://api.github.com';
const PROPOSED = '#40 proposes the change, which takes effect when it is merged.';

let app: App;
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

/** Comments `/cim waive`, after preparing answers that come before GitHub's own. */
async function waive(first: () => void = () => undefined): Promise<void> {
  const { 'CHANGELOG.md': _, ...texts } = READY_TEXTS;
  app = await appOn(repository(texts), { first });
  app.github.permissions.set('olga', 'maintain');
  await app.send('issue_comment', commentOf('/cim waive changelog until 2026-10-31 because of a fork', 'olga'));
  await app.settled();
}

/** The requests of the command whose answers it reads. */
const REQUESTS: readonly (readonly [string, 'get' | 'post', RegExp])[] = [
  ['the comment', 'get', /\/issues\/comments\/\d+$/],
  ['the answers so far', 'get', /\/issues\/7\/comments\?/],
  ["the person's permission", 'get', /\/collaborators\/olga\/permission$/],
  ['the repository', 'get', /\/repos\/acme\/cim-x$/],
  ['the pull requests that are open', 'get', /\/pulls\?head=/],
  ['the default branch', 'get', /\/branches\/main$/],
  ['the new pull request', 'post', /\/pulls$/],
  ['the new answer', 'post', /\/issues\/7\/comments$/],
];
const ANSWERS: readonly (readonly [string, string, string])[] = [
  ["a proxy's page", '<html>Please sign in</html>', 'text/html'],
  ['half an answer', '{"id": 1, "perm', 'application/json'],
  ['nothing', '', 'application/json'],
  ['an object that says nothing', '{"message": null}', 'application/json'],
];

describe('a command', () => {
  it.each(
    REQUESTS.flatMap(([what, ...request]) => ANSWERS.map(([answer, ...sent]) => ({ what, request, answer, sent }))),
  )(
    'is run, and answered once, after $answer instead of $what',
    async ({ request: [method, path], sent: [body, type] }) => {
      await waive(() => nock(API)[method](path).reply(200, body, { 'content-type': type }));
      expect(app.github.comments).toEqual([]);
      await app.later(10);
      expect(app.github.comments).toEqual([PROPOSED]);
      expect(app.github.proposals.pulls).toHaveLength(1);
      expect(await app.work.list()).toEqual([]);
    },
  );

  it.each([403, 404, 422])('needs no reaction: GitHub may refuse it with %d', async status => {
    await waive(() =>
      nock(API)
        .post(/\/reactions$/)
        .twice()
        .reply(status, { message: 'no' }),
    );
    expect(app.github.comments).toEqual([PROPOSED]);
    expect(await app.work.list()).toEqual([]);
  });

  it('proposes the same change once, though the answer was lost', async () => {
    await waive(() =>
      nock(API)
        .post(/\/issues\/7\/comments$/)
        .reply(502),
    );
    await app.later(10);
    expect(app.github.comments).toEqual([PROPOSED]);
    expect(app.github.proposals.pulls).toHaveLength(1);
  });

  it('that GitHub refuses is answered in its words, and not promised to be tried again', async () => {
    await waive(() =>
      nock(API)
        .post(/\/git\/refs$/)
        .reply(403, { message: 'Resource not accessible by integration' }),
    );
    expect(app.github.comments).toEqual([
      '`/cim waive` failed: GitHub refused with 403: Resource not accessible by integration',
    ]);
    expect(await app.work.list()).toEqual([]);
  });

  it('on a repository that has no commits is answered', async () => {
    const empty = { data: { repository: { databaseId: X.repository, defaultBranchRef: null, object: null } } };
    app = await appOn(repository({ 'README.md': '# x' }), {
      first: () => void nock(API).post('/graphql').reply(200, empty),
    });
    await app.send('issue_comment', commentOf('/cim plan'));
    await app.settled();
    expect(app.github.comments).toHaveLength(1);
    expect(app.github.comments[0]).toMatch(/^`\/cim plan` failed: .*no commit/);
  });
});

describe('an address of queries that is missing', () => {
  it('is a fault that passes: a proxy is being set up', async () => {
    app = await appOn(repository(READY_TEXTS), { first: () => void nock(API).post('/graphql').reply(404, 'not here') });
    await app.send('issue_comment', commentOf('/cim plan'));
    await app.settled();
    expect(app.github.comments).toEqual([]);
    await app.later(10);
    expect(app.github.comments).toHaveLength(1);
    expect(app.github.comments[0]).not.toContain('failed');
  });
});
