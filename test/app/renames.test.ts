/** A repository is known by its ID: a new one under an old name never inherits anything. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pullOf, pushOf, X } from './support.js';

let app: App;
let dir: string;
beforeEach(withoutNetwork);
beforeEach(async () => {
  dir = repository(READY_TEXTS);
  app = await appOn(dir);
});
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const head = () => headCommit(dir);
const writes = () => app.github.requests.filter(each => /^(?:POST|PATCH|PUT) /.test(each));

describe('an entry of a repository whose name another one has by now', () => {
  beforeEach(() => {
    app.github.id = 777;
  });

  it.each([
    ['the default branch', () => app.send('push', pushOf(head()))],
    [
      'a pull request',
      () => {
        git(dir, 'checkout', '-q', '-b', 'topic');
        write(dir, { 'docs/more.md': '# More\n' });
        return app.send('pull_request', pullOf('opened', commit(dir, 'docs: say more'), headCommit(dir, 'main')));
      },
    ],
  ])('is dropped if its repository is gone: %s', async (_, sent) => {
    await sent();
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    expect(writes()).toEqual([]);
    expect(await app.ledger.events(X.repository)).toEqual([]);
    expect(await app.work.counts()).toEqual({ waiting: 0, claimed: 0, dead: 0 });
  });

  it('waits under the new name of its own repository', async () => {
    app.github.renamed = 'cim-y';
    await app.send('push', pushOf(head()));
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    expect(app.github.requests.some(each => each.includes('/repos/acme/cim-y'))).toBe(true);
  });

  it('does not write the migration issues of the old one into the new one', async () => {
    app.github.id = X.repository;
    await app.send('push', pushOf(head()));
    await app.settled();
    app.github.id = 777;
    const before = writes().length;
    await app.work.add([{ ...X, owner: 'acme', repo: 'cim-x', name: 'migration', priority: 'prompt' }]);
    await app.settled();
    expect(writes()).toHaveLength(before);
  });
});
