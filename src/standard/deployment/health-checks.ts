import { findHealthCheck } from '../../facts/service/service-features.js';
import { criterion } from '../criterion.js';
import { placeOfService, withServing } from '../shared/serving.js';
import { featureOutcome } from './service-criteria.js';

export const healthChecks = criterion({
  id: 'health-checks',
  title: 'The service exposes a health check',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'The system that starts, stops, and restarts services must be able to tell a working service from one that hangs.',
  looksAt:
    "A module that serves. It must have an HTTP health endpoint (`/health`, `/healthz`, `/readyz`, …), a NATS service (which answers PING, INFO, and STATS), gRPC health, or systemd's notify.",
  looksNotAt: 'What the answer depends on.',
  remediation:
    'Add a route `/healthz` that answers 200 while the service works, or make the module a NATS service: `client.service_builder().start("parcel", "1.0.0")`.',
  example: {
    met: '```rust\nlet app = Router::new().route("/healthz", get(|| async { "ok" }));\n```',
    unmet: '```rust\nlet app = Router::new().route("/orders", post(order));\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) =>
      featureOutcome(code, findHealthCheck(code.library, code.packages), {
        met: 'the service exposes a health check',
        unmet: 'the service has no health endpoint',
        problem: {
          kind: 'no-health-check',
          ...placeOfService(serving, code),
          message: 'the service has no health endpoint: add one, or make the module a NATS service',
        },
      }),
    ),
});
