import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Assessment, Finding } from '../../../src/assess/assessment.js';
import { DEFAULT_POLICY, type Policy } from '../../../src/policy/policy.js';
import type { Gate, Ledger } from '../../../src/store/ledger.js';
import { memoryStore, type SqliteStore } from '../../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../../src/store/sqlite/ledger.js';

const NOW = '2026-06-01T00:00:00.000Z';
const X = { installation: 7, repository: 1 };
const GATE: Gate = { status: 'production', attributes: {}, vendored: [] };

let store: SqliteStore;
let ledger: Ledger;
let invalid: string[];
beforeEach(() => {
  store = memoryStore();
  invalid = [];
  ledger = sqliteLedger(
    store,
    '1.0.0',
    () => NOW,
    problem => invalid.push(problem),
  );
});

const assessment = (sha: string, ref = 'main', assessedAt = NOW, findings: readonly Finding[] = []): Assessment => ({
  standard: 'cim/v1',
  subject: { owner: 'acme', repo: 'cim-x', ref, sha },
  assessedAt,
  findings,
});
const keep = async (...all: Assessment[]) => {
  for (const each of all) await ledger.assessed(X, { assessment: each, policy: DEFAULT_POLICY, gate: GATE });
};

describe('a ledger', () => {
  it('gives the newest assessment of a commit, under the same policy', async () => {
    await keep(assessment('a'));
    expect(await ledger.at(1, 'a', DEFAULT_POLICY)).toMatchObject({ assessment: assessment('a'), gate: GATE });
    expect(await ledger.at(1, 'b', DEFAULT_POLICY)).toBeUndefined();
    expect(await ledger.at(2, 'a', DEFAULT_POLICY)).toBeUndefined();
  });

  it('takes another policy, another package, and another version of this program for another judge', async () => {
    await keep(assessment('a'));
    const other = sqliteLedger(store, '1.1.0', () => NOW);
    const policies: Policy[] = [
      { ...DEFAULT_POLICY, thresholds: { coverage: 90 } },
      { ...DEFAULT_POLICY, module: 'cim-y' },
    ];
    for (const policy of policies) expect(await ledger.at(1, 'a', policy)).toBeUndefined();
    expect(await other.at(1, 'a', DEFAULT_POLICY)).toBeUndefined();
    expect(await other.latestOf(1, 'a')).toEqual(assessment('a'));
  });

  it('knows what a branch was before, what it is now, and what was assessed at a commit', async () => {
    await keep(assessment('a'), assessment('b'), assessment('b', 'pull/7'));
    expect(await ledger.latest(1, 'main')).toEqual(assessment('b'));
    expect(await ledger.before(1, 'main', 'b', DEFAULT_POLICY)).toEqual(assessment('a'));
    expect(await ledger.refsAt(1, 'b')).toEqual(['main', 'pull/7']);
  });

  it('does not grow by an assessment that says the same again', async () => {
    await keep(assessment('a'), assessment('a', 'main', '2026-06-02T00:00:00.000Z'));
    expect(await ledger.events(1)).toHaveLength(1);
    await keep(assessment('b'), assessment('a'));
    expect(await ledger.events(1)).toHaveLength(3);
  });

  it('keeps other events in the same log', async () => {
    await ledger.note(X, { kind: 'command', by: 'maya', data: { line: '/cim plan' } });
    expect(await ledger.events(1)).toEqual([{ kind: 'command', at: NOW, data: { line: '/cim plan' } }]);
  });

  it('remembers one check run for each name and commit, and which were not concluded', async () => {
    const key = { ...X, sha: 'a', name: 'CIM readiness' };
    const place = { ...key, owner: 'acme', repo: 'cim-x', target: 'default-branch' };
    expect(await ledger.checkRun(key)).toBeUndefined();
    await ledger.noteCheckRun(place, { id: 1, concluded: false });
    await ledger.noteCheckRun({ ...place, name: 'CIM commits' }, { id: 2, concluded: true, digest: 'd' });
    expect(await ledger.unfinishedCheckRuns()).toEqual([{ ...place, id: 1 }]);
    await ledger.noteCheckRun(place, { id: 1, concluded: true, digest: 'e' });
    expect(await ledger.checkRun(key)).toEqual({ id: 1, concluded: true, digest: 'e' });
    expect(await ledger.checkRunsOf(1, 'default-branch')).toMatchObject([
      { sha: 'a', name: 'CIM commits', id: 2, concluded: true, digest: 'd' },
      { sha: 'a', name: 'CIM readiness', id: 1, concluded: true, digest: 'e' },
    ]);
    expect(await ledger.checkRunsOf(1, 'pull/7')).toEqual([]);
    expect(await ledger.unfinishedCheckRuns()).toEqual([]);
  });

  it('knows which open pull requests share a head', async () => {
    await ledger.notePull(X, { number: 8, sha: 'a', reports: {} });
    await ledger.notePull(X, { number: 7, sha: 'a', reports: {} });
    await ledger.notePull(X, { number: 9, sha: 'b', reports: {} });
    expect((await ledger.pullsAt(1, 'a')).map(({ number }) => number)).toEqual([7, 8]);
    await ledger.forgetPull(1, 7);
    expect((await ledger.pullsAt(1, 'a')).map(({ number }) => number)).toEqual([8]);
    expect(await ledger.pull(1, 7)).toBeUndefined();
  });

  it('keeps the trees of releases apart for each repository', async () => {
    const trees = ledger.releasedTrees(X);
    await trees.put('a', { entries: new Map() });
    expect(await trees.get('a')).toEqual({ entries: new Map() });
    expect(await ledger.releasedTrees({ installation: 8, repository: 2 }).get('a')).toBeUndefined();
  });
});

