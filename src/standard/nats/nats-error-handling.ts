import { lineExcerpt } from '../../facts/code/functions.js';
import { allNatsCalls } from '../../facts/nats/calls.js';
import { findResultProblem, type ResultProblem } from '../../facts/nats/results.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, tally } from '../shared/code-outcomes.js';
import { withNats } from '../shared/nats-calls.js';

const FAULTS: Readonly<Record<ResultProblem, string>> = {
  unwrapped: 'is unwrapped, but the network can fail: handle the error or return it',
  expected: 'is expected to be `Ok`, but the network can fail: handle the error or return it',
  discarded: 'is discarded: at least log the error, or return it',
  unacknowledged: 'is awaited without the JetStream acknowledgement: await it twice, `.await?.await?`',
};

export const natsErrorHandling = criterion({
  id: 'nats-error-handling',
  title: 'NATS calls handle network failures',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Brokers restart, and networks fail. A message that was not sent, without anyone noticing, is lost forever, and a panic takes the module down.',
  looksAt:
    'Each NATS call in library code, including those that acknowledge messages and create streams. Its result must not be unwrapped, expected, or discarded (`let _ =`, `.ok();`), and the acknowledgement of a JetStream publish must be awaited.',
  looksNotAt: 'Tests and examples. Whether the error is handled well.',
  remediation:
    'Return the error with `?`, or handle it: `if let Err(error) = client.publish(…).await { tracing::warn!(%error, "…") }`. Await a JetStream publish twice: `context.publish(…).await?.await?`.',
  example: {
    met: '```rust\nclient.publish(subject, payload).await?;\n```',
    unmet: '```rust\nlet _ = client.publish(subject, payload).await;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (_, code) => {
      const calls = allNatsCalls(code.library, code.packages);
      const faults = calls.flatMap(call => {
        const found = findResultProblem(call);
        return found ? [{ call, found }] : [];
      });
      return codeOutcome(code, {
        problems: faults.map(({ call: { source, line, name }, found }) => ({
          kind: found,
          subject: name,
          path: source.path,
          line,
          message: `the result of \`${name}\` ${FAULTS[found]}`,
          excerpt: lineExcerpt(source.file, line),
        })),
        met: `the result of each of ${counted(calls.length, 'NATS call')} is used`,
        unmet: `results of NATS calls are lost: ${tally(faults.map(({ found }) => found))}`,
      });
    }),
});
