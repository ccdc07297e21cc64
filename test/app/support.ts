/** The app as the server runs it, on a GitHub that knows one repository: front, store, dispatcher, handlers. */
import { createHmac, randomUUID } from 'node:crypto';
import nock from 'nock';
import { Probot } from 'probot';
import { Hono } from 'hono';
import { createApp, type App as Handlers } from '../../src/app/app.js';
import type { AppContext } from '../../src/app/context.js';
import { startDispatcher } from '../../src/app/dispatcher.js';
import { isolated } from '../../src/app/pool/isolated.js';
import type { PoolSettings } from '../../src/app/pool/pool.js';
import { emptySweepMemory, sweep } from '../../src/app/sweep.js';
import { organizationPatterns, registryNames } from '../../src/collect/github/registry-names.js';
import type { GitHubClient } from '../../src/collect/octokit.js';
import { CheckedClient } from '../../src/github-client.js';
import { deriveMarkerKeys } from '../../src/publish/comment.js';
import { DEFAULT_STANDARD } from '../../src/standard/all.js';
import type { Ledger } from '../../src/store/ledger.js';
import { memoryStore } from '../../src/store/sqlite/database.js';
import { sqliteLedger } from '../../src/store/sqlite/ledger.js';
import { sqliteWork } from '../../src/store/sqlite/work.js';
import type { TreeStore } from '../../src/store/trees.js';
import type { Work } from '../../src/store/work.js';
import { front, WEBHOOK_PATH } from '../../src/web/front.js';
import { fakeGitHub, type GitHub } from './github.js';

export const SECRET = 'a secret of the tests';
/** The repository and the installation of the tests, as GitHub numbers them. */
export const X = { installation: 1, repository: 501 } as const;