describe('two organizations on one server', () => {
  const Y = { installation: 8, repository: 2 };
  const fill = async (key: typeof X) => {
    const event = { assessment: assessment('a'), policy: DEFAULT_POLICY, gate: GATE };
    await ledger.assessed(key, event);
    await ledger.notePull(key, { number: 7, sha: 'a', reports: {} });
    await ledger.noteTags(key, ['v1.0.0']);
    await ledger.noteCoverage(key, 'a', []);
    await ledger.noteModule({ ...key, owner: 'acme', repo: 'cim-x', ...event, facts: {} });
    await ledger.releasedTrees(key).put('a', { entries: new Map() });
    const place = { ...key, owner: 'acme', repo: 'cim-x', sha: 'a', name: 'n', target: 'default-branch' };
    await ledger.noteCheckRun(place, { id: 1, concluded: true });
  };
  const seen = async (key: typeof X) =>
    [
      await ledger.latestOf(key.repository, 'a'),
      await ledger.gate(key.repository, 'a'),
      await ledger.latest(key.repository, 'main'),
      await ledger.pull(key.repository, 7),
      await ledger.seenTags(key.repository),
      await ledger.coverage(key.repository, 'a'),
      await ledger.module(key.repository),
      await ledger.releasedTrees(key).get('a'),
      await ledger.checkRun({ ...key, sha: 'a', name: 'n' }),
      ...(await ledger.events(key.repository)),
    ].filter(each => each !== undefined).length;

  it('never see each other, although names and commits are the same, and one uninstalls without the other', async () => {
    await fill(X);
    expect([await seen(X), await seen(Y)]).toEqual([10, 0]);
    await fill(Y);
    expect([await seen(X), await seen(Y)]).toEqual([10, 10]);
    await ledger.forget(X.installation);
    expect([await seen(X), await seen(Y)]).toEqual([0, 10]);
  });
});

describe('a row that is not valid', () => {
  const REPORT = { conclusion: 'success', title: 't', summary: 's', annotations: [], actions: [] };
  const spoil = (table: string, column: string, value: string | Buffer) =>
    store.database.prepare(`UPDATE ${table} SET ${column} = ?`).run([value]);
  const fill = async () => {
    await keep(assessment('a'));
    await ledger.notePull(X, { number: 7, sha: 'a', reports: { 'CIM readiness': REPORT } });
    await ledger.noteTags(X, ['v1.0.0']);
    await ledger.noteCoverage(X, 'a', [{ source: 'lcov.info', percent: 81 }]);
    const of = { assessment: assessment('a'), policy: DEFAULT_POLICY, facts: { dependencies: [] } };
    await ledger.noteModule({ ...X, owner: 'acme', repo: 'cim-x', ...of });
    await ledger.releasedTrees(X).put('a', { entries: new Map() });
  };
  const all = async () => [
    await ledger.latestOf(1, 'a'),
    await ledger.at(1, 'a', DEFAULT_POLICY),
    await ledger.gate(1, 'a'),
    await ledger.pull(1, 7),
    (await ledger.pullsAt(1, 'a'))[0],
    await ledger.seenTags(1),
    await ledger.coverage(1, 'a'),
    await ledger.module(1),
    (await ledger.modules())[0],
    await ledger.releasedTrees(X).get('a'),
  ];

  it.each([
    ['is not JSON', '{"assessment"'],
    ['holds something else', '{"assessment":{"findings":"none"}, "CIM readiness": {}}'],
    ['holds nothing', 'null'],
  ])('because it %s is left out, and told', async (_, text) => {
    await fill();
    expect(await all()).not.toContain(undefined);
    expect(invalid).toEqual([]);
    spoil('events', 'data', text);
    spoil('pulls', 'reports', text);
    spoil('seen_tags', 'tags', text);
    spoil('coverage', 'reports', text);
    spoil('modules', 'memory', text);
    spoil('released_trees', 'files', Buffer.from(text));
    expect((await all()).filter(each => each !== undefined)).toEqual([]);
    expect(invalid).toHaveLength(10);
    expect(invalid[0]).toMatch(/^an assessment is not valid.* \(event 1\)$/);
  });

  it('does not keep a repository from what an earlier version left', async () => {
    await keep(assessment('a'), assessment('b'));
    store.database.exec("UPDATE events SET repository = 0, data = 'x' WHERE number = 1");
    store.database.exec('UPDATE events SET repository = 0 WHERE number = 2');
    store.database.exec('UPDATE assessments SET repository = 0');
    await ledger.adopt(X, { owner: 'acme', repo: 'cim-x' });
    expect(await ledger.latestOf(1, 'b')).toEqual(assessment('b'));
  });
});

