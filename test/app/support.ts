/** The app as the server runs it, on a GitHub that knows one repository: front, inbox, worker, Probot, ledger. */
import { createHmac, randomUUID } from 'node:crypto';
import Database from 'libsql';
import nock from 'nock';
import { Probot, ProbotOctokit } from 'probot';
import { registryNames } from '../../src/collect/github/registry-names.js';
import type { Inbox } from '../../src/inbox/inbox.js';
import { sqliteInbox } from '../../src/inbox/sqlite-inbox.js';
import { startWorker } from '../../src/inbox/worker.js';
import { readiness } from '../../src/index.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { sqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { sqliteReleasedTrees } from '../../src/ledger/sqlite-released-trees.js';
import { receive } from '../../src/receive.js';
import { choresIn, doChore } from '../../src/triggers/chores.js';
import type { House } from '../../src/triggers/house.js';
import { sweep } from '../../src/triggers/sweep.js';
import { front, WEBHOOK_PATH } from '../../src/web/front.js';
import { githubOf } from '../collect/support/github.js';
import { git } from '../collect/support/repositories.js';
import { problemsOf } from '../support/github/contract.js';
import { type FakeIssues, fakeIssues } from './issues.js';
import { type FakeProposals, fakeProposals } from './proposals.js';

export const SECRET = 'a secret of the tests';
const API = 'https://api.github.com';

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  status: string;
  conclusion?: string;
  output?: { readonly title: string; readonly summary: string };
  readonly annotations: { readonly path: string; readonly start_line: number; readonly message: string }[];
}

/** What the app asked of GitHub, and what became of it. */
export interface GitHub {
  /** `POST check-runs`, the name of a GraphQL query, `tarball`, … */
  readonly requests: string[];
  readonly checkRuns: CheckRun[];
  readonly comments: string[];
  readonly issues: FakeIssues;
  /** What every workflow run left, by name: zipped. */
  readonly artifacts: Map<string, Uint8Array>;
  /** What the registry was told. */
  readonly dispatches: { readonly event_type: string; readonly client_payload: object }[];
  readonly proposals: FakeProposals;
  readonly reactions: string[];
  /** What the description of GitHub says against a request. */
  readonly problems: string[];
  /** How a person stands to the repository. */
  readonly permissions: Map<string, 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'>;
  /** A status to answer the next request for a path with, once for each entry. */
  readonly faults: {
    readonly path: RegExp;
    readonly status: number;
    readonly headers?: Record<string, string>;
    /** What was asked for is done all the same. */
    readonly done?: true;
  }[];
}

