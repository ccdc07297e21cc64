/** The weekly digest: one issue in the registry's repository, rewritten each week; and campaigns, which it tells of. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { AppContext, Job } from '../../src/app/context.js';
import { digest } from '../../src/app/handlers/digest.js';
import { registry } from '../../src/app/handlers/registry.js';
import { addDueWork } from '../../src/app/schedule.js';
import { assess } from '../../src/assess/assess.js';
import { moduleFacts } from '../../src/fleet/measured.js';
import { DEFAULT_POLICY, type Policy } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Ledger } from '../../src/store/ledger.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import type { Work } from '../../src/store/work.js';
import { client } from '../collect/support/github.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';
import { FakeRegistry, REGISTRY_ID } from './fake-registry.js';

const START = Date.parse('2026-06-01T09:00:00.000Z');
const TEXTS: Texts = {
  'registry/modules.yaml': 'modules:\n  cim-mill: { status: production }\n  cim-race: { status: development }\n',
};
const POLICY = `fleet:
  reviewers: { people: [rosa] }
  ask: [ada]
  registryPullRequest: false
  campaigns:
    - { name: "Documentation", modules: [cim-*], criteria: [readme, adr], until: 2026-06-20, ask: [bob] }
`;

let now: string;
let github: FakeRegistry;
let ledger: Ledger;
let work: Work;
let context: AppContext;
beforeEach(() => {
  withoutNetwork();
  now = new Date(START).toISOString();
  github = new FakeRegistry(TEXTS, () => now);
  github.policy = POLICY;
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
afterEach(() => {
  expect(github.problems).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

const onDay = (day: number) => {
  now = new Date(START + day * 86_400_000).toISOString();
};
const job: Job = {
  installation: 7,
  repository: REGISTRY_ID,
  owner: 'acme',
  repo: 'cim',
  octokit: client(),
  target: 'digest',
  which: '',
  details: {},
  isRetry: false,
};

/** Assesses the default branch of a module, and remembers its policy. */
async function assessed(
  repo: string,
  sha: string,
  {
    repository = 1,
    isPublic = true,
    texts = READY_TEXTS,
    policy = {},
  }: { repository?: number; isPublic?: boolean; texts?: Texts; policy?: Partial<Policy> } = {},
) {
  const of = snapshot(texts, {}, { owner: 'acme', repo, sha: sha.padEnd(40, '0') });
  const whole = { ...DEFAULT_POLICY, ...policy };
  const module = { facts: moduleFacts(of, { policy: whole, folder: repo }), isPublic };
  const assessment = assess(of, CIM_STANDARD, whole, now);
  await ledger.assessed({ installation: 7, repository }, { assessment, policy: whole, module });
  const facts = { dependencies: [], claimed: repo === 'cim-mill' ? 'production' : 'development' };
  await ledger.noteModule({ installation: 7, repository, owner: 'acme', repo, assessment, policy: whole, facts });
}
const WORSE = remove('README.md')(READY_TEXTS);
const issues = () => github.issues.all.filter(({ title }) => title === 'Weekly digest of the fleet');
const text = () => issues()[0]?.body ?? '';
async function write() {
  await registry(job, context);
  await digest(job, context);
}

