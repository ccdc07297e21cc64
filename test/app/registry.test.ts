/** The registry's repository: it is read, its documents are checked, and one pull request keeps it up to date. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { AppContext, Job } from '../../src/app/context.js';
import { organizationFleet } from '../../src/app/fleet-parts.js';
import { documents } from '../../src/app/handlers/documents.js';
import { registry } from '../../src/app/handlers/registry.js';
import { assess } from '../../src/assess/assess.js';
import { moduleFacts } from '../../src/fleet/measured.js';
import { fleetView } from '../../src/fleet/view.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { REGISTRY_BRANCH, REGISTRY_TITLE } from '../../src/publish/registry.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Ledger } from '../../src/store/ledger.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import type { Work } from '../../src/store/work.js';
import { client } from '../collect/support/github.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';
import { FakeRegistry, REGISTRY_ID } from './fake-registry.js';

const MODULES = `# The modules, in the order in which people wrote them.
modules:
  cim-parcel:   # the oldest
    type: domain
    status: development
    version: 0.9.0
  cim-secret:
    status: development
`;
const TRACKER = `# Production migration tracker

People's words.

## Phase 1: Post

1. **cim-parcel** - sends parcels
   - [ ] weigh
`;
const TEXTS: Texts = {
  'README.md': '# The registry\n',
  'STATUS.md': '# Status report\n\n## Mill ✅ 100%\n\n- [ ] grind\n',
  'registry/modules.yaml': MODULES,
  'registry/modules-graph.json': '{"graph": {"metadata": {"total_modules": 38}, "nodes": {}, "edges": []}}',
  'registry/status.json': '{ "total_modules": , }',
  'registry/production-migration.md': TRACKER,
};

let now: string;
let github: FakeRegistry;
let ledger: Ledger;
let work: Work;
let context: AppContext;
beforeEach(() => {
  withoutNetwork();
  now = '2026-06-01T00:00:00.000Z';
  github = new FakeRegistry(TEXTS, () => now);
  const store = memoryStore();
  ledger = sqliteLedger(store, 'test', () => now);
  work = sqliteWork(store, () => Date.parse(now) / 1_000);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  context = {
    standard: CIM_STANDARD,
    appId: 1,
    ledger,
    work,
    now: () => now,
    log,
    wake: () => undefined,
  } as unknown as AppContext;
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const jobOn = (target: string): Job => ({
  installation: 7,
  repository: REGISTRY_ID,
  owner: 'acme',
  repo: 'cim',
  octokit: client(),
  target,
  which: target.split('/')[1] ?? '',
  details: {},
  isRetry: false,
});
async function update() {
  await registry(jobOn('registry'), context);
  expect(github.problems).toEqual([]);
}
const inDays = (days: number) => {
  now = new Date(Date.parse('2026-06-01T00:00:00.000Z') + days * 86_400_000).toISOString();
};

/** Assesses the default branch of a module. */
async function assessed(repo: string, sha: string, { repository = 1, isPublic = true } = {}) {
  const of = snapshot(READY_TEXTS, {}, { owner: 'acme', repo, sha: sha.padEnd(40, '0') });
  const module = { facts: moduleFacts(of, { policy: DEFAULT_POLICY, folder: repo }), isPublic };
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, now);
  await ledger.assessed({ installation: 7, repository }, { assessment, policy: DEFAULT_POLICY, module });
}

const open = () => github.pulls.filter(({ state }) => state === 'open');
const branch = () => github.texts(REGISTRY_BRANCH);