describe('the modules of a repository', () => {
  const memoryOf = (name: string) => {
    const policy = { ...DEFAULT_POLICY, module: name };
    return { ...X, owner: 'acme', repo: 'cim-x', name, assessment: assessment('a'), policy, facts: {} };
  };

  it('take the place of those before', async () => {
    await ledger.noteModules([memoryOf('cim-parcel'), memoryOf('cim-order')]);
    await ledger.noteModules([memoryOf('cim-order'), memoryOf('cim-bill')]);
    expect((await ledger.modulesOf(X.repository)).map(({ name }) => name)).toEqual(['cim-bill', 'cim-order']);
    expect(await ledger.modulesOf(2)).toEqual([]);
  });

  it('have assessments of their own', async () => {
    const [parcel, order] = ['cim-parcel', 'cim-order'].map(module => ({ ...DEFAULT_POLICY, module }));
    for (const policy of [parcel, order])
      for (const sha of ['a', 'b']) await ledger.assessed(X, { assessment: assessment(sha), policy: policy as Policy });
    expect((await ledger.allOf(X.repository, 'b')).map(({ module }) => module)).toEqual(['cim-order', 'cim-parcel']);
    expect(await ledger.before(X.repository, 'main', 'b', order as Policy)).toEqual(assessment('a'));
    expect(await ledger.before(X.repository, 'main', 'b', DEFAULT_POLICY)).toBeUndefined();
  });
});

describe('what is not kept', () => {
  const fill = async () => {
    await keep(assessment('a'));
    await ledger.notePull(X, { number: 7, sha: 'a', reports: {} });
    await ledger.noteCoverage(X, 'a', []);
    await ledger.noteModule({
      ...X,
      owner: 'acme',
      repo: 'cim-x',
      assessment: assessment('a'),
      policy: DEFAULT_POLICY,
      facts: {},
    });
    await ledger.releasedTrees(X).put('a', { entries: new Map() });
    await ledger.noteCheckRun(
      { ...X, owner: 'acme', repo: 'cim-x', sha: 'a', name: 'n', target: 'default-branch' },
      { id: 1, concluded: true },
    );
  };
  const rows = () =>
    ['events', 'assessments', 'check_runs', 'pulls', 'coverage', 'modules', 'released_trees'].map(
      table => (store.database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get() as { n: number }).n,
    );

  it('is everything of an installation that is gone, or of a repository', async () => {
    await fill();
    await ledger.forget(8);
    await ledger.forget(7, [2]);
    expect(rows()).toEqual([1, 1, 1, 1, 1, 1, 1]);
    await ledger.forget(7, [1]);
    expect(rows()).toEqual([0, 0, 0, 0, 0, 0, 0]);
    await fill();
    await ledger.forget(7);
    expect(rows()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('is what an installation has approved, or waited for and is gone', async () => {
    const awaited = { url: 'https://github.example/update', needs: [{ what: 'create', without: 'Tags wait.' }] };
    await ledger.noteAwaited(new Map([7, 8, 9].map(installation => [installation, awaited])));
    await ledger.noteAwaited(new Map([7, 8].map(installation => [installation, awaited])));
    await ledger.forget(8);
    expect(await Promise.all([7, 8, 9].map(each => ledger.awaited(each)))).toEqual([awaited, undefined, undefined]);
  });

  it('is what is old, but for the newest assessment of a branch', async () => {
    const old = '2020-01-01T00:00:00.000Z';
    await keep(assessment('a', 'main', old), assessment('b', 'main', old), assessment('c', 'pull/7', old));
    await ledger.retain();
    expect([await ledger.latestOf(1, 'a'), await ledger.latestOf(1, 'c')]).toEqual([undefined, undefined]);
    expect(await ledger.latest(1, 'main')).toMatchObject({ subject: { sha: 'b' } });
  });
});
