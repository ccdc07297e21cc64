/** A few threads that assess checkouts, each one after the other. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './fleet-worker.js';

/** More threads than this need more memory than they save time. */
const MOST_THREADS = 4;
/** The heap of one thread, in MiB: two of them and the command stay below 500. */
const HEAP_MIB = 192;
/** How long the assessment of one module can take. */
const DEADLINE_MS = 180_000;
const PROGRAM = new URL('./fleet-worker.js', import.meta.url);

/**
 * Sends each question to the next free thread.
 * @param answered called with each answer as it arrives
 */
export async function askAll(
  questions: readonly Question[],
  answered: (index: number, answer: Answer) => void,
): Promise<void> {
  const queue = questions.map((question, index) => ({ question, index }));
  const size = Math.min(MOST_THREADS, availableParallelism(), queue.length);
  await Promise.all(
    Array.from({ length: size }, async () => {
      let thread: Worker | undefined;
      for (let next = queue.shift(); next; next = queue.shift()) {
        thread ??= new Worker(PROGRAM, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });
        const answer = await ask(thread, next.question);
        answered(next.index, answer.answer);
        if (answer.ended) {
          await thread.terminate();
          thread = undefined;
        }
      }
      await thread?.terminate();
    }),
  );
}

/** One answer. A thread that failed is ended, and the next question gets a new thread. */
function ask(thread: Worker, question: Question): Promise<{ readonly answer: Answer; readonly ended: boolean }> {
  return new Promise(resolve => {
    const done = (answer: Answer, ended: boolean) => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      // Messages of a thread that is being ended are ignored.
      if (ended) thread.on('error', () => undefined);
      resolve({ answer, ended });
    };
    const timer = setTimeout(() => done({ reason: `not assessed within ${DEADLINE_MS / 1_000} s` }, true), DEADLINE_MS);
    const onMessage = (answer: Answer) => done(answer, false);
    const onError = (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const reason = outOfMemory ? `it needs more than ${HEAP_MIB} MiB of memory` : `internal error: ${error.message}`;
      done({ reason }, true);
    };
    const onExit = (code: number) => done({ reason: `internal error: the thread ended with ${code}` }, true);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(question);
  });
}