describe('the digest', () => {
  it('tells what moved and what regressed, and who merged over a failing check run', async () => {
    await assessed('cim-mill', 'a1');
    await assessed('cim-race', 'b1', { repository: 2, texts: WORSE });
    onDay(5);
    await assessed('cim-mill', 'a2', { texts: WORSE });
    await assessed('cim-race', 'b2', { repository: 2 });
    const head = { sha: 'f'.repeat(40) };
    const sha = 'a2'.padEnd(40, '0');
    github.others
      .set(`cim-mill/commits/${sha}/pulls`, [{ number: 12, merged_at: now, head }])
      .set(`cim-mill/commits/${head.sha}/check-runs`, { check_runs: [{ id: 1, conclusion: 'failure' }] })
      .set('cim-mill/pulls/12', { number: 12, state: 'closed', head, base: head, merged_by: { login: 'olga' } });
    onDay(6);
    await write();
    expect(text()).toMatch(
      /### Regressed\n\n- `cim-mill`: \d+% → \d+% ready, \d → \d blocking gaps; `olga` merged #12 of `cim-mill` over a failing check run/,
    );
    expect(text()).toMatch(/### Moved\n\n- `cim-race`: \d+% → \d+% ready, \d → \d blocking gaps/);
    expect(text()).toContain('A blocking gap was fixed after 5 days in the median (3 gaps in half a year).');
  });

  it('is one issue: rewritten each week, reopened, and never multiplied', async () => {
    await assessed('cim-mill', 'a1');
    await write();
    const [first] = issues();
    expect(first?.body).toContain('The week from 2026-05-25 to 2026-06-01.');
    if (first) first.state = 'closed';
    onDay(7);
    await write();
    expect(issues()).toHaveLength(1);
    expect(issues()[0]).toMatchObject({ state: 'open' });
    expect(text()).toContain('The week from 2026-06-01 to 2026-06-08.');
    // A person does not want it.
    if (first) Object.assign(first, { state: 'closed', state_reason: 'not_planned' });
    onDay(14);
    await write();
    expect(issues()[0]?.state).toBe('closed');
  });

  it('is due once a week', async () => {
    await assessed('cim-mill', 'a1');
    await registry(job, context);
    const due = async () => {
      await addDueWork(context);
      const names = (await work.list()).map(({ name }) => name);
      for (const each of await work.list()) await work.forget(each.installation, [each.repository]);
      return names.sort();
    };
    expect(await due()).toEqual(['digest', 'promises']);
    await digest(job, context);
    onDay(6);
    expect(await due()).toEqual(['promises']);
    onDay(7);
    expect(await due()).toEqual(['digest', 'promises']);
  });

  it('names what expires within two weeks, what is disputed, and what reviewers are asked for', async () => {
    const waivers = [
      { criterion: 'readme', reason: 'r', by: 'maya', until: '2026-06-10' },
      { criterion: 'adr', reason: 'r', by: 'maya', until: '2026-07-10' },
    ];
    await assessed('cim-race', 'b1', { repository: 2, policy: { waivers } });
    const key = { installation: 7, repository: 2 };
    const said = { number: 7, sha: 'b'.repeat(40) };
    await ledger.note(key, { kind: 'approved', by: 'maya', data: { ...said, step: 'self-assessment' } });
    const dispute = { ...said, criterion: 'readme', reason: 'hi @everyone', status: 'met', message: '', evidence: [] };
    await ledger.note(key, { kind: 'disputed', by: 'eve', data: dispute });
    await write();
    expect(text()).toContain('### Expires within two weeks\n\n- `cim-race`: the waiver of `readme` on 2026-06-10;');
    expect(text()).not.toContain('2026-07-10');
    expect(text()).toContain('The reviewers are @rosa.\n\n- review it independently: `cim-race`');
    expect(text()).toMatch(/Disputed verdicts, for the reviewers\n\n- `cim-race`, `readme`: disputed by `eve`/);
    // People whom the policy names are mentioned, and nobody else.
    expect([...new Set(text().match(/(?<![\w`])@\w+/g))].sort()).toEqual(['@ada', '@bob', '@rosa']);
  });

  it('says nothing of private modules in a public registry', async () => {
    await assessed('cim-race', 'b1', { repository: 2, isPublic: false, texts: WORSE });
    onDay(1);
    await assessed('cim-race', 'b2', { repository: 2, isPublic: false });
    const key = { installation: 7, repository: 2 };
    await ledger.note(key, {
      kind: 'approved',
      by: 'maya',
      data: { step: 'self-assessment', number: 7, sha: 'b'.repeat(40) },
    });
    await write();
    expect(text()).not.toContain('cim-race');
    expect(text()).toContain('No blocking gap has been fixed yet');
    github.isPrivate = true;
    onDay(2);
    await write();
    expect(text()).toContain('`cim-race`');
  });

  it('is off where the policy says so', async () => {
    github.policy = 'fleet: { digest: false }\n';
    await assessed('cim-mill', 'a1');
    await write();
    expect(issues()).toEqual([]);
  });
});

describe('a campaign', () => {
  it('is in the digest while it runs, and goes into the archive after its day', async () => {
    await assessed('cim-mill', 'a1');
    await assessed('cim-race', 'b1', { repository: 2, texts: WORSE });
    await write();
    expect(text()).toContain('- **Documentation**, until 2026-06-20: 3 of 4 done; left: `cim-race`; asked: @bob');
    onDay(20);
    await write();
    expect(text()).toContain('- **Documentation**, closed on 2026-06-21: 3 of 4 done; left: `cim-race`\n');
    onDay(21);
    await write();
    expect(await ledger.noted(7, ['campaign-closed'])).toHaveLength(1);
    onDay(40);
    await write();
    expect(text()).not.toContain('Documentation');
  });

  it('ends as soon as everything is done', async () => {
    await assessed('cim-mill', 'a1');
    await assessed('cim-race', 'b1', { repository: 2 });
    await write();
    expect(text()).toContain('closed on 2026-06-01: 4 of 4 done');
  });
});

describe('the pull request to the registry', () => {
  it('is off where the policy says so', async () => {
    await assessed('cim-mill', 'a1');
    await registry(job, context);
    expect(github.pulls).toEqual([]);
    github.policy = 'fleet: { registryPullRequest: true }\n';
    await registry(job, context);
    expect(github.pulls).toHaveLength(1);
  });
});
