import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { collectLocal, type LocalRequest } from '../../src/collect/local-git.js';
import { TEXT_LIMIT } from '../../src/collect/repository-texts.js';
import type { FileEntry, Files } from '../../src/snapshot/files.js';
import type { History } from '../../src/snapshot/history.js';
import type { Reading } from '../../src/snapshot/reading.js';
import type { Snapshot } from '../../src/snapshot/snapshot.js';
import { itOnUnix } from '../support/platform.js';
import { commit, folder, git, removeFolders, repository, write } from './support/repositories.js';

afterAll(removeFolders);

function valueOf<T>(reading: Reading<T>): T {
  if (!reading.read) throw new Error(reading.reason);
  return reading.value;
}

function collect(dir: string, more: Partial<LocalRequest> = {}): Promise<Snapshot> {
  return collectLocal({ dir, takenAt: '2026-06-01T00:00:00.000Z', ...more });
}

function paths(files: Files): string[] {
  return [...files.entries.keys()];
}

function entry(snapshot: Snapshot, path: string): FileEntry {
  const found = valueOf(snapshot.parts.files).entries.get(path);
  if (!found) throw new Error(`${path} is not listed`);
  return found;
}

function words(snapshot: Snapshot, path: string): string {
  const { text } = entry(snapshot, path);
  return text.read ? text.value : `(${text.reason})`;
}

describe('the work tree', () => {
  it('is what lies on disk: changes, untracked files, no deleted and no ignored ones', async () => {
    const dir = repository({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n', '.gitignore': 'ignored\n' });
    write(dir, { 'a.txt': 'changed\n', 'new/d.txt': 'd\n', ignored: 'x' });
    unlinkSync(join(dir, 'b.txt'));
    const snapshot = await collect(dir);
    expect(paths(valueOf(snapshot.parts.files))).toEqual(['.gitignore', 'a.txt', 'c.txt', 'new/d.txt']);
    expect(words(snapshot, 'a.txt')).toBe('changed\n');
    expect(entry(snapshot, 'a.txt').blob).toBe(git(dir, 'hash-object', 'a.txt'));
    expect(entry(snapshot, 'c.txt').blob).toBe(git(dir, 'rev-parse', 'HEAD:c.txt'));
    expect(snapshot.subject).toEqual({
      owner: null,
      repo: null,
      ref: 'working tree',
      defaultBranch: 'main',
      sha: git(dir, 'rev-parse', 'HEAD'),
      dirty: true,
    });
  });

  it('says nothing of differences where there are none', async () => {
    const snapshot = await collect(repository({ 'a.txt': 'a\n' }));
    expect(snapshot.subject.dirty).toBeUndefined();
  });

  it('is read from its top, whichever folder is named', async () => {
    const dir = repository({ 'a.txt': 'a\n', 'sub/b.txt': 'b\n' });
    expect(paths(valueOf((await collect(join(dir, 'sub'))).parts.files))).toEqual(['a.txt', 'sub/b.txt']);
  });

  it('of a linked worktree is its own', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const linked = join(folder(), 'linked');
    git(dir, 'worktree', 'add', '-q', '-b', 'other', linked);
    write(linked, { 'b.txt': 'b\n' });
    expect(paths(valueOf((await collect(linked)).parts.files))).toEqual(['a.txt', 'b.txt']);
  });

  it('without any commit has files and an empty history', async () => {
    const dir = folder();
    git(dir, 'init', '-q');
    write(dir, { 'Cargo.toml': '[package]\nname = "a"\n' });
    const snapshot = await collect(dir);
    expect(paths(valueOf(snapshot.parts.files))).toEqual(['Cargo.toml']);
    expect(snapshot.subject.sha).toBe('0'.repeat(40));
    expect(snapshot.parts.history).toEqual({ read: true, value: { commits: [] } });
    expect(snapshot.parts.tags).toEqual({ read: true, value: [] });
    expect(snapshot.parts.released).toEqual({ read: true, value: [] });
  });

  it('in the middle of a merge has the file with its marks', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'switch', '-q', '-c', 'other');
    write(dir, { 'a.txt': 'b\n' });
    commit(dir, 'feat: b');
    git(dir, 'switch', '-q', 'main');
    write(dir, { 'a.txt': 'c\n' });
    commit(dir, 'feat: c');
    expect(() => git(dir, 'merge', 'other')).toThrow('Command failed');
    expect(words(await collect(dir), 'a.txt')).toContain('<<<<<<<');
  });

  it('of a sparse checkout has what the index has', async () => {
    const dir = repository({ 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' });
    git(dir, 'sparse-checkout', 'set', '--no-cone', '/in/');
    expect(existsSync(join(dir, 'out/b.txt'))).toBe(false);
    expect(words(await collect(dir), 'out/b.txt')).toBe('b\n');
  });

  it('has its line ends as on disk, and the blob that Git has', async () => {
    const dir = repository({ 'a.txt': 'a\n', '.gitattributes': '*.txt text eol=crlf\n' });
    unlinkSync(join(dir, 'a.txt'));
    git(dir, 'checkout', '--', 'a.txt');
    const snapshot = await collect(dir);
    expect(words(snapshot, 'a.txt')).toBe('a\r\n');
    expect(entry(snapshot, 'a.txt').blob).toBe(git(dir, 'rev-parse', 'HEAD:a.txt'));
  });
});

describe('links', () => {
  itOnUnix('are texts, never followed, also where they lead outside', async () => {
    const secret = join(folder(), 'secret');
    writeFileSync(secret, 'secret');
    const dir = repository({ 'a.txt': 'a\n' });
    symlinkSync(secret, join(dir, 'out'));
    symlinkSync('a.txt', join(dir, 'in'));
    symlinkSync('/dev', join(dir, 'devices'));
    commit(dir, 'feat: link');
    for (const snapshot of [await collect(dir), await collect(dir, { ref: 'HEAD' })]) {
      expect(entry(snapshot, 'out')).toMatchObject({ mode: 'symlink', size: secret.length });
      expect(words(snapshot, 'out')).toBe(secret);
      expect(words(snapshot, 'in')).toBe('a.txt');
      expect(words(snapshot, 'devices')).toBe('/dev');
    }
  });

  itOnUnix('in place of a folder lead nowhere', async () => {
    const outside = folder();
    write(outside, { 'a.txt': 'secret' });
    const dir = repository({ 'sub/a.txt': 'a\n' });
    rmSync(join(dir, 'sub'), { recursive: true });
    symlinkSync(outside, join(dir, 'sub'));
    expect(paths(valueOf((await collect(dir)).parts.files))).toEqual(['sub']);
  });
});

describe('the default branch', () => {
  it('is that of the remote of a clone, whatever is checked out', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'branch', 'topic');
    const clone = join(folder(), 'clone');
    git(dir, 'clone', '-q', dir, clone);
    git(clone, 'checkout', '-q', 'topic');
    expect((await collect(clone)).subject.defaultBranch).toBe('main');
  });

  it('is the only branch of a repository without a remote, and is not known among several', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    expect((await collect(dir)).subject.defaultBranch).toBe('main');
    git(dir, 'branch', 'topic');
    expect((await collect(dir)).subject.defaultBranch).toBeUndefined();
  });
});