export interface App {
  readonly github: GitHub;
  readonly ledger: Ledger;
  readonly work: Work;
  readonly handlers: Handlers;
  /** Errors that reached the log. */
  readonly errors: unknown[];
  /** Posts a webhook as GitHub does; the answer's status. */
  send(event: string, payload: object, id?: string): Promise<number>;
  /** So many seconds later, until nothing is due. */
  later(seconds: number): Promise<void>;
  /** Sets the time that the handlers and the ledger read: ISO 8601. */
  at(now: string): void;
  /** The sweep, at a time. */
  sweep(now?: string): Promise<void>;
  /** Until nothing is due: entries may wait to be tried again. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const NOW = '2026-06-01T00:00:00.000Z';

/**
 * @param dir a git repository on this machine: what GitHub knows
 * @param first prepares answers that come before GitHub's own
 */
export async function appOn(
  dir: string,
  {
    patience = 60_000,
    first = () => undefined,
    workers,
    advisoriesDir,
    organization,
    trees,
  }: {
    patience?: number;
    first?: () => void;
    workers?: PoolSettings;
    advisoriesDir?: string;
    /** A git repository on this machine: the organization's `.github`. */
    organization?: string;
    trees?: TreeStore;
  } = {},
): Promise<App> {
  first();
  const github = fakeGitHub(dir, organization);
  const store = memoryStore();
  let ahead = 0;
  const seconds = () => 1_800_000_000 + ahead;
  const work = sqliteWork(store, seconds);
  let time = NOW;
  const ledger = sqliteLedger(store, 'test', () => time);
  const errors: unknown[] = [];
  const warn = (fields: { err?: unknown }) => errors.push(fields.err ?? fields);
  const log = { info: () => undefined, warn, error: warn };
  const quiet: object = new Proxy({}, { get: (_, key) => (key === 'child' ? () => quiet : () => undefined) });
  const probot = new Probot({
    githubToken: 'token',
    secret: SECRET,
    log: quiet as never,
    Octokit: CheckedClient.defaults((options: { throttle?: object } | undefined) => ({
      ...options,
      throttle: { ...options?.throttle, enabled: false },
      retry: { enabled: false },
    })),
  });
  const client = async () => (await probot.auth(1)) as unknown as GitHubClient;
  const context: AppContext = {
    standard: DEFAULT_STANDARD,
    addresses: { github: 'https://github.com', docs: 'https://example.com/docs' },
    appId: 1,
    markerKeys: deriveMarkerKeys(SECRET),
    work,
    ledger,
    registryNames: registryNames(),
    assessedPatterns: organizationPatterns(),
    now: () => time,
    log,
    octokitOf: client,
    appOctokit: client,
    permissionsOf: async () => github.app.permissions,
    patience,
    ...(advisoriesDir === undefined ? {} : { advisoriesDir }),
    ...(trees ? { trees } : {}),
    wake: () => dispatcher.wake(),
  };
  const sweepMemory = emptySweepMemory();
  const handlers = createApp(context);
  const pool = workers ? isolated(handlers, context, workers) : undefined;
  // Looks for what is due only when it is told to.
  const { announced, change } = announce(work);
  const dispatcher = startDispatcher({
    work: announced,
    handle: (pool ?? handlers).handle,
    log,
    seconds,
    interval: 3_600_000,
  });
  const { request } = front({
    accept: handlers.accept,
    state: async () => ({ ...(await work.counts()), problems: [], warnings: [] }),
    pages: new Hono(),
    webhookSecrets: [SECRET],
    failed: error => errors.push(error),
    metrics: async () => '',
  });
  const settled = async () => {
    for (;;) {
      const next = change();
      const due = (await work.list()).some(
        each => each.state === 'claimed' || (each.state === 'waiting' && each.due <= seconds()),
      );
      if (!due) return;
      dispatcher.wake();
      await next;
    }
  };
  return {
    github,
    ledger,
    work,
    handlers,
    errors,
    settled,
    at(now) {
      time = now;
    },
    async send(event, payload, id = randomUUID()) {
      github.hears(event, payload);
      const body = JSON.stringify(payload);
      const response = await request(WEBHOOK_PATH, { method: 'POST', body, headers: headersOf(event, id, body) });
      return response.status;
    },
    async sweep(at = time) {
      await sweep({ ...context, now: () => at }, sweepMemory);
      await settled();
    },
    async later(more) {
      ahead += more;
      await settled();
    },
    async stop() {
      await dispatcher.stop(10_000);
      pool?.stop();
      store.close();
      nock.abortPendingRequests();
      nock.cleanAll();
    },
  };
}

/** Work that tells when the outcome of an entry was stored, and a promise of the next one. */
function announce(work: Work): { readonly announced: Work; readonly change: () => Promise<void> } {
  let tell = () => undefined as void;
  let next = Promise.resolve();
  const renew = () => {
    tell();
    next = new Promise(resolve => (tell = resolve));
  };
  renew();
  const announcing =
    <A extends readonly unknown[]>(store: (...args: A) => Promise<void>) =>
    (...args: A) =>
      store(...args).finally(renew);
  return {
    announced: {
      ...work,
      ack: announcing((...args: Parameters<Work['ack']>) => work.ack(...args)),
      later: announcing((...args: Parameters<Work['later']>) => work.later(...args)),
      dead: announcing((...args: Parameters<Work['dead']>) => work.dead(...args)),
      release: announcing((...args: Parameters<Work['release']>) => work.release(...args)),
    },
    change: () => next,
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

export const REPOSITORY = {
  id: X.repository,
  name: 'cim-x',
  full_name: 'acme/cim-x',
  owner: { login: 'acme' },
  default_branch: 'main',
  archived: false,
  fork: false,
};
const INSTALLATION = { id: X.installation };

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
  const { number } = pull_request;
  return { action, number, pull_request, repository: REPOSITORY, installation: INSTALLATION, ...more };
}

/** A comment on pull request 7. */
export function commentOf(body: string, person = 'maya', more: object = {}) {
  return {
    action: 'created',
    issue: { number: 7, user: { login: 'ada' }, pull_request: {} },
    comment: { id: nextComment++, body, user: { login: person, type: 'User' }, ...more },
    sender: { login: person, type: 'User' },
    repository: REPOSITORY,
    installation: INSTALLATION,
  };
}

let nextComment = 1_000;
