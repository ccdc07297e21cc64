/** A worker of the server: handles one entry at a time, and reaches GitHub and the store through the server. */
import { createApp } from './app/app.js';
import type { AppContext } from './app/context.js';
import { githubSource } from './app/mcp.js';
import type { Entry, Question } from './app/pool/isolated.js';
import { remoteOctokit } from './app/pool/remote-octokit.js';
import { sentError } from './app/pool/wire.js';
import { type Call, serveTasks } from './app/pool/worker.js';
import { organizationPatterns, registryNames } from './collect/github/registry-names.js';
import { answerMcp } from './mcp/http.js';
import { DEFAULT_STANDARD } from './standard/all.js';
import type { Ledger } from './store/ledger.js';
import type { TreeStore } from './store/trees.js';
import type { Work } from './store/work.js';

const names = registryNames();
const patterns = organizationPatterns();

serveTasks(async (task, call) => {
  if (isQuestion(task))
    return answerMcp(task.request, githubSource(remoteOctokit(call, task.apiUrl), DEFAULT_STANDARD));
  const entry = task as Entry;
  return createApp(contextOf(entry, call)).handle(entry.claim);
});

function isQuestion(task: unknown): task is Question {
  return typeof task === 'object' && task !== null && 'request' in task;
}

function contextOf(
  { appId, markerKeys, patience, addresses, advisoriesDir, apiUrl, keepsTrees, ended }: Entry,
  call: Call,
): AppContext {
  const octokit = remoteOctokit(call, apiUrl);
  return {
    standard: DEFAULT_STANDARD,
    addresses,
    appId,
    markerKeys,
    patience,
    ...(advisoriesDir === undefined ? {} : { advisoriesDir }),
    ...(ended === undefined ? {} : { ended }),
    work: remoteWork(call),
    ledger: remoteLedger(call),
    ...(keepsTrees ? { trees: remoteTrees(call) } : {}),
    registryNames: names,
    assessedPatterns: patterns,
    now: () => new Date().toISOString(),
    log: { info: logTo(call, 'info'), warn: logTo(call, 'warn'), error: logTo(call, 'error') },
    octokitOf: async () => octokit,
    appOctokit: async () => octokit,
    permissionsOf: async installation => (await call('permissionsOf', installation)) as Record<string, string>,
    stepped: step => void call('stepped', step),
    wake: () => void call('wake'),
  };
}

/** Handlers add work; claims are the dispatcher's. */
function remoteWork(call: Call): Work {
  return remote((method, ...input) => {
    if (method !== 'add') throw new Error(`a worker does not ${method} work`);
    return call('add', ...input);
  }) as Work;
}

/** Handlers read and keep trees; what is erased is for the server to say. */
function remoteTrees(call: Call): TreeStore {
  return remote((method, ...input) => {
    if (method !== 'get' && method !== 'put') throw new Error(`a worker does not ${method} trees`);
    return call(method === 'get' ? 'readTree' : 'keepTree', ...input);
  }) as unknown as TreeStore;
}

function remoteLedger(call: Call): Ledger {
  const trees: Ledger['releasedTrees'] = key =>
    remote((method, ...input) => call('releasedTree', withoutClient(key), method, ...input)) as ReturnType<
      Ledger['releasedTrees']
    >;
  return Object.assign(
    remote((method, ...input) => call('ledger', method, ...input.map(withoutClient))),
    { releasedTrees: trees },
  ) as Ledger;
}

/** A job serves as the key of its repository; its client stays here. */
function withoutClient(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('octokit' in input)) return input;
  const { octokit: _, ...rest } = input;
  return rest;
}

/** An object whose every method is a call. */
function remote(call: (method: string, ...input: unknown[]) => Promise<unknown>): object {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (own, key) =>
        typeof key !== 'string' || key === 'then'
          ? undefined
          : (own[key] ?? ((...input: unknown[]) => call(key, ...input))),
    },
  );
}

function logTo(call: Call, level: 'info' | 'warn' | 'error') {
  return ({ err, ...fields }: Readonly<Record<string, unknown>>, message: string) =>
    void call('log', level, fields, err === undefined ? undefined : sentError(err), message);
}