describe('a commit', () => {
  it('is read as it was, whatever lies on disk', async () => {
    const dir = repository({ 'a.txt': 'a\n', 'run.sh': '#!/bin/sh\n' });
    chmodSync(join(dir, 'run.sh'), 0o755);
    const first = commit(dir, 'feat: run');
    write(dir, { 'a.txt': 'later\n', 'b.txt': 'b\n' });
    commit(dir, 'feat: later');
    const snapshot = await collect(dir, { ref: 'HEAD~1' });
    expect(snapshot.subject).toMatchObject({ owner: null, repo: null, ref: 'HEAD~1', sha: first });
    expect(words(snapshot, 'a.txt')).toBe('a\n');
    if (process.platform !== 'win32') expect(entry(snapshot, 'run.sh').mode).toBe('executable');
    expect(valueOf(snapshot.parts.history).commits).toHaveLength(2);
  });

  it('gives the same files as a clean work tree', async () => {
    const dir = repository({ 'a.txt': 'a\n', 'vendor/x/a.c': 'x', 'b.bin': 'a\0b', 'z/ä.txt': 'ä' });
    const [tree, at] = [await collect(dir), await collect(dir, { ref: 'main' })];
    expect([...valueOf(tree.parts.files).entries.values()]).toEqual([...valueOf(at.parts.files).entries.values()]);
  });

  it('of a bare repository is HEAD, also where its configuration is gone', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const bare = join(folder(), 'bare');
    git(dir, 'clone', '-q', '--bare', dir, bare);
    rmSync(join(bare, 'config'));
    const snapshot = await collect(bare);
    expect(snapshot.subject).toMatchObject({ ref: 'HEAD', sha: git(dir, 'rev-parse', 'HEAD') });
    expect(words(snapshot, 'a.txt')).toBe('a\n');
  });
});

