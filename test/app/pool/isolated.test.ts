import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import type { AppContext } from '../../../src/app/context.js';
import { isolated } from '../../../src/app/pool/isolated.js';
import { client } from '../../collect/support/github.js';
import { commit, headCommit, removeFolders, repository, write } from '../../collect/support/repositories.js';
import { fileTrees } from '../../../src/store/files/trees.js';
import { programPath } from '../../runner/programs.mjs';
import { withoutNetwork } from '../../support/network.js';
import { READY_TEXTS } from '../../support/snapshots.js';
import { type App, appOn, commentOf, pushOf } from '../support.js';

const workers = async (name: 'worker' | 'ending-worker') => ({
  program: await programPath(name),
  size: 1,
  execArgv: [],
});

let app: App;
beforeEach(withoutNetwork);
afterEach(() => app.stop());
afterAll(() => {
  nock.restore();
  removeFolders();
});

describe('a question of an assistant', () => {
  it('is answered in a worker, with the client of its person', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    const pool = isolated(app.handlers, {} as AppContext, await workers('worker'));
    const params = { name: 'assess', arguments: { module: 'acme/cim-x' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const answer = await pool.answer('ada', client(), { headers, body });
    pool.stop();
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('cim-readiness/assessment/v1') });
  });
});

describe('an entry that is handled in a worker', () => {
  it('has the check run that it has in the server, with as many requests', async () => {
    const dir = repository(READY_TEXTS);
    const sha = headCommit(dir);
    app = await appOn(dir);
    await app.send('push', pushOf(sha));
    await app.settled();
    const { checkRuns, requests } = app.github;
    await app.stop();

    app = await appOn(dir, { workers: await workers('worker') });
    await app.send('push', pushOf(sha));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns.map(({ output }) => output)).toEqual(checkRuns.map(({ output }) => output));
    expect(app.github.requests).toEqual(requests);
  });

  it('reads only what changed since the last commit, whichever worker read that', async () => {
    const dir = repository(READY_TEXTS);
    const first = headCommit(dir);
    const kept = mkdtempSync(join(tmpdir(), 'cim-trees-'));
    try {
      const trees = fileTrees(kept);
      app = await appOn(dir, { workers: await workers('worker'), trees });
      await app.send('push', pushOf(first));
      await app.settled();
      await app.stop();
      write(dir, { 'docs/more.md': '# More\n' });
      const second = commit(dir, 'docs: say more');
      app = await appOn(dir, { workers: await workers('worker'), trees });
      await app.send('push', pushOf(second));
      await app.settled();
      expect(app.errors).toEqual([]);
      expect(app.github.requests.slice(0, 3)).toEqual(['compare', 'Snapshot', 'POST check-runs']);
      expect(app.github.requests).not.toContain('tarball');
      await app.send('installation', { action: 'deleted', installation: { id: 1 }, repositories: [] });
      await app.settled();
      expect(readdirSync(kept)).toEqual([]);
    } finally {
      rmSync(kept, { recursive: true, force: true });
    }
  });

  it('says in its check run how its worker ended', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir, { workers: await workers('ending-worker') });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    expect(app.github.checkRuns).toMatchObject([
      { status: 'completed', output: { summary: expect.stringContaining('The assessment ended unexpectedly') } },
    ]);
    expect(await app.work.list()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  });

  it('is given up after it ended five workers, and is listed with the reason', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir, { workers: await workers('ending-worker') });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    for (const pause of [10, 60, 300, 900, 1_800, 3_600]) await app.later(pause);
    expect(await app.work.list()).toMatchObject([
      { state: 'dead', attempts: 5, reason: 'the work ended unexpectedly (9)' },
    ]);
    expect(app.github.checkRuns).toMatchObject([{ status: 'completed' }]);
  });

  it('answers a comment', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir, { workers: await workers('worker') });
    await app.send('issue_comment', commentOf('/cim help'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.requests.some(each => /^POST .*comments/.test(each))).toBe(true);
  });
});
