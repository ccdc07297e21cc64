/**
 * Looks at every page with axe in a browser: light and dark, wide and on a phone. `npm run accessibility`, with the path of a Chromium
 * browser in CHROMIUM. It exits with 1 if axe finds something, or if a page is wider than its screen.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type ServerType, serve } from '@hono/node-server';
import type { AxeResults } from 'axe-core';
import { chromium, type Page } from 'playwright-core';
import { PAGES, pagesToLookAt } from '../test/web/pages/support.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with a page, one line each. */
async function problemsOf(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  await page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })");
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return [
    ...(isWide ? ['wider than its screen'] : []),
    ...violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    ),
  ];
}

const { fetch } = pagesToLookAt();
const { server, port } = await new Promise<{ server: ServerType; port: number }>(resolve => {
  const started = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ server: started, port }));
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
let found = 0;
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    // The pages forbid scripts, and axe is one.
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    for (const path of PAGES) {
      for (const problem of await problemsOf(page, `http://127.0.0.1:${port}${path}`)) {
        console.error(`${path} (${colorScheme}, ${width} px): ${problem}`);
        found += 1;
      }
    }
    await page.close();
  }
}
await browser.close();
server.close();
console.log(found === 0 ? `${PAGES.length} pages: nothing found` : `${found} problems`);
process.exitCode = found === 0 ? 0 : 1;
