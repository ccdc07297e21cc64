import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { pack } from 'tar-stream';
import { assess } from '../../src/assess/assess.js';
import type { Finding } from '../../src/assess/assessment.js';
import { readArchive } from '../../src/collect/github/archive.js';
import { collectGitHub, type GitHubRequest } from '../../src/collect/github.js';
import { collectLocal } from '../../src/collect/local-git.js';
import { TEXT_LIMIT } from '../../src/collect/repository-texts.js';
import { UnreadableError } from '../../src/collect/unreadable.js';
import { proposedCommits } from '../../src/facts/commits/proposed-commits.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import type { Reading } from '../../src/snapshot/reading.js';
import type { Snapshot } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { withoutNetwork } from '../support/network.js';
import { itOnLinux } from '../support/platform.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { archiveOf, client, connection, type FakeGitHub, githubOf } from './support/github.js';
import { commit, commits, git, removeFolders, repository, write } from './support/repositories.js';

beforeEach(withoutNetwork);
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

function collect({ octokit }: Pick<FakeGitHub, 'octokit'>, more: Partial<GitHubRequest> = {}): Promise<Snapshot> {
  return collectGitHub(octokit, { owner: 'acme', repo: 'cim-x', takenAt: '2026-06-01T00:00:00.000Z', ...more });
}

function valueOf<T>(reading: Reading<T>): T {
  if (!reading.read) throw new Error(reading.reason);
  return reading.value;
}

async function same(dir: string, github: FakeGitHub): Promise<void> {
  const local = await collectLocal({ dir, ref: 'HEAD' });
  const remote = await collect(github);
  expect([...valueOf(remote.parts.files).entries.values()]).toEqual([...valueOf(local.parts.files).entries.values()]);
}

const EVERYTHING = {
  'Cargo.toml': '[package]\nname = "cim-x"\n',
  'README.md': '# x\n',
  'src/lib.rs': '//! x\n',
  'src-more/lib.rs': '',
  'src.txt': 'sorted between',
  'src/target/mod.rs': 'pub fn f() {}\n',
  'vendor/a/src/lib.rs': 'x',
  'deps/a/.cargo-checksum.json': '{}',
  'deps/a/src/lib.rs': 'x',
  'crates/target/.x': 'early',
  'crates/target/Cargo.toml': '[package]\nname = "target"\n',
  '.gitattributes': 'made/** linguist-generated\nvendor/ours/** -linguist-vendored\n',
  'made/a.rs': 'x',
  'vendor/ours/a.rs': 'x',
  'assets/a.bin': 'a\0b',
  'assets/big.txt': 'x'.repeat(TEXT_LIMIT + 1),
  'CHANGELOG.md': 'x'.repeat(TEXT_LIMIT + 1),
  'docs/größe.md': 'ä\n',
  'docs/\uFEFFbom.md': '\uFEFFx',
  [`docs/${'long-name/'.repeat(30)}a.md`]: 'long',
  // Windows has no such names.
  ...(process.platform === 'win32' ? {} : { 'a\nb.txt': 'newline' }),
};

