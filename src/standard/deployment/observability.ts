import { unreadCode } from '../../facts/code/rust-code.js';
import { findLogging, findMetrics } from '../../facts/service/service-features.js';
import { criterion, met } from '../criterion.js';
import { unlessUnread } from '../shared/code-outcomes.js';
import { placeOfService, withServing } from '../shared/serving.js';
import { proof } from './service-criteria.js';

const NO_LOGS = { kind: 'no-logs', what: 'the service emits no logs', advice: 'use tracing or log' };
const NO_METRICS = {
  kind: 'no-metrics',
  what: 'the service emits no metrics',
  advice: 'add a meter or a metrics exporter',
};

export const observability = criterion({
  id: 'observability',
  title: 'The service emits metrics and logs',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Logs show what happened, and metrics show how often and how long. Without both, people can only guess why a service is slow.',
  looksAt:
    'A module that serves. It must use tracing or log, and a meter or a metrics exporter (metrics, prometheus, opentelemetry, …).',
  looksNotAt: 'What is logged and measured.',
  remediation:
    'Use `tracing` with `tracing-subscriber`, and `metrics` with `metrics-exporter-prometheus`: `PrometheusBuilder::new().install()?; metrics::counter!("orders_total").increment(1);`.',
  example: {
    met: '```rust\ntracing::info!(%order, "placed");\nmetrics::counter!("orders_total").increment(1);\n```',
    unmet: '```rust\nprintln!("placed {order}");\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) => {
      const log = findLogging(code.library);
      const meter = findMetrics(code.library, code.packages);
      const at = placeOfService(serving, code);
      const lacking = [...(log ? [] : [NO_LOGS]), ...(meter ? [] : [NO_METRICS])];
      if (lacking.length > 0)
        return unlessUnread(
          unreadCode(code),
          lacking.map(({ what }) => what).join('; '),
          lacking.map(({ kind, what, advice }) => ({ kind, ...at, message: `${what}: ${advice}` })),
        );
      return met(
        'the service emits metrics and logs',
        [log, meter].flatMap(each => (each ? [proof(each)] : [])),
      );
    }),
});
