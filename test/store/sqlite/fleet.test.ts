/** What the ledger knows of a fleet, and that it is derived from the events. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/assess/assessment.js';
import type { HistoryPoint } from '../../../src/fleet/history.js';
import type { ModuleFacts } from '../../../src/fleet/measured.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import type { RegistryRecord } from '../../../src/store/fleet-memory.js';
import type { Ledger } from '../../../src/store/ledger.js';
import { memoryStore, type SqliteStore } from '../../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../../src/store/sqlite/ledger.js';

const MILL = { installation: 7, repository: 1 };
const RACE = { installation: 7, repository: 2 };
const FACTS: ModuleFacts = {
  name: 'cim-mill',
  committedAt: null,
  version: '0.2.0',
  tag: null,
  releases: [],
  statedStatus: null,
  dependencies: ['cim-race'],
  commentedOut: [],
  requirements: {},
};

let store: SqliteStore;
let ledger: Ledger;
let now: string;
let invalid: string[];
beforeEach(() => {
  store = memoryStore();
  now = '2026-06-01T00:00:00.000Z';
  invalid = [];
  ledger = sqliteLedger(
    store,
    '1.0.0',
    () => now,
    problem => invalid.push(problem),
  );
});

const finding = (criterion: string, status: Finding['status']): Finding => ({
  criterion,
  section: 'documentation',
  severity: 'must',
  kind: 'automatic',
  status,
  message: '',
  evidence: [],
  count: 0,
  hints: [],
  waiver: null,
  attestation: null,
});

/** Assesses cim-mill, with so many criteria of three met. */
async function assess(at: string, met: number, { key = MILL, ref = 'main', isPublic = true, repo = 'cim-mill' } = {}) {
  const findings = ['readme', 'changelog', 'adr'].map((id, index) => finding(id, index < met ? 'met' : 'unmet'));
  const subject = { owner: 'acme', repo, ref, sha: at.slice(0, 10) };
  const module = ref === 'main' ? { module: { facts: { ...FACTS, name: repo }, isPublic } } : {};
  await ledger.assessed(key, {
    assessment: { standard: 'cim/v1', subject, assessedAt: at, findings },
    policy: DEFAULT_POLICY,
    ...module,
  });
}

const TRACKING = { issue: 4, planned: true, blocked: [{ on: 'cim-race', reason: 'its 1.0', by: 'maya' }] };
const REGISTRY: RegistryRecord = {
  installation: 7,
  repository: 9,
  owner: 'acme',
  repo: 'cim',
  branch: 'main',
  sha: 'c',
  isPublic: true,
  reading: {
    view: { modules: [], privateDomains: [], edges: 'from-dependency', cycles: [], problems: [] },
    phases: [],
    documents: [],
    contradictions: [],
    unread: [],
  },
};

