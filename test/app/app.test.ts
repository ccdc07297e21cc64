import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, removeFolders, repository, write } from '../collect/support/repositories.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, pullOf, pushOf } from './support.js';

const HEAD = (dir: string, ref = 'HEAD') => git(dir, 'rev-parse', ref);

/** `main`, and a branch `topic` that takes any version of a dependency. */
function withTopic(): { dir: string; main: string; topic: string; line: number } {
  const dir = repository(READY_TEXTS);
  const main = HEAD(dir);
  git(dir, 'checkout', '-q', '-b', 'topic');
  const manifest = (READY_TEXTS['Cargo.toml'] ?? '').replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n');
  write(dir, { 'Cargo.toml': manifest });
  const topic = commit(dir, 'perf: print numbers faster');
  return { dir, main, topic, line: manifest.split('\n').indexOf('itoa = "*"') + 1 };
}

let app: App;
beforeEach(() => nock.disableNetConnect());
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
    expect(await app.send('push', pushOf(HEAD(dir)))).toBe(202);
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.requests).toEqual(['Snapshot', 'tarball', 'POST check-runs']);
    expect(app.github.checkRuns).toMatchObject([
      {
        name: 'CIM readiness',
        head_sha: HEAD(dir),
        status: 'completed',
        conclusion: expect.stringMatching(/success|neutral/),
      },
    ]);
    expect(app.github.checkRuns[0]?.output?.title).toMatch(/^\d+ % ready · /);
  });

  it('is compared with what the branch was before', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(HEAD(dir)));
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
    await app.send('push', pushOf(HEAD(dir)));
    await app.settled();
    expect(app.github.requests.filter(each => each.includes('check-runs'))).toEqual([
      'POST check-runs',
      'PATCH check-runs/1',
    ]);
    expect(app.github.checkRuns).toMatchObject([{ status: 'completed' }]);
    expect(await app.ledger.orphans()).toEqual([]);
  });

  it.each([
    ['another branch', { ref: 'refs/heads/topic' }],
    ['a tag', { ref: 'refs/tags/v1.0.0' }],
    ['a repository that is archived', { repository: { archived: true } }],
    ['a fork', { repository: { fork: true } }],
    ['what is no module', { repository: { name: 'website', full_name: 'acme/website' } }],
  ])('of %s is left alone', async (_, change) => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(HEAD(dir), change));
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    expect(app.errors).toEqual([]);
  });

  it('that deletes the branch is left alone', async () => {
    app = await appOn(repository(READY_TEXTS));
    await app.send('push', pushOf('0'.repeat(40)));
    await app.settled();
    expect(app.github.requests).toEqual([]);
  });

  it('whose commit is gone has a check-run that says so', async () => {
    app = await appOn(repository(READY_TEXTS));
    await app.send('push', pushOf('f'.repeat(40)));
    await app.settled();
    expect(app.github.checkRuns).toMatchObject([
      {
        conclusion: 'failure',
        output: { title: 'Could not be assessed', summary: expect.stringContaining('has no commit') },
      },
    ]);
  });

  it('that is delivered twice is handled once', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    await app.send('push', pushOf(HEAD(dir)), 'the-same');
    await app.settled();
    expect(await app.send('push', pushOf(HEAD(dir)), 'the-same')).toBe(202);
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
    expect(app.github.requests.slice(before)).toEqual([
      `GET compare/${main}...${topic}`,
      'Snapshot',
      'tarball',
      'POST check-runs',
    ]);
    const run = app.github.checkRuns.find(each => each.head_sha === topic);
    expect(run).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'Cargo.toml', start_line: line }] });
    expect(run?.output?.title).toContain('1 new gap');
  });

  it('whose base nobody has assessed yet is compared all the same', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    await app.send('pull_request', pullOf('synchronize', topic, main));
    await app.settled();
    expect(app.github.checkRuns).toMatchObject([{ head_sha: topic, annotations: [{ path: 'Cargo.toml' }] }]);
  });

  it('is judged again when its base changes, and not when its title does', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    await app.send('pull_request', pullOf('edited', topic, main, { changes: { title: { from: 'x' } } }));
    await app.settled();
    expect(app.github.checkRuns).toEqual([]);
    await app.send('pull_request', pullOf('edited', topic, main, { changes: { base: { ref: { from: 'x' } } } }));
    await app.settled();
    expect(app.github.checkRuns).toHaveLength(1);
  });

  it('is judged again when its check-run is asked for again: the same check-run, its annotations not doubled', async () => {
    const { dir, main, topic } = withTopic();
    app = await appOn(dir);
    const { repository: of, installation } = pullOf('opened', topic, main);
    await app.send('pull_request', pullOf('opened', topic, main));
    await app.settled();
    const check_run = {
      name: 'CIM readiness',
      head_sha: topic,
      external_id: 'pull/7',
      pull_requests: [],
      check_suite: { head_branch: 'topic' },
    };
    await app.send('check_run', { action: 'rerequested', check_run, repository: of, installation });
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.checkRuns).toMatchObject([{ head_sha: topic, status: 'completed' }]);
    expect(app.github.checkRuns[0]?.annotations).toHaveLength(1);
    const check_suite = { head_sha: topic, head_branch: 'topic', pull_requests: [{ number: 7 }] };
    await app.send('check_suite', { action: 'rerequested', check_suite, repository: of, installation });
    await app.settled();
    expect(app.github.checkRuns).toHaveLength(1);
  });
});

describe('a command in a comment', () => {
  it('/cim reassess is acknowledged, done and answered', async () => {
    const { dir, topic } = withTopic();
    app = await appOn(dir);
    await app.send('issue_comment', commentOf('Please look again.\n\n/cim reassess dependency-versions'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(app.github.reactions).toEqual(['eyes', 'rocket']);
    expect(app.github.checkRuns).toMatchObject([{ head_sha: topic, conclusion: 'failure' }]);
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
    expect(app.github.checkRuns).toHaveLength(obeyed ? 1 : 0);
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
  it('that passes, the check-run is concluded, and the delivery waits to be tried again', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    app.github.faults.push({ path: /POST check-runs/, status: 502 });
    await app.send('push', pushOf(HEAD(dir)));
    while (app.errors.length === 0) await new Promise(resolve => setImmediate(resolve));
    expect(app.github.checkRuns).toMatchObject([{ conclusion: 'failure', output: { title: 'Could not be assessed' } }]);
    expect(await app.inbox.waiting()).toBe(1);
  });

  it('that stays, the check-run is concluded and the delivery is not tried again', async () => {
    const dir = repository(READY_TEXTS);
    app = await appOn(dir);
    app.github.faults.push({ path: /POST check-runs/, status: 422 });
    await app.send('push', pushOf(HEAD(dir)));
    await app.settled();
    expect(app.errors).toHaveLength(1);
    expect(app.github.checkRuns).toMatchObject([{ conclusion: 'failure' }]);
  });
});
