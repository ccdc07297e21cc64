import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, pullOf, pushOf, X } from './support.js';

/** `main`, and a branch `topic` that takes any version of a dependency. */
function withTopic(): { dir: string; main: string; topic: string; line: number } {
  const dir = repository(READY_TEXTS);
  const main = headCommit(dir);
  git(dir, 'checkout', '-q', '-b', 'topic');
  const manifest = (READY_TEXTS['Cargo.toml'] ?? '').replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n');
  write(dir, { 'Cargo.toml': manifest });
  const topic = commit(dir, 'perf: print numbers faster');
  return { dir, main, topic, line: manifest.split('\n').indexOf('itoa = "*"') + 1 };
}

/** A person clicks *Re-run* at a check run of pull request 7. */
function rerequested(head: string, main: string) {
  const { repository, installation } = pullOf('opened', head, main);
  const of = { head_sha: head, external_id: 'pull/7', pull_requests: [], check_suite: { head_branch: 'topic' } };
  return { action: 'rerequested', check_run: { name: 'CIM readiness', ...of }, repository, installation };
}

let app: App;
const runs = (name = 'CIM readiness') => app.github.checkRuns.filter(each => each.name === name);
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

describe('a push to the default branch', () => {
  it('has a check-run, created concluded by one request of three', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    expect(await app.send('push', pushOf(headCommit(dir)))).toBe(202);
    await app.settled();
    expect(app.errors).toEqual([]);
    // The first time, migration issues are looked for, in the repository with the ID of the push.
    expect(app.github.requests).toEqual(['Snapshot', 'tarball', 'POST check-runs', 'GET ', 'GET issues']);
    expect(app.github.checkRuns).toMatchObject([
      {
        name: 'CIM readiness',
        head_sha: headCommit(dir),
        status: 'completed',
        // It says of itself that it is in production, and this GitHub does not protect its branch.
        conclusion: 'failure',
      },
    ]);
    expect(app.github.checkRuns[0]?.output?.title).toMatch(/^\d+% ready · /);
  });

  it('is compared with what the branch was before', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(headCommit(dir)));
    write(dir, { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' });
    await app.settled();
    await app.send('push', pushOf(commit(dir, 'build: take the newest compiler')));
    await app.settled();
    expect(app.github.checkRuns[1]).toMatchObject({
      conclusion: 'failure',
      annotations: [{ path: 'rust-toolchain.toml', start_line: 2 }],
    });
  });

  it('is begun first where the assessment takes long, and concluded after', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir, { patience: 0 });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    expect(app.github.requests.filter(each => /^(POST|PATCH) check-runs/.test(each))).toEqual([
      'POST check-runs',
      'PATCH check-runs/1',
    ]);
    expect(app.github.checkRuns).toMatchObject([{ status: 'completed' }]);
    expect(await app.ledger.unfinishedCheckRuns()).toEqual([]);
  });

  it.each([
    ['another branch', { ref: 'refs/heads/topic' }],
    ['a repository that is archived', { repository: { archived: true } }],
    ['a fork', { repository: { fork: true } }],
    ['what is no module', { repository: { name: 'website', full_name: 'acme/website' } }],
  ])('of %s is left alone', async (_, change) => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(headCommit(dir), change));
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    expect(app.errors).toEqual([]);
  });

  it('has its head assessed, whatever commit the webhook tells: pushes may arrive in any order', async () => {
    const dir = repository(READY_TEXTS);
    const older = headCommit(dir);
    write(dir, { 'docs/more.md': '# More\n' });
    const newer = commit(dir, 'docs: say more');
    app = await appOn(dir);
    await app.send('push', pushOf(newer));
    await app.settled();
    await app.send('push', pushOf(older));
    await app.send('push', pushOf('f'.repeat(40)));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns).toMatchObject([{ head_sha: newer, status: 'completed' }]);
    expect(app.github.requests.filter(each => each.includes('check-runs'))).toEqual(['POST check-runs']);
  });

  it('that is delivered twice is handled once', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(headCommit(dir)), 'the-same');
    await app.settled();
    expect(await app.send('push', pushOf(headCommit(dir)), 'the-same')).toBe(202);
    await app.settled();
    expect(app.github.checkRuns).toHaveLength(1);
  });
});

