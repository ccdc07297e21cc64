import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pushOf, X } from './support.js';

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

/** The ready module without some files. */
function lacking(...paths: string[]): string {
  const texts = Object.fromEntries(Object.entries(READY_TEXTS).filter(([path]) => !paths.includes(path)));
  return repository(texts);
}

const installed = {
  action: 'created',
  installation: { id: 1 },
  repositories: [{ id: X.repository, full_name: 'acme/cim-x' }],
  sender: { login: 'olga', type: 'User' },
};
const issues = () => app.github.issues.all;
const push = async (dir: string) => {
  await app.send('push', pushOf(headCommit(dir)));
  await app.settled();
};

describe('an installation', () => {
  it('is welcomed by one tracking issue, and nothing else', async () => {
    const dir = lacking('CHANGELOG.md');
    app = await appOn(dir);
    await app.send('installation', installed);
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(issues()).toMatchObject([{ title: 'Production migration: cim-x', labels: ['cim-readiness'] }]);
    expect(issues()[0]?.body).toMatch(/- \[ \] Documentation: \d of \d met, 1 gap/);
    expect(app.github.issues.labels).toEqual(['cim-readiness']);
    expect([app.github.checkRuns, app.github.comments]).toEqual([[], []]);
  });

  it('of a module without gaps has no issue', async () => {
    app = await appOn(repository({ ...READY_TEXTS, 'cim.yaml': READY_TEXTS['cim.yaml'] ?? '' }));
    await app.send('installation', { ...installed, repositories: [{ id: 502, full_name: 'acme/elsewhere' }] });
    await app.settled();
    expect(issues()).toEqual([]);
  });

  it('is not welcomed where the policy says so', async () => {
    const dir = lacking('CHANGELOG.md');
    write(dir, { '.github/cim.yml': 'migration: off\n' });
    commit(dir, 'chore: leave us alone');
    app = await appOn(dir);
    await app.send('installation', installed);
    await app.settled();
    expect(issues()).toEqual([]);
  });
});

