/** What the author of a change controls never decides how the change is assessed. */

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, git, headCommit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { itOnUnix } from '../support/platform.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, pullOf, pushOf, X } from './support.js';

let app: App;
let dir: string;
let main: string;
const runs = (name = 'CIM readiness') => app.github.checkRuns.filter(each => each.name === name);
const runAt = (sha: string) => runs().find(({ head_sha: at }) => at === sha);
beforeEach(() => {
  withoutNetwork();
  dir = repository({
    ...READY_TEXTS,
    'cim.yaml': (READY_TEXTS['cim.yaml'] ?? '').replace('production', 'development'),
  });
  main = headCommit(dir);
  git(dir, 'checkout', '-q', '-b', 'topic');
});
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const PANICS = 'pub mod hidden;\n';
const HIDDEN = '//! Hidden.\n\n/// Panics.\npub fn never() {\n    panic!("always");\n}\n';
const propose = async (files: Readonly<Record<string, string>>) => {
  write(dir, files);
  const head = commit(dir, 'feat: change things');
  app ??= await appOn(dir);
  await app.send('pull_request', pullOf('opened', head, main));
  await app.settled();
  return head;
};

describe('a pull request', () => {
  beforeEach(async () => {
    app = await appOn(dir);
  });

  it('does not hide its own files by .gitattributes: its base says what is left aside', async () => {
    const lib = `${READY_TEXTS['src/lib.rs'] ?? ''}\n${PANICS}`;
    const head = await propose({
      '.gitattributes': 'src/** linguist-generated\n',
      'src/lib.rs': lib,
      'src/hidden.rs': HIDDEN,
    });
    expect(app.errors).toEqual([]);
    expect(runAt(head)?.output?.title).toContain('new gap');
    expect(runAt(head)?.conclusion).toBe('failure');
    expect(runAt(head)?.output?.summary).toContain('Counts after the merge');
    expect(runAt(head)?.output?.summary).toContain('which files are left aside, in `.gitattributes`');
  });

  it.each([
    ['a pointer of Git LFS', `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1000\n`],
    ['binary', 'NUL\0'],
    ['too long', `#${'x'.repeat(1_100_000)}\n`],
  ])('does not pass by making its manifest %s', async (_, text) => {
    const head = await propose({ 'Cargo.toml': text });
    expect(runAt(head)).toMatchObject({
      conclusion: 'failure',
      output: { title: expect.stringContaining('no longer decided') },
    });
  });

  it('does not pass by deleting what a criterion is decided by: CI would have to decide what it did not decide before', async () => {
    git(dir, 'rm', '-q', 'Cargo.lock');
    const head = await propose({ 'docs/more.md': '# More\n' });
    expect(runAt(head)).toMatchObject({
      conclusion: 'failure',
      output: { title: expect.stringContaining('dependency-audit') },
    });
  });

  it.each([
    ['too long', () => write(dir, { 'src/hidden.rs': `${HIDDEN}//${'x'.repeat(1_100_000)}\n` })],
    ['binary', () => write(dir, { 'src/hidden.rs': `${HIDDEN}// \0\n` })],
  ])('does not hide its code by making its file %s', (_, hide) => staysVisible(hide));

  itOnUnix('does not hide its code by making its file a symbolic link', () =>
    staysVisible(() => symlinkSync('/dev/zero', join(dir, 'src/hidden.rs'))),
  );

  async function staysVisible(hide: () => void): Promise<void> {
    const lib = `${READY_TEXTS['src/lib.rs'] ?? ''}\n${PANICS}`;
    hide();
    const head = await propose({ 'src/lib.rs': lib });
    expect(app.errors).toEqual([]);
    expect(runAt(head)?.conclusion).toBe('failure');
  }

  it.each(['src/hidden', 'src'])('does not hide its code in the submodule %s', async path => {
    write(dir, { 'src/lib.rs': `${READY_TEXTS['src/lib.rs'] ?? ''}\n${PANICS}` });
    git(dir, 'add', '-A');
    if (path === 'src') git(dir, 'rm', '-q', '-r', '--cached', 'src');
    git(dir, 'update-index', '--add', '--cacheinfo', `160000,${main},${path}`);
    git(dir, 'commit', '-q', '-m', 'feat: share the code');
    const head = headCommit(dir);
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runAt(head)?.conclusion).toBe('failure');
  });

  it.each(['Cargo.toml', 'cim.yaml', 'CHANGELOG.md', '.github/workflows/ci.yml', 'src/lib.rs', 'README.md'])(
    'does not pass by making its %s something that no parser reads',
    async path => {
      const head = await propose({ [path]: '\u0001[[[ {{{ "\n\t: - @@' });
      expect(runAt(head)?.conclusion).toBe('failure');
    },
  );

  it.each([
    ['a checksum file', 'src/hidden', { 'src/hidden/.cargo-checksum.json': '{"files":{}}' }, 'hidden/mod.rs'],
    ['a vendor directory', 'vendor', {}, '../vendor/hidden.rs'],
  ])('does not hide its own files by %s: its base says what is left aside', async (_, folder, more, file) => {
    const lib = `${READY_TEXTS['src/lib.rs'] ?? ''}\n#[path = "${file}"]\npub mod hidden;\n`;
    const head = await propose({
      ...more,
      'src/lib.rs': lib,
      [file.startsWith('../') ? file.slice(3) : `src/${file}`]: HIDDEN,
    });
    expect(app.errors).toEqual([]);
    expect(runAt(head)?.output?.title).toContain('new gap');
    expect(runAt(head)?.conclusion).toBe('failure');
    expect(runAt(head)?.output?.summary).toContain(`which files are left aside, by the directory \`${folder}\``);
  });

  it('does not lower the enforcement by its cim.yaml or its policy', async () => {
    git(dir, 'checkout', '-q', 'main');
    write(dir, { 'cim.yaml': READY_TEXTS['cim.yaml'] ?? '' });
    main = commit(dir, 'chore: go to production');
    git(dir, 'branch', '-f', 'topic', 'main');
    git(dir, 'checkout', '-q', 'topic');
    const head = await propose({
      'cim.yaml': (READY_TEXTS['cim.yaml'] ?? '').replace('production', 'development'),
      '.github/cim.yml': 'enforcement: report\n',
    });
    // Strict, as production modules are: an old gap fails it.
    expect(runAt(head)?.conclusion).toBe('failure');
    expect(runAt(head)?.output?.summary).toMatch(
      /the status of the module, in `cim\.yaml`[^]*the policy, in `\.github\/cim\.yml`/,
    );
  });

  it('is assessed as strictly as the default branch asks for by now, however old the commit is that it begins at', async () => {
    git(dir, 'checkout', '-q', 'main');
    write(dir, { 'cim.yaml': READY_TEXTS['cim.yaml'] ?? '' });
    main = commit(dir, 'chore: go to production');
    await app.send('push', pushOf(main));
    await app.settled();
    git(dir, 'checkout', '-q', 'topic');
    const head = await propose({ 'docs/more.md': '# More\n' });
    expect(runAt(head)?.conclusion).toBe('failure');
  });

  it('fills the ledger with nothing that is large', async () => {
    const head = await propose({ '.gitattributes': '# large\n'.repeat(40_000) });
    expect(runAt(head)?.output?.title).toContain('ready');
    expect(await app.ledger.latestOf(X.repository, head)).toBeDefined();
    expect(await app.ledger.gate(X.repository, head)).toBeUndefined();
  });

  it('whose archive cannot be had is not assessed, and neither is one whose base cannot be had', async () => {
    write(dir, { 'docs/more.md': '# More\n' });
    const head = commit(dir, 'docs: say more');
    nock('https://api.github.com').get(`/repos/acme/cim-x/tarball/${head}`).reply(502, 'Bad Gateway');
    await app.stop();
    app = await appOn(dir, {
      first: () =>
        nock('https://api.github.com')
          .get(/tarball/)
          .times(2)
          .reply(502, 'Bad Gateway'),
    });
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    expect(runAt(head)).toMatchObject({ conclusion: 'failure', output: { title: 'Could not be assessed' } });
    expect(await app.ledger.events(X.repository)).toEqual([]);
    await app.later(3_700);
    await app.later(3_700);
    expect(runAt(head)?.output?.title).toMatch(/% ready · none worse/);
  });

  it('that shares its head with another one does not cover it: the worst counts, until one of them closes', async () => {
    write(dir, {
      'Cargo.toml': (READY_TEXTS['Cargo.toml'] ?? '').replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n'),
    });
    const head = commit(dir, 'perf: print numbers faster');
    git(dir, 'branch', 'twin', head);
    app.github.pulls.push({ number: 8, title: 'perf: the same', state: 'open', branch: 'twin', base: 'topic' });
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    await app.send('pull_request', pullOf('opened', head, head, {}, { number: 8, title: 'perf: the same' }));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toMatchObject({
      conclusion: 'failure',
      output: { title: expect.stringMatching(/^#7: .*1 new gap.* · also #8$/) },
    });
    for (const pull of app.github.pulls) if (pull.number === 7) pull.state = 'closed';
    await app.send('pull_request', pullOf('closed', head, main));
    await app.settled();
    expect(runs().at(-1)).toMatchObject({
      conclusion: 'neutral',
      output: { title: expect.not.stringContaining('#7') },
    });
  });
});

describe('a head that passed for something else', () => {
  let head: string;
  const states: string[] = [];
  /** From now on, what the check runs are before GitHub is asked what the head contains. */
  const watch = () => {
    states.length = 0;
    app.github.beforeSnapshot = () => states.push(...runs().map(({ status }) => status ?? ''));
  };
  beforeEach(async () => {
    app = await appOn(dir);
    write(dir, { 'docs/more.md': '# More\n' });
    head = commit(dir, 'docs: say more');
    git(dir, 'branch', 'release', main);
  });

  it.each([
    ['another pull request', false],
    ['another pull request, which is closed by now', true],
  ])('%s: it does not let a new one be merged before it is assessed', async (_, isClosed) => {
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    expect(runAt(head)).toMatchObject({ status: 'completed' });
    if (isClosed) {
      for (const pull of app.github.pulls) pull.state = 'closed';
      await app.send('pull_request', pullOf('closed', head, main));
      await app.settled();
    }
    git(dir, 'branch', 'twin', head);
    app.github.pulls.push({ number: 8, title: 'docs: say it', state: 'open', branch: 'twin', base: 'release' });
    watch();
    await app.send('pull_request', pullOf('opened', head, main, {}, { number: 8 }));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(states[0]).toBe('in_progress');
    expect(runs()).toHaveLength(1);
    expect(runAt(head)).toMatchObject({ status: 'completed' });
  });

  it('the same pull request into another branch: it is assessed anew', async () => {
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    watch();
    await app.send('pull_request', pullOf('edited', head, main, { changes: { base: { ref: { from: 'main' } } } }));
    await app.settled();
    expect(states[0]).toBe('in_progress');
    expect(runAt(head)).toMatchObject({ status: 'completed' });
  });

  it('is not left in progress if a newer commit, or the end of the pull request, comes first', async () => {
    const retargeted = pullOf('edited', head, main, { changes: { base: { ref: { from: 'main' } } } });
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    app.github.beforeSnapshot = () => {
      app.github.beforeSnapshot = () => undefined;
      write(dir, { 'docs/more.md': '# Much more\n' });
      commit(dir, 'docs: say much more');
    };
    await app.send('pull_request', retargeted);
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runs()).toHaveLength(2);
    expect(runAt(head)).toMatchObject({ status: 'completed', output: { title: 'A newer commit was assessed' } });

    const newer = headCommit(dir, 'topic');
    app.github.beforeSnapshot = () => {
      for (const pull of app.github.pulls) pull.state = 'closed';
    };
    await app.send('pull_request', {
      ...retargeted,
      pull_request: { ...retargeted.pull_request, head: { sha: newer } },
    });
    await app.settled();
    expect(runAt(newer)).toMatchObject({ status: 'completed', output: { title: 'The pull request is closed' } });
    expect(await app.ledger.unfinishedCheckRuns()).toEqual([]);
  });

  it('a push to the same pull request costs nothing more', async () => {
    await app.send('pull_request', pullOf('opened', head, main));
    await app.settled();
    const before = app.github.requests.length;
    await app.send('pull_request', pullOf('synchronize', head, main));
    await app.settled();
    expect(app.github.requests.slice(before)).toEqual(['Snapshot', 'tarball']);
  });

  it('the default branch: the result of a pull request from its head is not covered by its own', async () => {
    git(dir, 'branch', '-f', 'main', head);
    app.github.pulls.push({ number: 8, title: 'docs: release', state: 'open', branch: 'topic', base: 'release' });
    const bad = { ...pullOf('opened', head, main, {}, { number: 8, title: 'no type' }) };
    await app.send('pull_request', bad);
    await app.settled();
    await app.ledger.notePull(X, {
      number: 8,
      sha: head,
      reports: { 'CIM readiness': { ...FAILED, title: 'the worse one' } },
    });
    await app.send('push', pushOf(head));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(runAt(head)).toMatchObject({ conclusion: 'failure', output: { title: '#8: the worse one · also main' } });
  });
});

const FAILED = { conclusion: 'failure', summary: '', annotations: [], actions: [] };

describe('a fork', () => {
  it('whose branch is called main does not speak for the default branch', async () => {
    write(dir, { LICENSE: '' });
    const theirs = commit(dir, 'docs: lose the license');
    app = await appOn(dir);
    await app.send('push', pushOf(main));
    await app.settled();
    const before = app.github.requests.length;
    const { repository: of, installation } = pushOf(main);
    for (const [event, name] of [
      ['check_suite', 'check_suite'],
      ['workflow_run', 'workflow_run'],
    ] as const) {
      const run = { id: 5, head_sha: theirs, head_branch: 'main', pull_requests: [], head_repository: { id: 666 } };
      await app.send(event, { action: 'completed', [name]: run, repository: of, installation });
    }
    await app.settled();
    expect(app.github.requests).toHaveLength(before);
    expect(await app.ledger.latest(X.repository, 'main')).toMatchObject({ subject: { sha: main } });
  });
});
