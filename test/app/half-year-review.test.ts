/** Half a year of a module that becomes production and falls behind: what comes with time comes on its day. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import type { AppContext, Job } from '../../src/app/context.js';
import { digest } from '../../src/app/handlers/digest.js';
import { promises } from '../../src/app/handlers/promises.js';
import { registry } from '../../src/app/handlers/registry.js';
import { reviewOf } from '../../src/app/reviews.js';
import { addDueWork } from '../../src/app/schedule.js';
import { assess } from '../../src/assess/assess.js';
import { moduleFacts } from '../../src/fleet/measured.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import { client } from '../collect/support/github.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS, remove, snapshot } from '../support/snapshots.js';
import { FakeRegistry, REGISTRY_ID } from './fake-registry.js';

const START = Date.parse('2026-01-05T06:00:00.000Z');
const iso = (day: number) => new Date(START + day * 86_400_000).toISOString();
const POLICY = `fleet:
  registryPullRequest: false
  campaigns:
    - { name: Licenses, modules: [cim-mill], criteria: [license, adr, no-such], until: 2026-03-05 }
`;
const WAIVER = { criterion: 'docker', reason: 'later', by: 'maya', until: '2026-04-20' };
const MILL = { installation: 7, repository: 1 };

beforeEach(withoutNetwork);
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

describe('half a year of a module', () => {
  it('brings promotion, promises, expiry, digests, the end of a campaign, and a proposed demotion on their days', async () => {
    let day = 0;
    const at = () => iso(day);
    const github = new FakeRegistry({ 'registry/modules.yaml': 'modules:\n  cim-mill: { status: development }\n' }, at);
    github.policy = POLICY;
    const nothing = { nodes: [] };
    const reports = { vulnerabilityAlerts: nothing, bugs: nothing, features: nothing };
    nock('https://api.github.com')
      .persist()
      .post('/graphql')
      .reply(200, { data: { repository: { hasVulnerabilityAlertsEnabled: true, ...reports } } });
    const ledger = sqliteLedger(memoryStore(), 'test', at);
    const work = sqliteWork(memoryStore(), () => Date.parse(at()) / 1_000);
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const context = {
      standard: CIM_STANDARD,
      appId: 1,
      ledger,
      work,
      log,
      now: at,
      wake: () => undefined,
    } as unknown as AppContext;
    const jobOn = (of: object): Job => ({
      owner: 'acme',
      octokit: client(),
      target: '',
      which: '',
      details: {},
      isRetry: false,
      ...(of as { installation: number; repository: number; repo: string }),
    });
    const home = jobOn({ installation: 7, repository: REGISTRY_ID, repo: 'cim' });
    const policy = { ...DEFAULT_POLICY, waivers: [WAIVER] };
    const assessed = async (texts: typeof READY_TEXTS, blocking: boolean) => {
      const of = snapshot(texts, {}, { owner: 'acme', repo: 'cim-mill', sha: String(day).padEnd(40, '0') });
      const whole = assess(of, CIM_STANDARD, policy, at());
      // What only GitHub decides is met.
      const findings = whole.findings.map(each =>
        blocking && each.criterion === 'readme' ? each : { ...each, status: 'met' as const, evidence: [], count: 0 },
      );
      const assessment = { ...whole, findings };
      const facts = moduleFacts(of, { policy, folder: 'cim-mill' });
      await ledger.assessed(MILL, { assessment, policy, module: { facts, isPublic: true } });
      const known = { dependencies: [], claimed: 'development' };
      await ledger.noteModule({ ...MILL, owner: 'acme', repo: 'cim-mill', assessment, policy, facts: known });
    };
    const approved = (step: string, by: string) =>
      ledger.note(MILL, { kind: 'approved', by, data: { step, number: 7, sha: 'a'.repeat(40) } });

    const days = new Map<string, number[]>();
    const note = (what: string) => days.set(what, [...(days.get(what) ?? []), day]);
    for (; day < 26 * 7; day += 1) {
      if (day === 0) await assessed(READY_TEXTS, false);
      if (day === 7) await approved('community-period', 'rosa');
      if (day === 22) await ledger.note(MILL, { kind: 'promoted', by: 'rosa', data: { number: 7 } });
      if (day === 100) await assessed(remove('README.md')(READY_TEXTS), true);
      if (day === 130) await assessed(READY_TEXTS, false);
      if (day % 7 === 0) await registry(home, context);
      await addDueWork(context);
      for (const { name, installation, repository } of await work.list()) {
        if (name !== 'registry') note(name);
        if (name === 'promises') await promises(jobOn({ ...MILL, repo: 'cim-mill' }), context);
        if (name === 'digest') await digest(home, context);
        await work.forget(installation, [repository]);
      }
      const text = github.issues.all[0]?.body ?? '';
      if (day % 7 === 0)
        for (const [what, words] of [
          ['promoted', 'is promoted to `production`'],
          ['expires', 'the waiver of `docker`'],
          ['campaign', '**Licenses**, until'],
          ['archived', '**Licenses**, closed on'],
          ['regressed', '### Regressed'],
          ['proposed', 'decide about the proposed demotion'],
        ] as const)
          if (text.includes(words)) note(what);
      if ((await reviewOf(MILL, context)).proposal) note('proposal');
    }

    expect(github.problems).toEqual([]);
    expect(github.issues.all).toHaveLength(1);
    expect(days.get('digest')).toEqual(Array.from({ length: 26 }, (_, week) => week * 7));
    // Once a day from the promotion on.
    expect(days.get('promises')).toEqual(Array.from({ length: 26 * 7 - 22 }, (_, index) => 22 + index));
    // Two weeks after it began, the tracking issue shows the end of the community period.
    expect(days.get('migration')?.[0]).toBe(21);
    expect(days.get('promoted')).toEqual([28]);
    // 2026-04-20 is day 105: announced by the digests of the two weeks before, and of the day itself.
    expect(days.get('expires')).toEqual([91, 98, 105]);
    // 2026-03-05 is day 59: the first reading of the registry after it closes the campaign.
    expect(days.get('campaign')).toEqual([0, 7, 14, 21, 28, 35, 42, 49, 56]);
    expect(days.get('archived')).toEqual([63, 70]);
    expect(days.get('regressed')).toEqual([105]);
    // More than 14 days after day 100, until it is over.
    expect(days.get('proposal')).toEqual(Array.from({ length: 130 - 115 }, (_, index) => 115 + index));
    expect(days.get('proposed')).toEqual([119, 126]);
  });
});
