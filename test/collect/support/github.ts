/** A GitHub that knows one repository, from a git repository on this machine; queries run against GitHub's own schema. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema as description } from '@octokit/graphql-schema';
import { Octokit } from '@octokit/rest';
import { buildSchema, graphql } from 'graphql';
import nock from 'nock';
import { problemsOf } from '../../support/github/contract.js';
import { git, hasTags } from './repositories.js';

const SCHEMA = buildSchema(description.idl, { assumeValid: true });
const JSON_TYPE = { 'content-type': 'application/json' };
const API = 'https://api.github.com';

/** What this GitHub says besides what the repository tells: fields of GitHub's `Repository`, or functions that throw. */
export type Facts = Readonly<Record<string, unknown>>;

export interface FakeGitHub {
  readonly octokit: Octokit;
  /** The requests so far: method and path, or the name of the GraphQL query. */
  readonly requests: string[];
}

/** A client that retries nothing, says nothing, and asks nothing that GitHub's description does not know. */
export function client(): Octokit {
  const silent = () => undefined;
  const octokit = new Octokit({ auth: 'token', log: { debug: silent, info: silent, warn: silent, error: silent } });
  octokit.hook.before('request', options => {
    const { method, url, body } = octokit.request.endpoint(options);
    const { pathname, search } = new URL(url);
    // Queries run against GitHub's own schema.
    if (pathname !== '/graphql') refuse(problemsOf(method, decodeURIComponent(pathname) + search, body));
  });
  return octokit;
}

/** The archive of a commit, as GitHub makes it. */
export function archiveOf(dir: string, sha: string): Buffer {
  const prefix = `acme-cim-x-${sha.slice(0, 7)}/`;
  return once(`archive ${sha}`, () =>
    execFileSync('git', ['archive', '--format=tar.gz', `--prefix=${prefix}`, sha], { cwd: dir }),
  );
}

/** What never changes under its name, since the name is a hash, is asked of git once: a process of its own is slow. */
function once<T>(name: string, make: () => T): T {
  if (!/\b[0-9a-f]{40}\b/.test(name)) return make();
  if (!known.has(name)) known.set(name, make());
  return known.get(name) as T;
}

const known = new Map<string, unknown>();

/**
 * Serves `acme/cim-x`.
 * @param organization a git repository on this machine: `acme/.github`
 * @param archive another archive than Git's own, or a status that refuses it
 * @param mutations by their name
 * @param compare the comparison of two commits
 */
export function githubOf(
  dir: string,
  facts: Facts = {},
  archive: (sha: string) => Buffer | number = sha => archiveOf(dir, sha),
  mutations: object = {},
  organization?: string,
  compare: (base: string, head: string) => object = (base, head) => comparisonOf(dir, base, head),
): FakeGitHub {
  const requests: string[] = [];
  nock(API)
    .persist()
    .post('/graphql')
    .reply(
      200,
      async (_uri, body) => {
        const { query, variables } = body as { query: string; variables: Record<string, string> };
        requests.push(/(?:query|mutation) (\w*)/.exec(query)?.[1] ?? '');
        const rootValue = {
          ...mutations,
          repository: ({ name }: { name: string }) => {
            if (name === '.github' && organization !== undefined) return repositoryOf(organization, {});
            return name === 'cim-x' ? repositoryOf(dir, facts) : null;
          },
        };
        return JSON.stringify(await graphql({ schema: SCHEMA, source: query, rootValue, variableValues: variables }));
      },
      JSON_TYPE,
    );
  nock(API)
    .persist()
    .get(/^\/repos\/acme\/cim-x\/tarball\/\w+$/)
    .reply(uri => {
      requests.push('tarball');
      return [302, '', { location: `https://codeload.github.com/${uri.split('/').at(-1) ?? ''}` }];
    });
  nock('https://codeload.github.com')
    .persist()
    .get(/.*/)
    .reply(uri => {
      const answer = archive(uri.slice(1));
      return typeof answer === 'number'
        ? [answer, { message: 'refused' }, JSON_TYPE]
        : [200, answer, { 'content-type': 'application/x-gzip' }];
    });
  nock(API)
    .persist()
    .get(/^\/repos\/acme\/cim-x\/git\/trees\/\w+\?recursive=1$/)
    .reply(
      200,
      uri => {
        requests.push('tree');
        return JSON.stringify({ truncated: false, tree: listing(dir, /trees\/(\w+)/.exec(uri)?.[1] ?? '') });
      },
      JSON_TYPE,
    );
  nock(API)
    .persist()
    .get(/^\/repos\/acme\/cim-x\/compare\//)
    .reply(
      200,
      uri => {
        requests.push('compare');
        const [, base = '', head = ''] = /compare\/(.+?)\.\.\.([^?]+)/.exec(decodeURIComponent(uri)) ?? [];
        return JSON.stringify(compare(base, head));
      },
      JSON_TYPE,
    );
  return { octokit: client(), requests };
}

/** What GitHub's description says against a request ends the test. */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('; '));
}

