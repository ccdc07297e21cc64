/** `/cim fix` and the button *Fix files*: one pull request for each module, which follows it, and never over a commit of a person. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { both, edit, READY_TEXTS, remove, type Texts } from '../support/snapshots.js';
import { type App, appOn, commentOf, pullOf, pushOf, REPOSITORY, X } from './support.js';

let app: App;
let dir: string;
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const BRANCH = 'cim-readiness/fixes';
const RELEASE = '.github/workflows/release.yml';
/** Without a license text, and without a workflow. */
const GAPS = both(remove('LICENSE-APACHE'), remove(RELEASE))(READY_TEXTS);

async function begin(texts: Texts = GAPS, workflows = 'write'): Promise<void> {
  dir = repository(texts);
  git(dir, 'branch', 'topic');
  app = await appOn(dir);
  app.github.app.permissions['workflows'] = workflows;
}

/** Comments on issue 8. @returns the answer */
async function say(body: string, person = 'maya'): Promise<string> {
  await app.send('issue_comment', { ...commentOf(body, person), issue: { number: 8, user: { login: 'ada' } } });
  await app.settled();
  return app.github.comments.at(-1) ?? '';
}

async function push(message: string, change: Readonly<Record<string, string>>): Promise<void> {
  write(dir, change);
  await app.send('push', pushOf(commit(dir, message)));
  await app.settled();
}

/** Clicks the button of the check run about a target. */
async function click(target: string, person = 'maya'): Promise<void> {
  await app.send('check_run', {
    action: 'requested_action',
    requested_action: { identifier: 'fix' },
    check_run: { name: 'CIM readiness', head_sha: headCommit(dir), external_id: target },
    sender: { login: person, type: 'User' },
    repository: REPOSITORY,
    installation: { id: X.installation },
  });
  await app.settled();
}

const fixes = () => app.github.branches;
const writes = () => app.github.requests.filter(each => /^(?:POST|PATCH|PUT|DELETE) (?:pulls|git)|^Commit/.test(each));

describe('/cim fix', () => {
  it('opens one pull request, with every file in one commit', async () => {
    await begin();
    expect(await say('/cim fix license release-automation')).toBe('#60 fixes `license` and `release-automation`.');
    const title = 'chore: fix license and release-automation';
    expect(fixes().pulls).toMatchObject([{ title, head: BRANCH, state: 'open' }]);
    expect(fixes().pulls[0]?.body).toContain('Requested in #8.');
    expect(fixes().pulls[0]?.body).toContain('- `license`: Add the text of `Apache-2.0`.');
    expect(fixes().changed(BRANCH)).toEqual([RELEASE, 'LICENSE-APACHE']);
    expect(fixes().subjects(BRANCH)).toEqual([title]);
    expect(app.github.reactions).toEqual(['eyes', 'rocket']);
  });

  it('changes nothing if the same is asked for again', async () => {
    await begin();
    await say('/cim fix all');
    const before = writes();
    expect(await say('/cim fix all')).toContain('#60 fixes');
    expect(writes()).toEqual(before);
  });

  it('adds what is asked for later to the same pull request', async () => {
    await begin();
    await say('/cim fix license');
    expect(await say('/cim fix release-automation')).toBe('#60 fixes `license` and `release-automation`.');
    expect(fixes().pulls).toHaveLength(1);
    expect(fixes().changed(BRANCH)).toEqual([RELEASE, 'LICENSE-APACHE']);
  });

  it('asks for what only a person knows, and takes the answer', async () => {
    await begin(remove('LICENSE-MIT')(GAPS));
    const answer = await say('/cim fix cim-yaml code-of-conduct');
    expect(answer).toContain('No fix can be offered.');
    await push('docs: drop it', { 'CODE_OF_CONDUCT.md': 'Be kind.\n' });
    expect(await say('/cim fix code-of-conduct')).toContain('with contact: conduct@example.org`');
    expect(await say('/cim fix code-of-conduct with contact: help@cim.dev')).toContain('#60 fixes `code-of-conduct`.');
    expect(fixes().text(BRANCH, 'CODE_OF_CONDUCT.md')).toContain('help@cim.dev');
  });

  it('marks drafts, which close nothing', async () => {
    await begin(remove('docs/decisions/')(READY_TEXTS));
    expect(await say('/cim fix adr')).toBe('#60 fixes `adr`.\n\n`adr`: only a draft, which a person completes.');
    expect(fixes().pulls[0]?.body).toContain('### Drafts');
  });

  it.each([
    ['nothing', '/cim fix', 'Use the form'],
    ['an unknown criterion', '/cim fix licence', 'did you mean `license`?'],
    ['an unknown answer', '/cim fix license with owner: Ada', 'There is no answer `owner`'],
    ['an answer that is none', '/cim fix license with contact: <script>', '`contact` must be an email address'],
  ])('refuses %s', async (_, line, words) => {
    await begin();
    expect(await say(line)).toContain(words);
    expect(writes()).toEqual([]);
  });

  it('is only for people with write access', async () => {
    await begin();
    expect(await say('/cim fix all', 'eve')).toContain('requires write access');
    await click('default-branch', 'eve');
    expect(writes()).toEqual([]);
  });
});

