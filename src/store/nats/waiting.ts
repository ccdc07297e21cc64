import { StoreUnavailableError } from '../unavailable.js';

/** Lets callers wait for something that changes. */
export interface Waiting {
  /**
   * Waits until something is found.
   * @param deadline milliseconds since 1970
   * @throws StoreUnavailableError after the deadline
   */
  until<T>(deadline: number, find: () => T | undefined): Promise<T>;
  /** Something changed: everyone who waits looks again. */
  changed(): void;
  /** Nothing will change any more. */
  end(): void;
}

/** @param problem why it takes so long */
export function createWaiting(problem: () => string | undefined): Waiting {
  const looks = new Set<() => void>();
  let isOver = false;
  const changed = () => [...looks].forEach(look => look());
  const change = (patience: number) =>
    new Promise<void>(resolve => {
      const look = () => {
        clearTimeout(timer);
        looks.delete(look);
        resolve();
      };
      const timer = setTimeout(look, patience);
      looks.add(look);
    });
  return {
    async until(deadline, find) {
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        const left = deadline - Date.now();
        if (isOver || left <= 0)
          throw new StoreUnavailableError(problem() ?? 'NATS did not deliver the change in time');
        await change(left);
      }
    },
    changed,
    end() {
      isOver = true;
      changed();
    },
  };
}
