/** The advisory database of the server. */
import { afterAll, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { folder, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { rustsec } from '../facts/advisories/support.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { appOn, pushOf, X } from './support.js';

beforeEach(() => withoutNetwork());
afterAll(() => {
  nock.restore();
  removeFolders();
});

const SOURCE = 'source = "registry+https://github.com/rust-lang/crates.io-index"';

it.each([
  ['adds to what GitHub tells', true, 'unmet', 'RUSTSEC-2026-0001'],
  ['can be missing: a module is assessed all the same', false, 'met', undefined],
])('the advisory database %s', async (_, isThere, status, id) => {
  const dir = repository({
    ...READY_TEXTS,
    'Cargo.lock': `${READY_TEXTS['Cargo.lock'] ?? ''}\n[[package]]\nname = "strings"\nversion = "1.0.0"\n${SOURCE}\n`,
  });
  const advisoriesDir = folder();
  if (isThere) write(advisoriesDir, { 'crates/strings/RUSTSEC-2026-0001.md': rustsec('RUSTSEC-2026-0001', 'strings') });
  const app = await appOn(dir, { advisoriesDir });
  await app.send('push', pushOf(headCommit(dir)));
  await app.settled();
  const module = await app.ledger.module(X.repository);
  const finding = module?.assessment.findings.find(({ criterion }) => criterion === 'dependency-audit');
  expect(finding?.status).toBe(status);
  if (id) expect(finding?.evidence[0]?.message).toContain(id);
  await app.stop();
});
