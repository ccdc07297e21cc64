/** Serves the pages of 200 modules with two years of history, from a store in a directory: `pages-server DIRECTORY`. */
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { organizationFleet } from '../src/app/fleet-parts.js';
import { DEFAULT_POLICY } from '../src/policy/policy.js';
import { CIM_STANDARD } from '../src/standard/cim.js';
import { openStore } from '../src/store/sqlite/database.js';
import { sqliteLedger } from '../src/store/sqlite/ledger.js';
import { boundedServer } from '../src/web/connections.js';
import { pagesApp } from '../src/web/pages/app.js';
import { assessmentOf, factsOf, historyOf, type MadeModule, NOW, registryOf, shaOf } from '../test/support/fleets.js';

const OWNER = 'acme';
const MODULES = 200;
const WEEKS = 104;
/** So many assessments of each module are kept whole; the rest is history. */
const WHOLE = 3;

const name = (index: number) => `cim-module-${String(index).padStart(3, '0')}`;
const modules = Array.from(
  { length: MODULES },
  (_, index): MadeModule => ({
    name: name(index),
    ready: 0.3 + ((index * 37) % 70) / 100,
    status: index % 3 === 0 ? 'production' : 'development',
    weeks: WEEKS,
    dependencies: index < 3 ? [] : [name(index % 3), name(Math.floor(index / 2))],
  }),
);

const store = openStore(process.argv[2] ?? '.', { isServer: true });
const ledger = sqliteLedger(store, '0.1.0', () => new Date(NOW).toISOString());
const keyOf = (index: number) => ({ installation: 1, repository: index + 1 });

async function assess(index: number, week: number): Promise<void> {
  const module = modules[index];
  if (!module) return;
  const assessment = assessmentOf(OWNER, module, week);
  await ledger.assessed(keyOf(index), {
    assessment,
    policy: DEFAULT_POLICY,
    module: { facts: factsOf(module), isPublic: true },
  });
}

for (const [index, module] of modules.entries()) {
  await ledger.backfilled(keyOf(index), historyOf(OWNER, module).slice(0, -WHOLE));
  for (let week = WHOLE - 1; week >= 0; week -= 1) await assess(index, week);
}
const phases = Array.from({ length: 8 }, (_, phase) => ({
  title: `Phase ${phase + 1}`,
  line: phase * 30 + 1,
  span: { start: `203${phase}-01-01`, end: `203${phase}-12-31` },
  modules: Array.from({ length: 25 }, (_, index) => ({
    name: name(phase * 25 + index),
    line: phase * 30 + index + 2,
    tasks: { done: 1, all: 4 },
  })),
}));
await ledger.registryRead(1, {
  installation: 1,
  repository: 9_999,
  owner: OWNER,
  repo: 'cim',
  branch: 'main',
  sha: shaOf('cim'),
  isPublic: true,
  reading: { view: registryOf({ owner: OWNER, modules }), phases, documents: [], contradictions: [], unread: [] },
});

const limits = { address: 1e9, api: 1e9, signIn: 1e9, person: 1e9 };
const app = pagesApp({
  standard: CIM_STANDARD,
  version: '0.1.0',
  github: 'https://github.com',
  source: {
    ...ledger,
    fleet: installation => organizationFleet({ ledger, standard: CIM_STANDARD, now: () => NOW }, installation),
  },
  now: () => Date.parse(NOW),
  addressOf: () => '192.0.2.1',
  limits,
});
const server = boundedServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
// A push now and then: what is remembered of the fleet is made anew.
let pushes = 0;
process.on('message', () => {
  pushes += 1;
  void assess(pushes % MODULES, pushes).then(() => process.send?.({ peak: process.resourceUsage().maxRSS / 1024 }));
});
