/**
 * Runs work on untrusted text in separate processes. A worker that does not answer, or that takes too long or too much memory, is ended, and
 * the server goes on. The workers are processes and not threads, because Node cannot limit a thread's memory outside the heap, and the memory
 * of a thread belongs to the server's process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { lowerPriority } from './priority.js';
import { residentBytes } from './resident-bytes.js';
import { type FromWorker, runForOutcome, type ToWorker, outcomeValue, WorkerEndedError } from './wire.js';

/** The services of the server that a task can call, by name. */
export type Services = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

export interface PoolSettings {
  /** The worker's program, which calls `serveTasks`. */
  readonly program: string;
  /** How many workers there are. */
  readonly size: number;
  readonly limits?: PoolLimits;
  /** Options of Node for the workers. By default, the server's own. */
  readonly execArgv?: readonly string[];
  /** Called when a worker ended although nobody stopped it. */
  readonly onEnd?: (cause: EndCause) => void;
}

/** Why a worker ended: it did not answer, took too long, took too much memory, or ended by itself. */
export type EndCause = 'silence' | 'deadline' | 'memory' | 'exit';

/** The state of the workers. */
export interface PoolState {
  readonly busy: number;
  readonly idle: number;
  /** How many could not be started. */
  readonly failed: number;
  /** How many tasks wait for a worker. */
  readonly waiting: number;
  /** The memory of the largest worker; 0 where the system does not report it. */
  readonly bytes: number;
}

export interface PoolLimits {
  /** The most memory of a worker, and of its heap. */
  readonly bytes: number;
  readonly heapMebibytes: number;
  /** How long a worker can compute without answering, in milliseconds. */
  readonly silence: number;
  /** How long a task can take in total, in milliseconds. */
  readonly deadline: number;
  /** How often the limits are checked, in milliseconds. */
  readonly interval: number;
}

const MEBIBYTE = 1024 * 1024;

export const POOL_LIMITS: PoolLimits = {
  bytes: 220 * MEBIBYTE,
  heapMebibytes: 160,
  silence: 30_000,
  deadline: 600_000,
  interval: 500,
};

export interface Pool {
  /**
   * Runs a task. Tasks with the same key run in the same worker if it is free, because it has cached what it read of that repository.
   * @throws WorkerEndedError, and whatever the task throws
   */
  readonly run: (key: string, task: unknown, services: Services) => Promise<unknown>;
  /** The problems that prevent tasks from running, one line each. */
  readonly problems: () => string[];
  readonly state: () => PoolState;
  /** Ends all workers. */
  readonly stop: () => void;
}

interface Waiting {
  readonly key: string;
  readonly start: (worker: Worker) => Promise<void>;
}

/** Starts a pool. Its workers are started at once. */
export function startPool(settings: PoolSettings): Pool {
  const workers = Array.from({ length: settings.size }, () => new Worker(settings));
  const waiting: Waiting[] = [];

  const next = () => {
    for (const each of waiting) {
      const free = workers.filter(worker => worker.isFree);
      const worker =
        free.find(({ keys }) => keys.has(each.key)) ?? free.toSorted((a, b) => a.keys.size - b.keys.size)[0];
      if (!worker) return;
      waiting.splice(waiting.indexOf(each), 1);
      void each.start(worker).finally(next);
      return next();
    }
  };
  return {
    run: (key, task, services) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, start: worker => worker.run(key, task, services).then(resolve, reject) });
        next();
      }),
    problems() {
      const failures = workers.flatMap(({ failure }) => failure ?? []);
      return failures.length === workers.length ? [`no worker can be started: it ${failures[0]}`] : [];
    },
    state() {
      const failed = workers.filter(({ failure }) => failure !== undefined).length;
      const busy = workers.filter(({ isFree }) => !isFree).length;
      const bytes = Math.max(0, ...workers.map(worker => worker.bytes));
      return { busy, failed, idle: Math.max(0, workers.length - busy - failed), waiting: waiting.length, bytes };
    },
    stop() {
      for (const worker of workers) worker.stop();
    },
  };
}

/** The share of its memory limit at which a worker is replaced. */
const RENEWED_AT = 0.75;
/** How long to wait before a worker that ended before it was ready is started again, in milliseconds. */
const START_PAUSE = 1_000;
/** How many keys of a worker's latest tasks are remembered. */
const MOST_KEYS = 1_000;

interface Running {
  readonly services: Services;
  readonly since: number;
  end(outcome: () => unknown): void;
}

/** How a worker ended. The reason completes "the assessment …". */
interface Ending {
  readonly cause: EndCause;
  readonly reason: string;
}

/** A worker: a process, which is replaced when it ends. */
class Worker {
  readonly keys = new Set<string>();
  private process: ChildProcess | undefined;
  private running: Running | undefined;
  /** When the worker last answered. Before it is ready, it cannot answer. */
  private heard: number | undefined;
  private stopped = false;
  private ending: Ending | undefined;
  /** How it ended, if it ended before it was ready. */
  failure: string | undefined;