describe('migration issues', () => {
  const SECTIONS = { '.github/cim.yml': 'migration: sections\n' };
  /** A module without a changelog, whose issues are open. */
  const migrating = async () => {
    const dir = lacking('CHANGELOG.md');
    write(dir, SECTIONS);
    commit(dir, 'chore: migrate by sections');
    app = await appOn(dir);
    await push(dir);
    return { dir, documentation: issues().find(({ title }) => title.includes('Documentation')) };
  };

  it('are opened for each section with gaps where the policy says so, under the tracking one', async () => {
    const dir = lacking('CHANGELOG.md', 'SECURITY.md');
    write(dir, SECTIONS);
    commit(dir, 'chore: migrate by sections');
    app = await appOn(dir);
    await push(dir);
    expect(app.errors).toEqual([]);
    const byTitle = new Map(issues().map(each => [each.title, each]));
    const documentation = byTitle.get('cim-x: close the gaps in Documentation');
    expect(documentation?.body).toContain('- [ ] **');
    expect(documentation?.body).toContain('(`changelog`)');
    const tracking = byTitle.get('Production migration: cim-x');
    expect(tracking?.under).toEqual(issues().flatMap(({ id }) => (id === tracking?.id ? [] : [id])));
    expect(tracking?.body).toContain(`Documentation #${documentation?.number}: `);
  });

  it('tick, close and open again by what is measured, and are not written without need', async () => {
    const { dir, documentation } = await migrating();
    const before = app.github.requests.length;
    write(dir, { 'docs/notes.md': '# Notes\n' });
    commit(dir, 'docs: add notes');
    await push(dir);
    expect(app.github.requests.slice(before)).toEqual(['Snapshot', 'tarball', 'POST check-runs']);

    write(dir, { 'CHANGELOG.md': READY_TEXTS['CHANGELOG.md'] ?? '' });
    commit(dir, 'docs: keep a changelog');
    await push(dir);
    expect(documentation).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(documentation?.body).toMatch(/- \[x\] \*\*[^\n]*`changelog`/);

    git(dir, 'rm', '-q', 'CHANGELOG.md');
    commit(dir, 'docs: keep none');
    await push(dir);
    expect(documentation).toMatchObject({ state: 'open', state_reason: 'reopened' });
    expect(issues().filter(({ title }) => title.includes('Documentation'))).toHaveLength(1);
  });

  it('keep what people wrote below the last line', async () => {
    const { dir, documentation } = await migrating();
    if (documentation) documentation.body += '\n\nAda looks after this.';
    write(dir, { 'CHANGELOG.md': READY_TEXTS['CHANGELOG.md'] ?? '' });
    commit(dir, 'docs: keep a changelog');
    await push(dir);
    expect(documentation?.body).toMatch(/no gap left[^]*<!-- cim-readiness:end -->\n\nAda looks after this\.$/);
  });

  const closing = (issue: object, state_reason: string) => ({
    action: 'closed',
    issue: { ...issue, state: 'closed', state_reason },
    repository: pushOf('').repository,
    installation: { id: 1 },
    sender: { login: 'maya', type: 'User' },
  });

  it('closed by hand while a gap remains are explained, and opened again', async () => {
    const { documentation } = await migrating();
    Object.assign(documentation ?? {}, { state: 'closed', state_reason: 'completed' });
    await app.send('issues', closing({ ...documentation }, 'completed'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.comments).toEqual([expect.stringContaining('does not meet `changelog` yet')]);
    expect(documentation).toMatchObject({ state: 'open' });
  });

  it('closed as not planned stay closed, and the way to waive is told', async () => {
    const { dir, documentation } = await migrating();
    Object.assign(documentation ?? {}, { state: 'closed', state_reason: 'not_planned' });
    await app.send('issues', closing({ ...documentation }, 'not_planned'));
    await app.settled();
    expect(app.github.comments).toEqual([expect.stringContaining('/cim waive changelog until DATE because REASON')]);
    expect(documentation).toMatchObject({ state: 'closed' });
    git(dir, 'rm', '-q', 'SECURITY.md');
    commit(dir, 'docs: drop the security policy');
    await push(dir);
    expect(documentation).toMatchObject({ state: 'closed' });
  });

  it('are put under the tracking one, though GitHub was away in between, or another issue has one', async () => {
    const dir = lacking('CHANGELOG.md', 'rust-toolchain.toml');
    write(dir, SECTIONS);
    commit(dir, 'chore: migrate by sections');
    app = await appOn(dir);
    app.github.faults.push(
      { path: /POST issues.*sub_issues/, status: 502 },
      { path: /POST issues.*sub_issues/, status: 422 },
    );
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    await app.later(60);
    const tracking = issues().find(({ title }) => title.startsWith('Production'));
    // All but the one that another issue has.
    expect(tracking?.under).toHaveLength(issues().length - 2);
  });

  it('are not created twice where the answer to a creation was lost', async () => {
    const dir = lacking('CHANGELOG.md');
    write(dir, SECTIONS);
    commit(dir, 'chore: migrate by sections');
    app = await appOn(dir);
    const { issues: all } = app.github;
    const answer = all.answer.bind(all);
    let lost = false;
    app.github.issues.answer = (method, path, body) => {
      const made = answer(method, path, body);
      if (lost || method !== 'POST' || path !== 'issues') return made;
      lost = true;
      return [502, { message: 'the answer was lost' }];
    };
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    await app.later(60);
    const titles = issues().map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).toContain('Production migration: cim-x');
  });

  it('of a person that look like ours are left alone', async () => {
    const dir = lacking('CHANGELOG.md');
    app = await appOn(dir);
    await app.send('installation', installed);
    await app.settled();
    const [tracking] = issues();
    if (!tracking) throw new Error('no tracking issue');
    issues().unshift({ ...tracking, number: 9, id: 9_000, user: { login: 'eve', type: 'User' } });
    git(dir, 'rm', '-q', 'rust-toolchain.toml');
    commit(dir, 'build: pin nothing');
    await push(dir);
    const [theirs, ours] = issues();
    expect(ours?.body).toContain('[ ] Repository files');
    expect(theirs?.body).not.toContain('[ ] Repository files');
  });
});

