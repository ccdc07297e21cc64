import { describe, expect, it } from '@jest/globals';
import { judged, service } from '../../support/service.js';

describe('observability', () => {
  const observed = (body: string, texts: Record<string, string> = {}) => judged('observability', service(body, texts));
  const LOG = 'tracing::info!("placed");';
  const METRICS = { dependencies: 'metrics = "0.23"' };

  it('shows what is missing of the two', () => {
    expect(observed('println!("x");')).toMatchObject({
      status: 'unmet',
      message: 'the service emits no logs; the service emits no metrics',
      evidence: [
        { path: 'src/main.rs', line: 4 },
        { path: 'src/main.rs', line: 4 },
      ],
    });
    expect(observed(LOG).evidence).toHaveLength(1);
    expect(observed('metrics::counter!("a").increment(1);', METRICS).evidence).toMatchObject([
      { message: 'the service emits no logs: use tracing or log' },
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

  describe('false alarms', () => {
    it.each([
      ['tracing and metrics', `${LOG} metrics::counter!("a").increment(1);`, METRICS],
      [
        'imported macros',
        'info!("x"); counter!("a");',
        { ...METRICS, before: 'use tracing::info; use metrics::counter;' },
      ],
      [
        'macros of old',
        'info!("x"); metrics::counter!("a");',
        { ...METRICS, before: '#[macro_use] extern crate log;' },
      ],
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
});
