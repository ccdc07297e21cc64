/** A module in production: its promises are measured once a day, and a demotion is proposed to the reviewers. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { git, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pushOf, X } from './support.js';

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

const issue = (number: number, createdAt: string, more: object = {}) => ({
  number,
  url: `https://github.com/acme/cim-x/issues/${number}`,
  createdAt,
  closedAt: null,
  ...more,
});
const comment = (createdAt: string, authorAssociation: string, kind = 'User') => ({
  createdAt,
  authorAssociation,
  author: { __typename: kind },
});
const comments = (...nodes: object[]) => ({ nodes, totalCount: nodes.length, pageInfo: { hasNextPage: false } });
const tracking = () => app.github.issues.all.find(({ title }) => title.startsWith('Production migration'));
const measured = async () => (await app.ledger.promises(1)).get(X.repository);

/** A module that reviewers promoted on 2026-06-01. */
async function production(texts = READY_TEXTS) {
  const dir = repository({ ...texts, '.github/cim.yml': 'migration: tracking\n' });
  app = await appOn(dir);
  await app.send('push', pushOf(git(dir, 'rev-parse', 'main')));
  await app.settled();
  await app.ledger.note(X, { kind: 'promoted', by: 'rosa', data: { number: 7 } });
}
const sweepAt = async (now: string) => {
  app.at(now);
  await app.sweep();
};

describe('the promises of a module in production', () => {
  it('are measured once a day, by one query', async () => {
    await production();
    app.github.labeled.set('bug', [
      issue(20, '2026-05-01T00:00:00Z'),
      issue(21, '2026-06-02T00:00:00Z', { closedAt: '2026-06-04T00:00:00Z' }),
    ]);
    const asked = { authorAssociation: 'NONE' };
    app.github.labeled.set('enhancement', [
      issue(30, '2026-06-02T00:00:00Z', {
        ...asked,
        comments: comments(comment('2026-06-03T00:00:00Z', 'NONE'), comment('2026-06-04T00:00:00Z', 'MEMBER', 'Bot')),
      }),
      issue(31, '2026-06-02T00:00:00Z', { ...asked, comments: comments(comment('2026-06-05T00:00:00Z', 'MEMBER')) }),
      // The project's own idea needs no answer.
      issue(32, '2026-06-02T00:00:00Z', { authorAssociation: 'OWNER', comments: comments() }),
    ]);
    app.github.alerts.push({
      createdAt: '2026-06-05T00:00:00Z',
      securityVulnerability: {
        package: { name: 'time' },
        advisory: { ghsaId: 'GHSA-wcg3', permalink: 'https://a.example' },
      },
    });
    await sweepAt('2026-06-06T00:00:00.000Z');
    await sweepAt('2026-06-06T05:00:00.000Z');
    expect(app.github.requests.filter(name => name === 'Reports')).toHaveLength(1);
    expect(await measured()).toMatchObject({
      since: '2026-06-01T00:00:00.000Z',
      measuredOn: '2026-06-06',
      cases: expect.arrayContaining([
        expect.objectContaining({ promise: 'bugs', subject: '#20', opened: '2026-06-01T00:00:00.000Z', closed: null }),
        expect.objectContaining({ promise: 'bugs', subject: '#21', closed: '2026-06-04T00:00:00Z' }),
        expect.objectContaining({ promise: 'features', subject: '#30', closed: null }),
        expect.objectContaining({ promise: 'features', subject: '#31', closed: '2026-06-05T00:00:00Z' }),
        expect.objectContaining({ promise: 'security', subject: 'time: GHSA-wcg3', due: '2026-06-07T00:00:00.000Z' }),
      ]),
    });
    expect((await measured())?.cases).toHaveLength(5);
    expect(app.errors).toEqual([]);
  });

  it('are about the labels that the policy of the organization names', async () => {
    await production();
    app.github.organizationPolicy = 'fleet:\n  labels: { bugs: [defect], features: [] }\n';
    app.github.labeled.set('bug', [issue(20, '2026-06-02T00:00:00Z')]);
    app.github.labeled.set('defect', [issue(22, '2026-06-02T00:00:00Z')]);
    await sweepAt('2026-06-06T00:00:00.000Z');
    expect((await measured())?.cases.map(({ subject }) => subject)).toEqual(['#22']);
  });

  it('are not those of a module in development', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(git(dir, 'rev-parse', 'main')));
    await app.settled();
    await sweepAt('2026-06-06T00:00:00.000Z');
    expect(app.github.requests).not.toContain('Reports');
  });
});

describe('a demotion', () => {
  it('is proposed in the tracking issue when a promise is broken, and withdrawn when that is over', async () => {
    await production();
    app.github.labeled.set('bug', [issue(20, '2026-06-02T00:00:00Z')]);
    await sweepAt('2026-06-08T00:00:00.000Z');
    expect(tracking()?.body ?? '').not.toContain('demotion is proposed');
    await sweepAt('2026-06-10T00:00:00.000Z');
    expect(tracking()?.body).toMatch(
      /\*\*A demotion is proposed\*\* since 2026-06-10, and a reviewer of the standard decides:\n\n- A promise is broken .*Bugs fixed within 7 days of their report.*20\./,
    );
    app.github.labeled.set('bug', [issue(20, '2026-06-02T00:00:00Z', { closedAt: '2026-06-10T12:00:00Z' })]);
    await sweepAt('2026-06-11T00:00:00.000Z');
    expect(tracking()?.body).not.toContain('demotion is proposed');
    expect((await app.ledger.noted(1, ['demotion-proposed'])).map(({ by }) => by)).toEqual([null, null]);
  });

  it('is proposed when the module falls short for more than 14 days', async () => {
    // On this GitHub, nothing protects the default branch: the module falls short from its first assessment on.
    await production();
    await sweepAt('2026-06-15T00:00:00.000Z');
    expect(tracking()?.body ?? '').not.toContain('demotion is proposed');
    await sweepAt('2026-06-16T00:00:00.000Z');
    expect(tracking()?.body).toMatch(/- It has fallen short since 2026.*06.*01: \d+ blocking gaps\./);
  });
});
