/** A repository whose policy names several packages: one check run with a part for each, and a tracking issue for each. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { TWO_MODULES, WORKSPACE } from '../support/workspace.js';
import type { FakeIssue } from './issues.js';
import { type App, appOn, commentOf, pullOf, pushOf, X } from './support.js';

let app: App;
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const POLICY = `${TWO_MODULES}migration: tracking\n`;
const HEAD = (dir: string) => git(dir, 'rev-parse', 'HEAD');
const runAt = (sha: string) =>
  app.github.checkRuns.filter(({ name, head_sha: at }) => name === 'CIM readiness' && at === sha);
const issues = () => app.github.issues.all.map(({ title, state }) => `${title}: ${state}`);

function twoModules(policy = POLICY): string {
  return repository({ ...WORKSPACE, '.github/cim.yml': policy });
}

async function push(dir: string): Promise<string> {
  const sha = HEAD(dir);
  await app.send('push', pushOf(sha));
  await app.settled();
  return sha;
}

const question = (number: number): FakeIssue => ({
  number,
  id: number * 1_000,
  title: 'How does it work?',
  body: 'A question',
  state: 'open',
  state_reason: null,
  labels: [],
  user: { login: 'ada', type: 'User' },
  under: [],
});

/** The answer to a comment on an issue that is not a pull request. */
async function say(body: string, number: number): Promise<string | undefined> {
  app.github.permissions.set('maya', 'maintain');
  await app.send('issue_comment', { ...commentOf(body), issue: { number, user: { login: 'ada' } } });
  await app.settled();
  return app.github.comments.at(-1);
}

describe('a repository with several modules', () => {
  it('has one check run with a part for each, and a tracking issue for each', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    const sha = await push(dir);
    expect(app.errors).toEqual([]);
    expect(runAt(sha)).toHaveLength(1);
    const { title = '', summary = '' } = runAt(sha)[0]?.output ?? {};
    expect(title).toMatch(/^cim-parcel: \d+% ready · \d+ left · also cim-order$/);
    expect(summary).toMatch(/^The policy names 2 modules of this repository\. The worst result counts:/);
    expect(summary.match(/^## .*$/gm)).toEqual(['## cim\\-parcel', '## cim\\-order']);
    expect(issues()).toEqual(['Production migration: cim-order: open', 'Production migration: cim-parcel: open']);
    expect((await app.ledger.modulesOf(X.repository)).map(({ name }) => name)).toEqual(['cim-order', 'cim-parcel']);
  });

  it('is as bad as the worst: a change of one module is compared with that module at the merge base', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    const main = await push(dir);
    git(dir, 'checkout', '-q', '-b', 'topic');
    write(dir, { 'crates/cim-order/src/lib.rs': `${WORKSPACE['crates/cim-order/src/lib.rs']}pub fn open() {}\n` });
    const head = commit(dir, 'feat: open orders');
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runAt(head)).toMatchObject([
      { conclusion: 'failure', annotations: [{ path: 'crates/cim-order/src/lib.rs', start_line: 6 }] },
    ]);
    const { title = '', summary = '' } = runAt(head)[0]?.output ?? {};
    expect(title).toMatch(/^cim-order: .*1 new gap.* · also cim-parcel$/);
    expect(summary).toMatch(/- \*\*cim\\-parcel\*\*: neutral, .*none worse/);
  });

  it('cannot lose the gaps of a module by renaming its package in a change', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    const main = await push(dir);
    git(dir, 'checkout', '-q', '-b', 'topic');
    write(dir, {
      'crates/cim-order/Cargo.toml': (WORKSPACE['crates/cim-order/Cargo.toml'] ?? '').replace(
        '"cim-order"',
        '"cim-ordr"',
      ),
    });
    const head = commit(dir, 'refactor: rename the package');
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    expect(runAt(head)).toMatchObject([{ conclusion: 'failure' }]);
    expect(runAt(head)[0]?.output?.title).toMatch(/^cim-order: .*no longer decided/);
    expect(runAt(head)[0]?.output?.summary).toContain('unknown package `cim-order`');
  });

  it('says at its line which package does not exist', async () => {
    const dir = twoModules('migration: off\nmodules: [cim-parcel, cim-order, cim-parcl]\n');
    app = await appOn(dir);
    const sha = await push(dir);
    expect(runAt(sha)[0]?.annotations).toMatchObject([
      { path: '.github/cim.yml', start_line: 2, message: 'unknown package `cim-parcl`; did you mean `cim-parcel`?' },
    ]);
    expect(runAt(sha)[0]?.output?.summary.match(/unknown package/g)).toHaveLength(1);
  });

  it('closes the issues of a module that the policy does not name anymore, and opens them again', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    await push(dir);
    write(dir, { '.github/cim.yml': 'module: cim-parcel\nmigration: tracking\n' });
    commit(dir, 'chore: assess parcels alone');
    await push(dir);
    expect(issues()).toEqual([
      'Production migration: cim-order: closed',
      'Production migration: cim-parcel: closed',
      'Production migration: cim-x: open',
    ]);
    write(dir, { '.github/cim.yml': POLICY });
    commit(dir, 'chore: assess orders too');
    await push(dir);
    expect(issues()).toEqual([
      'Production migration: cim-order: open',
      'Production migration: cim-parcel: open',
      'Production migration: cim-x: closed',
    ]);
  });

  it('has the status of all modules, or of the one that a command names', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    await push(dir);
    expect(await say('/cim status', 11)).toMatch(/^`cim-order`: \*\*\d+% ready\*\*[^]*\n\n`cim-parcel`: \*\*/);
    expect(await say('/cim status cim-order', 11)).not.toContain('`cim-parcel`: **');
    expect(await say('/cim status cim-ordr', 11)).toMatch(/no module `cim-ordr`; did you mean `cim-order`\?/);
  });

  it('takes notes in the tracking issue of the module where they are made', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    await push(dir);
    expect(await say('/cim estimate 3 weeks', 12)).toBe('Noted in #12.');
    expect(app.github.issues.all.map(({ body }) => body.includes('3 weeks, estimated by'))).toEqual([false, true]);
    app.github.issues.all.push(question(13));
    expect(await say('/cim estimate 3 weeks', 13)).toMatch(
      /several modules \(`cim-order`, `cim-parcel`\): comment on the/,
    );
  });

  it('plans the migration of all modules, or of one', async () => {
    const dir = twoModules();
    app = await appOn(dir);
    await push(dir);
    expect(await say('/cim plan cim-order', 11)).toMatch(/^#11 \(`cim-order`\) tracks the migration/);
    expect(issues().filter(each => each.startsWith('cim-parcel: close'))).toEqual([]);
    expect(issues().filter(each => each.startsWith('cim-order: close')).length).toBeGreaterThan(5);
    expect(await say('/cim plan', 11)).toMatch(/^#11 \(`cim-order`\), #12 \(`cim-parcel`\) track the migration/);
  });

  it('has a gap of one module waived', async () => {
    const policy = 'modules:\n  - cim-parcel\n  - cim-order\n';
    const dir = twoModules(policy);
    app = await appOn(dir);
    await push(dir);
    await say('/cim waive changelog for cim-order until 2026-10-31 because it is new', 11);
    const [branch, files] = [...app.github.proposals.branches][0] ?? [];
    expect(branch).toBe('cim-readiness/waive-changelog-for-cim-order');
    expect(files?.get('.github/cim.yml')).toBe(
      `${policy}waivers:\n  - criterion: changelog\n    module: cim-order\n    reason: it is new\n    by: maya\n    until: 2026-10-31\n`,
    );
  });
});
