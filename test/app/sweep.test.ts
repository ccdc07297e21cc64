/** What no event told is found by the sweep. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { failedDeliveries } from '../../src/app/redelivery.js';
import { commit, git, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pullOf, pushOf, X } from './support.js';

let app: App;
let dir: string;
let main: string;
let topic: string;
beforeEach(async () => {
  withoutNetwork();
  dir = repository(READY_TEXTS);
  main = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'checkout', '-q', '-b', 'topic');
  write(dir, { 'docs/more.md': '# More\n' });
  topic = commit(dir, 'docs: say more');
  git(dir, 'checkout', '-q', 'main');
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

const concluded = () =>
  app.github.checkRuns.map(({ name, head_sha: sha }) => `${name} ${sha === main ? 'main' : 'topic'}`);

describe('the sweep', () => {
  it('finds the heads that have no concluded check run: of the default branch, and of open pull requests', async () => {
    await app.sweep();
    expect(app.errors).toEqual([]);
    expect(new Set(concluded())).toEqual(new Set(['CIM readiness main', 'CIM readiness topic', 'CIM commits topic']));
    const before = app.github.requests.length;
    await app.sweep();
    expect(app.github.requests.slice(before).filter(each => /Snapshot|POST|PATCH/.test(each))).toEqual([]);
  });

  it('finds a tag that was pushed while the server was away, and leaves old ones alone', async () => {
    git(dir, 'tag', 'v0.1.0', topic);
    await app.sweep();
    expect(concluded()).not.toContain('CIM version topic');
    git(dir, 'tag', 'v99.0.0', main);
    await app.sweep();
    expect(concluded()).toContain('CIM version main');
    expect(concluded()).not.toContain('CIM version topic');
  });

  it('concludes a check run that was left begun', async () => {
    app.github.checkRuns.push({ id: 1, name: 'CIM readiness', head_sha: main, status: 'in_progress', annotations: [] });
    const place = { ...X, owner: 'acme', repo: 'cim-x', sha: main, name: 'CIM readiness', target: 'default-branch' };
    await app.ledger.noteCheckRun(place, { id: 1, concluded: false });
    await app.sweep();
    expect(app.github.checkRuns.filter(({ head_sha: sha }) => sha === main)).toMatchObject([
      { id: 1, status: 'completed' },
    ]);
    expect(await app.ledger.unfinishedCheckRuns()).toEqual([]);
  });

  it('asks for the deliveries again that failed, once in each sweep', async () => {
    app.github.deliveries.push(
      { id: 3, guid: 'arrived', delivered_at: '2026-05-31T23:00:00Z', status_code: 202 },
      { id: 2, guid: 'lost', delivered_at: '2026-05-31T22:00:00Z', status_code: 502 },
      { id: 1, guid: 'arrived', delivered_at: '2026-05-31T21:00:00Z', status_code: 500 },
    );
    await app.sweep();
    expect(app.github.redelivered).toEqual([2]);
  });

  it('goes on with the rest where GitHub refuses a part', async () => {
    app.github.faults.push({ path: /hook\/deliveries/, status: 500 }, { path: /GET pulls/, status: 404 });
    await app.sweep();
    await app.sweep();
    expect(concluded()).toContain('CIM readiness main');
  });
});

describe('a failed delivery', () => {
  const delivery = (guid: string, status_code: number, delivered_at = '2026-06-01T00:00:00Z') => ({
    id: Number(guid),
    guid,
    status_code,
    delivered_at,
  });
  const failed = (...all: ReturnType<typeof delivery>[]) =>
    failedDeliveries(all, Date.parse('2026-06-01T12:00:00Z')).map(({ guid }) => guid);

  it('is asked for until it arrives, up to four times, and within the three days that GitHub keeps it', () => {
    expect(failed(delivery('1', 500), delivery('2', 202), delivery('2', 500))).toEqual(['1']);
    expect(failed(delivery('1', 500), delivery('1', 500), delivery('1', 500), delivery('1', 500))).toEqual([]);
    expect(failed(delivery('1', 500, '2026-05-25T00:00:00Z'))).toEqual([]);
  });
});

describe('an uninstallation', () => {
  it('erases everything of the installation', async () => {
    await app.send('push', pushOf(main));
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    expect(await app.ledger.events(X.repository)).not.toEqual([]);
    await app.send('installation', { action: 'deleted', installation: { id: 1 }, repositories: [] });
    await app.settled();
    expect(await app.ledger.events(X.repository)).toEqual([]);
    expect([await app.ledger.module(X.repository), await app.ledger.pull(X.repository, 7)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('an installation', () => {
  it.each(['unsuspend', 'new_permissions_accepted'])('is looked at anew at %s', async action => {
    await app.send('installation', { action, installation: { id: 1, account: { login: 'acme' } } });
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(concluded()).toContain('CIM readiness main');
  });
});