describe('the files', () => {
  it('are the same as in a checkout of the commit, for one query and one archive', async () => {
    const dir = repository(EVERYTHING);
    write(dir, { 'run.sh': '#!/bin/sh\n' });
    if (process.platform !== 'win32') {
      chmodSync(join(dir, 'run.sh'), 0o755);
      symlinkSync('README.md', join(dir, 'readme'));
      symlinkSync('x'.repeat(150), join(dir, 'long-link'));
    }
    commit(dir, 'feat: more');
    const github = githubOf(dir);
    await same(dir, github);
    expect(github.requests).toEqual(['Snapshot', 'tarball']);
  });

  it('are the same where there is a submodule, for one request more', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'submodule', '--quiet', 'add', repository({ 'x.txt': 'x' }), 'deps/inner');
    commit(dir, 'feat: inner');
    const github = githubOf(dir);
    await same(dir, github);
    expect(github.requests).toEqual(['Snapshot', 'tarball', 'tree']);
  });

  it('are the same where .gitattributes change the archive', async () => {
    const dir = repository({
      '.gitattributes':
        '.gitattributes export-ignore\ntests/ export-ignore\nversion export-subst\n*.txt text eol=crlf\n',
      'tests/a.rs': '#[test]\nfn a() {}\n',
      'tests/b.bin': 'a\0b',
      version: '$Format:%H$\n',
      'a.txt': 'line\nline\n',
      'src/lib.rs': 'x\n',
    });
    const github = githubOf(dir);
    await same(dir, github);
    expect(github.requests).toEqual(['Snapshot', 'tarball', 'tree', '']);
  });

  itOnLinux('can have names that are not UTF-8', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/z`), Buffer.from([0xff])]), 'bytes');
    commit(dir, 'feat: odd');
    await same(dir, githubOf(dir));
  });
});

describe('an archive that is not what it should be', () => {
  const files = {
    'a.txt': 'a\n',
    'b.txt': `${Array.from({ length: 5_000 }, (_, index) => index * 7919).join('\n')}\n`,
  };

  async function reason(archive: Buffer): Promise<string> {
    const { parts } = await collect(githubOf(repository(files), {}, () => archive));
    expect(parts.history.read).toBe(true);
    return parts.files.read ? '' : parts.files.reason;
  }

  async function tar(entries: readonly (readonly [string, string])[]): Promise<Buffer> {
    const packed = pack();
    for (const [name, text] of entries) packed.entry({ name }, text);
    packed.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of packed as AsyncIterable<Buffer>) chunks.push(chunk);
    return gzipSync(Buffer.concat(chunks));
  }

  it('ends early', async () => {
    const dir = repository(files);
    const whole = archiveOf(dir, 'HEAD');
    expect(await reason(whole.subarray(0, whole.length / 2))).toContain('could not be read to the end');
    expect(await reason(Buffer.alloc(0))).toMatch(/could not be read to the end|is not/);
    expect(await reason(Buffer.from('<html>no archive</html>'))).toContain('could not be read to the end');
  });

  it.each(['p/../../etc/passwd', '/etc/passwd', 'p/./a', 'p//a'])('contains the path %s', async path => {
    expect(await reason(await tar([[path, 'x']]))).toContain('which no tree can have');
  });

  it('contains a path twice', async () => {
    expect(
      await reason(
        await tar([
          ['p/a', 'x'],
          ['p/a', 'y'],
        ]),
      ),
    ).toContain('a path twice');
  });

  it('unpacks to too much, or to too many', async () => {
    const packed = await tar([
      ['p/a', 'x'.repeat(1_000)],
      ['p/b', 'x'],
    ]);
    await expect(readArchive(Readable.from([packed]), { bytes: 100, entries: 10 })).rejects.toThrow(
      'more than 100 bytes',
    );
    await expect(readArchive(Readable.from([packed]), { bytes: 1e6, entries: 1 })).rejects.toThrow(
      'more than 1 entries',
    );
  });

  it('is not to be had', async () => {
    const { parts } = await collect(githubOf(repository(files), {}, () => 404));
    expect(parts.files).toEqual({ read: false, reason: expect.stringContaining('could not be fetched from GitHub') });
  });
});

describe('history and tags', () => {
  it('are the same as in a checkout', async () => {
    const dir = repository({ 'Cargo.toml': '[workspace]\n', 'm/Cargo.toml': '[package]\nname = "m"\n' });
    git(dir, 'tag', 'v0.1.0');
    write(dir, { 'n/Cargo.toml': '[package]\nname = "n"\n' });
    commit(dir, 'feat: n\n\nBody.\n\nRefs: #1');
    git(dir, 'tag', '-a', '-m', 'x', 'v0.2.0');
    git(dir, 'tag', '-a', '-m', 'x', 'v0.2.1', 'v0.2.0');
    const github = githubOf(dir);
    const [local, remote] = [await collectLocal({ dir, ref: 'HEAD' }), await collect(github)];
    expect(remote.parts.history).toEqual(local.parts.history);
    expect(remote.parts.tags).toEqual(local.parts.tags);
    expect(github.requests.filter(each => each !== 'tarball')).toEqual(['Snapshot', 'Files']);
  });

  it('lead to the same trees of the newest releases, each asked for once', async () => {
    const dir = repository({
      'Cargo.toml': '[package]\nname = "cim-x"\nversion = "0.1.0"\n',
      'src/lib.rs': 'pub fn a() {}\n',
    });
    git(dir, 'tag', 'v0.1.0');
    write(dir, { 'src/lib.rs': 'pub fn b() {}\n', 'README.md': '# X\n' });
    commit(dir, 'feat!: b');
    git(dir, 'tag', 'v0.2.0');
    write(dir, { 'README.md': '# Y\n' });
    commit(dir, 'docs: y');
    const github = githubOf(dir);
    const ledger = sqliteLedger(memoryStore(), 'test', () => '2026-06-01T00:00:00.000Z');
    const releasedTrees = ledger.releasedTrees({ installation: 1, repository: 1 });
    const first = await collect(github, { releasedTrees });
    const local = await collectLocal({ dir, ref: 'HEAD' });
    expect(first.parts.released).toEqual(local.parts.released);
    expect(github.requests).toEqual(['Snapshot', 'tarball', 'tarball', 'tarball']);
    expect((await collect(github, { releasedTrees })).parts.released).toEqual(local.parts.released);
    expect(github.requests.slice(4)).toEqual(['Snapshot', 'tarball']);
  });

  it('and the files lead to the same findings', async () => {
    const { 'CHANGELOG.md': _, ...texts } = READY_TEXTS;
    const dir = repository({ ...texts, 'src/orphan.rs': 'fn f() {}\n' });
    git(dir, 'tag', 'v0.9.0');
    write(dir, { 'src/lib.rs': `${READY_TEXTS['src/lib.rs']}\npub fn undocumented() { None::<u8>.unwrap(); }\n` });
    commit(dir, 'Did more');
    const of = (snapshot: Snapshot) =>
      new Map(
        assess(snapshot, CIM_STANDARD, DEFAULT_POLICY, '2026-06-01T00:00:00Z').findings.map(each => [
          each.criterion,
          each,
        ]),
      );
    const repositoryOf = { owner: 'acme', repo: 'cim-x' };
    const local = of(await collectLocal({ dir, ref: 'HEAD', repository: repositoryOf }));
    const remote = of(await collect(githubOf(dir)));
    const decided = [...local.values()].filter(({ status }) => status !== 'unknown');
    expect(decided.length).toBeGreaterThan(50);
    // What GitHub alone knows is noted in words.
    const bare = (finding: Finding) => ({ ...finding, message: '' });
    expect(
      [...remote.values()].filter(({ criterion }) => local.get(criterion)?.status !== 'unknown').map(bare),
    ).toEqual(decided.map(bare));
  });

  it('go on for pages until a release is reached, and say where they end', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'tag', 'v0.1.0');
    commits(dir, 120);
    const near = githubOf(dir);
    const whole = valueOf((await collect(near)).parts.history);
    expect(whole.commits).toHaveLength(121);
    expect(whole.truncated).toBeUndefined();
    expect(near.requests).toContain('Commits');
    const cut = valueOf((await collect(near, { historyPages: 0 })).parts.history);
    expect(cut.commits).toHaveLength(100);
    expect(cut.truncated).toContain('newest 100 commits');
  });

  it('ask for no further page where there is no release', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    commits(dir, 120);
    const github = githubOf(dir);
    expect(valueOf((await collect(github)).parts.history).truncated).toContain('newest 100 commits');
    expect(github.requests).toEqual(['Snapshot', 'tarball']);
  });

  it('of a pull request go on until they reach its base, however long it is', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const base = git(dir, 'rev-parse', 'HEAD');
    commits(dir, 260);
    const head = git(dir, 'rev-parse', 'HEAD');
    const github = githubOf(dir);
    nock('https://api.github.com')
      .get(`/repos/acme/cim-x/compare/${base}...${head}?per_page=1`)
      .reply(200, { merge_base_commit: { sha: base } });
    const { subject, parts } = await collect(github, { base, sha: head });
    expect(subject.base).toBe(base);
    expect(valueOf(parts.history).commits).toHaveLength(261);
    expect(proposedCommits(valueOf(parts.history), base, undefined, [])).toMatchObject({ judged: 260 });
  });

  it('have all tags, page by page', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    for (let index = 0; index < 130; index++) git(dir, 'tag', `t${index}`);
    const github = githubOf(dir);
    expect(valueOf((await collect(github)).parts.tags)).toHaveLength(130);
    expect(github.requests.filter(each => each === 'Tags')).toHaveLength(1);
  });
});

describe('what GitHub alone knows', () => {
  const small = { 'a.txt': 'a\n' };

  it('is the repository, its rules by source, checks, releases and alerts', async () => {
    const facts = {
      isArchived: true,
      visibility: 'INTERNAL',
      defaultBranchRef: {
        name: 'trunk',
        refUpdateRule: {
          pattern: 'tr*',
          requiredApprovingReviewCount: 1,
          requiredStatusCheckContexts: ['ci'],
          allowsForcePushes: false,
          allowsDeletions: true,
          requiresLinearHistory: false,
        },
        rules: connection([
          {
            type: 'PULL_REQUEST',
            parameters: { __typename: 'PullRequestParameters', requiredApprovingReviewCount: 2 },
            repositoryRuleset: { name: 'org', enforcement: 'ACTIVE' },
          },
          { type: 'DELETION', parameters: null, repositoryRuleset: { name: 'trial', enforcement: 'EVALUATE' } },
          { type: 'CREATION', parameters: null, repositoryRuleset: { name: 'org', enforcement: 'ACTIVE' } },
        ]),
      },
      statusCheckRollup: {
        contexts: connection([
          {
            __typename: 'CheckRun',
            name: 'test',
            status: 'COMPLETED',
            conclusion: 'SUCCESS',
            detailsUrl: 'https://ci.example/1',
            checkSuite: { app: { slug: 'github-actions' } },
          },
          { __typename: 'CheckRun', name: 'slow', status: 'IN_PROGRESS', conclusion: null, checkSuite: { app: null } },
          { __typename: 'StatusContext', context: 'legacy', state: 'EXPECTED', targetUrl: null },
        ]),
      },
      releases: connection([{ tagName: 'v1.0.0', isDraft: false, isPrerelease: true, url: 'https://example.org/r' }]),
      vulnerabilityAlerts: connection([
        {
          securityVulnerability: { severity: 'MODERATE', package: { name: 'time' } },
          securityAdvisory: { summary: 'Segfault', permalink: 'https://example.org/a' },
        },
      ]),
    };
    const { subject, parts } = await collect(githubOf(repository(small), facts));
    expect(subject.ref).toBe('trunk');
    expect(valueOf(parts.repository)).toEqual({
      defaultBranch: 'trunk',
      visibility: 'internal',
      archived: true,
      fork: false,
      squashMerge: true,
      mergeCommit: true,
      rebaseMerge: true,
      squashTitle: 'commit',
      mergeTitle: 'git',
    });
    expect(valueOf(parts.protection)).toEqual([
      { kind: 'pull-request', count: 1, source: 'branch protection of tr*' },
      { kind: 'status-checks', count: 1, source: 'branch protection of tr*' },
      { kind: 'no-force-push', source: 'branch protection of tr*' },
      { kind: 'pull-request', count: 2, source: 'ruleset org' },
    ]);
    expect(valueOf(parts.checks)).toEqual([
      { name: 'test', conclusion: 'success', url: 'https://ci.example/1', app: 'github-actions' },
      { name: 'slow', conclusion: 'pending' },
      { name: 'legacy', conclusion: 'pending' },
    ]);
    expect(valueOf(parts.releases)).toEqual([
      { tag: 'v1.0.0', draft: false, prerelease: true, url: 'https://example.org/r' },
    ]);
    expect(valueOf(valueOf(parts.alerts).dependencies)).toEqual([
      { severity: 'medium', summary: 'Segfault', url: 'https://example.org/a', package: 'time' },
    ]);
  });

  it("where a permission lacks is unread with GitHub's words, and the rest is read", async () => {
    const refuse = (words: string) => () => {
      throw new Error(words);
    };
    const facts = {
      vulnerabilityAlerts: refuse('Resource not accessible by integration'),
      statusCheckRollup: { contexts: refuse('Resource needs checks: read') },
      defaultBranchRef: { name: 'main', refUpdateRule: null, rules: refuse('Something went wrong') },
    };
    const { parts } = await collect(githubOf(repository(small), facts));
    expect(valueOf(parts.alerts).dependencies).toEqual({
      read: false,
      reason: 'GitHub refused the request: Resource not accessible by integration',
    });
    expect(parts.checks).toEqual({ read: false, reason: 'GitHub refused the request: Resource needs checks: read' });
    expect(parts.protection).toEqual({ read: false, reason: 'GitHub refused the request: Something went wrong' });
    expect([parts.files.read, parts.history.read, parts.tags.read, parts.repository.read]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('tells alerts that are switched off from none', async () => {
    const { parts } = await collect(githubOf(repository(small), { hasVulnerabilityAlertsEnabled: false }));
    expect(valueOf(parts.alerts).dependencies).toEqual({ read: false, reason: expect.stringContaining('not enabled') });
  });

  it('tells no rules from rules that GitHub kept to itself', async () => {
    const free = await collect(githubOf(repository(small)));
    expect(free.parts.protection).toEqual({ read: true, value: [] });
    nock.cleanAll();
    const facts = { defaultBranchRef: { name: 'main', refUpdateRule: null, rules: null } };
    expect((await collect(githubOf(repository(small), facts))).parts.protection.read).toBe(false);
  });
});

describe('what cannot be seen', () => {
  it('is said in one line', async () => {
    const github = githubOf(repository({ 'a.txt': 'a\n' }));
    await expect(collect(github, { ref: 'none' })).rejects.toThrow('acme/cim-x has no commit "none"');
    nock.cleanAll();
    const error = { type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository' };
    nock('https://api.github.com')
      .post('/graphql')
      .reply(200, { data: { repository: null }, errors: [error] });
    await expect(collect({ octokit: client() })).rejects.toThrow(
      new UnreadableError('acme/cim-x does not exist, or this token cannot read it: Could not resolve to a Repository'),
    );
    nock('https://api.github.com').post('/graphql').reply(401, { message: 'Bad credentials' });
    await expect(collect({ octokit: client() })).rejects.toMatchObject({
      message: expect.stringMatching(/^GitHub did not answer for acme\/cim-x: Bad credentials/),
      cause: { status: 401 },
    });
    nock('https://api.github.com').post('/graphql').reply(200, { data: 7 });
    await expect(collect({ octokit: client() })).rejects.toThrow('does not exist, or this token cannot read it');
  });

  it('a repository without a commit has none', async () => {
    const dir = repository({});
    const github = githubOf(dir, { object: null, defaultBranchRef: null });
    await expect(collect(github)).rejects.toThrow('acme/cim-x has no commit yet');
  });
});