describe('the registry', () => {
  it('is read into the ledger, and forgotten when it is gone', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    const fleet = await organizationFleet(context, 7);
    expect(fleet.registry).toMatchObject({ repository: REGISTRY_ID, repo: 'cim', branch: 'main', isPublic: true });
    const view = fleetView(fleet.parts);
    expect(view.modules.map(({ name, phase }) => [name, phase?.title])).toEqual([
      ['cim-parcel', 'Phase 1: Post'],
      ['cim-secret', undefined],
    ]);
    github.push('main', { 'registry/modules.yaml': null });
    await update();
    expect((await organizationFleet(context, 7)).registry).toBeNull();
  });

  it('has its contradictions as annotations of a check run, at their lines', async () => {
    await update();
    const [run] = github.checkRuns;
    expect(run).toMatchObject({ name: 'CIM documents', conclusion: 'neutral', head_sha: github.head('main').sha });
    expect(run?.output.annotations.map(({ path, start_line: line }) => `${path}:${line}`)).toEqual([
      'STATUS.md:5',
      'registry/modules-graph.json:1',
      'registry/status.json:1',
      'registry/status.json:1',
    ]);
    expect(run?.output.summary).toContain('| `STATUS.md` | status report |');
  });

  it('has on a pull request only the contradictions that this one adds', async () => {
    github.push('main', {});
    github.branches.set('topic', github.head('main').sha);
    github.push('topic', { 'STATUS.md': `${TEXTS['STATUS.md']}\n## Race ✅ 100%\n\n- [ ] dig\n` });
    github.pulls.push({
      number: 1,
      head: 'topic',
      title: '',
      body: '',
      state: 'open',
      created_at: now,
      closed_at: null,
      merged_at: null,
    });
    await documents(jobOn('documents/1'), context);
    const [run] = github.checkRuns;
    expect(run?.output.title).toBe('1 new · 5 in all');
    expect(run?.output.annotations.map(({ path, start_line: line }) => `${path}:${line}`)).toEqual(['STATUS.md:9']);
  });
});