/** The comparison of two commits, as far as the app reads it. */
export function comparisonOf(dir: string, base: string, head: string) {
  const from = git(dir, 'merge-base', base, head);
  const names = git(dir, 'diff', '--no-renames', '--name-status', '-z', from, head).split('\0').filter(Boolean);
  const files = names.flatMap((filename, index) =>
    index % 2 === 0 ? [] : [{ filename, status: names[index - 1] === 'D' ? 'removed' : 'modified' }],
  );
  return { merge_base_commit: { sha: from }, files: files.slice(0, 300) };
}

function listing(dir: string, tree: string, path?: string) {
  return git(dir, 'ls-tree', '-r', '-l', '-z', '--full-tree', tree, ...(path === undefined ? ['-t'] : ['--', path]))
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const [, mode, type, sha, size, path] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
      return { path, mode, type, sha, ...(size !== '-' && { size: Number(size) }) };
    });
}

function repositoryOf(dir: string, facts: Facts) {
  return {
    databaseId: 501,
    nameWithOwner: 'acme/cim-x',
    visibility: 'PUBLIC',
    isArchived: false,
    isFork: false,
    squashMergeAllowed: true,
    mergeCommitAllowed: true,
    rebaseMergeAllowed: true,
    squashMergeCommitTitle: 'COMMIT_OR_PR_TITLE',
    mergeCommitTitle: 'MERGE_MESSAGE',
    pullRequest: null,
    hasVulnerabilityAlertsEnabled: true,
    defaultBranchRef: { name: 'main', refUpdateRule: null, rules: page([]) },
    object: ({ expression, oid }: { expression?: string; oid?: string }) =>
      objectOf(dir, expression ?? oid ?? '', facts),
    refs: ({ first, after }: Page) => page(tagsOf(dir), first, after),
    releases: page([]),
    vulnerabilityAlerts: page([]),
    ...facts,
  };
}

interface Page {
  readonly first: number;
  readonly after?: string;
}

function page<T>(nodes: readonly T[], first = 100, after?: string) {
  const from = after === undefined ? 0 : Number(after);
  const hasNextPage = from + first < nodes.length;
  const endCursor = String(from + first);
  return { nodes: nodes.slice(from, from + first), totalCount: nodes.length, pageInfo: { hasNextPage, endCursor } };
}

function tagsOf(dir: string) {
  if (!hasTags(dir)) return [];
  return git(dir, 'for-each-ref', '--sort=-creatordate', '--format=%(refname:short) %(objectname)', 'refs/tags')
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [name = '', id = ''] = line.split(' ');
      return { name, prefix: 'refs/tags/', target: () => objectOf(dir, id, {}) };
    });
}

interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Buffer;
}

