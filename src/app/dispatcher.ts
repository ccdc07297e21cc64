/** Dispatches entries to their handlers: one at a time for each repository, several repositories in parallel, with retries. */
import { randomUUID } from 'node:crypto';
import { type Claim, StaleClaimError, type Work } from '../store/work.js';
import type { Log } from './context.js';
import { type Consequence, errorConsequence } from './errors.js';
import type { AttemptOutcome } from './telemetry/metrics.js';

export interface DispatcherSettings {
  readonly work: Work;
  readonly handle: (claim: Claim) => Promise<void>;
  readonly log: Log;
  /** Called before each attempt. What it returns is called with the outcome. */
  readonly watch?: (claim: Claim) => (outcome: AttemptOutcome) => void;
  /** The clock: seconds since 1970. */
  readonly seconds: () => number;
  /** How many entries are handled in parallel. */
  readonly lanes?: number;
  /** How often the dispatcher looks for due entries, in milliseconds. */
  readonly interval?: number;
}

export interface Dispatcher {
  /** What fails or hangs, one line each: looks for work, and entries that take too long. */
  problems(): string[];
  /** Looks for work now, because some was added. */
  wake(): void;
  /**
   * Claims nothing more, waits for the entries in progress, and hands back those that are not done in time.
   * @param patience how long to wait, in milliseconds
   */
  stop(patience: number): Promise<void>;
}

const OUTCOMES: Readonly<Record<Consequence['kind'] | 'done', AttemptOutcome>> = {
  done: 'done',
  gone: 'gone',
  retry: 'retry',
  'give-up': 'given-up',
};

/** How long a claim is valid, in seconds. It is renewed well before it expires. */
const LEASE = 300;
/** How long an entry can be in progress, in seconds: longer than a worker can take for it. */
const LONGEST_WORK = 900;
/** How long the store can take to say what is due, in seconds. */
const LONGEST_LOOK = 60;

/** Starts the dispatcher. */
export function startDispatcher(settings: DispatcherSettings): Dispatcher {
  const { work, log, lanes = 4, interval = 1_000 } = settings;
  const worker = randomUUID();
  const inFlight = new Map<string, { readonly claim: Claim; readonly since: number; readonly done: Promise<void> }>();
  let lookingSince: number | undefined;
  let failure: string | undefined;
  const state = { stopping: false, again: false };
  let looking: Promise<void> | undefined;

  const look = async () => {
    do {
      state.again = false;
      while (!state.stopping && inFlight.size < lanes) {
        const claim = await work.claim(worker, LEASE);
        if (!claim) break;
        const done = workOn(claim, settings).finally(() => {
          inFlight.delete(claim.token);
          wake();
        });
        inFlight.set(claim.token, { claim, since: settings.seconds(), done });
      }
    } while (state.again && !state.stopping);
  };
  const wake = () => {
    state.again = true;
    if (state.stopping || looking) return;
    lookingSince = settings.seconds();
    looking = look()
      .then(() => (failure = undefined))
      // If the store is unavailable, the next look tries again.
      .catch((error: unknown) => {
        failure = error instanceof Error ? error.message : String(error);
        log.error({ err: error }, 'no work could be claimed');
      })
      .finally(() => {
        looking = undefined;
        lookingSince = undefined;
        // `wake` might have been called while the last look ended.
        if (state.again) wake();
      });
  };

  const timer = setInterval(wake, interval);
  const renewal = setInterval(
    () => {
      for (const token of inFlight.keys())
        work.extend(token, LEASE).catch((error: unknown) => log.warn({ err: error }, 'a claim could not be renewed'));
    },
    (LEASE / 3) * 1_000,
  );
  wake();
  return {
    wake,
    problems() {
      const now = settings.seconds();
      const hanging = [...inFlight.values()].filter(({ since }) => now - since > LONGEST_WORK);
      return [
        ...(failure === undefined ? [] : [`no work can be claimed: ${failure}`]),
        ...(lookingSince !== undefined && now - lookingSince > LONGEST_LOOK
          ? [`the store has not said what is due for ${Math.floor(now - lookingSince)} s: restart the server`]
          : []),
        ...hanging.map(({ claim: { owner, repo, name }, since }) => {
          const minutes = Math.floor((now - since) / 60);
          return `${name} of ${owner}/${repo} has been in progress for ${minutes} minutes: restart the server`;
        }),
      ];
    },
    async stop(patience) {
      state.stopping = true;
      clearInterval(timer);
      await looking;
      let ended: NodeJS.Timeout | undefined;
      await Promise.race([
        Promise.all([...inFlight.values()].map(({ done }) => done)),
        new Promise(resolve => (ended = setTimeout(resolve, patience))),
      ]);
      clearTimeout(ended);
      clearInterval(renewal);
      await Promise.all([...inFlight.keys()].map(token => work.release(token).catch(() => undefined)));
    },
  };
}

async function workOn(claim: Claim, settings: DispatcherSettings): Promise<void> {
  const ended = settings.watch?.(claim);
  const outcome = await attempt(claim, settings);
  ended?.(outcome);
}

async function attempt(claim: Claim, { work, handle, log, seconds }: DispatcherSettings): Promise<AttemptOutcome> {
  const { token, name, owner, repo, attempts, delivery } = claim;
  const fields = { target: name, owner, repo, attempts, ...(delivery === undefined ? {} : { delivery }) };
  let consequence: Consequence | undefined;
  try {
    await handle(claim);
  } catch (error) {
    consequence = errorConsequence(error, attempts);
    log.warn({ ...fields, err: error, consequence: consequence.kind }, 'an attempt failed');
  }
  try {
    if (!consequence || consequence.kind === 'gone') await work.ack(token);
    else if (consequence.kind === 'give-up') await work.dead(token, consequence.reason);
    else await work.later(token, seconds() + consequence.seconds, consequence.reason);
    return OUTCOMES[consequence?.kind ?? 'done'];
  } catch (error) {
    // The lease expires, and the entry is handed out again.
    const words = error instanceof StaleClaimError ? 'the claim had expired' : 'the outcome could not be kept';
    log.error({ ...fields, err: error }, words);
    return 'lost';
  }
}
