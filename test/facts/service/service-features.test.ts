import { describe, expect, it } from '@jest/globals';
import { readCargo } from '../../../src/cargo/cargo.js';
import { findHealthCheck } from '../../../src/facts/service/service-features.js';
import { files } from '../../support/snapshots.js';
import { library } from '../code/support.js';

describe('a health endpoint', () => {
  const mark = (code: string, dependencies = '') => {
    const manifest = `[package]\nname = "cim-parcel"\nversion = "1.0.0"\n\n[dependencies]\n${dependencies}`;
    const { packages } = readCargo(files({ 'Cargo.toml': manifest, 'src/main.rs': code }));
    return findHealthCheck([library(code, 'src/main.rs')], packages)?.what;
  };
  const ROUTE = 'fn app() -> Router { Router::new().route("/healthz", get(alive)) }';

  it('is a path that an HTTP server answers', () => {
    expect(mark(ROUTE, 'axum = "0.8"\n')).toBe('the endpoint `/healthz`');
    expect(mark(ROUTE, 'cim-web-server = "1"\n')).toBe('the endpoint `/healthz`');
    expect(mark('async fn f() { TcpListener::bind(at); match path { "/health" => ok(), _ => no() } }')).toBe(
      'the endpoint `/health`',
    );
  });

  it('is no path that a module without a server asks of others', () => {
    const asks = 'fn watched() -> Watched { Watched { endpoint: "/health".to_string(), interval: 30 } }';
    expect(mark(asks, 'reqwest = "0.12"\n')).toBeUndefined();
  });

  it('needs no server where it is a NATS service', () => {
    expect(mark('async fn f(client: Client) { client.service_builder().start("parcel", "1.0.0").await; }')).toBe(
      '`service_builder`',
    );
  });
});
