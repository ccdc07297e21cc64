/** What code shows of health, metrics and an orderly end: the first place of each. */
import type { Package } from '../cargo/model.js';
import { eachToken } from '../code/functions.js';
import type { LibraryFile } from '../rust/crate-model.js';
import type { RustFile } from '../rust/model.js';
import { isText, isWord, kindAt, lineAt, stringValue, wordAt } from '../rust/tokens.js';
import { Punct } from '../rust/tokens-model.js';

export interface Mark {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

type Look = (file: RustFile, at: number) => string | undefined;

/** The first token of library code that a look knows. */
function first(library: readonly LibraryFile[], look: Look): Mark | undefined {
  for (const source of library) {
    let found: Mark | undefined;
    eachToken(source, at => {
      const what = found ? undefined : look(source.file, at);
      if (what !== undefined) found = { path: source.path, line: lineAt(source.file.tokens, at), what };
    });
    if (found) return found;
  }
  return undefined;
}

const word =
  (pattern: RegExp): Look =>
  ({ tokens }, at) => {
    if (!isWord(tokens, at)) return undefined;
    const text = wordAt(tokens, at);
    return pattern.test(text) ? `\`${text}\`` : undefined;
  };

const HEALTH_PATH =
  /^\/?(api\/|v\d\/|_)*(health|healthz|health[-_]?check|livez|readyz|live|ready|liveness|readiness|ping|status|up)\/?$/i;

const HEALTH_WORDS =
  /^(service_builder|add_service|ServiceExt|tonic_health|health_reporter|sd_notify|NotifyState|HealthServer)$/;

/** What answers HTTP, by the names of crates; a socket of one's own may do so too. */
const HTTP_SERVERS =
  /^(axum|axum-server|actix-web|warp|hyper|hyper-util|rocket|poem|poem-openapi|salvo|tide|tonic|tonic-web|tiny_http|rouille|gotham|thruster|trillium|viz|ntex|dropshot|volo-http|iron|nickel|async-graphql-\w+|jsonrpsee|lambda_http|worker|metrics-exporter-prometheus|cim-[\w-]*(http|web|server|api|service)[\w-]*)$/;

/** A health endpoint, a NATS service, gRPC health or systemd's notify. */
export function healthMark(library: readonly LibraryFile[], packages: readonly Package[]): Mark | undefined {
  // A path like `/health` may as well be what the module asks of others.
  const answers =
    packages.some(({ dependencies }) =>
      dependencies.some(({ kind, package: name }) => kind === 'normal' && HTTP_SERVERS.test(name)),
    ) || first(library, word(/^(TcpListener|UnixListener)$/)) !== undefined;
  const endpoint = first(library, ({ tokens }, at) => {
    const value = answers ? stringValue(tokens, at) : undefined;
    return value?.startsWith('/') && HEALTH_PATH.test(value) ? `the endpoint \`${value}\`` : undefined;
  });
  return endpoint ?? first(library, word(HEALTH_WORDS));
}

/** Something that logs. */
export function logMark(library: readonly LibraryFile[]): Mark | undefined {
  return first(library, (file, at) => {
    const { tokens } = file;
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    if (/^(tracing|log|slog)$/.test(name) && isText(tokens, at + 1, '::')) return `\`${name}\``;
    if (name === 'instrument' && isText(tokens, at - 1, '[')) return '`#[instrument]`';
    return undefined;
  });
}

const METERS =
  /^(metrics|prometheus|prometheus-client|opentelemetry|opentelemetry_sdk|opentelemetry-prometheus|opentelemetry-otlp|metrics-exporter-\w+|axum-prometheus|actix-web-prom|autometrics|cadence|statsd|dipstick|tokio-metrics|measured)$/;

/** A meter or an exporter among the dependencies that code uses. */
export function meterMark(library: readonly LibraryFile[], packages: readonly Package[]): Mark | undefined {
  const crates = packages.flatMap(({ dependencies }) =>
    dependencies
      .filter(({ kind, package: name }) => kind === 'normal' && METERS.test(name))
      .map(({ name }) => name.replaceAll('-', '_')),
  );
  if (crates.length === 0) return undefined;
  return first(library, ({ tokens }, at) => {
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    if (!crates.includes(name) || !isText(tokens, at + 1, '::')) return undefined;
    return name.startsWith('opentelemetry') && !/meter|metric/i.test(tokens.text) ? undefined : `\`${name}\``;
  });
}

/** Where SIGTERM or ctrl-c is handled. */
export function signalMark(library: readonly LibraryFile[]): Mark | undefined {
  return first(library, (file, at) => {
    const { tokens } = file;
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    if (
      /^(ctrl_c|SignalKind|signal_hook|with_graceful_shutdown|SIGTERM|ctrlc|serve_with_shutdown|HttpServer)$/.test(name)
    )
      return `\`${name}\``;
    return name === 'rocket' && isText(tokens, at + 1, '::') ? '`rocket`' : undefined;
  });
}

const DRAINS =
  /^(with_graceful_shutdown|serve_with_shutdown|drain|JoinSet|join_all|try_join_all|TaskTracker|CancellationToken|cancelled|flush|shutdown|graceful_shutdown|stop|close|join_next|HttpServer|rocket|notify_waiters|notified|shutdown_timeout)$/;

/** Where work is ended in order: drained, joined, flushed or told to stop. */
export function drainMark(library: readonly LibraryFile[]): Mark | undefined {
  const files = library.filter(source => signalMark([source]) !== undefined);
  return first([...files, ...library], (file, at) => {
    const what = word(DRAINS)(file, at);
    if (!what) return undefined;
    const next = kindAt(file.tokens, at + 1);
    return next === Punct.ParenOpen || isText(file.tokens, at + 1, '::') || /^`[A-Z]/.test(what) ? what : undefined;
  });
}
