import { isActive } from '../../facts/code/functions.js';
import { isNatsFile } from '../../facts/nats/files.js';
import { methodCalls } from '../../rust/calls.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, noneFound } from '../shared/code-outcomes.js';
import { withNats } from '../shared/nats-calls.js';

/** Options that re-establish a connection, or report that it is lost. */
const RECONNECTS =
  /^(max_reconnects|reconnect_delay_callback|event_callback|retry_on_initial_connect|reconnect_buffer_size|reconnect_callback|disconnect_callback|with_reconnect)$/;

export const natsReconnect = criterion({
  id: 'nats-reconnect',
  title: 'NATS connections are re-established',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A module that gives up when it loses a connection, or does not start because the broker starts a second later, has to be restarted by hand.',
  looksAt:
    "Calls in library code that connect. They must use `ConnectOptions` that set a reconnect policy (`max_reconnects`, `reconnect_delay_callback`, `retry_on_initial_connect`) or handle the connection's events (`event_callback`).",
  looksNotAt: 'Which policy it is. Modules that receive a client from their caller.',
  remediation:
    'Connect with `ConnectOptions::new().retry_on_initial_connect().event_callback(|event| async move { tracing::warn!(%event) }).connect(url)`.',
  example: {
    met: '```rust\nlet client = ConnectOptions::new().retry_on_initial_connect().max_reconnects(None).connect(&url).await?;\n```',
    unmet: '```rust\nlet client = async_nats::connect(&url).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (calls, code) => {
      const connects = calls.filter(({ kind }) => kind === 'connect');
      if (connects.length === 0) return noneFound(code, 'library code receives its client and does not connect');
      const policy = code.library.some(
        source =>
          isNatsFile(source.file) &&
          [...methodCalls(source.file.tokens, { from: 0, to: source.file.tokens.count })].some(
            ({ name, at }) => RECONNECTS.test(name) && isActive(source, at),
          ),
      );
      const bare = connects.filter(
        ({ name }) => !policy || (name.endsWith('connect') && !name.includes('ConnectOptions')),
      );
      return codeOutcome(code, {
        absent: !policy,
        problems: bare.map(({ source, line, name }) => ({
          kind: 'no-reconnect-policy',
          subject: name,
          path: source.path,
          line,
          message: `\`${name}\` connects without a reconnect policy: use \`ConnectOptions\` with one, or with an \`event_callback\``,
        })),
        met: `${counted(connects.length, 'connection')}, each with a reconnect policy`,
        unmet: `${bare.length} of ${counted(connects.length, 'connection')} without a reconnect policy`,
      });
    }),
});
