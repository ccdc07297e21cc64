import {
  type AsyncHazard,
  fallibleTasks,
  findHazards,
  hasAsyncCode,
  namesRwLock,
} from '../../facts/code/async-hazards.js';
import { blockingHelpers } from '../../facts/code/blocking-helpers.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, noneFound, withCode } from '../shared/code-outcomes.js';

const WORDS: Readonly<Record<AsyncHazard['kind'], readonly [string, string?]>> = {
  blocking: ['blocking call'],
  guard: ['guard over an await', 'guards over an await'],
  'lost-result': ['lost result'],
};

export const asyncCorrectness = criterion({
  id: 'async-correctness',
  title: 'Async code does not block',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A blocking call stops every task on its thread, and a lock held over an `.await` can stop them forever. An error in a task that nobody joins goes unnoticed.',
  looksAt:
    'Library code. In async functions, blocks, and closures, there is no blocking call (`std::thread::sleep`, `std::fs`, blocking clients, `block_on`), directly or through functions of the crate, and no guard of a `std::sync` lock held over an `.await`. Anywhere, there is no spawned task whose output is a `Result` and whose handle is dropped.',
  looksNotAt: 'Code that runs inside `spawn_blocking` or `block_in_place`. Guards that end before the `.await`.',
  remediation:
    "Use the runtime's calls (`tokio::time::sleep`, `tokio::fs`) or `tokio::task::spawn_blocking`. End a guard before the `.await` with a block of its own, or use `tokio::sync::Mutex`. Keep a task's handle and await it, or handle the error inside the task.",
  example: {
    met: '```rust\nlet next = { queue.lock().unwrap().pop() };\nsend(next).await;\n```',
    unmet: '```rust\nlet mut queue = queue.lock().unwrap();\nsend(queue.pop()).await;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, code => {
      if (!hasAsyncCode(code.library)) return noneFound(code, 'library code has no async code');
      const fallible = fallibleTasks(code.library);
      const readWrite = namesRwLock(code.library);
      const hazards = [
        ...code.library.flatMap(source => findHazards(source, fallible, readWrite)),
        ...blockingHelpers(code.library),
      ];
      const of = (kind: AsyncHazard['kind']) => hazards.filter(each => each.kind === kind).length;
      const kinds = (['blocking', 'guard', 'lost-result'] as const).filter(kind => of(kind) > 0);
      return codeOutcome(code, {
        problems: hazards,
        met: 'async code does not block',
        unmet: kinds.map(kind => counted(of(kind), ...WORDS[kind])).join(', '),
      });
    }),
});
