/** New permissions wait until an organization approves them: the tracking issue says which, and what does not work. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { git, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pushOf } from './support.js';

let app: App;
beforeEach(async () => {
  withoutNetwork();
  const { 'CHANGELOG.md': _, ...texts } = READY_TEXTS;
  const dir = repository({ ...texts, '.github/cim.yml': 'migration: tracking\n' });
  app = await appOn(dir);
  await app.send('push', pushOf(git(dir, 'rev-parse', 'HEAD')));
  await app.settled();
});
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const tracking = () => app.github.issues.all.find(({ title }) => title.startsWith('Production migration'))?.body;
const WAITING = 'Waiting for approval';
const writes = (from: number) => app.github.requests.slice(from).filter(each => /^(POST|PATCH) issues/.test(each));

describe('the tracking issue', () => {
  it('says what an organization has not approved yet, and stops when it has', async () => {
    const { app: granted, installations } = app.github;
    await app.sweep();
    expect(tracking()).not.toContain(WAITING);

    Object.assign(granted, { permissions: { contents: 'write', actions: 'read' }, events: ['repository'] });
    Object.assign(installations[0] ?? {}, { permissions: { contents: 'read' } });
    await app.sweep();
    expect(tracking()).toContain(`### ${WAITING}`);
    expect(tracking()).toContain('/organizations/acme/settings/installations/1/permissions/update)');
    expect(tracking()).toMatch(/- `contents: write \(granted: read\)`: Assessments work\. /);
    expect(tracking()).toMatch(/- `actions: read`: Criteria that wait for a workflow /);
    expect(tracking()).toMatch(/- `repository`: Such a repository is assessed only at /);

    Object.assign(installations[0] ?? {}, granted);
    await app.sweep();
    expect(tracking()).not.toContain(WAITING);
  });

  it('is not written again as long as nothing changes', async () => {
    app.github.app.permissions = { contents: 'write' };
    await app.sweep();
    expect(tracking()).toContain(WAITING);
    const before = app.github.requests.length;
    await app.sweep();
    expect(writes(before)).toEqual([]);
  });

  it('does not ask a suspended installation, and stays as it is where GitHub does not answer', async () => {
    app.github.app.permissions = { contents: 'write' };
    await app.sweep();
    app.github.faults.push({ path: /GET \/app$/, status: 500 });
    await app.sweep();
    expect(tracking()).toContain(WAITING);
    Object.assign(app.github.installations[0] ?? {}, { suspended_at: '2026-06-01T00:00:00Z' });
    await app.sweep();
    expect(await app.ledger.awaited(1)).toBeUndefined();
  });
});
