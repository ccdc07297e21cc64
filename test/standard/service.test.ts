import { describe, expect, it } from '@jest/globals';
import { judged, judgedWithout, service } from '../support/service.js';

describe('env-config', () => {
  const config = (body: string, texts: Record<string, string> = {}) => judged('env-config', service(body, texts));
  const README = { 'README.md': '# Parcel\n\n| Variable | |\n| --- | --- |\n| `PARCEL_URL` | where NATS is |\n' };
  const READ = 'let url = std::env::var("PARCEL_URL");';

  it('shows each variable that nobody documents, once, where it is read first', () => {
    expect(config(`${READ}\nlet a = std::env::var_os("PARCEL_DIR");\n${READ}`)).toMatchObject({
      status: 'unmet',
      message: '2 of 2 variables not documented',
      evidence: [
        { path: 'src/main.rs', line: 3, message: '`PARCEL_URL` is read, and no document lists it' },
        { path: 'src/main.rs', line: 4, message: '`PARCEL_DIR` is read, and no document lists it' },
      ],
    });
  });

  it('is unmet where nothing is read, at the place that serves', () => {
    expect(config('')).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/main.rs', line: 4 }] });
    expect(config('let h = std::env::var("HOME");').message).toBe('nothing is read from the environment');
    expect(config('let v = env!("CARGO_PKG_VERSION"); let a = std::env::args(); // std::env::var("A_B")').message).toBe(
      'nothing is read from the environment',
    );
  });

  it.each([
    ['an import', 'let a = var("PARCEL_A");', { before: 'use std::env::var;' }],
    ['a renamed import', 'let a = e::var("PARCEL_A");', { before: 'use std::env as e;' }],
    ['a constant', 'let a = env::var(NAME);', { before: 'use std::env; const NAME: &str = "PARCEL_A";' }],
    ['dotenvy', 'let a = dotenvy::var("PARCEL_A");', {}],
    [
      'a function of its own',
      'let a = env_or("PARCEL_A", "1");',
      { before: 'fn env_or(name: &str, or: &str) -> String { std::env::var(name).unwrap_or(or) }' },
    ],
    ['clap’s `env`', '', { before: '#[derive(Parser)] struct Args { #[arg(long, env = "PARCEL_A")] a: u8 }' }],
    ['clap’s `env` alone', '', { before: '#[derive(Parser)] struct Args { #[arg(long, env)] parcel_a: u8 }' }],
    [
      'clap’s subcommands',
      '',
      { before: '#[derive(Subcommand)] enum Command { Run { #[arg(env = "PARCEL_A")] a: u8 } }' },
    ],
    ['clap’s builder', 'let a = Arg::new("a").env("PARCEL_A");', { dependencies: 'clap = "4"' }],
    [
      'a filter by its name',
      'let f = EnvFilter::from_env("PARCEL_A");',
      { dependencies: 'tracing-subscriber = "0.3"' },
    ],
    [
      'a filter’s builder',
      'let f = EnvFilter::builder().with_env_var("PARCEL_A").from_env_lossy();',
      { dependencies: 'tracing-subscriber = "0.3"' },
    ],
    [
      'a logger’s environment',
      'let e = env_logger::Env::default().filter_or("PARCEL_A", "info");',
      { dependencies: 'env_logger = "0.11"' },
    ],
  ])('knows a variable by %s', (_, body, texts) => {
    expect(config(body, texts)).toMatchObject({
      status: 'unmet',
      evidence: [{ message: '`PARCEL_A` is read, and no document lists it' }],
    });
    expect(config(body, { ...texts, '.env.example': 'PARCEL_A=1\n' }).status).toBe('met');
  });

  it.each([
    ['EnvFilter', 'EnvFilter::from_default_env();', 'tracing-subscriber = "0.3"'],
    ['EnvFilter, or else', 'EnvFilter::try_from_default_env().unwrap_or_else(f);', 'tracing-subscriber = "0.3"'],
    [
      'EnvFilter’s builder',
      'EnvFilter::builder().with_default_directive(d).from_env_lossy();',
      'tracing-subscriber = "0.3"',
    ],
    ['env_logger', 'env_logger::init();', 'env_logger = "0.11"'],
    ['env_logger’s builder', 'env_logger::Builder::from_default_env().init();', 'env_logger = "0.11"'],
  ])('asks for RUST_LOG behind %s', (_, body, dependencies) => {
    expect(config(body, { dependencies }).evidence).toMatchObject([
      { message: '`RUST_LOG` is read, and no document lists it' },
    ]);
    expect(config(body, { dependencies, 'README.md': 'Logs follow `RUST_LOG`.\n' }).status).toBe('met');
  });

  it.each([
    ['a table', READ, README],
    ['a list', READ, { 'README.md': '- PARCEL_URL: where NATS is\n' }],
    ['a command', READ, { 'README.md': '```sh\nPARCEL_URL=nats://a cargo run\n```\n' }],
    ['a heading', READ, { 'docs/configuration.md': '# Configuration\n\n### PARCEL_URL\n\nWhere NATS is.\n' }],
    ['HTML', READ, { 'README.md': '<table><tr><td><code>PARCEL_URL</code></td></tr></table>\n' }],
    ['a document of another form', READ, { 'docs/configuration.rst': 'PARCEL_URL\n  where NATS is\n' }],
    ['an example of an environment', READ, { '.env.example': '# PARCEL_URL=nats://a\n' }],
    ['an example for one system', READ, { 'deploy/.env.production.example': 'export PARCEL_URL=nats://a\n' }],
    ['a template', READ, { '.env.template': 'PARCEL_URL=\n' }],
  ])('finds a variable in %s', (_, body, texts) => {
    expect(config(body, texts)).toMatchObject({ status: 'met', message: '1 variable, each documented' });
  });

  it.each([
    ['prose', { 'README.md': 'You may set PARCEL_URL if you like.\n' }],
    ['a part of another word', { 'README.md': '`MY_PARCEL_URL` and `PARCEL_URL_2`\n' }],
    ['code', { 'src/other.rs': '// `PARCEL_URL`\n' }],
    ['the environment itself', { '.env': 'PARCEL_URL=\n' }],
  ])('does not find a variable in %s', (_, texts) => {
    expect(config(READ, texts).status).toBe('unmet');
  });

  it.each([
    ['what is set', `${READ} std::env::set_var("PARCEL_B", "1"); std::env::remove_var("PARCEL_C");`, {}],
    [
      'what the system sets',
      `${READ} std::env::var("HOME"); std::env::var("PATH"); std::env::var("XDG_CONFIG_HOME");`,
      {},
    ],
    ['what is made while it runs', `${READ} std::env::var(format!("PARCEL_{x}"));`, {}],
    ['what tests read', READ, { before: '#[cfg(test)] mod tests { fn f() { std::env::var("PARCEL_B"); } }' }],
    ['a command’s environment', `${READ} Command::new("x").env("PARCEL_B", "1");`, { dependencies: 'clap = "4"' }],
    ['another `env`', `${READ} let a = minijinja::Environment::new(); template.env("PARCEL_B");`, {}],
    ['a map', `${READ} let a = headers.get("PARCEL_B");`, { before: 'fn get(name: &str) { std::env::var(name); }' }],
    ['a comment and a text', `${READ} /* std::env::var("PARCEL_B") */ f("std::env::var(\\"PARCEL_C\\")");`, {}],
    ['envy', 'let c = envy::prefixed("PARCEL_").from_env::<Config>();', {}],
    ['figment', 'let f = Figment::new().merge(Env::prefixed("PARCEL_"));', {}],
    ['config', 'let c = Config::builder().add_source(config::Environment::with_prefix("PARCEL"));', {}],
    ['all of it', 'for (name, value) in std::env::vars() {}', {}],
  ])('is met with %s', (_, body, texts) => {
    expect(config(body, { ...README, ...texts })).toMatchObject({ status: 'met', evidence: [] });
  });

  it('takes a logger that reads RUST_LOG by itself where it is documented', () => {
    const body = 'tracing_subscriber::fmt::init();';
    expect(config(body).status).toBe('unmet');
    expect(config(body, { 'README.md': 'Logs follow `RUST_LOG`.\n' }).status).toBe('met');
    expect(config(`${READ}${body}`, README).status).toBe('met');
  });

  it('is not known where a document was not read', () => {
    expect(judgedWithout('env-config', 'README.md', service(READ, README)).status).toBe('unknown');
  });
});