describe('what is listed and not kept', () => {
  it('says why', async () => {
    const dir = repository({
      'vendor/a/lib.rs': 'x',
      'made.rs': 'x',
      '.gitattributes': 'made.rs linguist-generated\n',
      'a.bin': 'a\0b',
      'big.txt': 'x'.repeat(TEXT_LIMIT + 1),
      'Cargo.lock': 'x'.repeat(TEXT_LIMIT + 1),
    });
    for (const snapshot of [await collect(dir), await collect(dir, { ref: 'HEAD' })]) {
      expect(words(snapshot, 'vendor/a/lib.rs')).toContain('(it is vendored');
      expect(words(snapshot, 'made.rs')).toContain('(it is generated');
      expect(words(snapshot, 'a.bin')).toBe('(it is binary)');
      expect(words(snapshot, 'big.txt')).toContain('(it has 1048577 bytes, but at most 1 MiB are read)');
      expect(entry(snapshot, 'big.txt').size).toBe(TEXT_LIMIT + 1);
      expect(words(snapshot, 'Cargo.lock')).toHaveLength(TEXT_LIMIT + 1);
    }
  });

  it('a submodule, with its commit', async () => {
    const inner = repository({ 'x.txt': 'x\n' });
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'submodule', '--quiet', 'add', inner, 'inner');
    commit(dir, 'feat: add inner');
    for (const snapshot of [await collect(dir), await collect(dir, { ref: 'HEAD' })]) {
      expect(entry(snapshot, 'inner')).toMatchObject({ mode: 'submodule', blob: git(inner, 'rev-parse', 'HEAD') });
      expect(valueOf(snapshot.parts.files).entries.has('inner/x.txt')).toBe(false);
    }
  });

  it('an untracked repository inside is not this one', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'init', '-q', 'nested');
    write(dir, { 'nested/x.txt': 'x' });
    expect(paths(valueOf((await collect(dir)).parts.files))).toEqual(['a.txt']);
  });
});

describe('hostile names', () => {
  it('are kept as they are, and hide nothing', async () => {
    const dir = repository({
      'a\nb.txt': 'newline',
      'c\td\u0007.txt': 'control',
      '-rf': 'option',
      ':(glob)x': 'magic',
    });
    const bytes = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from([0x7a, 0xff, 0x7a])]);
    writeFileSync(bytes, 'bytes');
    for (const ref of [undefined, commit(dir, 'feat: odd')]) {
      const snapshot = await collect(dir, ref === undefined ? {} : { ref });
      expect(paths(valueOf(snapshot.parts.files))).toEqual([
        '-rf',
        ':(glob)x',
        'a\nb.txt',
        'c\td\u0007.txt',
        'z\uFFFDz',
      ]);
      expect(words(snapshot, 'z\uFFFDz')).toBe('bytes');
    }
  });
});