describe('a pull request', () => {
  it('is judged by what it changes, and its lines are annotated', async () => {
    const { dir, main, topic, line } = withTopic();
    app = await appOn(dir);
    await app.send('push', pushOf(main));
    await app.settled();
    const before = app.github.requests.length;
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    expect(app.errors).toEqual([]);
    // Warm: the base is in the ledger.
    expect(app.github.requests.slice(before)).toEqual(['Snapshot', 'tarball', 'POST check-runs', 'POST check-runs']);
    const run = runs().find(each => each.head_sha === topic);
    expect(run).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'Cargo.toml', start_line: line }] });
    expect(run?.output?.title).toContain('1 new gap');
  });

  it('whose base nobody has assessed yet is compared all the same', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    await app.send('pull_request', pullOf('synchronize', topic, main));
    await app.settled();
    expect(runs()).toMatchObject([{ head_sha: topic, annotations: [{ path: 'Cargo.toml' }] }]);
  });

  it('is judged again when its base or its title changes, and not when its words do', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    await app.send('pull_request', pullOf('edited', topic, main, { changes: { body: { from: 'x' } } }));
    await app.settled();
    expect(runs()).toEqual([]);
    await app.send('pull_request', pullOf('edited', topic, main, { changes: { base: { ref: { from: 'x' } } } }));
    await app.settled();
    expect(runs()).toHaveLength(1);
    await app.send('pull_request', pullOf('edited', topic, main, { changes: { title: { from: 'x' } } }));
    await app.settled();
    expect([runs(), runs('CIM commits')]).toMatchObject([{ length: 1 }, { length: 1 }]);
  });

  it('has its commits judged, and its title where it is squashed', async () => {
    const { dir, main } = withTopic();
    write(dir, { 'docs/more.md': '# More\n' });
    const head = commit(dir, 'Added more docs');
    app = await appOn(dir);
    await app.send('pull_request', pullOf('opened', head, main, {}, { title: 'Faster numbers' }));
    await app.settled();
    expect(runs('CIM commits')).toMatchObject([
      {
        head_sha: head,
        conclusion: 'failure',
        output: { title: '1 of 2 commits not conventional · title not conventional' },
      },
    ]);
    const { summary = '' } = runs('CIM commits')[0]?.output ?? {};
    expect(summary).toContain('`Added more docs`');
    expect(summary).toContain('Faster numbers');
    expect(summary).not.toContain('print numbers faster');
  });

  it('that left its branch before the newest commits is compared with where it left it', async () => {
    const { dir, main, topic } = withTopic();
    git(dir, 'checkout', '-q', 'main');
    write(dir, { LICENSE: '' });
    const newer = commit(dir, 'docs: lose the licence');
    app = await appOn(dir);
    await app.send('pull_request', pullOf('opened', topic, newer));
    await app.settled();
    expect(app.github.requests.filter(each => each.startsWith('GET compare'))).toEqual([]);
    expect((await app.ledger.latestOf(X.repository, topic))?.subject.base).toBe(main);
    expect(runs()[0]?.output?.title).toContain('1 new gap');
  });

  it('in a merge queue has the same check-runs on the group’s commit', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    const { repository: of, installation } = pullOf('opened', topic, main);
    const merge_group = { head_sha: topic, head_ref: 'refs/heads/gh-readonly-queue/main/pr-7', base_sha: main };
    await app.send('merge_group', { action: 'checks_requested', merge_group, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns).toMatchObject([
      { name: 'CIM readiness', head_sha: topic, conclusion: 'failure' },
      { name: 'CIM commits', head_sha: topic, conclusion: 'success' },
    ]);
  });

  it('is judged again when its check-run is asked for again: the same check-run, its annotations not doubled', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    const { repository: of, installation } = pullOf('opened', topic, main);
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    await app.send('check_run', rerequested(topic, main));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runs()).toMatchObject([{ head_sha: topic, status: 'completed' }]);
    expect(runs()[0]?.annotations).toHaveLength(1);
    const check_suite = { head_sha: topic, head_branch: 'topic', pull_requests: [{ number: 7 }] };
    await app.send('check_suite', { action: 'rerequested', check_suite, repository: of, installation });
    await app.settled();
    expect(runs()).toHaveLength(1);
  });
});

describe('a commit that is assessed again', () => {
  it('keeps its one check run, which adds annotations and names those that no longer hold', async () => {
    const { dir, main, topic, line } = withTopic();
    app = await appOn(dir);
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    const before = { path: 'src/gone.rs', start_line: 3, message: 'an earlier version of this app found this' };
    runs()[0]?.annotations.splice(0, 1, before);
    await app.send('check_run', rerequested(topic, main));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runs()).toHaveLength(1);
    expect(runs()[0]?.annotations).toMatchObject([before, { path: 'Cargo.toml', start_line: line }]);
    expect(runs()[0]?.output?.summary).toContain(
      '1 annotation of an earlier assessment of this commit no longer holds',
    );
    expect(runs()[0]?.output?.summary).toContain('`src/gone.rs:3`');
  });
});

