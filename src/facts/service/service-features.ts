/** What code shows of health, metrics and an orderly end: the first place of each. */

import { memo } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import { pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { RustFile } from '../../rust/model.js';
import { splitArguments } from '../../rust/scan.js';
import { afterTree, inside, isText, isWord, kindAt, matchAt, stringValue, wordAt } from '../../rust/tokens.js';
import { Punct } from '../../rust/tokens-model.js';
import { activeItems } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import {
  type CodeMatch,
  firstMatch,
  firstWordMatch,
  type WordTest,
  searchTokens,
  searchForWords,
  word,
  wordPattern,
} from './code-search.js';

/** A path segment that means health anywhere, and words that do on their own or below a prefix. */
const HEALTH_SEGMENT =
  /^(health|healthy|healthz|health[-_]?checks?|livez|readyz|liveness|readiness|livecheck|readycheck|alive)$/i;
const HEALTH_PATH = /^(api|v\d+|_|-|internal|admin|system|\{\w+\})?(\/(api|v\d+|_|-))*\/?(live|ready|ping|status|up)$/i;

function isHealthPath(path: string): boolean {
  const bare = path.replace(/^\/|\/$/g, '');
  return bare.split('/').some(segment => HEALTH_SEGMENT.test(segment)) || HEALTH_PATH.test(bare);
}

const healthWord = word('tonic_health health_reporter sd_notify libsystemd NotifyState HealthServer');
const socket = word('TcpListener UnixListener');

/** What answers HTTP, by the names of crates; a socket of one's own may do so too. */
const HTTP_SERVERS =
  /^(axum|axum-server|actix-web|warp|hyper|hyper-util|rocket|poem|poem-openapi|salvo|tide|tonic|tonic-web|tiny_http|rouille|gotham|thruster|trillium|viz|ntex|dropshot|volo-http|iron|nickel|async-graphql-\w+|jsonrpsee|lambda_http|worker|metrics-exporter-prometheus)$|^cim-[\w-]*(?:http|web|server|api|service)/;

/** A health endpoint, a NATS service, gRPC health or systemd's notify. */
export function findHealthCheck(library: readonly LibraryFile[], packages: readonly Package[]): CodeMatch | undefined {
  // A path like `/health` may as well be what the module asks of others.
  const answers =
    packages.some(({ dependencies }) =>
      dependencies.some(({ kind, package: name }) => kind === 'normal' && HTTP_SERVERS.test(name)),
    ) || firstMatch(library, socket) !== undefined;
  const endpoint = answers ? firstMatch(library, healthEndpoint) : undefined;
  return endpoint ?? firstMatch(library, natsService) ?? firstMatch(library, healthWord);
}

const healthEndpoint = searchTokens(({ tokens }, at) => {
  const value = stringValue(tokens, at);
  if (value === undefined || value.length > 100) return undefined;
  // warp and salvo name a path without its slash.
  const isPath = value.startsWith('/') || isPathFilter(tokens, at);
  return isPath && isHealthPath(value) ? `the endpoint \`${value}\`` : undefined;
});

/** `warp::path("health")`, `path!("health" / "live")`, `Router::with_path("health")`. */
function isPathFilter(tokens: RustFile['tokens'], at: number): boolean {
  for (let before = at - 1; before > at - 8; before -= 1) {
    if (kindAt(tokens, before) === Punct.Semicolon) return false;
    if (isWord(tokens, before)) return /^(path|with_path)$/.test(wordAt(tokens, before));
  }
  return false;
}

/** A NATS service: `client.service_builder()`, `client.add_service(name, version, …)`, its trait. */
const natsService = searchForWords(wordPattern('service_builder ServiceExt add_service'), (file, at, name) => {
  const { tokens } = file;
  if (name === 'service_builder') return isText(tokens, at - 1, '.') ? '`service_builder`' : undefined;
  // The client's crate may go by a name that another file gives it: `use async_nats as nats`.
  if (name === 'ServiceExt')
    return /(^|_|::)nats::service::ServiceExt$/.test(fullPath(file, [name])) ? '`ServiceExt`' : undefined;
  if (kindAt(tokens, at + 1) !== Punct.ParenOpen) return undefined;
  // A gRPC server adds services too, one argument each.
  return splitArguments(tokens, inside(tokens, at + 1)).length > 1 ? '`add_service`' : undefined;
});

/** Something that logs. */
export function findLogging(library: readonly LibraryFile[]): CodeMatch | undefined {
  // A module of that name is the crate's own.
  const isOwn = (name: string) =>
    library.some(({ file }) => activeItems(file).some(item => item.kind === 'mod' && item.name === name));
  const own = new Set(LOGGERS.filter(isOwn));
  const look: WordTest = ({ tokens }, at, name) => {
    if (name === INSTRUMENT) return isText(tokens, at - 1, '[') ? '`#[instrument]`' : undefined;
    if (isExternCrate(tokens, at)) return `\`${name}\``;
    return isText(tokens, at + 1, '::') && !own.has(name) ? `\`${name}\`` : undefined;
  };
  return firstMatch(library, source => firstWordMatch(source, LOGGING, look));
}

const LOGGERS = ['tracing', 'log', 'slog'];
/** The attribute of `tracing`. */
const INSTRUMENT = 'instrument';
const LOGGING = wordPattern([INSTRUMENT, ...LOGGERS].join(' '));

/** `extern crate log;` brings in the macros without a path. */
function isExternCrate(tokens: RustFile['tokens'], at: number): boolean {
  return isText(tokens, at - 1, 'crate') && isText(tokens, at - 2, 'extern');
}

const METERS =
  /prometheus|metrics|statsd|otel|^opentelemetry|^(?:actix-web-prom|autometrics|cadence|dipstick|measured|metered|vise)$/;
const PROMETHEUS_CLIENTS = /^prometheus-(?:http-query|parse)/;

/** A meter or an exporter among the dependencies that code uses, or an endpoint of its own for what it counts. */
export function findMetrics(library: readonly LibraryFile[], packages: readonly Package[]): CodeMatch | undefined {
  const crates = packages.flatMap(({ dependencies }) =>
    dependencies
      .filter(({ kind, package: name }) => kind === 'normal' && METERS.test(name) && !PROMETHEUS_CLIENTS.test(name))
      .map(({ name }) => name.replaceAll('-', '_')),
  );
  const look: WordTest = ({ tokens }, at, name) => {
    if (!isText(tokens, at + 1, '::') && !isExternCrate(tokens, at)) return undefined;
    // OpenTelemetry can be used only for traces.
    const traces = /^opentelemetry|otel/.test(name) && !/metric/.test(name);
    return traces && firstMatch(library, measure) === undefined ? undefined : `\`${name}\``;
  };
  const names = crates.length > 0 ? wordPattern(crates.join(' ')) : undefined;
  const used = names && firstMatch(library, source => firstWordMatch(source, names, look));
  return used ?? firstMatch(library, metricsEndpoint);
}

const metricsEndpoint = searchTokens(({ tokens }, at) =>
  stringValue(tokens, at) === '/metrics' ? 'the endpoint `/metrics`' : undefined,
);

/** Words of OpenTelemetry's metrics: `meter`, `SdkMeterProvider`, `metrics::…`, `.metrics()`, `MetricExporter`; no parameter is one. */
const MEASURES = /(?:^|_)meter(?:_|$)|^(?:[A-Z]\w*)?Meter(?:[A-Z]|$)|Metrics?(?:Exporter|Reader|Layer)/;

const measure = searchForWords(wordPattern('*meter* *Meter* *Metric* *metrics'), ({ tokens }, at, name) => {
  const isCalled = isText(tokens, at + 1, '::') || kindAt(tokens, at + 1) === Punct.ParenOpen;
  return MEASURES.test(name) || (isCalled && /^(?:\w+_)?metrics$/.test(name)) ? `\`${name}\`` : undefined;
});

const signal = word(
  'ctrl_c SignalKind signal_hook* SIGTERM SIGINT TERM_SIGNALS ctrlc async_ctrlc catch_signals tokio_graceful *graceful_shutdown serve_with*shutdown',
);

/** Where SIGTERM or ctrl-c is handled. */
export function findSignalHandler(library: readonly LibraryFile[]): CodeMatch | undefined {
  return firstMatch(library, signal) ?? orderlyServer(library);
}

function orderlyServer(library: readonly LibraryFile[]): CodeMatch | undefined {
  return firstMatch(library, withoutSignals) ? undefined : firstMatch(library, serverByItself);
}

const withoutSignals = word('disable_signals');
/** Servers that handle signals by themselves, and end in order. */
const serverByItself = searchForWords(wordPattern('HttpServer rocket'), ({ tokens }, at, name) =>
  name === 'HttpServer' || isText(tokens, at + 1, '::') ? `\`${name}\`` : undefined,
);

const DRAINS =
  '*graceful_shutdown stop_graceful serve_with*shutdown JoinSet join_all try_join_all TaskTracker CancellationToken cancelled shutdown stop close join_next notify_waiters notified shutdown_timeout handle_shutdown_requests shutdown_with_limit wait_idle';
/** Methods of lists and files too: of what is awaited they drain. */
const AWAITED: readonly string[] = ['drain', 'flush'];

/** Where work is ended in order: drained, joined, flushed or told to stop. */
export function findDrain(library: readonly LibraryFile[]): CodeMatch | undefined {
  const files = library.filter(source => findSignalHandler([source]) !== undefined);
  return (
    firstMatch(files, drained) ?? firstMatch(library, drained) ?? firstMatch(files, joined) ?? orderlyServer(library)
  );
}

const drained = searchForWords(wordPattern(`${DRAINS} ${AWAITED.join(' ')}`), ({ tokens }, at, name) => {
  const open = kindAt(tokens, at + 1) === Punct.ParenOpen;
  if (WRITES.test(receiverOf(tokens, at))) return undefined;
  const ends = AWAITED.includes(name)
    ? open && isAwaited(tokens, afterTree(tokens, at + 1, tokens.count))
    : open || isText(tokens, at + 1, '::') || /^[A-Z]/.test(name);
  return ends ? `\`${name}\`` : undefined;
});

/** What is written to is flushed and shut down all the time. */
const WRITES = /^(?:stdout|stderr|w|f|\w*(?:writer|file|output|buf(?:fer)?))$/;

/** The name of what a method is called on: `writer` of `self.writer.flush()`, `stdout` of `io::stdout().flush()`; else empty. */
function receiverOf(tokens: RustFile['tokens'], at: number): string {
  if (!isText(tokens, at - 1, '.')) return '';
  const before = at - 2;
  const open = kindAt(tokens, before) === Punct.ParenClose ? matchAt(tokens, before) : before + 1;
  return isWord(tokens, open - 1) ? wordAt(tokens, open - 1) : '';
}

function isAwaited(tokens: RustFile['tokens'], at: number): boolean {
  return isText(tokens, at, '.') && isText(tokens, at + 1, 'await');
}

/** `worker.await` of what was spawned, `thread.join()`, `tokio::join!` of tasks. */
const joined = searchForWords(wordPattern('join try_join await'), (file, at, name) => {
  const { tokens } = file;
  if (name === 'join' && isText(tokens, at - 1, '.') && kindAt(tokens, at + 1) === Punct.ParenOpen)
    return isText(tokens, at + 2, ')') ? '`join`' : undefined;
  if (name !== 'await') return isText(tokens, at + 1, '!') ? `\`${name}!\`` : undefined;
  const task = isText(tokens, at - 1, '.') && isWord(tokens, at - 2) ? wordAt(tokens, at - 2) : '';
  return tasksOf(file).has(task) ? { what: `\`${task}.await\``, at: at - 2 } : undefined;
});

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
