/** Measures a push of one file to a large repository: from the archive, and from what is kept and what changed. */

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { collectGitHub } from '../src/collect/github.js';
import { fileTrees } from '../src/store/files/trees.js';
import { READY_TEXTS } from '../test/support/snapshots.js';
import { median } from './measure.js';
import { print } from './print.js';
import { makeRepository } from './repositories.js';

const KEY = { installation: 1, repository: 1 };
const ROUNDS = 5;

interface Measured {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** A module of 10,000 files and 150 MB, most of them vendored and not compressible, as in real modules. */
function largeFiles(): Record<string, string> {
  const vendored = Array.from({ length: 9_800 }, (_, index) => [
    `vendor/crate-${index % 400}/src/part${index}.rs`,
    `//! ${randomBytes(11_400).toString('base64')}\n`,
  ]);
  const sources = Array.from({ length: 200 }, (_, index) => [
    `src/part${index}.rs`,
    `//! Part ${index}.\n${'/// A number.\npub const A: u32 = 1;\n'.repeat(50)}`,
  ]);
  return { ...READY_TEXTS, ...Object.fromEntries([...vendored, ...sources]) };
}

export async function measureChangedTree(): Promise<void> {
  console.log('\nA push of one file to a repository of 10,000 files and 150 MB (server and GitHub on this machine)');
  const dir = await makeRepository([{ message: 'feat: begin', files: largeFiles() }]);
  const kept = mkdtempSync(join(tmpdir(), 'cim-trees-'));
  const github = await serveRepository(dir);
  const octokit = new Octokit({ baseUrl: github.url, auth: 'token' });
  const trees = fileTrees(kept);
  const parts = {
    get: (name: string) => trees.get(KEY, name),
    put: (name: string, bytes: Uint8Array | undefined) => trees.put(KEY, name, bytes),
  };
  const collect = async (more: object = {}) => {
    const before = github.bytes();
    const started = performance.now();
    const { parts: found } = await collectGitHub(octokit, { owner: 'acme', repo: 'cim-x', ...more });
    if (!found.files.read) throw new Error(found.files.reason);
    return { milliseconds: performance.now() - started, bytes: github.bytes() - before, files: found.files.value };
  };
  try {
    await collect({ trees: parts });
    const rounds: Readonly<Record<'archive' | 'changed', Measured>>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      writeFileSync(join(dir, 'src', 'part0.rs'), `//! Round ${round}.\n`);
      execFileSync('git', ['commit', '--quiet', '--all', '-m', 'feat: change one file'], { cwd: dir });
      github.changed();
      const archive = await collect();
      const changed = await collect({ trees: parts });
      if (JSON.stringify([...archive.files.entries]) !== JSON.stringify([...changed.files.entries]))
        throw new Error('the files differ');
      rounds.push({ archive, changed });
    }
    const of = (which: 'archive' | 'changed', what: 'milliseconds' | 'bytes') =>
      median(rounds.map(round => round[which][what]));
    const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(2)} MB`;
    for (const which of ['archive', 'changed'] as const)
      print(
        which === 'archive' ? 'from the archive' : 'from what changed',
        `${of(which, 'milliseconds').toFixed(0)} ms`,
        megabytes(of(which, 'bytes')),
      );
    const ratio = (what: 'milliseconds' | 'bytes') => of('changed', what) / of('archive', what);
    print('ratio of time', ratio('milliseconds').toFixed(3), '(goal: ≤ 0.05)');
    print('ratio of bytes', ratio('bytes').toFixed(4), '(goal: ≤ 0.05)');
  } finally {
    github.close();
    rmSync(kept, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
  }
}

/** GitHub's three answers about a repository, prepared before they are requested. */
async function serveRepository(dir: string) {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: dir, encoding: 'buffer', maxBuffer: 1 << 30 });
  const text = (...args: readonly string[]) =>
    git(...args)
      .toString()
      .trim();
  let sent = 0;
  let archive = Buffer.alloc(0);
  let state = { sha: '', parent: '', tree: '', blob: '', content: '' };
  const changed = () => {
    const sha = text('rev-parse', 'HEAD');
    archive = git('archive', '--format=tar.gz', `--prefix=acme-cim-x-${sha.slice(0, 7)}/`, sha);
    const content = git('show', `${sha}:src/part0.rs`).toString();
    state = {
      sha,
      parent: text('rev-list', '--max-count=1', '--skip=1', 'HEAD'),
      tree: text('rev-parse', 'HEAD^{tree}'),
      blob: text('rev-parse', 'HEAD:src/part0.rs'),
      content,
    };
  };
  changed();
  const page = { hasNextPage: false, endCursor: null };
  const snapshot = () => ({
    repository: {
      nameWithOwner: 'acme/cim-x',
      visibility: 'PUBLIC',
      isArchived: false,
      isFork: false,
      defaultBranchRef: { name: 'main', refUpdateRule: null, rules: { nodes: [] } },
      object: {
        oid: state.sha,
        tree: { oid: state.tree },
        history: { pageInfo: page, nodes: [] },
        changed0: {
          mode: 0o100644,
          oid: state.blob,
          object: { byteSize: Buffer.byteLength(state.content), isTruncated: false, text: state.content },
        },
        statusCheckRollup: null,
      },
      refs: { pageInfo: page, nodes: [] },
      releases: { pageInfo: page, nodes: [] },
    },
  });
  const server = createServer((request, response) => {
    const json = (value: unknown) => {
      const body = JSON.stringify(value);
      sent += body.length;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    };
    const { url = '' } = request;
    if (url.includes('/tarball/')) {
      sent += archive.length;
      response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(archive);
    } else if (url.includes('/compare/'))
      json({
        merge_base_commit: { sha: state.parent },
        files: [{ filename: 'src/part0.rs', status: 'modified' }],
      });
    else request.resume().on('end', () => json({ data: snapshot() }));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  // Making an archive takes longer than Node keeps an idle connection.
  server.keepAliveTimeout = 0;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => sent,
    changed,
    close: () => server.close(() => undefined).closeAllConnections(),
  };
}
