/**
 * What axe finds without a screen. `npm run accessibility` looks at every page in a browser, with its colors; here are those
 * that take little time.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { JSDOM, VirtualConsole } from 'jsdom';
import { pagesToLookAt } from './support.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page: the rules with the elements that break them. */
async function violationsOf(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only', virtualConsole: new VirtualConsole() });
  for (const each of window.document.querySelectorAll('details')) each.open = true;
  window.eval(AXE);
  // Colors need a screen.
  const found = (await window.eval(
    "axe.run(document, { rules: { 'color-contrast': { enabled: false } } })",
  )) as AxeResults;
  window.close();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(each => each.html).join(' ')}`);
}

describe('axe finds nothing', () => {
  const app = pagesToLookAt();

  it.each([
    '/',
    '/tracker',
    '/promises',
    '/campaigns',
    '/criteria/readme',
    '/modules/acme/cim-unreachable',
    '/about',
    '/nothing/here',
  ])('on %s', async address => {
    expect(await violationsOf(await (await app.request(address)).text())).toEqual([]);
  });
});

it('axe finds what is wrong', async () => {
  expect(await violationsOf('<html><body><img src="x"></body></html>')).not.toEqual([]);
});