describe('a waiver that runs out', () => {
  it('is told a week ahead in the tracking issue, and at its line when it has', async () => {
    const dir = lacking('CHANGELOG.md', 'SECURITY.md');
    const policy = (until: string) =>
      `migration: tracking\nwaivers:\n  - { criterion: changelog, reason: r, by: maya, until: ${until} }\n`;
    write(dir, { '.github/cim.yml': policy('2026-06-07') });
    commit(dir, 'chore: waive the changelog');
    app = await appOn(dir);
    await push(dir);
    expect(issues()[0]?.body).toContain('The waiver of `changelog` expires on 2026-06-07');
    expect(app.github.checkRuns.at(-1)?.annotations).toEqual([]);
    write(dir, { '.github/cim.yml': policy('2026-05-31') });
    commit(dir, 'chore: waive it no longer');
    await push(dir);
    expect(issues()[0]?.body).toContain('The waiver of `changelog` expired on 2026-05-31');
    expect(app.github.checkRuns.at(-1)?.annotations).toMatchObject([
      { path: '.github/cim.yml', start_line: 3, message: expect.stringContaining('expired on 2026-05-31') },
    ]);
  });

  it('has the module assessed again by itself, once a day', async () => {
    const dir = lacking('CHANGELOG.md');
    write(dir, {
      '.github/cim.yml': 'waivers:\n  - { criterion: changelog, reason: r, by: maya, until: 2026-06-10 }\n',
    });
    commit(dir, 'chore: waive the changelog');
    app = await appOn(dir);
    await push(dir);
    const before = app.github.requests.length;
    await app.sweep('2026-06-02T08:00:00.000Z');
    expect(app.github.requests.slice(before)).not.toContain('Snapshot');
    await app.sweep('2026-06-04T08:00:00.000Z');
    expect(app.github.requests.slice(before)).toContain('Snapshot');
  });
});

describe('the registry', () => {
  it('is told of each push where the policy asks for it, once the check-run is there', async () => {
    const dir = repository({ ...READY_TEXTS, '.github/cim.yml': 'notifiesRegistry: true\n' });
    app = await appOn(dir);
    await push(dir);
    expect(app.errors).toEqual([]);
    expect(app.github.dispatches).toMatchObject([
      { event_type: 'module-commit', client_payload: { module: 'cim-x', commit: headCommit(dir), version: '1.2.0' } },
    ]);
    write(dir, { 'docs/notes.md': '# Notes\n' });
    commit(dir, 'docs: add notes');
    await push(dir);
    expect(app.github.dispatches.at(-1)).toMatchObject({ client_payload: { commit: headCommit(dir) } });
    expect(app.github.dispatches).toHaveLength(2);
  });

  it('is left alone otherwise', async () => {
    app = await appOn(repository(READY_TEXTS));
    await app.send('push', pushOf('f'.repeat(40)));
    await app.settled();
    expect(app.github.dispatches).toEqual([]);
  });
});

describe('settings that change', () => {
  it.each([
    ['repository', 'renamed'],
    ['repository', 'transferred'],
    ['repository', 'edited'],
    ['repository_ruleset', 'edited'],
    ['dependabot_alert', 'created'],
  ])('are a %s that is %s, too', async (event, action) => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    const { repository: of, installation } = pushOf('');
    await app.send(event, { action, changes: {}, repository: of, installation });
    await app.settled();
    await app.later(300);
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns).toMatchObject([{ name: 'CIM readiness', head_sha: headCommit(dir) }]);
  });

  it('have the default branch assessed again, once for a swarm of them', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    const { repository: of, installation } = pushOf('');
    for (let index = 0; index < 3; index++)
      await app.send('branch_protection_rule', { action: 'edited', rule: {}, repository: of, installation });
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    await app.later(300);
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns).toMatchObject([{ name: 'CIM readiness', head_sha: headCommit(dir) }]);
  });
});
