import { excerptAt } from '../../facts/code/functions.js';
import { allNatsCalls } from '../../facts/nats/calls.js';
import { type ResultFault, resultFaultOf } from '../../facts/nats/results.js';
import { counted, criterion } from '../criterion.js';
import { codeVerdict, tally } from '../shared/code-outcomes.js';
import { withNats } from '../shared/nats-calls.js';

const FAULTS: Readonly<Record<ResultFault, string>> = {
  unwrapped: 'the result is unwrapped: the network fails sooner or later; handle the error, or return it',
  expected: 'the result is expected: the network fails sooner or later; handle the error, or return it',
  discarded: 'the result is thrown away: log the error at least, or return it',
  unacknowledged: 'the acknowledgement of a JetStream publish is not awaited: await it twice, `.await?.await?`',
};

export const natsErrorHandling = criterion({
  id: 'nats-error-handling',
  title: 'Network failures are handled',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A broker restarts, a network parts. What was not sent, and nobody noticed, is lost for ever; what panics takes the module along.',
  looksAt:
    'Each NATS call in library code, the acknowledgement of a message and the making of streams among them: its result is neither unwrapped, expected nor thrown away (`let _ =`, `.ok();`), and the acknowledgement of a JetStream publish is awaited.',
  looksNotAt: 'Tests and examples. Whether the error is handled well.',
  remediation:
    'Return the error with `?`, or handle it: `if let Err(error) = client.publish(…).await { tracing::warn!(%error, "…") }`. A JetStream publish is awaited twice: `context.publish(…).await?.await?`.',
  example: {
    met: '```rust\nclient.publish(subject, payload).await?;\n```',
    unmet: '```rust\nlet _ = client.publish(subject, payload).await;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (_, code) => {
      const calls = allNatsCalls(code.library, code.packages);
      const faults = calls.flatMap(call => {
        const found = resultFaultOf(call);
        return found ? [{ call, found }] : [];
      });
      return codeVerdict(code, {
        findings: faults.map(({ call: { source, line, name }, found }) => ({
          kind: found,
          subject: name,
          path: source.path,
          line,
          message: `\`${name}\`: ${FAULTS[found]}`,
          excerpt: excerptAt(source.file, line),
        })),
        met: `the result of each of ${counted(calls.length, 'NATS call')} is used`,
        unmet: `results of NATS calls are lost: ${tally(faults.map(({ found }) => found))}`,
      });
    }),
});