describe('health-checks', () => {
  const AXUM = 'axum = "0.8"';
  const health = (body: string, texts: Record<string, string> = {}) =>
    judged('health-checks', service(body, { dependencies: AXUM, ...texts }));

  it('is unmet without, at the place that serves', () => {
    expect(health('let app = Router::new().route("/orders", post(order));')).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/main.rs', line: 4, message: expect.stringContaining('no health endpoint') }],
    });
  });

  it.each([
    ['gRPC without its health', 'Server::builder().add_service(OrderServer::new(o));', {}],
    ['tower’s ServiceExt', 'let a = app.ready().await;', { before: 'use tower::ServiceExt;' }],
    ['a comment', '// .route("/health", get(f))', {}],
    ['a test', '', { before: '#[cfg(test)] mod t { fn f() { get("/health"); } }' }],
    [
      'a word in a path',
      'Router::new().route("/upload", f).route("/healthcare-providers", g).route("/orders/status", h);',
      {},
    ],
  ])('does not take %s for one', (_, body, texts) => {
    expect(health(body, texts).status).toBe('unmet');
  });

  it.each([
    ...[
      '/health',
      '/healthz',
      '/health/live',
      '/api/v1/health',
      '/readyz',
      '/livez',
      '/-/healthy',
      '/_/ping',
      '/status',
      '/parcels/health',
    ].map(path => [path, `let app = Router::new().route("${path}", get(f));`, {}] as const),
    ['a constant', 'app.route(PATH, get(f));', { before: 'const PATH: &str = "/healthz";' }],
    ['an attribute', '', { before: '#[get("/health")] async fn health() {}' }],
    ['warp', 'let a = warp::path("health").map(f); warp::path!("orders");', { dependencies: 'warp = "0.3"' }],
    ['warp’s macro', 'let a = warp::path!("healthz" / "live");', { dependencies: 'warp = "0.3"' }],
    ['a match', 'match (method, path) { (GET, "/health") => ok(), _ => no() }', { dependencies: 'hyper = "1"' }],
    ['a NATS service', 'client.service_builder().start("parcel", "1.0.0").await;', {}],
    [
      'a NATS service by its trait, of a client under another name',
      'client.add_service(config).await;',
      { before: 'use nats::service::ServiceExt;' },
    ],
    ['a NATS service by its trait', 'client.add_service("parcel", "1.0.0", None).await;', {}],
    [
      'gRPC',
      'let (mut reporter, service) = tonic_health::server::health_reporter();',
      { dependencies: 'tonic = "0.12"' },
    ],
    ['systemd', 'sd_notify::notify(true, &[NotifyState::Ready]);', {}],
  ])('is met by %s', (_, body, texts) => {
    expect(health(body, texts)).toMatchObject({ status: 'met', evidence: [{ path: 'src/main.rs' }] });
  });

  it('is not known where code was not read', () => {
    const texts = service('', {
      dependencies: AXUM,
      before: 'mod routes;',
      'src/routes.rs': 'const A: &str = "/health";',
    });
    expect(judgedWithout('health-checks', 'src/routes.rs', texts).status).toBe('unknown');
    expect(judgedWithout('observability', 'src/routes.rs', texts).status).toBe('unknown');
    expect(judgedWithout('graceful-shutdown', 'src/routes.rs', texts).status).toBe('unknown');
  });
});

