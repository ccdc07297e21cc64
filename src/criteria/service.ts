import { documentedNames } from '../snapshot/service/documented.js';
import type { Mark } from '../snapshot/service/looks.js';
import { drainMark, healthMark, logMark, meterMark, signalMark } from '../snapshot/service/marks.js';
import { logsByDefault, variablesOf } from '../snapshot/service/variables.js';
import { counted, criterion, type Evidence, met, type Outcome, unknown, unmet } from './criterion.js';
import { type RustCode, unreadCode } from './rust-code.js';
import { placeOfService, withServing } from './serving.js';

/** Variables of the system and of tools: nobody documents them in a module. */
const COMMON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|TEMP|TMP|TERM|COLORTERM|LANG|LC_\w+|TZ|HOSTNAME|NO_COLOR|CLICOLOR\w*|CI|EDITOR|DISPLAY|XDG_\w+|CARGO\w*|RUSTC?|RUST_BACKTRACE|OUT_DIR|APPDATA|LOCALAPPDATA|USERPROFILE|GITHUB_\w+)$/;

export const envConfig = criterion({
  id: 'env-config',
  title: 'Configuration comes from the environment',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'What differs from one installation to the next is set where it runs. A variable that nobody wrote down is found by reading code, at night.',
  looksAt:
    'A module that serves reads its configuration from the environment (`std::env`, clap’s `env`, envy, figment, config; `RUST_LOG` through a filter), and each variable is listed: as code in the README or a document, or in `.env.example`.',
  looksNotAt: 'Variables of the system such as `HOME`; names that are made while it runs.',
  remediation:
    'Read `std::env::var("PARCEL_NATS_URL")`, and list each variable in the README: its name as code, what it means, its default.',
  example: {
    met: '```markdown\n| Variable | |\n|---|---|\n| `PARCEL_NATS_URL` | where NATS is; `nats://localhost:4222` without it |\n```',
    unmet: '```rust\nlet url = std::env::var("PARCEL_NATS_URL")?; // no document names it\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) => {
      const read = variablesOf(code.library, code.packages).filter(
        ({ name }) => name === undefined || !COMMON.test(name),
      );
      const names = new Set(read.flatMap(({ name }) => name ?? []));
      const { listed, unread } = documentedNames(files, new Set([...names, 'RUST_LOG']));
      if (read.length === 0 && listed.has('RUST_LOG') && logsByDefault(code.library))
        return met('what is logged is read from the environment, as documented');
      if (read.length === 0)
        return unlessUnread(unreadCode(code), 'nothing is read from the environment', [
          {
            ...placeOfService(serving, code),
            message: 'the service reads no environment variable: what differs between installations is fixed',
          },
        ]);
      const missing = new Map<string, Evidence>();
      for (const { name, path, line } of read)
        if (name !== undefined && !listed.has(name) && !missing.has(name))
          missing.set(name, { path, line, message: `\`${name}\` is read, and no document lists it` });
      if (missing.size === 0) return met(`${counted(names.size, 'variable')}, each documented`);
      return unlessUnread(unread, `${missing.size} of ${counted(names.size, 'variable')} not documented`, [
        ...missing.values(),
      ]);
    }),
});

/** Unmet, unless what is missing may stand in what could not be read. */
function unlessUnread(unread: string | undefined, message: string, findings: readonly Evidence[]): Outcome {
  return unread === undefined ? unmet(message, findings) : unknown(`${message}, as far as it could be read: ${unread}`);
}

export const healthChecks = criterion({
  id: 'health-checks',
  title: 'Health can be asked',
  severity: 'must',
  kind: 'automatic',
  rationale: 'What starts, stops and restarts services has to tell a working one from one that hangs.',
  looksAt:
    'A module that serves: an HTTP health endpoint (`/health`, `/healthz`, `/readyz`, …), a NATS service (which answers PING, INFO and STATS), gRPC health, or systemd’s notify.',
  looksNotAt: 'What the answer depends on.',
  remediation:
    'Add a route `/healthz` that answers 200 while work is done, or make it a NATS service: `client.service_builder().start("parcel", "1.0.0")`.',
  example: {
    met: '```rust\nlet app = Router::new().route("/healthz", get(|| async { "ok" }));\n```',
    unmet: '```rust\nlet app = Router::new().route("/orders", post(order));\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) =>
      byMark(code, healthMark(code.library, code.packages), 'health can be asked', {
        ...placeOfService(serving, code),
        message: 'the service has no health endpoint: add one, or make it a NATS service',
      }),
    ),
});

export const observability = criterion({
  id: 'observability',
  title: 'Metrics and logs are there',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Logs tell what happened, metrics how often and how long: without both a slow service is a guess.',
  looksAt:
    'A module that serves: tracing or log is used, and a meter or a metrics exporter (metrics, prometheus, opentelemetry, …).',
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
      const log = logMark(code.library);
      const meter = meterMark(code.library, code.packages);
      const at = placeOfService(serving, code);
      const findings = [
        ...(log ? [] : [{ ...at, message: 'the service logs nothing: use tracing or log' }]),
        ...(meter ? [] : [{ ...at, message: 'the service measures nothing: add a meter or a metrics exporter' }]),
      ];
      if (findings.length > 0)
        return unlessUnread(
          unreadCode(code),
          findings.map(({ message }) => message.split(':')[0]).join('; '),
          findings,
        );
      return met(
        'the service logs and measures',
        [log, meter].flatMap(each => (each ? [proof(each)] : [])),
      );
    }),
});

export const gracefulShutdown = criterion({
  id: 'graceful-shutdown',
  title: 'Shutdown is graceful',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Services are restarted all the time. One that ends in the middle of its work leaves half of it undone.',
  looksAt:
    'A module that serves: SIGTERM or ctrl-c is handled, and awaited work is drained (`with_graceful_shutdown`, `drain`, joined tasks, a cancellation token).',
  looksNotAt: 'Whether everything is drained.',
  remediation:
    'Wait for `tokio::signal::ctrl_c()` and `signal(SignalKind::terminate())` beside the work, then end it in order: `axum::serve(…).with_graceful_shutdown(stop)`, `client.drain().await?`.',
  example: {
    met: '```rust\naxum::serve(listener, app).with_graceful_shutdown(stop()).await?;\n```',
    unmet: '```rust\naxum::serve(listener, app).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) => {
      const signal = signalMark(code.library);
      const drain = signal && drainMark(code.library);
      const at = placeOfService(serving, code);
      if (!signal)
        return unlessUnread(unreadCode(code), 'no signal is handled', [
          { ...at, message: 'neither SIGTERM nor ctrl-c is handled: wait for both, and end in order' },
        ]);
      return byMark(code, drain, 'a signal is handled and work is drained', {
        path: signal.path,
        line: signal.line,
        message: 'the signal is handled, and nothing is drained: end what is awaited in order',
      });
    }),
});

function byMark(code: RustCode, mark: Mark | undefined, words: string, missing: Evidence): Outcome {
  if (mark) return met(`${words}: ${mark.what}`, [proof(mark)]);
  return unlessUnread(unreadCode(code), missing.message.split(':')[0] ?? '', [missing]);
}

function proof({ path, line, what }: Mark): Evidence {
  return { path, line, message: what };
}