function readObject(dir: string, name: string): GitObject | undefined {
  return once(`object ${name}`, () => {
    const out = execFileSync('git', ['cat-file', '--batch'], { cwd: dir, input: `${name}\n`, maxBuffer: 1 << 26 });
    const header = out.subarray(0, out.indexOf('\n')).toString();
    const [, oid, type, size] = /^(\w{40}) (\w+) (\d+)$/.exec(header) ?? [];
    if (!oid || !type) return undefined;
    return { oid, type, bytes: out.subarray(header.length + 1, header.length + 1 + Number(size)) };
  });
}

/** The commit of the branch `main`; undefined if there is none. Most often a file holds it, which needs no process. */
function mainCommit(dir: string): string | undefined {
  const file = join(dir, '.git', 'refs', 'heads', 'main');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : readObject(dir, 'main')?.oid;
}

function objectOf(dir: string, expression: string, facts: Facts): unknown {
  // On GitHub, HEAD is the default branch, whatever is checked out here.
  const object = readObject(dir, expression.replace(/^HEAD(?=$|:)/, mainCommit(dir) ?? 'HEAD'));
  if (!object) return null;
  const { oid, type } = object;
  if (type === 'blob') return blob(object);
  if (type === 'tag') {
    const date = git(dir, 'for-each-ref', '--points-at', oid, '--format=%(taggerdate:iso-strict)');
    const target = /^object (\w+)/.exec(object.bytes.toString())?.[1] ?? '';
    return {
      __typename: 'Tag',
      oid,
      tagger: { date: date.split('\n')[0] },
      target: () => objectOf(dir, target, facts),
    };
  }
  return type === 'commit' ? commitOf(dir, oid, facts) : { __typename: 'Tree', oid };
}

function blob({ oid, bytes }: GitObject) {
  const isBinary = bytes.includes(0);
  return {
    __typename: 'Blob',
    oid,
    byteSize: bytes.length,
    isBinary,
    isTruncated: false,
    text: isBinary ? null : bytes.toString(),
  };
}

/** A commit and all before it, as `git log` lists them: by hash, each in the words of `FORMAT`. */
function logOf(dir: string, oid: string): ReadonlyMap<string, string> {
  return once(`log ${oid}`, () => {
    const all = git(dir, 'log', '-z', `--format=${FORMAT}`, oid).split('\0').filter(Boolean);
    return new Map(all.map(each => [each.slice(0, 40), each.slice(41)]));
  });
}

const FORMAT = '%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B';

function commitOf(dir: string, oid: string, facts: Facts, log = logOf(dir, oid)): Record<string, unknown> {
  const [tree, parents = '', name, email, date, by, byEmail, at, ...message] = (log.get(oid) ?? '').trim().split('\n');
  return {
    __typename: 'Commit',
    oid,
    message: message.join('\n'),
    committedDate: at,
    author: { name, email, date },
    committer: { name: by, email: byEmail, date: at },
    tree: { oid: tree },
    parents: page(
      parents
        .split(' ')
        .filter(Boolean)
        .map(sha => ({ oid: sha })),
    ),
    statusCheckRollup: facts['statusCheckRollup'] ?? null,
    file: ({ path }: { path: string }) => {
      const [entry] = listing(dir, oid, path);
      if (!entry) return null;
      const { mode = '', sha, type } = entry;
      return {
        mode: Number.parseInt(mode, 8),
        oid: sha,
        object: type === 'blob' ? objectOf(dir, sha ?? '', facts) : null,
      };
    },
    history: ({ first, after }: Page) => {
      const { nodes, ...rest } = page([...logOf(dir, oid).keys()], first, after);
      return { ...rest, nodes: nodes.map(sha => commitOf(dir, sha, facts, log)) };
    },
  };
}

/** A connection of these nodes, as a field of `Facts`. */
export function connection<T>(nodes: readonly T[]) {
  return page(nodes);
}
