/** Hands deliveries to who handles them: in order within a lane, several lanes at once, again and later when it fails. */
import type { Inbox, Waiting } from './inbox.js';

/** Thrown by a handler to be called again: the fault is the world's, and may pass. */
export class TryAgainError extends Error {
  override readonly name = 'TryAgainError';
  /** Seconds to wait at least, where the world said so. */
  readonly after: number;

  constructor(message: string, options?: ErrorOptions & { readonly after?: number }) {
    super(message, options);
    this.after = options?.after ?? 0;
  }
}

export interface WorkerSettings {
  readonly inbox: Inbox;
  readonly handle: (delivery: Waiting) => Promise<void>;
  /** Told of each failure. */
  readonly failed: (delivery: Waiting, error: unknown, again: number | undefined) => void;
  /** How many lanes at once. */
  readonly lanes?: number;
}

export interface Worker {
  /** Something came: look now. */
  wake(): void;
  /** Takes nothing new, and waits for what is being handled. */
  stop(): Promise<void>;
}

/** Seconds before each further attempt; after the last one it is left. */
const PATIENCE = [10, 60, 300, 900];
/** How often we look for what has become due, in milliseconds. */
const LOOK = 5_000;

function againIn(attempts: number, { after }: TryAgainError): number | undefined {
  const seconds = PATIENCE[attempts - 1];
  return seconds === undefined ? undefined : Math.max(seconds, after);
}

/** Starts to hand out what waits. */
export function startWorker({ inbox, handle, failed, lanes = 4 }: WorkerSettings): Worker {
  const busy = new Map<string, Promise<void>>();
  const state = { stopping: false };
  let looking: Promise<void> | undefined;
  let again = false;

  const one = async (delivery: Waiting) => {
    try {
      await handle(delivery);
      await inbox.done(delivery.id);
    } catch (error) {
      const seconds = error instanceof TryAgainError ? againIn(delivery.attempts, error) : undefined;
      failed(delivery, error, seconds);
      const reason = error instanceof Error ? error.message : String(error);
      await inbox.failed(delivery.id, reason, seconds).catch((broken: unknown) => failed(delivery, broken, undefined));
    }
  };
  const look = async () => {
    do {
      again = false;
      while (!state.stopping && busy.size < lanes) {
        const delivery = await inbox.next(new Set(busy.keys()));
        if (!delivery) break;
        busy.set(
          delivery.lane,
          one(delivery).finally(() => {
            busy.delete(delivery.lane);
            wake();
          }),
        );
      }
    } while (again && !state.stopping);
  };
  const wake = () => {
    again = true;
    if (state.stopping || looking) return;
    looking = look().finally(() => {
      looking = undefined;
      // Somebody may have called while the last look ended.
      if (again) wake();
    });
  };

  const timer = setInterval(wake, LOOK);
  wake();
  return {
    wake,
    async stop() {
      state.stopping = true;
      clearInterval(timer);
      await looking;
      await Promise.all(busy.values());
    },
  };
}
