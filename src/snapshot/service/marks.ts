/** What code shows of health, metrics and an orderly end: the first place of each. */
import type { Package } from '../cargo/model.js';
import { eachToken, itemsOf } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import { memo } from '../memo.js';
import type { LibraryFile } from '../rust/crate-model.js';
import type { RustFile } from '../rust/model.js';
import { argumentsOf, pathCalls } from '../rust/scan.js';
import { afterTree, inside, isText, isWord, kindAt, lineAt, stringValue, wordAt } from '../rust/tokens.js';
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

/** A segment that says health wherever it stands, and words that do so alone or below a prefix. */
const HEALTH_SEGMENT =
  /^(health|healthy|healthz|health[-_]?checks?|livez|readyz|liveness|readiness|livecheck|readycheck|alive)$/i;
const HEALTH_PATH = /^(api|v\d+|_|-|internal|admin|system|\{\w+\})?(\/(api|v\d+|_|-))*\/?(live|ready|ping|status|up)$/i;

function isHealthPath(path: string): boolean {
  const bare = path.replace(/^\/|\/$/g, '');
  return bare.split('/').some(segment => HEALTH_SEGMENT.test(segment)) || HEALTH_PATH.test(bare);
}

const HEALTH_WORDS = /^(tonic_health|health_reporter|sd_notify|libsystemd|NotifyState|HealthServer)$/;

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
    if (value === undefined || value.length > 100) return undefined;
    // warp and salvo name a path without its slash.
    const isPath = value.startsWith('/') || isPathFilter(tokens, at);
    return isPath && isHealthPath(value) ? `the endpoint \`${value}\`` : undefined;
  });
  return endpoint ?? first(library, natsService) ?? first(library, word(HEALTH_WORDS));
}

/** `warp::path("health")`, `path!("health" / "live")`, `Router::with_path("health")`. */
function isPathFilter(tokens: RustFile['tokens'], at: number): boolean {
  for (let before = at - 1; before > at - 8; before -= 1) {
    if (kindAt(tokens, before) === Punct.Semicolon) return false;
    if (isWord(tokens, before)) return /^(path|with_path)$/.test(wordAt(tokens, before));
  }
  return false;
}

/** A NATS service: `client.service_builder()`, `client.add_service(name, version, …)`, its trait. */
const natsService: Look = (file, at) => {
  const { tokens } = file;
  if (!isWord(tokens, at)) return undefined;
  const name = wordAt(tokens, at);
  if (name === 'service_builder' && isText(tokens, at - 1, '.')) return '`service_builder`';
  // The client's crate may go by a name that another file gives it: `use async_nats as nats`.
  if (name === 'ServiceExt')
    return /(^|_|::)nats::service::ServiceExt$/.test(fullPath(file, [name])) ? '`ServiceExt`' : undefined;
  if (name !== 'add_service' || kindAt(tokens, at + 1) !== Punct.ParenOpen) return undefined;
  // A gRPC server adds services too, one argument each.
  return argumentsOf(tokens, inside(tokens, at + 1)).length > 1 ? '`add_service`' : undefined;
};

/** Something that logs. */
export function logMark(library: readonly LibraryFile[]): Mark | undefined {
  const own = new Set(
    library.flatMap(({ file }) => itemsOf(file).flatMap(item => (item.kind === 'mod' ? [item.name] : []))),
  );
  return first(library, (file, at) => {
    const { tokens } = file;
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    if (name === 'instrument' && isText(tokens, at - 1, '[')) return '`#[instrument]`';
    if (!/^(tracing|log|slog)$/.test(name)) return undefined;
    if (isExternCrate(tokens, at)) return `\`${name}\``;
    // A module of that name is the crate's own.
    return isText(tokens, at + 1, '::') && !own.has(name) ? `\`${name}\`` : undefined;
  });
}

/** `extern crate log;` brings in the macros without a path. */
function isExternCrate(tokens: RustFile['tokens'], at: number): boolean {
  return isText(tokens, at - 1, 'crate') && isText(tokens, at - 2, 'extern');
}

const METERS =
  /^(?!prometheus-(http-query|parse))([\w-]*(prometheus|metrics|statsd|otel)[\w-]*|opentelemetry[\w-]*|actix-web-prom|autometrics|cadence|dipstick|measured|metered|vise)$/;

/** A meter or an exporter among the dependencies that code uses, or an endpoint of its own for what it counts. */
export function meterMark(library: readonly LibraryFile[], packages: readonly Package[]): Mark | undefined {
  const crates = packages.flatMap(({ dependencies }) =>
    dependencies
      .filter(({ kind, package: name }) => kind === 'normal' && METERS.test(name))
      .map(({ name }) => name.replaceAll('-', '_')),
  );
  const measures = first(library, measure) !== undefined;
  const used = first(library, ({ tokens }, at) => {
    if (!isWord(tokens, at)) return undefined;
    const name = wordAt(tokens, at);
    if (!crates.includes(name) || (!isText(tokens, at + 1, '::') && !isExternCrate(tokens, at))) return undefined;
    // OpenTelemetry may be there for traces alone.
    return /^opentelemetry|otel/.test(name) && !/metric/.test(name) && !measures ? undefined : `\`${name}\``;
  });
  return (
    used ??
    first(library, ({ tokens }, at) => (stringValue(tokens, at) === '/metrics' ? 'the endpoint `/metrics`' : undefined))
  );
}

