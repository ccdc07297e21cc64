/**
 * Pictures for the documentation, of the sandbox in a browser: `npm run screenshots`, with the path of a Chromium in CHROMIUM.
 * Made by hand when the pages change; not part of the checks.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startEmulatedGitHub } from '../sandbox/emulated-github.js';
import { furnish } from '../sandbox/furnish.js';
import { REPOSITORIES } from '../sandbox/modules.js';
import { startServer } from '../sandbox/server.js';
import { playRound } from '../sandbox/story.js';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');

const github = await startEmulatedGitHub(Object.keys(REPOSITORIES));
await furnish(github);
const server = await startServer(github);
github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  await playRound(github);
  mkdirSync(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: 2 });
  await page.goto(`${github.url}/cim/cim-parcel/pull/1`);
  const check = await page.locator('.check').boundingBox();
  if (check)
    await page.screenshot({ path: join(FOLDER, 'check-run.png'), fullPage: true, clip: { ...check, height: 560 } });
  await page.screenshot({ path: join(FOLDER, '..', '..', 'dist', 'pull-request.png'), fullPage: true });
  const [commit] = await github.request<{ sha: string }[]>('GET', '/repos/cim/cim-ledger/commits');
  await page.goto(`${github.url}/cim/cim-ledger/commit/${commit?.sha}`);
  await page.screenshot({ path: join(FOLDER, '..', '..', 'dist', 'module-with-gaps.png'), fullPage: true });
} finally {
  await browser.close();
  await server.stop();
  await github.close();
}
process.exit();
