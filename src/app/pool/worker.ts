/** The worker's side of the pool. It runs one task at a time, and calls the server for everything outside of the process. */
import { type FromWorker, runForOutcome, type ToWorker, outcomeValue } from './wire.js';

/** Calls a service of the server. */
export type Call = (service: string, ...input: readonly unknown[]) => Promise<unknown>;

/** Runs tasks until the server disconnects. */
export function serveTasks(work: (task: unknown, call: Call) => Promise<unknown>): void {
  const waiting = new Map<number, (message: ToWorker & { readonly kind: 'answer' }) => void>();
  let calls = 0;
  const send = (message: FromWorker) => process.send?.(message);
  const call: Call = (service, ...input) =>
    new Promise((resolve, reject) => {
      const id = (calls += 1);
      waiting.set(id, ({ outcome }) => {
        waiting.delete(id);
        try {
          resolve(outcomeValue(outcome));
        } catch (error) {
          reject(error);
        }
      });
      send({ kind: 'call', call: id, service, input });
    });
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'ping') send({ kind: 'pong' });
    else if (message.kind === 'answer') waiting.get(message.call)?.(message);
    else void runForOutcome(() => work(message.task, call)).then(outcome => send({ kind: 'done', outcome }));
  });
  // Without the server, there are no more tasks.
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'ready' });
}