describe('the pull request to the registry', () => {
  it('writes what was measured, and keeps every other byte', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    expect(open().map(({ title, head }) => [title, head])).toEqual([[REGISTRY_TITLE, REGISTRY_BRANCH]]);
    expect(open()[0]?.body).toContain('| `cim-parcel` | version | `0.9.0` | `1.2.0` |');
    const texts = branch();
    expect(texts['registry/modules.yaml']).toBe(
      MODULES.replace('version: 0.9.0', 'version: 1.2.0\n    last_commit: a100000'),
    );
    expect(texts['README.md']).toBe(TEXTS['README.md']);
    expect(JSON.parse(texts['registry/status.json'] ?? '')).toMatchObject({ total_modules: 2, production_ready: 0 });
    expect(JSON.parse(texts['registry/modules-graph.json'] ?? '')).toMatchObject({
      graph: { metadata: { total_modules: 2 }, nodes: { 'cim-parcel': { version: { current: '1.2.0' } } } },
    });
    expect(texts['registry/production-migration.md']).toContain('| `cim-parcel` | development |');
    expect(texts['registry/modules-graph.mmd']).toMatch(/^graph TB\n/);
  });

  it('is done once: doing it again sends nothing that changes anything', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    const sent = github.requests.length;
    await update();
    inDays(3);
    await update();
    expect(github.requests.slice(sent).filter(each => !each.startsWith('GET'))).toEqual([]);
  });

  it('is updated once a day at most, and waits until then', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    inDays(0.5);
    await assessed('cim-parcel', 'a2');
    await update();
    expect(branch()['registry/modules.yaml']).toContain('last_commit: a100000');
    expect((await work.list()).map(({ name, due }) => [name, due])).toEqual([
      ['registry', Date.parse('2026-06-02T00:00:00.000Z') / 1_000],
    ]);
    inDays(1);
    await update();
    expect(branch()['registry/modules.yaml']).toContain('last_commit: a200000');
    expect(github.pulls).toHaveLength(1);
  });

  it('is updated at once if a status changes', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    await ledger.note({ installation: 7, repository: 1 }, { kind: 'promoted', by: 'olga', data: { number: 7 } });
    await update();
    expect(branch()['registry/modules.yaml']).toContain('    status: production\n');
    expect(JSON.parse(branch()['registry/status.json'] ?? '')).toMatchObject({ production_ready: 1 });
  });

  it('takes in the default branch, and is closed when nothing is left to change', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    github.push('main', { 'registry/modules.yaml': `${MODULES}  cim-new: { status: template }\n` });
    inDays(1);
    await update();
    expect(branch()['registry/modules.yaml']).toContain('cim-new: { status: template }');
    expect(branch()['registry/modules.yaml']).toContain('version: 1.2.0');
    github.merge(1);
    await update();
    expect(open()).toEqual([]);

    inDays(3);
    await assessed('cim-parcel', 'a3');
    await update();
    expect(open()).toHaveLength(1);
    github.push('main', branch());
    await update();
    expect(open()).toEqual([]);
    expect(github.branches.has(REGISTRY_BRANCH)).toBe(false);
  });

  it('keeps the commits of people, and says where they are at odds with what was measured', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    const edited = (branch()['registry/modules.yaml'] ?? '').replace(
      'version: 1.2.0',
      'version: 9.9.9 # I know better',
    );
    github.push(REGISTRY_BRANCH, { 'registry/modules.yaml': edited, 'NOTES.md': 'Mine.\n' });
    github.push('main', { 'README.md': '# Our registry\n' });
    inDays(1);
    await assessed('cim-parcel', 'a2');
    await update();
    expect(branch()['registry/modules.yaml']).toContain('version: 9.9.9 # I know better\n    last_commit: a200000');
    expect(branch()).toMatchObject({ 'NOTES.md': 'Mine.\n', 'README.md': '# Our registry\n' });
    expect(open()[0]?.body).toContain('version was set to 9.9.9 on the branch, and this app found 1.2.0');
    inDays(2);
    await assessed('cim-parcel', 'a3');
    await update();
    expect(branch()['registry/modules.yaml']).toContain('version: 9.9.9 # I know better\n    last_commit: a300000');
  });

  it('leaves a branch alone that conflicts, and says so', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    github.push(REGISTRY_BRANCH, { 'README.md': '# Mine\n' });
    github.push('main', { 'README.md': '# Yours\n' });
    const before = github.head(REGISTRY_BRANCH).sha;
    inDays(1);
    await assessed('cim-parcel', 'a2');
    await update();
    expect(github.head(REGISTRY_BRANCH).sha).toBe(before);
    expect(open()[0]?.body).toContain('**This branch conflicts with the default branch.**');
  });

  it('does not overwrite a commit that a person pushes meanwhile', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    inDays(1);
    await assessed('cim-parcel', 'a2');
    github.before = request => {
      if (request !== 'POST git/commits') return;
      github.before = () => undefined;
      github.push(REGISTRY_BRANCH, { 'NOTES.md': 'Mine.\n' });
    };
    await expect(registry(jobOn('registry'), context)).rejects.toThrow(`${REGISTRY_BRANCH} moved while it was read`);
    expect(branch()['NOTES.md']).toBe('Mine.\n');
    await update();
    expect(branch()['registry/modules.yaml']).toContain('last_commit: a200000');
    expect(branch()['NOTES.md']).toBe('Mine.\n');
  });

  it('is not opened again for a week if a person closes it', async () => {
    await assessed('cim-parcel', 'a1');
    await update();
    github.close(1);
    inDays(6);
    await update();
    expect(open()).toEqual([]);
    inDays(7);
    await update();
    expect(open()).toHaveLength(1);
  });

  it('tells a public registry nothing of a private module, and a private one everything', async () => {
    await assessed('cim-parcel', 'a1');
    await assessed('cim-secret', '5ec', { repository: 2, isPublic: false });
    await update();
    expect(JSON.stringify(branch())).not.toContain('5ec0000');
    expect(branch()['registry/production-migration.md']).toContain('1 of 2 modules assessed');
    github.isPrivate = true;
    inDays(1);
    await update();
    expect(branch()['registry/modules.yaml']).toContain('last_commit: 5ec0000');
  });
});
