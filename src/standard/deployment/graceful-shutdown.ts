import { unreadCode } from '../../facts/code/rust-code.js';
import { findDrain, findSignalHandler } from '../../facts/service/service-features.js';
import { criterion } from '../criterion.js';
import { unlessUnread } from '../shared/code-outcomes.js';
import { placeOfService, withServing } from '../shared/serving.js';
import { featureOutcome } from './service-criteria.js';

export const gracefulShutdown = criterion({
  id: 'graceful-shutdown',
  title: 'The service shuts down gracefully',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Services restart all the time. A service that ends in the middle of its work leaves half of it undone.',
  looksAt:
    'A module that serves. It must handle SIGTERM or ctrl-c, and drain awaited work (`with_graceful_shutdown`, `drain`, joined tasks, a cancellation token).',
  looksNotAt: 'Whether everything is drained.',
  remediation:
    'Wait for `tokio::signal::ctrl_c()` and `signal(SignalKind::terminate())` beside the work, then end the work in order: `axum::serve(…).with_graceful_shutdown(stop)`, `client.drain().await?`.',
  example: {
    met: '```rust\naxum::serve(listener, app).with_graceful_shutdown(stop()).await?;\n```',
    unmet: '```rust\naxum::serve(listener, app).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) => {
      const signal = findSignalHandler(code.library);
      const drain = signal && findDrain(code.library);
      const at = placeOfService(serving, code);
      if (!signal)
        return unlessUnread(unreadCode(code), 'the service handles no signal', [
          {
            kind: 'no-signal-handler',
            ...at,
            message: 'neither SIGTERM nor ctrl-c is handled: wait for both, then shut down in order',
          },
        ]);
      return featureOutcome(code, drain, {
        met: 'a signal is handled and work is drained',
        unmet: 'the signal is handled, but nothing is drained',
        problem: {
          kind: 'no-drain',
          path: signal.path,
          line: signal.line,
          message: 'the signal is handled, but nothing is drained: finish awaited work in order',
        },
      });
    }),
});