describe('observability', () => {
  const observed = (body: string, texts: Record<string, string> = {}) => judged('observability', service(body, texts));
  const LOG = 'tracing::info!("placed");';
  const METRICS = { dependencies: 'metrics = "0.23"' };

  it('shows what is missing of the two', () => {
    expect(observed('println!("x");')).toMatchObject({
      status: 'unmet',
      message: 'the service logs nothing; the service measures nothing',
      evidence: [
        { path: 'src/main.rs', line: 4 },
        { path: 'src/main.rs', line: 4 },
      ],
    });
    expect(observed(LOG).evidence).toHaveLength(1);
    expect(observed('metrics::counter!("a").increment(1);', METRICS).evidence).toMatchObject([
      { message: 'the service logs nothing: use tracing or log' },
    ]);
  });

  it.each([
    ['a meter that nothing uses', LOG, METRICS],
    ['a meter of tests', LOG, { ...METRICS, before: '#[cfg(test)] mod t { fn f() { metrics::counter!("a"); } }' }],
    ['traces alone', `${LOG} opentelemetry::global::tracer("a");`, { dependencies: 'opentelemetry = "0.24"' }],
    [
      'traces alone, beside parameters and what another measures',
      `${LOG} opentelemetry::global::tracer("a"); let parameters = config.metrics; if metrics.enable { f(parameters) }`,
      { dependencies: 'opentelemetry = "0.24"' },
    ],
    ['a comment', `${LOG} // metrics::counter!("a")`, METRICS],
    [
      'a module called log',
      'log::write(); metrics::counter!("a");',
      { ...METRICS, before: 'mod log { pub fn write() {} }' },
    ],
  ])('is unmet by %s', (_, body, texts) => {
    expect(observed(body, texts).evidence).toHaveLength(1);
  });

  it.each([
    ['tracing and metrics', `${LOG} metrics::counter!("a").increment(1);`, METRICS],
    [
      'imported macros',
      'info!("x"); counter!("a");',
      { ...METRICS, before: 'use tracing::info; use metrics::counter;' },
    ],
    ['macros of old', 'info!("x"); metrics::counter!("a");', { ...METRICS, before: '#[macro_use] extern crate log;' }],
    ['instrumented functions', 'metrics::counter!("a");', { ...METRICS, before: '#[instrument] fn f() {}' }],
    ['prometheus', `${LOG} prometheus::default_registry();`, { dependencies: 'prometheus = "0.13"' }],
    [
      'prometheus-client',
      `${LOG} let r = prometheus_client::registry::Registry::default();`,
      { dependencies: 'prometheus-client = "0.22"' },
    ],
    [
      'a layer of axum',
      `${LOG} let l = axum_prometheus::PrometheusMetricLayer::pair();`,
      { dependencies: 'axum-prometheus = "0.7"' },
    ],
    [
      'OpenTelemetry’s meter',
      `${LOG} let m = opentelemetry::global::meter("a");`,
      { dependencies: 'opentelemetry = "0.24"' },
    ],
    [
      'a renamed dependency',
      `${LOG} m::counter!("a");`,
      { dependencies: 'm = { package = "metrics", version = "0.23" }' },
    ],
    ['statsd', `${LOG} let c = cadence::StatsdClient::from_sink(s);`, { dependencies: 'cadence = "1"' }],
    [
      'OpenTelemetry’s exporter',
      `${LOG} opentelemetry_otlp::MetricExporter::builder().with_tonic().build();`,
      { dependencies: 'opentelemetry-otlp = "0.27"' },
    ],
    ['an endpoint of its own', `${LOG} let app = Router::new().route("/metrics", get(counts));`, {}],
    ['log', 'log::info!("x"); metrics::counter!("a");', METRICS],
  ])('is met with %s', (_, body, texts) => {
    expect(observed(body, texts)).toMatchObject({ status: 'met', evidence: [{}, {}] });
  });
});

