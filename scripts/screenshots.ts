/**
 * Takes screenshots of the sandbox for the documentation: `npm run screenshots`, with the path of a Chromium browser in CHROMIUM. Run it by
 * hand when the pages change. It is not part of the checks.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startEmulatedGitHub } from '../sandbox/emulated-github.js';
import { fillRepositories } from '../sandbox/fill-repositories.js';
import { REPOSITORIES } from '../sandbox/modules.js';
import { startServer } from '../sandbox/server.js';
import { playStory } from '../sandbox/story/index.js';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');

const github = await startEmulatedGitHub(Object.keys(REPOSITORIES));
await fillRepositories(github);
const server = await startServer(github);
github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  await playStory(github);
  mkdirSync(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: 2 });
  await page.goto(`${github.url}/cim/cim-parcel/pull/1`);
  const check = await page.locator('.check', { hasText: 'CIM readiness' }).boundingBox();
  if (check)
    await page.screenshot({ path: join(FOLDER, 'check-run.png'), fullPage: true, clip: { ...check, height: 560 } });
  await page.goto(`${server.url}/`);
  await page.screenshot({ path: join(FOLDER, 'fleet.png') });
  await page.goto(`${server.url}/modules/cim/cim-ledger`);
  await page.screenshot({ path: join(FOLDER, 'module.png') });
  for (const { number, title } of await github.request<{ number: number; title: string }[]>(
    'GET',
    '/repos/cim/cim-ledger/issues?state=all&per_page=100',
  )) {
    const name = title.startsWith('Production')
      ? 'tracking-issue'
      : title.includes('Cargo.toml')
        ? 'section-issue'
        : '';
    if (!name) continue;
    await page.goto(`${github.url}/cim/cim-ledger/issues/${number}`);
    await page.screenshot({
      path: join(FOLDER, `${name}.png`),
      fullPage: true,
      clip: { x: 0, y: 0, width: 1000, height: 1500 },
    });
  }
} finally {
  await browser.close();
  await server.stop();
  await github.close();
}
process.exit();