describe('what CI says', () => {
  it('has a commit assessed again that waits for it, and no other', async () => {
    const { dir, main } = withTopic();
    app = await appOn(dir);
    const { repository: of, installation } = pushOf(main);
    const suite = (head_sha: string, id: number) => ({
      action: 'completed',
      check_suite: { head_sha, head_branch: 'main', pull_requests: [], app: { id } },
      repository: of,
      installation,
    });
    await app.send('check_suite', suite(main, 15368));
    await app.settled();
    expect(app.github.requests).toEqual([]);
    await app.send('push', pushOf(main));
    await app.settled();
    const before = app.github.requests.length;
    await app.send('check_suite', suite(main, 1));
    await app.settled();
    expect(app.github.requests).toHaveLength(before);
    await app.send('check_suite', suite(main, 15368));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.requests.slice(before)).toContain('Snapshot');
    expect(runs()).toHaveLength(1);
  });
});

describe('a result of CI', () => {
  const { repository: of, installation } = pushOf('');
  const concluded = async (sha: string, conclusion: string) => {
    app.github.results.splice(0, 1, { name: 'test', conclusion: conclusion.toUpperCase() });
    const check_suite = { head_sha: sha, conclusion, app: { id: 15368 } };
    await app.send('check_suite', { action: 'completed', check_suite, repository: of, installation });
    await app.settled();
  };
  const status = async (id: string) =>
    (await app.ledger.latest(X.repository, 'main'))?.findings.find(({ criterion }) => criterion === id)?.status;

  it('that fails after others passed counts, and so does one that passes when it is run again', async () => {
    const { dir, main } = withTopic();
    app = await appOn(dir);
    await app.send('push', pushOf(main));
    await app.settled();
    expect(await status('tests-pass-in-ci')).toBe('unknown');
    await concluded(main, 'success');
    expect(await status('tests-pass-in-ci')).toBe('met');
    await concluded(main, 'failure');
    expect(await status('tests-pass-in-ci')).toBe('unmet');
    await concluded(main, 'success');
    expect(await status('tests-pass-in-ci')).toBe('met');
    expect(app.errors).toEqual([]);
  });
});