describe('graceful-shutdown', () => {
  const shutdown = (body: string, texts: Record<string, string> = {}) =>
    judged('graceful-shutdown', service(body, texts));
  const SIGNAL = 'tokio::signal::ctrl_c().await;';

  it('is unmet without a signal, at the place that serves', () => {
    expect(shutdown('client.drain().await; // ctrl_c')).toMatchObject({
      status: 'unmet',
      message: 'no signal is handled',
      evidence: [{ path: 'src/main.rs', line: 4 }],
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', 'let all: Vec<_> = waiting.drain(..).collect();'],
    ['a file', 'file.flush()?;'],
    ['a task that is thrown away', 'let task = tokio::spawn(work());'],
    ['a path', 'let path = folder.join("a");'],
    ['a text', 'println!("client.drain().await");'],
    ['what is printed', 'tokio::io::stdout().flush().await?;'],
    ['a writer', 'self.writer.shutdown().await?;'],
  ])('is unmet where %s is drained, at the signal', (_, body) => {
    expect(shutdown(`\n${SIGNAL}\n${body}`)).toMatchObject({
      status: 'unmet',
      message: 'the signal is handled, and nothing is drained',
      evidence: [{ path: 'src/main.rs', line: 4 }],
    });
  });

  it.each([
    ['a client that is drained', `${SIGNAL} client.drain().await?;`, {}],
    ['a client that is flushed', `${SIGNAL} client.flush().await?;`, {}],
    ['a task that is awaited', `let worker = tokio::spawn(work()); ${SIGNAL} stop.send(()); worker.await?;`, {}],
    ['tasks that are joined', `let (a, b) = (spawn(a()), spawn(b())); ${SIGNAL} tokio::join!(a, b);`, {}],
    ['a set of tasks', `let mut set = JoinSet::new(); ${SIGNAL} while set.join_next().await.is_some() {}`, {}],
    ['a token', `let token = CancellationToken::new(); ${SIGNAL} token.cancel();`, {}],
    ['threads that are joined', 'ctrlc::set_handler(f); for t in threads { t.join(); }', {}],
    ['axum', 'axum::serve(listener, app).with_graceful_shutdown(stop()).await?;', {}],
    ['warp', `warp::serve(r).bind_with_graceful_shutdown(at, async { ${SIGNAL} });`, {}],
    ['tonic', 'Server::builder().add_service(a).serve_with_shutdown(at, stop()).await?;', {}],
    ['tonic with a listener of its own', `${SIGNAL} s.serve_with_incoming_shutdown(incoming, stop()).await?;`, {}],
    ['actix, which does both', 'HttpServer::new(app).bind(at)?.run().await', {}],
    ['SIGTERM', 'signal(SignalKind::terminate())?.recv().await; client.drain().await?;', {}],
    [
      'signals of another crate',
      'let signals = signal_hook_tokio::Signals::new(TERM_SIGNALS)?; server.shutdown().await;',
      {},
    ],
    [
      'a module of its own',
      'stop::wait().await; client.drain().await?;',
      { before: 'mod stop;', 'src/stop.rs': `pub async fn wait() { ${SIGNAL} }` },
    ],
  ])('is met with %s', (_, body, texts) => {
    expect(shutdown(body, texts)).toMatchObject({ status: 'met' });
  });

  it('asks of actix without its signals what it asks of others', () => {
    expect(shutdown('HttpServer::new(app).disable_signals().run().await').status).toBe('unmet');
  });
});