describe('the pull request with fixes', () => {
  it('follows its module: what is mended otherwise leaves it', async () => {
    await begin();
    await say('/cim fix all');
    await push('docs: add the license', { 'LICENSE-APACHE': READY_TEXTS['LICENSE-APACHE'] ?? '' });
    expect(fixes().changed(BRANCH)).toEqual([RELEASE]);
    expect(fixes().pulls).toMatchObject([{ state: 'open', title: 'chore: fix release-automation' }]);
  });

  it('takes edits of a file that it changes', async () => {
    await begin(edit('Cargo.toml', /rust-version = .*\n/, '')(READY_TEXTS));
    await say('/cim fix cargo-metadata');
    const manifest = (fixes().text('main', 'Cargo.toml') ?? '').replace('[package]', '# The crate.\n[package]');
    await push('docs: say what it is', { 'Cargo.toml': `${manifest}\n` });
    expect(fixes().text(BRANCH, 'Cargo.toml')).toContain('# The crate.\n[package]');
    expect(fixes().text(BRANCH, 'Cargo.toml')).toContain('rust-version = ');
  });

  it('is closed, and its branch deleted, when nothing is left', async () => {
    await begin(remove('LICENSE-APACHE')(READY_TEXTS));
    await say('/cim fix license');
    await push('docs: add the license', { 'LICENSE-APACHE': READY_TEXTS['LICENSE-APACHE'] ?? '' });
    expect(fixes().pulls).toMatchObject([{ state: 'closed', body: expect.stringContaining('no gap left') }]);
    expect(git(dir, 'branch', '--list', BRANCH)).toBe('');
  });

  it('stops at a commit of a person, and says so once', async () => {
    await begin();
    await say('/cim fix all');
    fixes().commits(BRANCH, 'NOTES.md', 'Mine.\n');
    await push('docs: add the license', { 'LICENSE-APACHE': READY_TEXTS['LICENSE-APACHE'] ?? '' });
    await push('docs: say more', { 'NOTES.txt': 'More.\n' });
    expect(fixes().changed(BRANCH)).toEqual(expect.arrayContaining(['LICENSE-APACHE', 'NOTES.md']));
    expect(app.github.comments.filter(each => each.includes('commits that this app did not make'))).toHaveLength(1);
    expect(await say('/cim fix all')).toContain('#60 has commits that this app did not make');
  });

  it('is not opened again after a person closed it, unless somebody asks', async () => {
    await begin();
    await say('/cim fix all');
    fixes().end(60, 'close');
    await push('docs: say more', { 'NOTES.txt': 'More.\n' });
    expect(fixes().pulls).toHaveLength(1);
    app.github.app.permissions['workflows'] = 'write';
    expect(await say('/cim fix all')).toContain('#61 fixes');
  });

  it('is done when it is merged', async () => {
    await begin();
    await say('/cim fix license');
    fixes().end(60, 'merge');
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    const before = writes();
    await push('docs: say more', { 'NOTES.txt': 'More.\n' });
    expect(writes()).toEqual(before);
    const latest = await app.ledger.latest(X.repository, 'main');
    expect(latest?.findings.find(({ criterion }) => criterion === 'license')?.status).toBe('met');
  });

  it('tries again if somebody moves the branch meanwhile, and loses no commit', async () => {
    await begin();
    await say('/cim fix license');
    let isFirst = true;
    fixes().beforeCommit = () => {
      if (isFirst) fixes().commits(BRANCH, 'NOTES.md', 'Mine.\n');
      isFirst = false;
    };
    await say('/cim fix release-automation');
    await app.later(10);
    expect(fixes().text(BRANCH, 'NOTES.md')).toBe('Mine.');
    expect(fixes().text(BRANCH, RELEASE)).toBeUndefined();
    expect(app.github.comments.at(-1)).toContain('#60 has commits that this app did not make');
  });

  it('is opened once if GitHub loses the answer', async () => {
    await begin();
    app.github.faults.push({ path: /^POST pulls$/, status: 502, done: true });
    await say('/cim fix license');
    await app.later(10);
    expect(fixes().pulls).toHaveLength(1);
    expect(app.github.comments).toEqual(['#60 fixes `license`.']);
    expect(fixes().subjects(BRANCH)).toHaveLength(1);
  });
});