describe('coverage', () => {
  const lcov = (hit: number) => `SF:src/lib.rs\nLF:100\nLH:${hit}\nend_of_record\n`;

  it('is read from the artifact of a workflow run, when it completes', async () => {
    const { dir, main } = withTopic();
    app = await appOn(dir);
    app.github.artifacts.set(
      'coverage',
      zipSync({ 'out/lcov.info': Buffer.from(lcov(91)), 'notes.txt': Buffer.from('x') }),
    );
    app.github.artifacts.set('binaries', new Uint8Array([1, 2, 3]));
    await app.send('push', pushOf(main));
    await app.settled();
    const coverage = async () =>
      (await app.ledger.latest(X.repository, 'main'))?.findings.find(({ criterion }) => criterion === 'coverage');
    expect(await coverage()).toMatchObject({ status: 'unknown' });
    const { repository: of, installation } = pushOf(main);
    const workflow_run = { id: 5, head_sha: main, head_branch: 'main', pull_requests: [] };
    await app.send('workflow_run', { action: 'completed', workflow_run, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(await coverage()).toMatchObject({
      status: 'met',
      message: expect.stringContaining('lcov.info of the artifact coverage reports 91% line coverage'),
    });
  });

  it.each([
    ['a run of a fork', { repository: 666, event: 'pull_request' }],
    ['a run that a fork causes on the default branch', { repository: X.repository, event: 'workflow_run' }],
  ])('of the default branch does not come from %s', async (_, run) => {
    const { dir, main } = withTopic();
    app = await appOn(dir);
    app.github.artifacts.set('coverage', zipSync({ 'lcov.info': Buffer.from(lcov(100)) }));
    app.github.run = run;
    await app.send('push', pushOf(main));
    await app.settled();
    const { repository: of, installation } = pushOf(main);
    const workflow_run = { id: 5, head_sha: main, conclusion: 'success' };
    await app.send('workflow_run', { action: 'completed', workflow_run, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.requests).toContain('GET actions/runs');
    const findings = (await app.ledger.latest(X.repository, 'main'))?.findings;
    expect(findings?.find(({ criterion }) => criterion === 'coverage')).toMatchObject({ status: 'unknown' });
  });

  it('of a fork counts for its pull request, and no longer when the commit is on the default branch', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    app.github.artifacts.set('coverage', zipSync({ 'lcov.info': Buffer.from(lcov(100)) }));
    app.github.run = { repository: 666, event: 'pull_request' };
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    const { repository: of, installation } = pushOf(main);
    const workflow_run = { id: 5, head_sha: topic, conclusion: 'success' };
    await app.send('workflow_run', { action: 'completed', workflow_run, repository: of, installation });
    await app.settled();
    const coverage = async (ref: string) =>
      (await app.ledger.latest(X.repository, ref))?.findings.find(({ criterion }) => criterion === 'coverage')?.status;
    expect(await coverage('pull/7')).toBe('met');
    git(dir, 'branch', '-f', 'main', topic);
    await app.send('push', pushOf(topic));
    await app.settled();
    expect(await coverage('main')).toBe('unknown');
  });

  it('is no matter of a damaged artifact', async () => {
    const { dir, main } = withTopic();
    app = await appOn(dir);
    app.github.artifacts.set('coverage', new Uint8Array([80, 75, 3, 4, 9, 9, 9]));
    await app.send('push', pushOf(main));
    await app.settled();
    const { repository: of, installation } = pushOf(main);
    const workflow_run = { id: 5, head_sha: main, head_branch: 'main', pull_requests: [] };
    await app.send('workflow_run', { action: 'completed', workflow_run, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
  });
});

describe('a release tag', () => {
  const tagged = (ref: string, sha: string) => pushOf(sha, { ref: `refs/tags/${ref}` });

  it('is judged on its commit: the manifest, the changelog, its order and its bump', async () => {
    const dir = repository(READY_TEXTS);
    const [, version = ''] = /^version = "(.*)"/m.exec(READY_TEXTS['Cargo.toml'] ?? '') ?? [];
    git(dir, 'tag', `v${version}`);
    git(dir, 'tag', 'nightly');
    app = await appOn(dir);
    await app.send('push', tagged(`v${version}`, headCommit(dir)));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runs('CIM version')).toMatchObject([
      { head_sha: headCommit(dir), conclusion: 'success', output: { title: `v${version} is a valid release` } },
    ]);
    await app.send('push', tagged('nightly', headCommit(dir)));
    await app.settled();
    expect(runs('CIM version')).toHaveLength(1);
  });

  it('does not cover another one on the same commit: the worst counts, each is named', async () => {
    const dir = repository(READY_TEXTS);
    const [, version = ''] = /^version = "(.*)"/m.exec(READY_TEXTS['Cargo.toml'] ?? '') ?? [];
    git(dir, 'tag', 'v99.0.0');
    git(dir, 'tag', `v${version}`);
    app = await appOn(dir);
    await app.send('create', { ...tagged('', headCommit(dir)), ref: 'v99.0.0', ref_type: 'tag' });
    await app.send('push', tagged(`v${version}`, headCommit(dir)));
    await app.settled();
    expect(runs('CIM version')).toMatchObject([
      {
        conclusion: 'failure',
        annotations: [{ path: 'Cargo.toml', message: expect.stringContaining('not 99.0.0') }],
      },
    ]);
    expect(runs('CIM version')[0]?.output?.title).toMatch(new RegExp(`^v99\\.0\\.0: .*also v${version}$`));
  });

  it('is checked again when its check run is', async () => {
    const dir = repository(READY_TEXTS);
    git(dir, 'tag', 'v99.0.0');
    app = await appOn(dir);
    await app.send('push', tagged('v99.0.0', headCommit(dir)));
    await app.settled();
    const before = app.github.requests.length;
    const { repository: of, installation } = pushOf(headCommit(dir));
    const check_run = {
      name: 'CIM version',
      head_sha: headCommit(dir),
      external_id: runs('CIM version')[0]?.external_id,
    };
    await app.send('check_run', { action: 'rerequested', check_run, repository: of, installation });
    await app.settled();
    expect(app.github.requests.slice(before)).toContain('PATCH check-runs/1');
    expect(runs('CIM version')).toHaveLength(1);
  });

  it('that moves, or that a release is made from, is judged where it is then', async () => {
    const dir = repository(READY_TEXTS);
    git(dir, 'tag', 'v99.0.0');
    const first = headCommit(dir);
    app = await appOn(dir);
    await app.send('push', tagged('v99.0.0', first));
    await app.settled();
    write(dir, { 'docs/more.md': '# More\n' });
    const second = commit(dir, 'docs: say more');
    git(dir, 'tag', '-f', '-a', '-m', 'moved', 'v99.0.0');
    await app.send('push', { ...tagged('v99.0.0', second), forced: true });
    await app.settled();
    const { repository: of, installation } = pushOf(second);
    await app.send('release', { action: 'published', release: { tag_name: 'v99.0.0' }, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
    // One check-run for each commit, updated and not multiplied.
    expect(runs('CIM version').map(each => each.head_sha)).toEqual([first, second]);
  });

  it('that is gone again is left alone', async () => {
    app = await appOn(repository(READY_TEXTS));
    await app.send('push', tagged('v1.0.0', 'f'.repeat(40)));
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
  });
});

describe('a command in a comment', () => {
  it('is not obeyed again when the comment is edited, but for what is new', async () => {
    const { dir } = withTopic();
    app = await appOn(dir);
    const edited = { action: 'edited', changes: { body: { from: '/cim status' } } };
    await app.send('issue_comment', { ...commentOf('/cim status\n/cim help'), ...edited });
    await app.settled();
    expect(app.github.comments).toEqual([expect.stringContaining('| Command |')]);
  });

  it('/cim reassess is acknowledged, done and answered', async () => {
    const { dir, topic } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', commentOf('Please look again.\n\n/cim reassess dependency-versions'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.reactions).toEqual(['eyes', 'rocket']);
    expect(runs()).toMatchObject([{ head_sha: topic, conclusion: 'failure' }]);
    expect(app.github.comments).toEqual([expect.stringMatching(/% ready.*\n\n[^]*✗ [^\n]*`dependency-versions`/)]);
  });

  it('/cim status and /cim help are answered to anyone', async () => {
    const { dir } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', commentOf('/cim status', 'stranger'));
    await app.send('issue_comment', commentOf('/cim help', 'stranger'));
    await app.settled();
    expect(app.github.comments[0]).toMatch(/^Not assessed yet/);
    expect(app.github.comments[1]).toContain('`/cim reassess [ID…]`');
  });

  it.each([
    ['who can write', 'maya', true],
    ["the pull request's author", 'ada', true],
    ['anyone else', 'stranger', false],
  ])('/cim reassess of %s', async (_, person, obeyed) => {
    const { dir } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', commentOf('/cim reassess', person));
    await app.settled();
    expect(runs()).toHaveLength(obeyed ? 1 : 0);
    expect(app.github.reactions.at(-1)).toBe(obeyed ? 'rocket' : 'confused');
  });

  it.each([
    ['an unknown command', '/cim reasses', 'did you mean `/cim reassess`?'],
    ['an unknown criterion', '/cim reassess readmee', 'did you mean `readme`?'],
    ['an unknown criterion to explain', '/cim explain licence', 'did you mean `license`?'],
  ])('%s is answered with what is near', async (_, body, words) => {
    const { dir } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', commentOf(body));
    await app.settled();
    expect(app.github.comments).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ['a bot', commentOf('/cim reassess', 'robot', { user: { login: 'robot', type: 'Bot' } })],
    ['an app in the name of a person', commentOf('/cim reassess', 'maya', { performed_via_github_app: { id: 1 } })],
    [
      'a comment that only speaks of it',
      commentOf('Try `/cim reassess`:\n\n> /cim reassess\n\n```\n/cim reassess\n```\n'),
    ],
  ])('of %s is not obeyed', async (_, payload) => {
    const { dir } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', payload);
    await app.settled();
    expect(app.github.requests).toEqual([]);
  });
});

describe('when GitHub has a fault', () => {
  it('that passes, it is tried again', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    app.github.faults.push({ path: /POST check-runs/, status: 502 });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    expect(app.errors).toHaveLength(1);
    expect(await app.work.counts()).toMatchObject({ waiting: 1 });
    await app.later(10);
    expect(runs()).toMatchObject([{ conclusion: 'failure', output: { title: expect.stringContaining('% ready') } }]);
    expect((await app.work.list()).map(({ name, state }) => [name, state])).toEqual([['history', 'waiting']]);
  });

  it('that stays, it is given up and listed', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    app.github.faults.push({ path: /POST check-runs/, status: 422 });
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    expect(await app.work.list()).toMatchObject([{ name: 'default-branch', state: 'dead', reason: 'a fault' }]);
  });
});
