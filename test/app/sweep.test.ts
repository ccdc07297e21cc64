/** What no event told is found by the sweep. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { failedDeliveries } from '../../src/app/redelivery.js';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
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
  main = headCommit(dir);
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

  it('goes on with the modules after one that GitHub refuses', async () => {
    app.github.renamed = 'cim-y';
    app.github.faults.push({ path: /GET branches/, status: 403 });
    await app.sweep();
    expect(app.github.requests).toContain('GET /repos/acme/cim-y/branches/main');
  });

  it('ends at a limit of GitHub, which concerns all modules', async () => {
    app.github.renamed = 'cim-y';
    app.github.faults.push({ path: /GET branches/, status: 403, headers: { 'retry-after': '60' } });
    await app.sweep();
    expect(app.github.requests).not.toContain('GET /repos/acme/cim-y/branches/main');
  });

  it('finds a tag again if the process ended before its work was stored', async () => {
    await app.sweep();
    git(dir, 'tag', 'v99.0.0', main);
    const work = { ...app.work };
    Object.assign(app.work, { add: () => Promise.reject(new Error('the process ends here')) });
    await app.sweep();
    Object.assign(app.work, work);
    await app.sweep();
    expect(concluded()).toContain('CIM version main');
  });

  it('goes on with the rest where GitHub refuses a part', async () => {
    app.github.faults.push({ path: /hook\/deliveries/, status: 500 }, { path: /GET pulls/, status: 404 });
    await app.sweep();
    await app.sweep();
    expect(concluded()).toContain('CIM readiness main');
  });
});

describe('a failed delivery', () => {
  const delivery = (guid: string, status_code: number, delivered_at = '2026-06-01T00:00:00Z', redelivery = false) => ({
    id: Number(guid),
    guid,
    status_code,
    delivered_at,
    redelivery,
  });
  const failed = (known: ReadonlyMap<string, number>, ...all: ReturnType<typeof delivery>[]) =>
    failedDeliveries(all, known, Date.parse('2026-06-01T12:00:00Z')).failed.map(({ guid }) => guid);
  const NOTHING = new Map<string, number>();

  it('is asked for until it arrives, for the three days that GitHub keeps it, the oldest first', () => {
    expect(failed(NOTHING, delivery('1', 500), delivery('2', 202), delivery('2', 500))).toEqual(['1']);
    expect(failed(NOTHING, ...Array.from({ length: 20 }, () => delivery('1', 500)))).toEqual(['1']);
    expect(failed(NOTHING, delivery('1', 500, '2026-05-25T00:00:00Z'))).toEqual([]);
    expect(failed(NOTHING, delivery('1', 500), delivery('2', 500, '2026-05-31T00:00:00Z'))).toEqual(['2', '1']);
  });

  it('is given up when it was sent first more than three days ago, however new its last attempt is', () => {
    const again = delivery('1', 500, '2026-06-01T11:00:00Z', true);
    expect(failed(NOTHING, again)).toEqual([]);
    expect(failed(new Map([['1', Date.parse('2026-05-30T00:00:00Z')]]), again)).toEqual(['1']);
    expect(failed(new Map([['1', Date.parse('2026-05-28T00:00:00Z')]]), again)).toEqual([]);
  });

  it('is found however many deliveries came after it, and what was looked at is not read again', async () => {
    const lost = { id: 1, guid: 'lost', delivered_at: '2026-05-30T00:00:00Z', status_code: 502 };
    const arrived = Array.from({ length: 500 }, (_, id) => ({
      id: 1_000 - id,
      guid: `arrived ${id}`,
      delivered_at: '2026-05-31T23:00:00Z',
      status_code: 202,
    }));
    app.github.deliveries.push(...arrived, lost);
    await app.sweep();
    expect(app.github.redelivered).toEqual([1]);
    const before = app.github.requests.length;
    app.github.deliveries.unshift({ id: 2_000, guid: 'lost', delivered_at: '2026-06-01T00:00:01Z', status_code: 202 });
    await app.sweep('2026-06-01T01:00:00Z');
    expect(app.github.redelivered).toEqual([1]);
    expect(app.github.requests.slice(before).filter(each => each.endsWith('hook/deliveries'))).toHaveLength(1);
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

describe('an uninstallation that no event reported', () => {
  beforeEach(async () => {
    await app.send('push', pushOf(main));
    await app.settled();
    await app.work.setAside({ id: 'guid', event: 'push', payload: '{}', ...X }, 'not understood');
  });
  const isKept = async () => [(await app.ledger.events(X.repository)).length > 0, (await app.work.list()).length > 0];

  it.each([
    ['of the whole organization', () => void app.github.installations.splice(0)],
    ['of one repository, or its deletion', () => void (app.github.id = 999)],
  ])('%s erases its data a day after the sweep noticed it', async (_, uninstall) => {
    await app.sweep();
    uninstall();
    await app.sweep();
    expect(await isKept()).toEqual([true, true]);
    await app.sweep('2026-06-01T23:00:00.000Z');
    expect(await isKept()).toEqual([true, true]);
    await app.sweep('2026-06-02T01:00:00.000Z');
    expect((await app.ledger.owners()).filter(({ repository }) => repository === X.repository)).toEqual([]);
    expect((await app.work.list()).filter(({ repository }) => repository === X.repository)).toEqual([]);
  });

  it('keeps the data of an installation that comes back', async () => {
    app.github.id = 999;
    await app.sweep();
    app.github.id = X.repository;
    await app.sweep('2026-06-01T12:00:00.000Z');
    app.github.id = 999;
    await app.sweep('2026-06-02T01:00:00.000Z');
    expect((await isKept())[0]).toBe(true);
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