/** Words of OpenTelemetry's metrics: `meter`, `SdkMeterProvider`, `metrics::…`, `.metrics()`, `MetricExporter`; no parameter is one. */
const MEASURES =
  /^(?:\w*_)?meter(?:_\w+)?$|^(?:[A-Z]\w*)?Meter(?:[A-Z]\w*)?$|^\w*Metrics?(?:Exporter|Reader|Layer)\w*$/;

const measure: Look = (file, at) => {
  const { tokens } = file;
  if (!isWord(tokens, at)) return undefined;
  const name = wordAt(tokens, at);
  const isCalled = isText(tokens, at + 1, '::') || kindAt(tokens, at + 1) === Punct.ParenOpen;
  return MEASURES.test(name) || (isCalled && /^(?:\w+_)?metrics$/.test(name)) ? `\`${name}\`` : undefined;
};

const SIGNALS =
  /^(ctrl_c|SignalKind|signal_hook\w*|SIGTERM|SIGINT|TERM_SIGNALS|ctrlc|async_ctrlc|catch_signals|tokio_graceful|\w*graceful_shutdown|serve_with\w*shutdown)$/;
/** Servers that handle signals by themselves, and end in order. */
const BY_ITSELF = /^(HttpServer|rocket)$/;

/** Where SIGTERM or ctrl-c is handled. */
export function signalMark(library: readonly LibraryFile[]): Mark | undefined {
  return first(library, word(SIGNALS)) ?? orderlyServer(library);
}

function orderlyServer(library: readonly LibraryFile[]): Mark | undefined {
  if (first(library, word(/^disable_signals$/))) return undefined;
  return first(library, (file, at) => {
    const what = word(BY_ITSELF)(file, at);
    if (what === undefined || what === '`HttpServer`') return what;
    return isText(file.tokens, at + 1, '::') ? what : undefined;
  });
}

const DRAINS =
  /^(\w*graceful_shutdown|stop_graceful|serve_with\w*shutdown|JoinSet|join_all|try_join_all|TaskTracker|CancellationToken|cancelled|shutdown|stop|close|join_next|notify_waiters|notified|shutdown_timeout|handle_shutdown_requests|shutdown_with_limit|wait_idle)$/;
/** Methods of lists and files too: of what is awaited they drain. */
const AWAITED = /^(drain|flush)$/;

/** Where work is ended in order: drained, joined, flushed or told to stop. */
export function drainMark(library: readonly LibraryFile[]): Mark | undefined {
  const files = library.filter(source => signalMark([source]) !== undefined);
  return (
    first([...files, ...library], ({ tokens }, at) => {
      if (!isWord(tokens, at)) return undefined;
      const name = wordAt(tokens, at);
      const open = kindAt(tokens, at + 1) === Punct.ParenOpen;
      if (AWAITED.test(name) && open)
        return isAwaited(tokens, afterTree(tokens, at + 1, tokens.count)) ? `\`${name}\`` : undefined;
      if (!DRAINS.test(name)) return undefined;
      return open || isText(tokens, at + 1, '::') || /^[A-Z]/.test(name) ? `\`${name}\`` : undefined;
    }) ??
    first(files, joined) ??
    orderlyServer(library)
  );
}

function isAwaited(tokens: RustFile['tokens'], at: number): boolean {
  return isText(tokens, at, '.') && isText(tokens, at + 1, 'await');
}

/** `worker.await` of what was spawned, `thread.join()`, `tokio::join!` of tasks. */
const joined: Look = (file, at) => {
  const { tokens } = file;
  if (!isWord(tokens, at)) return undefined;
  const name = wordAt(tokens, at);
  if (name === 'join' && isText(tokens, at - 1, '.') && kindAt(tokens, at + 1) === Punct.ParenOpen)
    return isText(tokens, at + 2, ')') ? '`join`' : undefined;
  if (/^(join|try_join)$/.test(name) && isText(tokens, at + 1, '!')) return `\`${name}!\``;
  return isAwaited(tokens, at + 1) && tasksOf(file).has(name) ? `\`${name}.await\`` : undefined;
};

/** Locals that hold a spawned task. */
const tasksOf = memo((file: RustFile): ReadonlySet<string> => {
  const { tokens } = file;
  const tasks = new Set<string>();
  for (const { name, from } of pathCalls(tokens, { from: 0, to: tokens.count })) {
    if (!name.startsWith('spawn')) continue;
    const local = isText(tokens, from - 1, '=') && isWord(tokens, from - 2) ? wordAt(tokens, from - 2) : undefined;
    if (local !== undefined) tasks.add(local);
  }
  return tasks;
});
