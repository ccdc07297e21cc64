/** Trees that are put together from a kept tree and from what changed: the same bytes as from the archive. */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import nock from 'nock';
import { collectGitHub } from '../../src/collect/github.js';
import { MOST_CHANGED } from '../../src/collect/github/changed-tree.js';
import type { Archived } from '../../src/collect/github/archive.js';
import { KeptTrees, MOST_TEXT, type TreeParts } from '../../src/collect/github/kept-trees.js';
import type { AsideRules } from '../../src/collect/repository-texts.js';
import { withoutNetwork } from '../support/network.js';
import { read } from '../../src/snapshot/reading.js';
import { type FakeGitHub, githubOf } from './support/github.js';
import { commit, git, headCommit, removeFolders, repository, write } from './support/repositories.js';
import { itOnUnix } from '../support/platform.js';

beforeEach(withoutNetwork);
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const MEBIBYTE = 1024 * 1024;

/** Keeps parts in memory. */
function memoryParts(): TreeParts & { readonly parts: Map<string, Uint8Array> } {
  const parts = new Map<string, Uint8Array>();
  return {
    parts,
    get: async name => parts.get(name),
    put: async (name, bytes) => void (bytes ? parts.set(name, bytes) : parts.delete(name)),
  };
}

/** Requests for the head with what is kept; its snapshot must be the one without it. */
async function collected(
  github: FakeGitHub,
  trees: TreeParts,
  request: { ref?: string; sha?: string; base?: string; aside?: () => Promise<AsideRules> } = {},
): Promise<readonly string[]> {
  const asked = { owner: 'acme', repo: 'cim-x', takenAt: '2026-06-01T00:00:00Z', ...request };
  const expected = await collectGitHub(github.octokit, asked);
  const before = github.requests.length;
  const snapshot = await collectGitHub(github.octokit, { ...asked, trees });
  expect(snapshot).toEqual(expected);
  expect([...(snapshot.parts.files.read ? snapshot.parts.files.value.entries : [])]).toEqual(
    expected.parts.files.read ? [...expected.parts.files.value.entries] : [],
  );
  return github.requests.slice(before);
}

const FILES = {
  'README.md': '# X\n',
  'src/lib.rs': '//! X\n',
  'src/a.rs': 'fn a() {}\n',
  'vendor/a/src/lib.rs': 'x',
  'docs/größe.md': 'ä\n',
};
const COLD = ['Snapshot', 'tarball'];
const WARM = ['compare', 'Snapshot'];

function edited(dir: string, edit: () => void): void {
  edit();
  commit(dir, 'feat: change something');
}

describe('a commit after one that was read', () => {
  it('is read with a comparison and the one query, and without the archive', async () => {
    const dir = repository(FILES);
    const [github, trees] = [githubOf(dir), memoryParts()];
    expect(await collected(github, trees)).toEqual(COLD);
    edited(dir, () => {
      write(dir, { 'src/a.rs': 'fn b() {}\n', 'docs/new.md': '\uFEFF# New\n', 'empty.txt': '' });
      rmSync(join(dir, 'README.md'));
      git(dir, 'mv', 'src/lib.rs', 'src/main.rs');
    });
    expect(await collected(github, trees)).toEqual(WARM);
    edited(dir, () => write(dir, { 'src/a.rs': 'fn c() {}\n' }));
    expect(await collected(github, trees)).toEqual(WARM);
    // The same commit again.
    expect(await collected(github, trees, { sha: headCommit(dir) })).toEqual(['Snapshot']);
  });

  it('is a pull request: its tree is put together from that of the merge base, with the rules of the merge base', async () => {
    const dir = repository(FILES);
    const [github, trees] = [githubOf(dir), memoryParts()];
    await collected(github, trees);
    const base = headCommit(dir);
    git(dir, 'switch', '--quiet', '--create', 'topic');
    edited(dir, () => write(dir, { 'src/a.rs': 'fn b() {}\n', '.gitattributes': 'src/** linguist-generated\n' }));
    const sha = headCommit(dir);
    const aside = async () => ({ attributes: new Map<string, string>(), vendored: new Set(['vendor']) });
    expect(await collected(github, trees, { ref: 'pull/7', sha, base, aside })).toEqual(WARM);
  });

  it.each([
    [
      'whose path is another kind of file now',
      (dir: string) => {
        rmSync(join(dir, 'src', 'a.rs'));
        mkdirSync(join(dir, 'src', 'a.rs'));
        write(dir, { 'src/a.rs/b.txt': 'b' });
      },
    ],
    ['with a new file that is too large', (dir: string) => write(dir, { 'large.txt': 'x'.repeat(1_100_000) })],
    ['that vendors more', (dir: string) => write(dir, { 'deps/a/.cargo-checksum.json': '{}', 'deps/a/b.rs': 'b' })],
  ])('%s', (_, edit) => isReadWarm(edit));

  itOnUnix.each([
    ['with a file that became executable', (dir: string) => chmodSync(join(dir, 'src', 'a.rs'), 0o755)],
    ['with a new link', (dir: string) => symlinkSync('README.md', join(dir, 'readme'))],
  ])('%s', (_, edit) => isReadWarm(edit));

  async function isReadWarm(edit: (dir: string) => void): Promise<void> {
    const dir = repository(FILES);
    const [github, trees] = [githubOf(dir), memoryParts()];
    await collected(github, trees);
    edited(dir, () => edit(dir));
    expect(await collected(github, trees)).toEqual(WARM);
  }

  it.each([
    ['with binary content', (dir: string) => write(dir, { 'a.bin': Buffer.from([1, 0, 2]) })],
    ['with bytes that are not UTF-8', (dir: string) => write(dir, { 'a.txt': Buffer.from([0x61, 0xff]) })],
    [
      'that no longer leaves files aside',
      (dir: string) => write(dir, { '.gitattributes': 'vendor/** -linguist-vendored\n' }),
    ],
    [
      'with too many changes',
      (dir: string) =>
        write(dir, Object.fromEntries(Array.from({ length: MOST_CHANGED + 1 }, (_, index) => [`${index}.txt`, 'x']))),
    ],
  ])('is read from the archive: one %s', async (_, edit) => {
    const dir = repository(FILES);
    const [github, trees] = [githubOf(dir), memoryParts()];
    await collected(github, trees);
    edited(dir, () => edit(dir));
    expect((await collected(github, trees)).filter(each => each !== 'compare')).toEqual(COLD);
  });
});