export interface App {
  readonly github: GitHub;
  readonly ledger: Ledger;
  readonly inbox: Inbox;
  /** Errors that reached the log. */
  readonly errors: unknown[];
  /** Posts a webhook as GitHub does; the answer's status. */
  send(event: string, payload: object, id?: string): Promise<number>;
  /** So many seconds later. */
  later(seconds: number): Promise<void>;
  /** What time alone changes is looked for, at a time. */
  sweep(now: string): Promise<void>;
  /** Until a delivery was handled, or failed: it may wait to be tried again. */
  tried(): Promise<void>;
  /** Until nothing waits any more. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param dir a git repository on this machine: what GitHub knows
 * @param first prepares answers that come before GitHub's own
 */
export async function appOn(
  dir: string,
  { patience = 60_000, first = () => undefined }: { patience?: number; first?: () => void } = {},
): Promise<App> {
  first();
  const github = fakeGitHub(dir);
  const database = new Database(':memory:');
  let ahead = 0;
  const clock = () => Math.floor(Date.now() / 1000) + ahead;
  const inbox = sqliteInbox(database, clock);
  const ledger = sqliteLedger(database, 'test');
  const errors: unknown[] = [];
  const log = { info: () => undefined, warn: (fields: object) => errors.push(fields) };
  const chores = sqliteInbox(database, clock, 'chores');
  const house: House = {
    appId: 1,
    chores: choresIn(chores, () => choreWorker.wake()),
    ledger,
    releasedTrees: sqliteReleasedTrees(database),
    registryNames: registryNames(),
    now: () => '2026-06-01T00:00:00.000Z',
    log,
    patience,
  };
  const quiet: object = new Proxy({}, { get: (_, key) => (key === 'child' ? () => quiet : () => undefined) });
  const probot = new Probot({
    githubToken: 'token',
    secret: SECRET,
    log: quiet as never,
    Octokit: ProbotOctokit.defaults((options: { throttle?: object } | undefined) => ({
      ...options,
      throttle: { ...options?.throttle, enabled: false },
      retry: { enabled: false },
    })),
  });
  await probot.load(readiness(house));
  const worker = startWorker({
    inbox,
    handle: delivery => receive(probot, delivery),
    failed: (_, error) => errors.push(error),
  });
  const choreWorker = startWorker({
    inbox: chores,
    handle: chore => doChore(chore, house, () => probot.auth(1)),
    failed: (_, error) => errors.push(error),
    lanes: 1,
  });
  const { request } = front({
    inbox,
    webhookSecret: SECRET,
    arrived: () => worker.wake(),
    failed: error => errors.push(error),
    version: 'test',
  });
  const settled = async () => {
    while ((await inbox.waiting()) + (await chores.waiting()) > 0) await new Promise(resolve => setImmediate(resolve));
  };
  return {
    github,
    ledger,
    inbox,
    errors,
    settled,
    async send(event, payload, id = randomUUID()) {
      const body = JSON.stringify(payload);
      const response = await request(WEBHOOK_PATH, { method: 'POST', body, headers: headersOf(event, id, body) });
      return response.status;
    },
    async sweep(now) {
      await sweep({ ...house, now: () => now });
      await settled();
    },
    async tried() {
      while ((await inbox.waiting()) > 0 && !errors.some(error => error instanceof Error))
        await new Promise(resolve => setImmediate(resolve));
    },
    async later(seconds) {
      ahead += seconds;
      worker.wake();
      choreWorker.wake();
      await settled();
    },
    async stop() {
      await Promise.all([worker.stop(), choreWorker.stop()]);
      database.close();
      nock.abortPendingRequests();
      nock.cleanAll();
    },
  };
}

/** The headers of a webhook. */
export function headersOf(event: string, id: string, body: string, secret = SECRET): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

const REPOSITORY = {
  name: 'cim-x',
  full_name: 'acme/cim-x',
  owner: { login: 'acme' },
  default_branch: 'main',
  archived: false,
  fork: false,
};
const INSTALLATION = { id: 1 };

/** A push of a commit to a branch. */
export function pushOf(sha: string, { ref = 'refs/heads/main', repository = {} } = {}) {
  return {
    ref,
    before: '0'.repeat(40),
    after: sha,
    deleted: sha === '0'.repeat(40),
    repository: { ...REPOSITORY, ...repository },
    installation: INSTALLATION,
  };
}

/** A pull request from a commit to the default branch. */
export function pullOf(action: string, head: string, base: string, more: object = {}, pull: object = {}) {
  const pull_request = {
    number: 7,
    title: 'feat: weigh it',
    state: 'open',
    head: { sha: head },
    base: { sha: base, ref: 'main' },
    ...pull,
  };
  return { action, number: 7, pull_request, repository: REPOSITORY, installation: INSTALLATION, ...more };
}

/** A comment on pull request 7. */
export function commentOf(body: string, person = 'maya', more: object = {}) {
  return {
    action: 'created',
    issue: { number: 7, user: { login: 'ada' }, pull_request: {} },
    comment: { id: 99, body, user: { login: person, type: 'User' }, ...more },
    sender: { login: person, type: 'User' },
    repository: REPOSITORY,
    installation: INSTALLATION,
  };
}

function fakeGitHub(dir: string): GitHub {
  const { requests } = githubOf(dir);
  const github: GitHub = {
    requests,
    checkRuns: [],
    comments: [],
    issues: fakeIssues(),
    artifacts: new Map(),
    dispatches: [],
    proposals: fakeProposals(dir),
    reactions: [],
    problems: [],
    permissions: new Map([['maya', 'write']]),
    faults: [],
  };
  const answer = (method: string, uri: string, body: unknown): [number, unknown, Record<string, string>?] => {
    github.problems.push(...problemsOf(method, decodeURIComponent(uri), body));
    const path = uri.replace(/^\/repos\/acme\/cim-x\/?/, '');
    if (path === '/repos/acme/cim/dispatches') github.dispatches.push(body as never);
    requests.push(`${method} ${path.split('?')[0]}`);
    const fault = github.faults.findIndex(each => each.path.test(`${method} ${path}`));
    if (fault >= 0) {
      const [given] = github.faults.splice(fault, 1);
      if (given?.done) respond(github, dir, method, path, body as Record<string, never>);
      return [given?.status ?? 500, { message: 'a fault' }, given?.headers ?? {}];
    }
    return respond(github, dir, method, path, body as Record<string, never>);
  };
  const scope = nock(API).persist();
  const anything = /^\/repos\/acme\/[^/]+(?:$|\/(?!tarball|git\/trees))/;
  for (const method of ['get', 'post', 'patch', 'put'] as const)
    scope[method](anything).reply(function reply(uri, body) {
      const [status, value, headers] = answer(method.toUpperCase(), uri, body);
      const type = Buffer.isBuffer(value) ? 'application/zip' : 'application/json';
      return [status, value as never, { 'content-type': type, ...headers }];
    });
  return github;
}

function respond(
  github: GitHub,
  dir: string,
  method: string,
  path: string,
  body: Record<string, never>,
): [number, unknown] {
  const answered = github.issues.answer(method, path, body) ?? github.proposals.answer(method, path, body);
  if (answered) return answered;
  const [, run] = /^check-runs\/(\d+)/.exec(path) ?? [];
  const known = github.checkRuns.find(({ id }) => String(id) === run);
  if (method === 'POST' && path === 'check-runs') {
    const made: CheckRun = { ...noted(body), id: github.checkRuns.length + 1 };
    github.checkRuns.push(made);
    return [201, made];
  }
  if (method === 'PATCH' && known) {
    const { annotations, ...rest } = noted(body);
    Object.assign(known, rest);
    known.annotations.push(...annotations);
    return [200, known];
  }
  if (path.includes('/annotations') && known) return [200, known.annotations];
  if (/^commits\/\w+\/check-runs/.test(path)) {
    const found = github.checkRuns.filter(({ head_sha }) => path.includes(head_sha));
    return [200, { total_count: found.length, check_runs: found }];
  }
  const [, base = '', head = ''] = /^compare\/(\w+)\.\.\.(\w+)/.exec(path) ?? [];
  if (base) return [200, { merge_base_commit: { sha: git(dir, 'merge-base', base, head) } }];
  if (path.startsWith('pulls/7') && method === 'GET') {
    const sha = (name: string) => git(dir, 'rev-parse', name);
    return [
      200,
      {
        number: 7,
        title: 'feat: weigh it',
        state: 'open',
        head: { sha: sha('topic') },
        base: { sha: sha('main'), ref: 'main' },
      },
    ];
  }
  if (path === '/repos/acme/cim/dispatches') return [204, ''];
  if (/^actions\/runs\/\d+\/artifacts/.test(path)) {
    const all = [...github.artifacts].map(([name, zip], id) => ({
      id,
      name,
      expired: false,
      size_in_bytes: zip.length,
    }));
    return [200, { total_count: all.length, artifacts: all }];
  }
  const [, artifact] = /^actions\/artifacts\/(\d+)\/zip$/.exec(path) ?? [];
  if (artifact) return [200, Buffer.from([...github.artifacts.values()][Number(artifact)] ?? [])];
  if (path === '' && method === 'GET') return [200, REPOSITORY];
  if (path.startsWith('branches/')) return [200, { name: 'main', commit: { sha: git(dir, 'rev-parse', 'main') } }];
  const [, person] = /^collaborators\/([^/]+)\/permission/.exec(path) ?? [];
  if (person) return [200, standing(github.permissions.get(person) ?? 'read')];
  if (/^(?:issues\/\d+\/comments|pulls\/7\/comments\/\d+\/replies)$/.test(path)) {
    github.comments.push(String(body['body']));
    return [201, { id: 100 }];
  }
  if (path.endsWith('/reactions')) {
    github.reactions.push(String(body['content']));
    return [201, { id: 1 }];
  }
  return [404, { message: `Not Found: ${method} ${path}` }];
}

function noted(body: Record<string, never>) {
  const { output, ...rest } = body as unknown as CheckRun & { output?: { annotations?: CheckRun['annotations'] } };
  return { ...rest, ...(output ? { output } : {}), annotations: [...(output?.annotations ?? [])] };
}

/** GitHub's answer: the old `permission` knows neither maintain nor triage. */
function standing(role: string) {
  const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
  return { permission, role_name: role };
}
