/** Handles entries in workers. Everything that reads untrusted text runs there, and can call the server's services. */
import type { GitHubClient } from '../../collect/octokit.js';
import type { McpRequest, McpResponse } from '../../mcp/http.js';
import type { MarkerKeys } from '../../publish/comment.js';
import type { Addresses } from '../../report/addresses.js';
import type { TreeStore } from '../../store/trees.js';
import type { Claim } from '../../store/work.js';
import type { App } from '../app.js';
import type { AppContext } from '../context.js';
import { parseTarget } from '../events/targets.js';
import type { Step } from '../step.js';
import { type Pool, type PoolSettings, type Services, startPool } from './pool.js';
import { requestService } from './remote-octokit.js';
import { receivedError, type SentError, WorkerEndedError } from './wire.js';

/** The task of a worker. */
export interface Entry {
  readonly claim: Claim;
  readonly appId: number;
  readonly markerKeys: MarkerKeys;
  readonly patience: number;
  readonly addresses: Addresses;
  /** The directory of an advisory database. */
  readonly advisoriesDir?: string;
  /** GitHub's REST API. */
  readonly apiUrl: string;
  /** Whether the server keeps what was read of repositories. */
  readonly keepsTrees: boolean;
  /** How an earlier attempt ended its worker. If it did, nothing is assessed, and the check runs say so. */
  readonly ended?: string;
}

/** The task of a worker that answers an assistant. */
export interface Question {
  readonly request: McpRequest;
  /** GitHub's REST API. */
  readonly apiUrl: string;
}

export interface Isolated {
  /** Handles one entry. @throws WorkerEndedError, after its check runs state the reason */
  readonly handle: (claim: Claim) => Promise<void>;
  /** Answers an assistant with the rights of a client. @param person whose requests go to one worker, if it is free */
  readonly answer: (person: string, octokit: GitHubClient, request: McpRequest) => Promise<McpResponse>;
  /** What keeps entries from being worked on, one line each. */
  problems(): string[];
  readonly state: Pool['state'];
  stop(): void;
}

/** Told of the work on entries. */
export interface EntryWatch {
  readonly stepped?: (claim: Claim, step: Step) => void;
  /** A request to GitHub begins. @param name its method and the template of its path @returns what to call when it ended */
  readonly request?: (claim: Claim, name: string) => (failed: boolean) => void;
}

/** Handles the entries of an app in `size` workers. */
export function isolated(app: App, context: AppContext, settings: PoolSettings, watch: EntryWatch = {}): Isolated {
  const pool: Pool = startPool(settings);
  const { appId, markerKeys, patience, addresses, advisoriesDir } = context;
  const settled = {
    appId,
    markerKeys,
    patience,
    addresses,
    keepsTrees: context.trees !== undefined,
    ...(advisoriesDir === undefined ? {} : { advisoriesDir }),
  };
  return {
    async handle(claim) {
      // A replayed delivery is only parsed and stored.
      if (parseTarget(claim.name)?.kind === 'delivery') return app.handle(claim);
      const octokit = await context.octokitOf(claim.installation);
      const apiUrl = octokit.request.endpoint.DEFAULTS.baseUrl;
      const github = requestService(octokit);
      const run = (entry: Entry) =>
        pool.run(String(claim.repository), entry, servicesOf(context, github, claim, watch));
      try {
        await run({ claim, ...settled, apiUrl });
      } catch (error) {
        if (error instanceof WorkerEndedError) await run({ claim, ...settled, apiUrl, ended: error.message });
        throw error;
      } finally {
        github.end();
      }
    },
    async answer(person, octokit, request) {
      const apiUrl = octokit.request.endpoint.DEFAULTS.baseUrl;
      const github = requestService(octokit);
      const question: Question = { request, apiUrl };
      try {
        const services = { github: (options: Parameters<typeof github.github>[0]) => github.github(options) };
        return (await pool.run(`mcp ${person}`, question, services)) as McpResponse;
      } finally {
        github.end();
      }
    },
    problems: () => pool.problems(),
    state: pool.state,
    stop: () => pool.stop(),
  };
}

function servicesOf(
  { work, ledger, trees, log, permissionsOf, stepped, wake }: AppContext,
  github: ReturnType<typeof requestService>,
  claim: Claim,
  watch: EntryWatch,
): Services {
  const { name: target, delivery } = claim;
  const of = { target, ...(delivery === undefined ? {} : { delivery }) };
  return {
    github: async (options: Parameters<typeof github.github>[0]) => {
      const ended = watch.request?.(claim, requestName(options));
      let failed = true;
      try {
        const answer = await github.github(options);
        failed = false;
        return answer;
      } finally {
        ended?.(failed);
      }
    },
    add: work.add.bind(work),
    ledger: (method: string, ...input: unknown[]) => methodOf(ledger, method)(...input),
    readTree: async (...input: Parameters<TreeStore['get']>) => trees?.get(...input),
    keepTree: async (...input: Parameters<TreeStore['put']>) => trees?.put(...input),
    releasedTree: (key: Parameters<typeof ledger.releasedTrees>[0], method: 'get' | 'put', ...input: unknown[]) =>
      methodOf(ledger.releasedTrees(key), method)(...input),
    log: async (
      level: 'info' | 'warn' | 'error',
      fields: Record<string, unknown>,
      error: SentError | undefined,
      message: string,
    ) => log[level]({ ...of, ...fields, ...(error ? { err: receivedError(error) } : {}) }, message),
    permissionsOf,
    stepped: async (step: Step) => {
      stepped?.(step);
      watch.stepped?.(claim, step);
    },
    wake: async () => wake(),
  };
}

/** The method of a request and the template of its path, which names no repository. */
function requestName(options: object): string {
  const { method = 'GET', url = '' } = options as Readonly<Record<string, unknown>>;
  const isTemplate = typeof url === 'string' && url.startsWith('/') && (url.includes('{') || url === '/graphql');
  return isTemplate ? `${String(method)} ${url}` : String(method);
}

/** An own method of an object, not an inherited one. */
function methodOf(of: object, name: string): (...input: unknown[]) => Promise<unknown> {
  const method: unknown = Object.hasOwn(of, name) ? of[name as keyof typeof of] : undefined;
  if (typeof method !== 'function') throw new Error(`there is no method ${name}`);
  return async (...input) => (method as (...input: unknown[]) => unknown).apply(of, input);
}