describe('history', () => {
  it('has commits as written, newest first, with dates in UTC', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    commit(dir, 'fix: ä\n\nBody with \\n\\n in it.\n\nRefs: #1');
    const { commits, truncated } = valueOf((await collect(dir)).parts.history);
    expect(truncated).toBeUndefined();
    expect(commits.map(({ message }) => message)).toEqual([
      'fix: ä\n\nBody with \\n\\n in it.\n\nRefs: #1',
      'feat: begin',
    ]);
    expect(commits[0]).toMatchObject({
      parents: [commits[1]?.sha],
      author: { name: 'Ada', email: 'ada@example.org', date: '2026-01-02T02:04:05.000Z' },
      committer: { name: 'Ben', email: 'ben@example.org', date: '2026-01-02T03:04:05.000Z' },
    });
  });

  it('of a shallow clone says so', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    commit(dir, 'fix: second');
    const shallow = join(folder(), 'shallow');
    git(dir, 'clone', '-q', '--depth=1', pathToFileURL(dir).href, shallow);
    const history = valueOf((await collect(shallow)).parts.history);
    expect(history.commits).toHaveLength(1);
    expect(history.truncated).toContain('shallow');
  });

  it('has no tags where the clone can lack them', async () => {
    const dir = repository({ 'CHANGELOG.md': '## 1.0.0 - 2026-01-02\n' });
    git(dir, 'tag', 'v1.0.0');
    commit(dir, 'fix: second');
    let lastHistory: Reading<History> | undefined;
    const cloned = async (...options: readonly string[]) => {
      const clone = join(folder(), 'clone');
      git(dir, 'clone', '-q', ...options, pathToFileURL(dir).href, clone);
      const { tags, history } = (await collect(clone)).parts;
      lastHistory = history;
      return tags.read ? tags.value.map(({ name }) => name) : tags.reason;
    };
    expect(await cloned()).toEqual(['v1.0.0']);
    expect(await cloned('--depth=1')).toContain('shallow');
    expect(await cloned('--depth=2')).toContain('shallow');
    expect(await cloned('--no-tags')).toContain('git fetch --tags');
    git(dir, 'tag', '-d', 'v1.0.0');
    expect(await cloned()).toContain('its changelog lists releases');
    expect(valueOf(lastHistory as Reading<History>).untagged).toBe(true);
    write(dir, { 'CHANGELOG.md': '## Unreleased\n' });
    commit(dir, 'docs: nothing is released');
    expect(await cloned()).toEqual([]);
    // What was never cloned has the tags that there are.
    expect(valueOf((await collect(dir)).parts.tags)).toEqual([]);
  });

  it('has tags, peeled as often as they are tagged, with the manifests of root and members', async () => {
    const dir = repository({ 'Cargo.toml': '[workspace]\n', 'm/Cargo.toml': '[package]\nname = "m"\n' });
    const first = git(dir, 'rev-parse', 'HEAD');
    git(dir, 'tag', 'v0.1.0');
    write(dir, { 'n/Cargo.toml': '[package]\nname = "n"\n' });
    const second = commit(dir, 'feat: n');
    git(dir, 'tag', '-a', '-m', 'x', 'v0.2.0');
    git(dir, 'tag', '-a', '-m', 'x', 'again', 'v0.2.0');
    git(dir, 'tag', 'blob', `${second}:Cargo.toml`);
    const tags = valueOf((await collect(dir)).parts.tags);
    expect(tags.map(({ name, commit: at }) => [name, at])).toEqual([
      ['again', second],
      ['v0.1.0', first],
      ['v0.2.0', second],
    ]);
    expect([...valueOf(tags[1]?.manifests as Reading<ReadonlyMap<string, string>>).keys()]).toEqual([
      'Cargo.toml',
      'm/Cargo.toml',
    ]);
    expect([...valueOf(tags[2]?.manifests as Reading<ReadonlyMap<string, string>>)]).toContainEqual([
      'n/Cargo.toml',
      '[package]\nname = "n"\n',
    ]);
  });

  it('has the trees of the two newest releases, as far as the public API needs', async () => {
    const dir = repository({ 'Cargo.toml': '', 'src/lib.rs': '// 1\n', 'README.md': 'x' });
    for (const version of ['v0.9.0', 'v0.10.0', 'v0.2.0', 'other-v9.0.0', 'nightly']) git(dir, 'tag', version);
    write(dir, { 'src/lib.rs': '// 2\n' });
    commit(dir, 'feat: next');
    const released = valueOf((await collect(dir)).parts.released);
    expect(released.map(({ tag }) => tag)).toEqual(['v0.10.0', 'v0.9.0']);
    const files = valueOf(released[0]?.files as Reading<Files>);
    expect(paths(files)).toEqual(['Cargo.toml', 'src/lib.rs']);
    expect(files.entries.get('src/lib.rs')?.text).toEqual({ read: true, value: '// 1\n' });
    expect((await collect(dir, { released: false })).parts.released.read).toBe(false);
  });
});

describe('a partial clone', () => {
  it('has what is there; the rest is unread, and nothing is fetched', async () => {
    const dir = repository({ 'Cargo.toml': 'old\n', 'src/lib.rs': 'x\n' });
    git(dir, 'config', 'uploadpack.allowFilter', 'true');
    git(dir, 'tag', 'v0.1.0');
    write(dir, { 'Cargo.toml': 'new\n' });
    commit(dir, 'feat: new');
    const partial = join(folder(), 'partial');
    git(dir, 'clone', '-q', '--filter=blob:none', '--no-checkout', pathToFileURL(dir).href, partial);
    const before = git(partial, 'count-objects', '-v');
    const snapshot = await collect(partial, { ref: 'HEAD' });
    expect(words(snapshot, 'Cargo.toml')).toContain('missing from this clone');
    expect(valueOf(snapshot.parts.tags)[0]?.manifests.read).toBe(false);
    expect(valueOf(snapshot.parts.history).commits).toHaveLength(2);
    expect(git(partial, 'count-objects', '-v')).toBe(before);
    rmSync(join(partial, '.git', 'config'));
    const bare = await collect(join(partial, '.git'));
    expect(words(bare, 'src/lib.rs')).toContain('missing from this clone');
    expect(valueOf(bare.parts.tags)[0]?.manifests.read).toBe(false);
  });
});