describe('the fleet in the ledger', () => {
  it('has the newest assessment of each default branch, without words, and not those of changes', async () => {
    await assess('2026-05-01T00:00:00.000Z', 1);
    await assess('2026-05-02T00:00:00.000Z', 2);
    await assess('2026-05-03T00:00:00.000Z', 3, { ref: 'pull/7' });
    const [mill, ...others] = await ledger.fleet(7);
    expect(others).toEqual([]);
    expect(mill).toMatchObject({ ...MILL, owner: 'acme', repo: 'cim-mill', isPublic: true, tracking: null });
    expect(mill?.measured).toMatchObject({ name: 'cim-mill', version: '0.2.0', summary: { met: 2, unmet: 1 } });
    expect(mill?.measured.findings[2]).toEqual({
      criterion: 'adr',
      section: 'documentation',
      severity: 'must',
      status: 'unmet',
      waived: false,
      blocks: true,
      gap: true,
    });
    expect(await ledger.organizations()).toEqual([{ installation: 7, owner: 'acme' }]);
    expect(await ledger.fleet(8)).toEqual([]);
  });

  it('knows that a repository became private, although the assessment says the same', async () => {
    await assess('2026-05-02T00:00:00.000Z', 2);
    await assess('2026-05-02T00:00:00.000Z', 2, { isPublic: false });
    expect((await ledger.fleet(7)).map(({ isPublic }) => isPublic)).toEqual([false]);
  });

  it('has every point of the history of a module, and the last one of each week of all modules', async () => {
    for (const [day, met] of [
      ['04', 0],
      ['06', 1],
      ['10', 2],
      ['11', 3],
    ] as const)
      await assess(`2026-05-${day}T12:00:00.000Z`, met);
    const points = await ledger.history(1);
    expect(points.map(({ at, summary, open }) => [at.slice(8, 10), summary.met, open])).toEqual([
      ['04', 0, 3],
      ['06', 1, 2],
      ['10', 2, 1],
      ['11', 3, 0],
    ]);
    expect(points[0]).toMatchObject({ tool: '1.0.0', version: '0.2.0', isBackfilled: false, blocking: 3 });
    const weekly = await ledger.histories(7);
    expect(weekly.get(1)?.map(({ at }) => at.slice(8, 10))).toEqual(['10', '11']);
  });

  it('takes in what was read from Git afterwards, once', async () => {
    await assess('2026-05-20T12:00:00.000Z', 2);
    const old = (await ledger.history(1)).map(
      (point): HistoryPoint => ({ ...point, at: '2025-01-01T00:00:00.000Z', isBackfilled: true }),
    );
    expect(await ledger.isBackfilled(1)).toBe(false);
    await ledger.backfilled(MILL, old);
    await ledger.backfilled(MILL, old);
    expect(await ledger.isBackfilled(1)).toBe(true);
    expect((await ledger.history(1)).map(({ at, isBackfilled }) => [at.slice(0, 4), isBackfilled])).toEqual([
      ['2025', true],
      ['2026', false],
    ]);
  });

  it('remembers the tracking issue, and the registry as it was read last', async () => {
    await assess('2026-05-02T00:00:00.000Z', 2);
    await ledger.tracked(MILL, TRACKING);
    expect((await ledger.fleet(7))[0]?.tracking).toEqual(TRACKING);
    const before = await ledger.revision();
    await ledger.tracked(MILL, TRACKING);
    expect(await ledger.revision()).toBe(before);
    await ledger.tracked(MILL, null);
    expect((await ledger.fleet(7))[0]?.tracking).toBeNull();

    expect(await ledger.registry(7)).toBeUndefined();
    await ledger.registryRead(7, REGISTRY);
    await ledger.registryRead(7, { ...REGISTRY, sha: 'd' });
    expect(await ledger.registry(7)).toEqual({ ...REGISTRY, sha: 'd' });
    await ledger.registryRead(7, undefined);
    expect(await ledger.registry(7)).toBeUndefined();
  });

  it('tells what changed, the newest first, each organization apart', async () => {
    await assess('2026-05-01T00:00:00.000Z', 1);
    await assess('2026-05-02T00:00:00.000Z', 2);
    await ledger.note(MILL, { kind: 'waived', by: 'maya', data: { criterion: 'adr' } });
    await assess('2026-05-03T00:00:00.000Z', 2, { key: { installation: 8, repository: 3 } });
    const changes = await ledger.changes(7, 10);
    expect(
      changes.map(({ kind, by, assessed, data }) => [
        kind,
        by,
        assessed?.point.summary.met,
        assessed?.before?.summary.met,
        data,
      ]),
    ).toEqual([
      ['waived', 'maya', undefined, undefined, { criterion: 'adr' }],
      ['assessed', null, 2, 1, undefined],
      ['assessed', null, 1, undefined, undefined],
    ]);
    expect(await ledger.changes(7, 1, changes[0]?.number)).toEqual([changes[1]]);
  });

  it('is derived from the events: rebuilt from nothing it is the same', async () => {
    await assess('2026-05-01T00:00:00.000Z', 1);
    await ledger.tracked(MILL, TRACKING);
    await assess('2026-05-03T00:00:00.000Z', 2);
    await assess('2026-05-04T00:00:00.000Z', 2, { key: RACE, repo: 'cim-race', isPublic: false });
    const [point] = await ledger.history(1);
    if (point) await ledger.backfilled(RACE, [{ ...point, at: '2025-01-01T00:00:00.000Z' }]);
    const all = async () => [
      await ledger.fleet(7),
      await ledger.histories(7),
      await ledger.history(1),
      await ledger.history(2),
      await ledger.changes(7, 100),
    ];
    const before = await all();
    store.database.exec('DELETE FROM fleet; DELETE FROM tracking; DELETE FROM history');
    expect(await ledger.fleet(7)).toEqual([]);
    await ledger.rebuild();
    expect(await all()).toEqual(before);
    expect(invalid).toEqual([]);
  });

  it('is erased with its repository, and when it is too old', async () => {
    await assess('2026-05-01T00:00:00.000Z', 1);
    await assess('2026-05-04T00:00:00.000Z', 2, { key: RACE, repo: 'cim-race' });
    await ledger.tracked(RACE, TRACKING);
    await ledger.forget(7, [2]);
    expect((await ledger.fleet(7)).map(({ repo }) => repo)).toEqual(['cim-mill']);
    expect(await ledger.history(2)).toEqual([]);
    await assess('2026-05-05T00:00:00.000Z', 2);
    now = '2036-01-01T00:00:00.000Z';
    await ledger.retain();
    expect((await ledger.history(1)).map(({ at }) => at.slice(0, 10))).toEqual(['2026-05-05']);
    expect(await ledger.fleet(7)).toHaveLength(1);
  });

  it('leaves out a row that is not valid, and says so', async () => {
    await assess('2026-05-01T00:00:00.000Z', 1);
    store.database.exec("UPDATE fleet SET measured = '{}'");
    expect(await ledger.fleet(7)).toEqual([]);
    expect(invalid).toEqual([expect.stringContaining('a module of the fleet is not valid')]);
  });
});
