/** Half a year of a fleet, day by day, through the ledger and the registry's handler. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { AppContext, Job } from '../../src/app/context.js';
import { organizationFleet } from '../../src/app/fleet-parts.js';
import { registry } from '../../src/app/handlers/registry.js';
import { assess } from '../../src/assess/assess.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { type ModuleFacts, moduleFacts } from '../../src/fleet/measured.js';
import { type FleetModule, fleetView } from '../../src/fleet/view.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { REGISTRY_BRANCH } from '../../src/publish/registry.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Ledger } from '../../src/store/ledger.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { client } from '../collect/support/github.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';
import { FakeRegistry, REGISTRY_ID } from './fake-registry.js';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T00:00:00.000Z');
const REGISTRY: Texts = {
  'registry/modules.yaml':
    'modules:\n  cim-mill: { type: domain, status: development }\n  cim-race: { type: domain, status: development }\n',
};
/** What the modules gain, one file every two weeks. */
const GAINED = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE-MIT',
  'Dockerfile',
  'rust-toolchain.toml',
  'flake.nix',
];

let now: number;
let ledger: Ledger;
let github: FakeRegistry;
let context: AppContext;
beforeEach(() => {
  withoutNetwork();
  now = START;
  const at = () => new Date(now).toISOString();
  ledger = sqliteLedger(memoryStore(), 'test', at);
  github = new FakeRegistry(REGISTRY, at);
  const work = sqliteWork(memoryStore(), () => now / 1_000);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  context = {
    standard: CIM_STANDARD,
    appId: 1,
    ledger,
    work,
    now: at,
    log,
    wake: () => undefined,
  } as unknown as AppContext;
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

/** The ready module without what it has not gained yet. */
const stages = GAINED.map((_, stage) => {
  const of = snapshot(GAINED.slice(stage).reduce((texts, path) => remove(path)(texts), READY_TEXTS));
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, new Date(START).toISOString());
  return { assessment, facts: moduleFacts(of, { policy: DEFAULT_POLICY, folder: '' }) };
});

async function assessed(
  repository: number,
  repo: string,
  stage: { assessment: Assessment; facts: ModuleFacts },
  sha: string,
) {
  const { assessment, facts } = stage;
  await ledger.assessed(
    { installation: 7, repository },
    {
      assessment: {
        ...assessment,
        subject: { ...assessment.subject, owner: 'acme', repo, sha: sha.padEnd(40, '0') },
        assessedAt: context.now(),
      },
      policy: DEFAULT_POLICY,
      module: { facts: { ...facts, name: repo }, isPublic: true },
    },
  );
}

const JOB: Job = {
  installation: 7,
  repository: REGISTRY_ID,
  owner: 'acme',
  repo: 'cim',
  octokit: client(),
  target: 'registry',
  which: '',
  details: {},
  isRetry: false,
};

describe('half a year of a fleet', () => {
  it('has one pull request at a time, one update a day at most, and estimates from the fifth week on', async () => {
    const updates = new Map<number, number>();
    const mills: (FleetModule | undefined)[] = [];
    for (let day = 0; day < 26 * 7; day += 1) {
      const isMonday = day % 7 === 0;
      const stage = stages[Math.min(stages.length - 1, Math.floor(day / 14))];
      if (isMonday && stage) {
        await assessed(1, 'cim-mill', stage, `a${day}`);
        await assessed(2, 'cim-race', stage, `b${day}`);
      }
      for (const hour of isMonday ? [0, 9, 18] : [0]) {
        now = START + day * DAY + hour * 3_600_000;
        const before = github.branches.get(REGISTRY_BRANCH);
        await registry(JOB, context);
        if (github.branches.get(REGISTRY_BRANCH) !== before) updates.set(day, (updates.get(day) ?? 0) + 1);
        expect(github.pulls.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1);
      }
      // A maintainer merges every second Friday.
      const open = github.pulls.find(({ state }) => state === 'open');
      if (day % 14 === 11 && open) github.merge(open.number);
      if (day % 7 === 6)
        mills.push(
          fleetView((await organizationFleet(context, 7)).parts).modules.find(({ name }) => name === 'cim-mill'),
        );
    }
    expect(github.problems).toEqual([]);
    expect([...updates.values()].every(count => count === 1)).toBe(true);
    expect(github.pulls).toHaveLength(14);
    expect(mills.map(mill => mill?.estimate !== null).indexOf(true)).toBe(4);
    expect(mills.slice(6, 14).every(mill => (mill?.estimate?.half.to ?? 0) > 0)).toBe(true);
    expect(
      mills.slice(4, 14).every(mill => (mill?.measured?.summary.readiness ?? 0) > (mill?.readinessBefore ?? 1)),
    ).toBe(true);
    expect(github.texts('main')['registry/modules.yaml']).toContain('last_commit: a175000');
  });
});