  constructor(private readonly settings: PoolSettings) {
    this.start();
  }

  get isFree(): boolean {
    return this.running === undefined && !this.stopped;
  }

  /** Its memory, in bytes; 0 where the system does not report it. */
  get bytes(): number {
    return residentBytes(this.process?.pid) ?? 0;
  }

  async run(key: string, task: unknown, services: Services): Promise<unknown> {
    this.keys.delete(key);
    this.keys.add(key);
    for (const oldest of this.keys) if (this.keys.size > MOST_KEYS) this.keys.delete(oldest);
    const process = this.process ?? this.start();
    const { limits = POOL_LIMITS } = this.settings;
    const timer = setInterval(() => this.watch(limits), limits.interval);
    if (this.heard !== undefined) this.heard = Date.now();
    try {
      return await new Promise((resolve, reject) => {
        this.running = {
          services,
          since: Date.now(),
          end(outcome) {
            try {
              resolve(outcome());
            } catch (error) {
              reject(error);
            }
          },
        };
        this.send(process, { kind: 'task', task });
      });
    } finally {
      clearInterval(timer);
      this.running = undefined;
      this.renew(limits);
    }
  }

  /** Replaces a worker that is near its limit between two tasks, because its caches grow. */
  private renew({ bytes }: PoolLimits): void {
    if (this.bytes < RENEWED_AT * bytes) return;
    const old = this.process;
    this.process = undefined;
    this.keys.clear();
    old?.kill('SIGKILL');
    if (!this.stopped) this.start();
  }

  stop(): void {
    this.stopped = true;
    this.process?.kill('SIGKILL');
  }

  private start(): ChildProcess {
    const { program, limits = POOL_LIMITS, execArgv = process.execArgv } = this.settings;
    const started = fork(program, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [...execArgv, `--max-old-space-size=${limits.heapMebibytes}`],
      // The worker has no credentials: the server does whatever needs them.
      env: { PATH: process.env['PATH'], NODE_ENV: process.env['NODE_ENV'] },
    });
    lowerPriority(started);
    started.on('message', (message: FromWorker) => this.hear(started, message));
    started.on('error', error =>
      this.ended(started, { cause: 'exit', reason: `could not be started: ${error.message}` }),
    );
    started.on('exit', (code, signal) => this.ended(started, this.ending ?? endOf(code, signal)));
    this.process = started;
    this.heard = undefined;
    return started;
  }

  private hear(from: ChildProcess, message: FromWorker): void {
    if (from !== this.process) return;
    this.heard = Date.now();
    this.failure = undefined;
    const { running } = this;
    if (!running) return;
    if (message.kind === 'done') running.end(() => outcomeValue(message.outcome));
    if (message.kind !== 'call') return;
    const { call, service, input } = message;
    const serve = Object.hasOwn(running.services, service) ? running.services[service] : undefined;
    void runForOutcome(async () => {
      if (!serve) throw new Error(`there is no service ${service}`);
      return serve(...(input as never[]));
    }).then(outcome => this.send(from, { kind: 'answer', call, outcome }));
  }

  private watch({ bytes, silence, deadline }: PoolLimits): void {
    const { process, running } = this;
    if (!process || !running) return;
    const now = Date.now();
    if (now - (this.heard ?? now) > silence) this.end(process, 'silence', `did not answer for ${silence / 1_000} s`);
    else if (now - running.since > deadline) this.end(process, 'deadline', `took longer than ${deadline / 1_000} s`);
    else if ((residentBytes(process.pid) ?? 0) > bytes)
      this.end(process, 'memory', `took more than ${bytes / MEBIBYTE} MiB of memory`);
    else this.send(process, { kind: 'ping' });
  }

  private end(process: ChildProcess, cause: EndCause, reason: string): void {
    this.ending = { cause, reason };
    process.kill('SIGKILL');
  }

  private ended(process: ChildProcess, { cause, reason }: Ending): void {
    if (process !== this.process) return;
    const wasReady = this.heard !== undefined;
    if (!wasReady) this.failure = reason;
    this.process = undefined;
    this.ending = undefined;
    this.keys.clear();
    this.running?.end(() => {
      // What was to be done says nothing about a worker that was never ready.
      throw wasReady ? new WorkerEndedError(reason) : new Error(`no worker could be started: it ${reason}`);
    });
    if (this.stopped) return;
    this.settings.onEnd?.(cause);
    if (wasReady) this.start();
    // One that cannot be started must not be started in a loop.
    else setTimeout(() => this.restart(), START_PAUSE);
  }

  private restart(): void {
    if (!this.stopped && !this.process) this.start();
  }

  private send(to: ChildProcess, message: ToWorker): void {
    // The exit event reports a worker that is gone.
    if (to.connected) to.send(message, () => undefined);
  }
}

function endOf(code: number | null, signal: string | null): Ending {
  // Node aborts when its heap is full.
  if (signal === 'SIGABRT' || code === 134) return { cause: 'memory', reason: 'took more memory than its heap has' };
  return { cause: 'exit', reason: `ended unexpectedly (${signal ?? code})` };
}
