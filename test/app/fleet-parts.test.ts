/** The fleet of an organization comes from the ledger alone. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { organizationFleet } from '../../src/app/fleet-parts.js';
import { assess } from '../../src/assess/assess.js';
import { moduleFacts } from '../../src/fleet/measured.js';
import { readRegistryRepository } from '../../src/fleet/registry-reading.js';
import { fleetView } from '../../src/fleet/view.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Ledger } from '../../src/store/ledger.js';
import { memoryStore, type SqliteStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { edit, files, NOW, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const INSTALLATION = 7;
const REGISTRY: Texts = {
  'registry/modules.yaml':
    'modules:\n  cim-mill: { type: domain, status: production, version: 2.0.0, repository: acme/cim-mill }\n  cim-far: { status: development }\n',
  'registry/production-migration.md':
    '# Production migration tracker\n\n## Phase 1: Water\n\n1. **cim-race** - leads water\n   - [x] dig\n\n## Phase 2: Grain\n\n1. **cim-mill** - grinds\n',
  'STATUS.md': '# Status report\n\n## Mill ✅ 100%\n\n- [ ] grind\n',
};

let store: SqliteStore;
let ledger: Ledger;
beforeEach(() => {
  store = memoryStore();
  ledger = sqliteLedger(store, 'test', () => NOW);
});

/** Assesses a module, so many weeks ago. */
async function assessed(
  repository: number,
  repo: string,
  weeksAgo: number,
  texts: Texts = READY_TEXTS,
  isPublic = true,
) {
  const of = snapshot(texts, {}, { owner: 'acme', repo });
  const at = new Date(Date.parse(NOW) - weeksAgo * 7 * 86_400_000).toISOString();
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, at);
  const module = { facts: moduleFacts(of, { policy: DEFAULT_POLICY, folder: repo }), isPublic };
  await ledger.assessed({ installation: INSTALLATION, repository }, { assessment, policy: DEFAULT_POLICY, module });
}

async function furnish() {
  const worse = remove('README.md')(remove('SECURITY.md')(READY_TEXTS));
  await assessed(1, 'cim-mill', 6, remove('CHANGELOG.md')(worse));
  await assessed(1, 'cim-mill', 5, worse);
  await assessed(1, 'cim-mill', 1, edit('Cargo.toml', '[dependencies]', '[dependencies]\ncim-race = "0.1"')(worse));
  await assessed(2, 'cim-race', 1, worse, false);
  const key = { installation: INSTALLATION, repository: 1 };
  const blocked = [{ on: 'https://example.org/1', reason: 'a decision', by: 'maya' }];
  await ledger.tracked(key, { issue: 4, planned: true, estimate: { weeks: 3, by: 'maya', on: '2026-05-01' }, blocked });
  const reading = readRegistryRepository(files(REGISTRY), { today: NOW.slice(0, 10), manifests: [] });
  const place = { owner: 'acme', repo: 'cim', branch: 'main', sha: 'c', isPublic: true };
  await ledger.registryRead(INSTALLATION, { installation: INSTALLATION, repository: 9, ...place, reading });
}

const fleet = () => organizationFleet({ ledger, standard: CIM_STANDARD, now: () => NOW }, INSTALLATION);

describe('the fleet of an organization', () => {
  it('is empty before anything was assessed', async () => {
    const { owner, registry, modules, parts } = await fleet();
    expect([owner, registry, modules.size, fleetView(parts).modules]).toEqual(['', null, 0, []]);
  });

  it('has every module with what is claimed, measured, and said of it', async () => {
    await furnish();
    const { owner, registry, modules, parts } = await fleet();
    expect(owner).toBe('acme');
    expect(registry).toEqual({ repository: 9, owner: 'acme', repo: 'cim', branch: 'main', sha: 'c', isPublic: true });
    expect([...modules]).toEqual([
      ['cim-mill', { repository: 1, owner: 'acme', repo: 'cim-mill', isPublic: true, defaultBranch: 'main' }],
      ['cim-race', { repository: 2, owner: 'acme', repo: 'cim-race', isPublic: false, defaultBranch: 'main' }],
    ]);
    const view = fleetView(parts);
    expect(
      view.modules.map(({ name, phase, step, claimedStatus }) => [name, phase?.title, step, claimedStatus]),
    ).toEqual([
      ['cim-race', 'Phase 1: Water', 'planning', 'production'],
      ['cim-mill', 'Phase 2: Grain', 'implementation', 'production'],
      ['cim-far', undefined, 'assessment', 'development'],
    ]);
    const mill = view.modules[1];
    expect(mill?.history).toHaveLength(3);
    expect(mill?.tracking?.issue).toBe(4);
    expect(mill?.blockers).toEqual([
      { module: 'cim-race', reason: expect.stringMatching(/blocking gaps/), by: null },
      { module: 'https://example.org/1', reason: 'a decision', by: 'maya' },
    ]);
    expect(mill?.readinessBefore).toBe(mill?.history[1]?.summary.readiness);
    expect(mill?.estimate).toMatchObject({ basis: { modules: 1, weeks: 6 } });
    expect(view.modules[0]).toMatchObject({
      estimate: null,
      estimateReason: '1 week of history, and an estimate needs 4',
    });
    expect(view.documents.map(({ path, kind }) => [path, kind])).toEqual([
      ['STATUS.md', 'status-report'],
      ['registry/production-migration.md', 'tracker'],
    ]);
    expect(view.contradictions.map(({ kind, places: [{ path, line }] }) => `${kind} ${path}:${line}`)).toEqual([
      'complete-beside-open STATUS.md:5',
    ]);
  });

  it('is the same when everything that is derived is derived again', async () => {
    await furnish();
    const before = await fleet();
    store.database.exec('DELETE FROM fleet; DELETE FROM tracking; DELETE FROM history');
    await ledger.rebuild();
    expect(await fleet()).toEqual(before);
    expect(fleetView((await fleet()).parts)).toEqual(fleetView(before.parts));
  });
});
