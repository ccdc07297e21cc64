/** Who sees what: every address × public and private modules × nobody, outsider, reader, admin. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Hono } from 'hono';
import { fleetView } from '../../../src/fleet/view.js';
import { visibleParts } from '../../../src/fleet/visible.js';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import { pagesApp } from '../../../src/web/pages/app.js';
import type { Viewer } from '../../../src/web/sign-in/viewer.js';
import { fleetSource, idOf, type MadeFleet, NOW, shaOf } from '../../support/fleets.js';
import { addressesOf, NO_LIMITS } from './support.js';

const OPEN = 'cim-open';
const PRIVATE = 'cim-mulberry';

/** A fleet in which everything that can name a module names the private one. */
const ACME: MadeFleet = {
  owner: 'acme',
  modules: [
    {
      name: OPEN,
      dependencies: [PRIVATE],
      tracking: {
        issue: 3,
        planned: true,
        blocked: [{ on: PRIVATE, reason: 'waits', by: 'alice' }],
      },
    },
    { name: PRIVATE, isPublic: false, dependencies: [OPEN], status: 'production', says: 'the words of a private file' },
  ],
  phases: [
    {
      title: `Phase 1: ${OPEN} and ${PRIVATE}`,
      line: 3,
      span: null,
      modules: [
        { name: PRIVATE, line: 4, tasks: { done: 1, all: 2 } },
        { name: OPEN, line: 5, tasks: { done: 0, all: 2 } },
      ],
    },
  ],
  contradictions: [`${PRIVATE} says 1.0.0, and its Cargo.toml 0.4.0`, 'claims 88%, and 85%'],
};
/** An organization of which nobody else sees anything. */
const HIDDEN: MadeFleet = { owner: 'hush', modules: [{ name: 'cim-hush', isPublic: false }] };

const SECRETS = [
  PRIVATE,
  'mulberry',
  'the words of a private file',
  'hush',
  shaOf(PRIVATE),
  String(idOf('acme', PRIVATE)),
];

const VIEWERS: Readonly<Record<string, Viewer>> = {
  nobody: { login: null, readable: new Set() },
  outsider: { login: 'olga', readable: new Set([idOf('elsewhere', 'cim-x')]) },
  reader: { login: 'rita', readable: new Set([idOf('acme', PRIVATE)]) },
  admin: { login: 'adam', readable: new Set([idOf('acme', PRIVATE), idOf('acme', OPEN)]) },
};

function appFor(viewer: Viewer, ...fleets: readonly MadeFleet[]) {
  return pagesApp({
    standard: CIM_STANDARD,
    version: '1.2.3',
    github: 'https://github.com',
    source: fleetSource(...fleets),
    now: () => Date.parse(NOW),
    ...NO_LIMITS,
    signIn: { routes: new Hono(), viewerOf: async () => viewer },
  });
}

describe.each(Object.entries(VIEWERS))('%s', (role, viewer) => {
  const app = appFor(viewer, ACME, HIDDEN);
  const mayRead = role === 'reader' || role === 'admin';

  it.each(addressesOf('acme', OPEN))('sees %s of a public module', async address => {
    const response = await app.request(address);
    const text = await response.text();
    expect(response.status).toBe(200);
    if (!mayRead) for (const secret of SECRETS) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(text).not.toContain('hush');
  });

  it.each(addressesOf('acme', PRIVATE).filter(each => each.includes(PRIVATE) && !each.includes('search=')))(
    `${mayRead ? 'sees' : 'sees nothing at'} %s`,
    async address => {
      const response = await app.request(address);
      const text = await response.text();
      expect(response.status).toBe(mayRead ? 200 : 404);
      if (mayRead) return;
      // The same answer as for a repository that does not exist, but for the address itself.
      const absent = await app.request(address.replaceAll(PRIVATE, 'cim-not-there'));
      expect(text.replaceAll(PRIVATE, '')).toBe((await absent.text()).replaceAll('cim-not-there', ''));
      expect([...response.headers]).toEqual(
        [...absent.headers].map(([name, value]) => [name, name === 'etag' ? response.headers.get('etag') : value]),
      );
    },
  );

  it.each([
    '/',
    '/tracker',
    '/promises',
    '/campaigns',
    '/criteria/readme',
    '/api/v1/fleet',
    '/api/v1/fleet?format=csv',
    '/api/v1/promises',
    '/api/v1/promises?format=csv',
    '/feed.atom',
  ])(`${mayRead ? 'finds' : 'does not find'} the private module in %s`, async address => {
    expect((await (await app.request(address)).text()).includes(PRIVATE)).toBe(mayRead);
  });

  it('gets totals of what can be read', async () => {
    const { organizations } = (await (await app.request('/api/v1/about')).json()) as { organizations: unknown };
    expect(organizations).toEqual([{ name: 'acme', modules: mayRead ? 2 : 1, assessed: mayRead ? 2 : 1 }]);
  });

  it('gets answers that nobody else is given', async () => {
    const { headers } = await app.request('/');
    expect(headers.get('cache-control')).toBe(viewer.login === null ? 'no-cache' : 'private, no-store');
    expect(headers.get('vary')).toContain('Cookie');
  });
});