describe('the limit of pull requests with fixes', () => {
  it('is two an hour for each organization: the third waits, and is opened then', async () => {
    await begin();
    for (const repository of [502, 503])
      await app.ledger.note({ installation: X.installation, repository }, { kind: 'fixes-opened', by: 'x', data: {} });
    expect(await say('/cim fix license')).toContain('so this app opens this one after 01:00 UTC.');
    expect(fixes().pulls).toEqual([]);
    expect(await app.work.list()).toMatchObject([{ name: 'fixes', state: 'waiting' }]);
    app.at('2026-06-01T01:00:01.000Z');
    await app.later(3_600);
    expect(fixes().pulls).toMatchObject([{ state: 'open', title: 'chore: fix license' }]);
  });
});

describe('without the permission to write workflows', () => {
  it('offers workflows as a patch in the tracking issue, and everything else as a pull request', async () => {
    await begin(GAPS, 'read');
    expect(await say('/cim fix license release-automation')).toMatch(
      /`\.github\/workflows\/release\.yml`: This app has no permission to write workflows\. #\d+ has a patch\./,
    );
    expect(fixes().changed(BRANCH)).toEqual(['LICENSE-APACHE']);
    const patch = app.github.comments.find(each => each.includes('```diff')) ?? '';
    expect(patch).toContain(`+++ b/${RELEASE}`);
    await say('/cim fix all');
    expect(app.github.comments.filter(each => each.includes('```diff'))).toHaveLength(1);
  });
});

describe('the button Fix files', () => {
  it('opens the pull request for every gap of the default branch', async () => {
    await begin();
    await app.send('push', pushOf(headCommit(dir)));
    await app.settled();
    await click('default-branch');
    await click('default-branch');
    expect(fixes().pulls).toMatchObject([{ body: expect.stringContaining('Requested with the button *Fix files*.') }]);
  });
});

describe('on a pull request that makes something worse', () => {
  async function worse(change: Readonly<Record<string, string>>): Promise<void> {
    await begin(READY_TEXTS);
    git(dir, 'checkout', '-q', 'topic');
    write(dir, change);
    commit(dir, 'feat: weigh it');
    git(dir, 'checkout', '-q', 'main');
    await app.send('pull_request', pullOf('synchronize', headCommit(dir, 'topic'), headCommit(dir)));
    await app.settled();
  }

  it('suggests the fix of a few lines in a review, once', async () => {
    const manifest = READY_TEXTS['Cargo.toml'] ?? '';
    await worse({ 'Cargo.toml': manifest.replace('futures = "0.3"', 'futures = "*"'), 'Cargo.lock': LOCK });
    await app.send('issue_comment', commentOf('/cim fix all'));
    await app.settled();
    expect(app.github.comments).toEqual(['The review suggests a fix for `dependency-versions`.']);
    const line = manifest.split('\n').findIndex(each => each.startsWith('futures')) + 1;
    expect(fixes().reviews).toMatchObject([{ event: 'COMMENT', comments: [{ path: 'Cargo.toml', line }] }]);
    expect(fixes().reviews[0]?.comments[0]?.['body']).toContain('```suggestion\nfutures = "0.3.31"\n```');
    expect(fixes().pulls).toEqual([]);
  });

  it('answers with a patch where a suggestion does not fit, and to the button as well', async () => {
    await worse({ 'rust-toolchain.toml': '[toolchain]\nchannel = "1.85.0"\n', 'LICENSE-APACHE': 'To be written.\n' });
    await app.send('issue_comment', commentOf('/cim fix all'));
    await app.settled();
    await click('pull/7');
    await click('pull/7');
    expect(app.github.comments).toHaveLength(2);
    expect(writes()).toEqual([]);
  });

  it('says that it makes nothing worse', async () => {
    await worse({ 'NOTES.txt': 'More.\n' });
    await app.send('issue_comment', commentOf('/cim fix all'));
    await app.settled();
    expect(app.github.comments.at(-1)).toContain('makes nothing worse');
  });
});

const LOCK = 'version = 4\n\n[[package]]\nname = "futures"\nversion = "0.3.31"\n';
