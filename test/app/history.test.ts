/** The history of a module is read from Git once, in the background. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { git, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS, remove } from '../support/snapshots.js';
import { type App, appOn, pushOf, X } from './support.js';

let app: App;
let dir: string;
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

/** Commits the tree of a branch to `main` in a month of 2025. */
function commitIn(month: string, from: string, parent?: string): string {
  const person = `Ada <ada@example.org> ${Date.parse(`2025-${month}-15T00:00:00Z`) / 1_000} +0000`;
  const tree = git(dir, 'rev-parse', `${from}^{tree}`);
  const file = join(dir, '.git', 'commit');
  const head = `tree ${tree}\n${parent === undefined ? '' : `parent ${parent}\n`}`;
  writeFileSync(file, `${head}author ${person}\ncommitter ${person}\n\nfeat: go on\n`);
  return git(dir, 'hash-object', '-t', 'commit', '-w', file);
}

describe('the history of a module', () => {
  it('has the last commit of each past month, once', async () => {
    const worse = remove('README.md')(READY_TEXTS);
    dir = repository(worse);
    git(dir, 'branch', 'worse');
    git(dir, 'checkout', '-q', '-b', 'better');
    writeFileSync(join(dir, 'README.md'), READY_TEXTS['README.md'] ?? '');
    git(dir, 'add', '-A');
    git(dir, 'commit', '-q', '-m', 'docs: explain');
    const january = commitIn('01', 'worse');
    const march = commitIn('03', 'better', commitIn('03', 'worse', january));
    git(dir, 'update-ref', 'refs/heads/main', commitIn('05', 'better', march));
    app = await appOn(dir);
    await app.send('push', pushOf('refs/heads/main'));
    await app.settled();
    expect((await app.ledger.history(X.repository)).map(({ isBackfilled }) => isBackfilled)).toEqual([false]);

    await app.later(4 * 3_600);
    expect(app.errors).toEqual([]);
    const points = await app.ledger.history(X.repository);
    expect(points.map(({ at, sha, isBackfilled }) => [at.slice(0, 7), sha, isBackfilled]).slice(0, 2)).toEqual([
      ['2025-01', january, true],
      ['2025-03', march, true],
    ]);
    expect(points).toHaveLength(3);
    expect(points[0]?.open).toBeGreaterThan(points[1]?.open ?? Number.POSITIVE_INFINITY);

    const sent = app.github.requests.length;
    await app.later(4 * 3_600);
    expect(app.github.requests).toHaveLength(sent);
  });
});