describe('what is remembered for one person', () => {
  let viewer: Viewer;
  const app = pagesApp({
    standard: CIM_STANDARD,
    version: '1.2.3',
    github: 'https://github.com',
    source: fleetSource(ACME, { owner: 'quince', modules: [{ name: 'cim-private', isPublic: false }] }),
    now: () => Date.parse(NOW),
    ...NO_LIMITS,
    signIn: { routes: new Hono(), viewerOf: async () => viewer },
  });
  const both = { login: 'rita', readable: new Set([idOf('acme', PRIVATE), idOf('quince', 'cim-private')]) };

  it.each([
    ['another person', { login: 'olga', readable: new Set<number>() }],
    ['nobody', { login: null, readable: new Set<number>() }],
    [
      'the same person who can read one of two no longer',
      { login: 'rita', readable: new Set([idOf('acme', PRIVATE)]) },
    ],
  ])('is not shown to %s', async (_, next) => {
    const addresses = ['/', '/modules/quince/cim-private', '/?organization=quince', '/api/v1/about', '/feed.atom'];
    viewer = both;
    for (const address of addresses) expect((await app.request(address)).status).toBe(200);
    viewer = next;
    for (const address of addresses) {
      const response = await app.request(address);
      if (address.includes('quince')) expect(response.status).toBe(404);
      expect((await response.text()).replaceAll(address, '')).not.toMatch(/cim-private|quince/);
    }
  });
});

describe('a registry that is private', () => {
  const fleet: MadeFleet = { ...ACME, isRegistryPublic: false, listed: ['cim-only-listed'] };

  it('claims nothing to people who cannot read it', async () => {
    const app = appFor(VIEWERS['nobody'] as Viewer, fleet);
    for (const address of addressesOf('acme', OPEN)) {
      const text = await (await app.request(address)).text();
      for (const claim of ['Phase 1', 'What cim-open does', 'cim-only-listed', 'claims 88%', '/cim/blob/'])
        expect(text).not.toContain(claim);
    }
    expect((await app.request('/modules/acme/cim-only-listed')).status).toBe(404);
  });

  it('lists what the app does not see to people who can read it', async () => {
    const app = appFor({ login: 'rita', readable: new Set([idOf('acme', 'cim')]) }, fleet);
    expect((await app.request('/modules/acme/cim-only-listed')).status).toBe(200);
    expect(await (await app.request('/')).text()).not.toContain(PRIVATE);
  });
});

describe('several organizations on one server', () => {
  const other: MadeFleet = { owner: 'other', modules: [{ name: 'cim-other', isPublic: false }, { name: 'cim-shown' }] };

  it('see of each other what is public', async () => {
    const member = appFor({ login: 'mia', readable: new Set([idOf('acme', PRIVATE)]) }, ACME, other);
    const text = await (await member.request('/?organization=other')).text();
    expect(text).toContain('cim-shown');
    expect(text).not.toContain('cim-other');
  });

  it('are not named where nothing of them is public', async () => {
    const response = await appFor(VIEWERS['outsider'] as Viewer, ACME, HIDDEN).request('/?organization=hush');
    expect(response.status).toBe(404);
  });
});

describe('the parts that a viewer sees', () => {
  const names = ['cim-a', 'cim-ab', 'cim-a-b', 'cim.dot', 'CIM-Upper'];

  it('name no hidden module, whatever the fleet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean(), fc.constantFrom(...names)), { maxLength: 8 }),
        async all => {
          const seen = new Map(all.map(([name, isPublic]) => [name.toLowerCase(), isPublic]));
          const modules = [...new Map(all.map(each => [each[0], each])).values()].map(([name, , dependency]) => ({
            name,
            weeks: 2,
            dependencies: all.some(([each]) => each === dependency) ? [dependency] : [],
            tracking: {
              issue: 1,
              planned: false,
              blocked: all.map(([each]) => ({ on: each, reason: `after ${each}`, by: 'x' })),
            },
          }));
          const made: MadeFleet = {
            owner: 'acme',
            modules,
            phases: [
              {
                title: `Phase 1 (${modules.map(({ name }) => name).join(', ')})`,
                line: 1,
                span: null,
                modules: modules.map(({ name }, line) => ({ name, line, tasks: { done: 0, all: 0 } })),
              },
            ],
            contradictions: modules.map(({ name }) => `\`${name}\`: says two things`),
          };
          const { parts } = await fleetSource(made).fleet(1);
          const view = fleetView(visibleParts(parts, { registry: true, module: name => seen.get(name) ?? false }));
          const text =
            JSON.stringify(view.modules.map(each => ({ ...each, measured: null }))) +
            JSON.stringify({ ...view, modules: [] });
          const shown = new Set(view.modules.map(({ name }) => name.toLowerCase()));
          for (const { name } of modules.filter(({ name: each }) => !shown.has(each.toLowerCase())))
            expect(text.toLowerCase().split(/[^a-z.-]+/)).not.toContain(name.toLowerCase());
        },
      ),
      { numRuns: 60 },
    );
  });
});