describe('a repository that one does not trust', () => {
  it('starts no program', async () => {
    const mark = join(folder(), 'started');
    const dir = repository({ 'a.txt': 'a\n', '.gitattributes': '*.txt filter=evil\n' });
    for (const key of ['filter.evil.clean', 'filter.evil.process', 'core.fsmonitor', 'core.pager', 'gpg.program']) {
      git(dir, 'config', key, `touch ${mark}`);
    }
    git(dir, 'config', 'log.showSignature', 'true');
    write(dir, { 'a.txt': 'changed\n' });
    expect(words(await collect(dir), 'a.txt')).toBe('changed\n');
    expect(existsSync(mark)).toBe(false);
  });

  it('may belong to somebody else', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', '12345', dir]);
    expect(words(await collect(dir), 'a.txt')).toBe('a\n');
  });
});

describe('owner and name', () => {
  it.each([
    ['https://github.com/acme/cim-x.git', 'acme', 'cim-x'],
    ['https://token@github.com/acme/cim-x/', 'acme', 'cim-x'],
    ['git@github.com:acme/cim-x.git', 'acme', 'cim-x'],
    ['ssh://git@github.com:22/acme/cim-x', 'acme', 'cim-x'],
    ['/srv/git/acme/cim-x', null, null],
    ['file:///srv/git/cim-x', null, null],
    ['https://gitlab.example/a/b/c', null, null],
    ['C:/work/cim-x', null, null],
  ])('of %s', async (url, owner, repo) => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'remote', 'add', 'origin', url);
    expect((await collect(dir)).subject).toMatchObject({ owner, repo });
  });

  it('as given come first', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    git(dir, 'remote', 'add', 'origin', 'git@github.com:fork/cim-x.git');
    const snapshot = await collect(dir, { repository: { owner: 'acme', repo: 'cim-y' } });
    expect(snapshot.subject).toMatchObject({ owner: 'acme', repo: 'cim-y' });
    expect(snapshot.parts.protection).toEqual({
      read: false,
      reason: 'a local checkout has no GitHub data; assess acme/cim-y with a token',
    });
  });
});

describe('what cannot be read', () => {
  it('is said in one line', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const plain = folder();
    await expect(collect(join(plain, 'none'))).rejects.toThrow('does not exist');
    await expect(collect(join(dir, 'a.txt'))).rejects.toThrow('is not a directory');
    await expect(collect(plain)).rejects.toThrow(`${plain} is not in a git repository`);
    await expect(collect(dir, { ref: 'mian' })).rejects.toThrow('there is no commit "mian" here; did you mean `main`?');
    await expect(collect(dir, { ref: '--output=x' })).rejects.toThrow('there is no commit "--output=x" here');
    await expect(collect(dir, { ref: 'a\0b' })).rejects.toThrow('there is no commit');
  });

  it('a bare repository without a commit', async () => {
    const dir = folder();
    git(dir, 'init', '-q', '--bare');
    await expect(collect(dir)).rejects.toThrow('HEAD has no commit');
  });

  it('a damaged repository', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const head = git(dir, 'rev-parse', 'HEAD');
    rmSync(join(dir, '.git/objects', head.slice(0, 2)), { recursive: true });
    await expect(collect(dir)).rejects.toThrow('does not hold the commit of its HEAD');
  });

  it('a damaged tree is an unread part', async () => {
    const dir = repository({ 'a.txt': 'a\n' });
    const tree = git(dir, 'rev-parse', 'HEAD^{tree}');
    unlinkSync(join(dir, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    const { parts } = await collect(dir, { ref: 'HEAD' });
    expect(parts.files.read).toBe(false);
    expect(parts.history.read).toBe(true);
  });
});

describe('a committed coverage report', () => {
  const lcov = 'SF:src/lib.rs\nLF:100\nLH:91\nend_of_record\n';

  it('comes with the commits that last changed it and the code', async () => {
    const dir = repository({ 'src/lib.rs': '', 'lcov.info': lcov });
    const first = git(dir, 'rev-parse', 'HEAD');
    write(dir, { 'README.md': '# X\n' });
    commit(dir, 'docs: x');
    const changes = async () => {
      const { history } = (await collectLocal({ dir, ref: 'HEAD' })).parts;
      return history.read ? Object.fromEntries(history.value.lastChanges ?? []) : undefined;
    };
    expect(await changes()).toEqual({ 'lcov.info': first, src: first });
    write(dir, { 'src/lib.rs': 'fn f() {}\n' });
    const second = commit(dir, 'feat: f');
    expect(await changes()).toEqual({ 'lcov.info': first, src: second });
  });
});
