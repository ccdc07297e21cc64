import type { SqliteStore } from './database.js';
import { transaction } from './transaction.js';

/**
 * Makes changes that come at the same time in one transaction, because writing it to the disk costs more than the changes. One that
 * fails is undone alone. A change is made when the caller's turn of the event loop is over, and the promise waits for it.
 * @param change is itself a transaction
 */
export function together<A extends readonly unknown[]>(
  { database, run }: SqliteStore,
  change: (...given: A) => unknown,
): (...given: A) => Promise<void> {
  let waiting: { readonly given: A; readonly settle: (failure: { readonly error: unknown } | undefined) => void }[] =
    [];
  const changeAll = transaction(database, (batch: readonly A[]) =>
    batch.map(given => {
      try {
        change(...given);
        return undefined;
      } catch (error) {
        // An error can end the whole transaction: then nothing of it was stored.
        if (!database.inTransaction) throw error;
        return { error };
      }
    }),
  );
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    try {
      const failures = await run(() => changeAll(batch.map(({ given }) => given)));
      for (const [index, { settle }] of batch.entries()) settle(failures[index]);
    } catch (error) {
      for (const { settle } of batch) settle({ error });
    }
  };
  return (...given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, settle: failure => (failure ? reject(failure.error) : resolve()) });
      if (waiting.length === 1) setImmediate(() => void flush());
    });
}
