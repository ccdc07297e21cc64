/** Dispatches entries to their handlers: one at a time for each repository, several repositories in parallel, with retries. */
import { randomUUID } from 'node:crypto';
import { type Claim, StaleClaimError, type Work } from '../store/work.js';
import type { Log } from './context.js';
import { type Consequence, errorConsequence } from './faults.js';

export interface DispatcherSettings {
  readonly work: Work;
  readonly handle: (claim: Claim) => Promise<void>;
  readonly log: Log;
  /** The clock: seconds since 1970. */
  readonly seconds: () => number;
  /** How many entries are handled in parallel. */
  readonly lanes?: number;
  /** How often the dispatcher looks for due entries, in milliseconds. */
  readonly interval?: number;
}

export interface Dispatcher {
  /** Looks for work now, because some was added. */
  wake(): void;
  /**
   * Claims nothing more, waits for the entries in progress, and hands back those that are not done in time.
   * @param patience how long to wait, in milliseconds
   */
  stop(patience: number): Promise<void>;
}

/** How long a claim is valid, in seconds. It is renewed well before it expires. */
const LEASE = 300;

/** Starts the dispatcher. */
export function startDispatcher(settings: DispatcherSettings): Dispatcher {
  const { work, log, lanes = 4, interval = 1_000 } = settings;
  const worker = randomUUID();
  const inFlight = new Map<string, Promise<void>>();
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
        inFlight.set(claim.token, done);
      }
    } while (state.again && !state.stopping);
  };
  const wake = () => {
    state.again = true;
    if (state.stopping || looking) return;
    looking = look()
      // If the store is unavailable, the next look tries again.
      .catch((error: unknown) => log.error({ err: error }, 'no work could be claimed'))
      .finally(() => {
        looking = undefined;
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
    async stop(patience) {
      state.stopping = true;
      clearInterval(timer);
      await looking;
      let ended: NodeJS.Timeout | undefined;
      await Promise.race([
        Promise.all(inFlight.values()),
        new Promise(resolve => (ended = setTimeout(resolve, patience))),
      ]);
      clearTimeout(ended);
      clearInterval(renewal);
      await Promise.all([...inFlight.keys()].map(token => work.release(token).catch(() => undefined)));
    },
  };
}

async function workOn(claim: Claim, { work, handle, log, seconds }: DispatcherSettings): Promise<void> {
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
  } catch (error) {
    // The lease expires, and the entry is handed out again.
    const words = error instanceof StaleClaimError ? 'the claim had expired' : 'the outcome could not be kept';
    log.error({ ...fields, err: error }, words);
  }
}
