import { describe, expect, it } from '@jest/globals';
import { judged, judgedWithout, service } from '../../support/service.js';

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

  describe('false alarms', () => {
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
  });
});