describe('what is kept', () => {
  it.each(['index', 'tree', 'recent'])('may be damaged or lost: then the archive is read (%s)', async part => {
    const dir = repository(FILES);
    const [github, trees] = [githubOf(dir), memoryParts()];
    await collected(github, trees);
    const name = () => [...trees.parts.keys()].findLast(each => each.startsWith(part)) ?? '';
    for (const bytes of [undefined, trees.parts.get(name())?.subarray(0, -9), Buffer.from('other')]) {
      edited(dir, () => write(dir, { 'src/a.rs': `fn ${'a'.repeat(trees.parts.size + (bytes?.length ?? 0))}() {}\n` }));
      await trees.put(name(), bytes);
      expect((await collected(github, trees)).filter(each => each !== 'compare')).toEqual(COLD);
    }
  });

  it('is bounded: ten trees, and as much text as a worker can hold', async () => {
    const trees = memoryParts();
    const remember = async (commit: string, count: number) => {
      const files = Array.from({ length: count }, (_, index): Archived => {
        const path = `${index}.txt`;
        return { path, raw: path, mode: 'file', size: MEBIBYTE, blob: path, text: read('x'.repeat(MEBIBYTE)) };
      });
      await (await KeptTrees.open(trees)).remember({ commit, ref: 'main', branch: 'main' }, files);
    };
    for (let count = 1; count <= 12; count += 1) await remember(`${count}`, 2);
    const kept = await KeptTrees.open(trees);
    expect(kept.trees.map(({ commit }) => commit)).toEqual(['12', '11', '10', '9', '8', '7', '6', '5', '4', '3']);
    expect([...trees.parts.keys()].sort()).toEqual(
      ['index', 'texts', ...kept.trees.map(({ commit }) => `tree-${commit}`)].sort(),
    );
    expect((await kept.texts()).size).toBe(2);
    await remember('13', MOST_TEXT / MEBIBYTE + 1);
    expect((await (await KeptTrees.open(trees)).texts()).size).toBe(0);
  });
});

const PATHS = ['a.rs', 'src/a.rs', 'src/b/c.rs', 'src-b/c.rs', 'vendor/x/a.rs', 'target/x.rs', 'Cargo.lock', 'ä.md'];
const TEXTS = ['', 'a\n', 'b\r\n', '\uFEFFc', 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n'];
const EDITS = fc.oneof(
  fc.record({ path: fc.constantFrom(...PATHS), text: fc.constantFrom(...TEXTS) }),
  fc.record({ path: fc.constantFrom(...PATHS), text: fc.constant(undefined) }),
  fc.record({
    path: fc.constantFrom('.gitattributes', 'src/.gitattributes', 'target/Cargo.toml', 'src/b/.cargo-checksum.json'),
    text: fc.constantFrom(
      '*.rs linguist-generated\n',
      'vendor/** -linguist-vendored\n',
      'src/** export-ignore\n',
      '*.md eol=crlf\n',
      '{}',
    ),
  }),
);

it('gives the same snapshot as the archive, whatever changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(EDITS, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      async commits => {
        nock.cleanAll();
        const dir = repository(FILES);
        const [github, trees] = [githubOf(dir), memoryParts()];
        await collected(github, trees);
        for (const edits of commits) {
          for (const { path, text } of edits) {
            mkdirSync(join(dir, dirname(path)), { recursive: true });
            if (text === undefined) rmSync(join(dir, path), { force: true });
            else write(dir, { [path]: text });
          }
          git(dir, 'add', '--all');
          git(dir, 'commit', '--quiet', '--allow-empty', '-m', 'feat: change something');
          await collected(github, trees);
        }
      },
    ),
    { numRuns: 12, seed: 12 },
  );
});
