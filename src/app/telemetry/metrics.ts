/**
 * The metrics of a server, for Prometheus. They name no repository: the labels are kinds, outcomes, and the numbers of installations.
 * https://prometheus.io/docs/practices/naming/
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { statfs } from 'node:fs/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { KINDS } from '../events/targets.js';
import type { EndCause, PoolState } from '../pool/pool.js';
import { type Step, preciseNow } from '../step.js';

/** How an attempt at an entry ended. `lost`: its outcome could not be stored, so that it is made again. */
export const ATTEMPT_OUTCOMES = ['done', 'gone', 'retry', 'given-up', 'lost'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** One attempt at an entry. */
export interface Attempt {
  /** The kind of its target. */
  readonly kind: string;
  readonly outcome: AttemptOutcome;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** How long the entry had been due before, in seconds, if the store knows it. */
  readonly waited?: number;
}

/** A request to GitHub that was answered. */
export interface AnsweredRequest {
  /** 0 for requests of the app itself. */
  readonly installation: number;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What the server says when it is asked for its metrics. */
export interface MeasuredState {
  readonly waiting?: number;
  readonly claimed?: number;
  readonly dead?: number;
  /** For how long the entry that waits the longest has been due, in seconds. */
  readonly lateness?: number;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly pool?: PoolState;
}

export interface MetricsSettings {
  readonly version: string;
  readonly state: () => Promise<MeasuredState>;
  /** The directory of the store. */
  readonly dataDir?: string;
}

export interface Metrics {
  /** The metrics in Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** A webhook was answered. */
  readonly answered: (status: number, seconds: number) => void;
  readonly attempted: (attempt: Attempt) => void;
  readonly stepped: (step: Step) => void;
  readonly requested: (request: AnsweredRequest) => void;
  readonly workerEnded: (cause: EndCause) => void;
  /** Runs a sweep, and measures what it costs. @param run returns how many of its parts failed */
  readonly sweeping: (run: () => Promise<number>) => Promise<void>;
}

/** The most installations whose requests are shown. The one that sent none for the longest is left out first. */
const MOST_INSTALLATIONS = 1_000;
/** The limits of GitHub that this app meets: https://docs.github.com/en/rest/rate-limit/rate-limit */
const RESOURCES: ReadonlySet<string> = new Set(['core', 'graphql', 'search']);
const BUCKETS = {
  /** In seconds: GitHub waits 10 s for an answer. */
  answer: [0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10],
  /** In seconds: a worker can take 600 s. */
  work: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600],
} as const;

/** Creates the metrics of one server. */
export function createMetrics({ version, state, dataDir }: MetricsSettings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `cim_readiness_${name}`, help, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `cim_readiness_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ) => new Histogram({ name: `cim_readiness_${name}`, help, labelNames, buckets: [...buckets], registers });

  gauge('info', 'The version that runs.', ['version']).set({ version }, 1);
  const waiting = gauge('work_waiting', 'Entries that wait to be worked on.');
  const claimed = gauge('work_in_progress', 'Entries that are worked on now.');
  const dead = gauge('dead_letters', 'Entries that were given up.');
  const lateness = gauge('work_lateness_seconds', 'For how long the entry that waits the longest has been due.');
  const problems = gauge('problems', 'Problems that keep the app from working.');
  const warnings = gauge('warnings', 'Missing permissions and events, and data that is not valid.');
  const free = gauge('store_free_bytes', 'The space that is left on the disk of the store.');

  const webhooks = counter('webhooks_total', 'Webhooks by the status of the answer.', ['status']);
  const acknowledged = histogram(
    'webhook_duration_seconds',
    'How long webhooks waited for the answer.',
    [],
    BUCKETS.answer,
  );
  const attempts = counter('attempts_total', 'Attempts at entries, by the kind of their target and their outcome.', [
    'kind',
    'outcome',
  ]);
  const worked = histogram('attempt_duration_seconds', 'How long attempts at entries took.', ['kind'], BUCKETS.work);
  const steps = histogram('step_duration_seconds', 'How long each step of the work took.', ['step'], BUCKETS.work);

  const requests = counter('github_requests_total', 'Requests to GitHub, by limit and status.', ['resource', 'status']);
  const answers = histogram('github_request_duration_seconds', 'How long GitHub took to answer.', [], BUCKETS.work);
  const left = gauge(
    'github_limit_remaining',
    "What is left of an installation's limit: requests, or points of queries.",
    ['installation', 'resource'],
  );
  const limit = gauge('github_limit', "An installation's limit in an hour: requests, or points of queries.", [
    'installation',
    'resource',
  ]);

  const sweptAt = gauge('sweep_timestamp_seconds', 'When the last sweep ended.');
  const sweepTook = gauge('sweep_duration_seconds', 'How long the last sweep took.');
  const sweepSent = gauge('sweep_requests', 'How many requests the last sweep sent to GitHub.');
  const sweepFailed = gauge('sweep_failed_parts', 'How many parts of the last sweep failed.');

  const workers = gauge('workers', 'Workers by state.', ['state']);
  const queue = gauge('worker_queue', 'Entries that wait for a worker.');
  const memory = gauge('worker_memory_bytes', 'The memory of the largest worker.');
  const ends = counter('worker_ends_total', 'Workers that ended or were ended, by cause.', ['cause']);

  // An alert on an increase needs the value before it.
  for (const kind of KINDS) for (const outcome of ATTEMPT_OUTCOMES) attempts.inc({ kind, outcome }, 0);
  for (const cause of ['silence', 'deadline', 'memory', 'exit'] satisfies EndCause[]) ends.inc({ cause }, 0);
  for (const status of [202, 401, 500, 503]) webhooks.inc({ status }, 0);

  const installations = new Set<string>();
  const sweep = new AsyncLocalStorage<{ requests: number }>();

  /** Makes room for an installation. */
  const seen = (installation: string): void => {
    installations.delete(installation);
    installations.add(installation);
    for (const oldest of installations) {
      if (installations.size <= MOST_INSTALLATIONS) break;
      installations.delete(oldest);
      for (const resource of RESOURCES)
        for (const each of [left, limit]) each.remove({ installation: oldest, resource });
    }
  };

  return {
    async text() {
      const now = await state();
      setOrRemove(waiting, now.waiting);
      setOrRemove(claimed, now.claimed);
      setOrRemove(dead, now.dead);
      setOrRemove(lateness, now.waiting === undefined ? undefined : (now.lateness ?? 0));
      problems.set(now.problems.length);
      warnings.set(now.warnings.length);
      setOrRemove(free, await freeBytes(dataDir));
      for (const each of ['busy', 'idle', 'failed'] as const) workers.set({ state: each }, now.pool?.[each] ?? 0);
      queue.set(now.pool?.waiting ?? 0);
      memory.set(now.pool?.bytes ?? 0);
      return registry.metrics();
    },
    answered(status, seconds) {
      webhooks.inc({ status });
      acknowledged.observe(seconds);
    },
    attempted({ kind, outcome, seconds, waited }) {
      attempts.inc({ kind, outcome });
      worked.observe({ kind }, seconds);
      if (waited !== undefined) steps.observe({ step: 'wait' }, Math.max(0, waited));
    },
    stepped: ({ name, startedAt, endedAt }) => steps.observe({ step: name }, (endedAt - startedAt) / 1_000),
    requested({ installation, status, seconds, headers }) {
      const named = headers['x-ratelimit-resource'];
      const resource = typeof named === 'string' && RESOURCES.has(named) ? named : 'other';
      const cost = sweep.getStore();
      if (cost) cost.requests += 1;
      requests.inc({ resource, status });
      answers.observe(seconds);
      if (installation === 0 || resource === 'other') return;
      const labels = { installation: String(installation), resource };
      seen(labels.installation);
      setNumber(left, labels, headers['x-ratelimit-remaining']);
      setNumber(limit, labels, headers['x-ratelimit-limit']);
    },
    workerEnded: cause => ends.inc({ cause }),
    async sweeping(run) {
      const startedAt = preciseNow();
      const cost = { requests: 0 };
      const failures = await sweep.run(cost, run);
      const endedAt = preciseNow();
      sweptAt.set(endedAt / 1_000);
      sweepTook.set((endedAt - startedAt) / 1_000);
      sweepSent.set(cost.requests);
      sweepFailed.set(failures);
    },
  };
}

/** Shows a value, or nothing if it is not known: 0 would be wrong. */
function setOrRemove(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove({});
  else gauge.set(value);
}

function setNumber(
  gauge: Gauge<'installation' | 'resource'>,
  labels: Record<'installation' | 'resource', string>,
  text: unknown,
) {
  const value = Number(text ?? Number.NaN);
  if (Number.isFinite(value)) gauge.set(labels, value);
}

/** The free bytes of a directory's disk, for a user without special rights. */
async function freeBytes(directory: string | undefined): Promise<number | undefined> {
  if (directory === undefined) return undefined;
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
