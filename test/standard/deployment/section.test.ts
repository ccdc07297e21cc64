import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judged, judgedWithout, manifest, service } from '../../support/service.js';
import { both, changedBy, edit, judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';

const SERVING = ['docker', 'env-config', 'health-checks', 'observability', 'graceful-shutdown'];
const IDS = ['nix-package', ...SERVING];

describe('the ready module', () => {
  it.each(IDS)('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS)).status).toBe('met');
  });

  it.each([
    ['docker', edit('Dockerfile', 'target/release/cim-parcel ', 'target/release/cim-order ')],
    ['docker', edit('.github/workflows/ci.yml', 'docker build --tag cim-parcel .', 'docker version')],
    ['nix-package', edit('flake.nix', 'packages = forAll', 'devShells = forAll')],
    ['env-config', edit('README.md', '| `PARCEL_NATS_URL` | where NATS is | `nats://localhost:4222` |\n', '')],
    [
      'health-checks',
      both(
        edit('src/main.rs', 'use async_nats::service::ServiceExt;\n', ''),
        edit('src/main.rs', /let service = bus[^;]*;/, 'let client: &async_nats::Client = bus.client();'),
        edit(
          'src/main.rs',
          /let mut orders = service[^;]*;/,
          'let mut orders = client.subscribe("parcel.orders").await?;',
        ),
      ),
    ],
    [
      'observability',
      both(
        edit('src/main.rs', '    PrometheusBuilder::new().install()?;\n', ''),
        edit('src/main.rs', 'use metrics_exporter_prometheus::PrometheusBuilder;\n', ''),
        edit('src/main.rs', '                metrics::counter!("parcel_orders_total").increment(1);\n', ''),
      ),
    ],
    [
      'graceful-shutdown',
      both(
        edit('src/main.rs', '    bus.drain().await?;\n', ''),
        edit('src/bus.rs', /    \/\/\/ Sends everything that waits, then closes\.[^}]*\}\n\n/, ''),
      ),
    ],
  ])('is unready in %s alone', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});
describe('whom the rows of a service concern', () => {
  const AXUM = { 'Cargo.toml': manifest('axum = "0.8"') };

  it('are those whose default features listen, where others would listen otherwise', () => {
    const texts = {
      'Cargo.toml': manifest('axum = "0.8"', '[features]\ntls = []\n'),
      'src/main.rs':
        '#[cfg(feature = "tls")]\nfn run() { secure(); }\n#[cfg(not(feature = "tls"))]\nfn run() { TcpListener::bind("0.0.0.0:80"); }\nfn main() { #[cfg(feature = "tls")]\n{ tls(); }\nrun() }\n',
    };
    expect(judge('health-checks', snapshot(texts)).status).toBe('unmet');
  });

  it.each([
    ['without a crate', { 'README.md': '# Nothing\n' }],
    ['that is a library', { 'Cargo.toml': manifest(), 'src/lib.rs': 'pub fn f() { TcpListener::bind("0.0.0.0:1"); }' }],
    ['whose binary listens to nothing', { 'Cargo.toml': manifest(), 'src/main.rs': 'fn main() { println!("x"); }' }],
    [
      'whose library listens, and whose binary never comes there',
      {
        'Cargo.toml': manifest(),
        'src/lib.rs': 'pub fn serve_all() { TcpListener::bind("0.0.0.0:1"); }',
        'src/main.rs': 'fn main() { println!("serve_all TcpListener::bind"); /* serve_all() */ }',
      },
    ],
    [
      'whose server is an example or a test',
      {
        ...AXUM,
        'src/main.rs': 'fn main() {}\n#[cfg(test)]\nmod tests { fn main() { TcpListener::bind("0.0.0.0:1"); } }',
        'examples/serve.rs': 'fn main() { axum::serve(l, app) }',
        'tests/a.rs': 'fn main() { axum::serve(l, app) }',
      },
    ],
    [
      'whose server needs a feature',
      {
        'Cargo.toml': manifest(
          '',
          '[features]\ndefault = []\nserver = []\n[[bin]]\nname = "served"\nrequired-features = ["server"]\n',
        ),
        'src/bin/served.rs': 'fn main() { TcpListener::bind("0.0.0.0:1"); }',
        'src/main.rs':
          '#[cfg(feature = "server")]\nmod server;\nfn main() { #[cfg(feature = "server")] { TcpListener::bind("0.0.0.0:1"); } #[cfg(feature = "server")] axum::serve(l, a); run() }\n#[cfg(feature = "server")]\nfn run() { TcpListener::bind("0.0.0.0:1"); }\n#[cfg(not(feature = "server"))]\nfn run() { other() }',
        'src/server.rs': 'pub fn other() { TcpListener::bind("0.0.0.0:1"); }',
      },
    ],
    [
      'that looks for a free port',
      {
        'Cargo.toml': manifest(),
        'src/main.rs': 'fn main() { TcpListener::bind("127.0.0.1:0"); TcpListener::bind(("localhost", 0)); }',
      },
    ],
    ...[
      'TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));',
      'let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)); TcpListener::bind(at)?.local_addr();',
      'let free = TcpListener::bind(("127.0.0.1", port)).is_ok();',
      'let port = TcpListener::bind(at)?.local_addr()?.port();',
    ].map((main): [string, Texts] => [
      `that probes a port by ${main}`,
      { 'Cargo.toml': manifest(), 'src/main.rs': `fn main() { ${main} }` },
    ]),
    [
      'that sends datagrams',
      { 'Cargo.toml': manifest(), 'src/main.rs': 'fn main() { let s = UdpSocket::bind(at)?; s.send_to(b, to)?; }' },
    ],
    [
      'that binds values to a query',
      {
        'Cargo.toml': manifest('ledger = "1"'),
        'src/main.rs':
          'use ledger::Query;\nfn with(query: Query) -> Query { query.bind("a", 1) }\nfn main() { with(q); }',
      },
    ],
    [
      'that connects',
      { 'Cargo.toml': manifest(), 'src/main.rs': 'fn main() { TcpStream::connect("a:1"); client.subscribe("x"); }' },
    ],
    ['that registers services', { 'Cargo.toml': manifest(), 'src/main.rs': 'fn main() { container.add_service(a); }' }],
    [
      'whose unpublished member serves',
      {
        'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
        'a/Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n',
        'a/src/lib.rs': 'pub fn f() {}',
        'b/Cargo.toml': '[package]\nname = "b"\nversion = "1.0.0"\npublish = false\n',
        'b/src/main.rs': 'fn main() { TcpListener::bind("0.0.0.0:1"); }',
      },
    ],
    [
      'whose binary has nothing of the member that serves',
      {
        'Cargo.toml': '[workspace]\nmembers = ["a", "b", "c"]\n',
        'a/Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n',
        'a/src/lib.rs': 'pub fn serve() { TcpListener::bind("0.0.0.0:1"); }',
        'b/Cargo.toml': '[package]\nname = "b"\nversion = "1.0.0"\n[dependencies]\nc = { path = "../c" }\n',
        'b/src/main.rs': 'fn main() { c::connect().serve(); }',
        'c/Cargo.toml': '[package]\nname = "c"\nversion = "1.0.0"\n[dev-dependencies]\na = { path = "../a" }\n',
        'c/src/lib.rs': 'pub fn connect() -> Client { Client }',
      },
    ],
    [
      'that runs its own code, a command line, or a window',
      {
        'Cargo.toml': manifest('clap = "4"\neframe = "0.27"'),
        'src/lib.rs': 'pub fn run() {}',
        'src/main.rs': 'fn main() { cim_parcel::run(); clap_builder::run(); eframe::run_native(options); }',
      },
    ],
  ])('not a module %s', (_, texts) => {
    expect(SERVING.map(id => judged(id, texts).status)).toEqual(SERVING.map(() => 'not-applicable'));
  });

  it.each([
    ['runs a function of', 'fn main() { other::run(config); }'],
    [
      'imports a function of',
      'use other::{server::serve_with_config};\nfn main() { start(); }\nfn start() { serve_with_config(c); }',
    ],
    ['serves by a trait of', 'fn main() { up(s); }\nfn up<S: other::Server>(server: S) { server.serve(); }'],
    [
      'serves by an imported trait of',
      'use other::Server;\nfn main() { up(s); }\nfn up(server: impl Server) { server.listen(); }',
    ],
  ])('perhaps a binary that %s a crate that is not known', (_, main) => {
    const texts = { 'Cargo.toml': manifest('other = "1"'), 'src/main.rs': main };
    expect(SERVING.map(id => judged(id, texts).status)).toEqual(SERVING.map(() => 'unknown'));
    expect(judge('health-checks', snapshot(texts), { deploys: false }).status).toBe('not-applicable');
    expect(judge('health-checks', snapshot(texts), { deploys: true }).status).toBe('unmet');
  });

  it.each([
    [
      'that serves HTTP',
      { 'Cargo.toml': manifest('axum = "0.8"'), 'src/main.rs': 'async fn main() { axum::serve(listener, app).await }' },
    ],
    [
      'that binds the builder that a function is given',
      {
        'Cargo.toml': manifest('actix-server = "2"'),
        'src/main.rs':
          'use actix_server::{Server, ServerBuilder};\nfn with(server: ServerBuilder) -> ServerBuilder { server.bind("http", at, f) }\nfn main() { with(Server::build()).run() }',
      },
    ],
    [
      'that listens on a socket of socket2',
      {
        'Cargo.toml': manifest('socket2 = "0.5"'),
        'src/main.rs':
          'use socket2::Socket;\nfn main() { let s = Socket::new(d, t, None)?; s.bind(&at)?; s.listen(128)?; }',
      },
    ],
    [
      'that answers datagrams',
      {
        'Cargo.toml': manifest(),
        'src/main.rs': 'fn main() { let s = UdpSocket::bind("0.0.0.0:53")?; s.recv_from(b)?; }',
      },
    ],
    [
      'that listens where it is told',
      {
        'Cargo.toml': manifest(),
        'src/main.rs': 'fn main() { let at = SocketAddr::from(([0, 0, 0, 0], 80)); TcpListener::bind(at)?; }',
      },
    ],
    [
      'that serves HTTPS',
      {
        'Cargo.toml': manifest('axum-server = "0.7"'),
        'src/main.rs': 'async fn main() { axum_server::bind_rustls(addr, tls).serve(app).await }',
      },
    ],
    [
      'that listens to its peers',
      {
        'Cargo.toml': manifest('libp2p = "0.54"'),
        'src/main.rs': 'async fn main() { swarm.listen_on("/ip4/0.0.0.0/tcp/4001".parse()?)?; }',
      },
    ],
    [
      'that serves by an import',
      {
        'Cargo.toml': manifest('axum = "0.8"'),
        'src/main.rs': 'use axum::serve;\nasync fn main() { serve(listener, app).await }',
      },
    ],
    [
      'that serves gRPC',
      {
        'Cargo.toml': manifest('tonic = "0.12"'),
        'src/main.rs':
          'use tonic::transport::Server;\nasync fn main() { Server::builder().add_service(a).serve(at).await }',
      },
    ],
    [
      'that Rocket launches',
      {
        'Cargo.toml': manifest('rocket = "0.5"'),
        'src/main.rs': '#[launch]\nfn start() -> _ { rocket::build().mount("/", routes![]) }',
      },
    ],
    [
      'that listens in its library',
      {
        'Cargo.toml': manifest(),
        'src/main.rs': 'fn main() { cim_parcel::run() }',
        'src/lib.rs': 'pub fn run() { TcpListener::bind("0.0.0.0:1"); }',
      },
    ],
    [
      'that subscribes',
      {
        'Cargo.toml': manifest('async-nats = "0.35"'),
        'src/main.rs':
          'use async_nats::Client;\nasync fn main() { let client = async_nats::connect("x").await; client.subscribe("a.b").await; }',
      },
    ],
    [
      'that subscribes by a client of any name',
      {
        'Cargo.toml': manifest('async-nats = "0.35"'),
        'src/main.rs': 'async fn main() { let c = async_nats::connect("x").await?; c.subscribe("a.b").await; }',
      },
    ],
    [
      'that listens by what a prelude brings',
      {
        'Cargo.toml': manifest('salvo = "0.70"'),
        'src/main.rs':
          'use salvo::prelude::*;\nasync fn main() { let at = TcpListener::new("0.0.0.0:80").bind().await; Server::new(at).serve(r).await; }',
      },
    ],
    [
      'that consumes a stream',
      {
        'Cargo.toml': manifest('async-nats = "0.35"'),
        'src/main.rs': 'async fn main() { let c = stream.get_or_create_consumer("a", config).await; }',
      },
    ],
    [
      'whose default feature serves',
      {
        'Cargo.toml': manifest('', '[features]\ndefault = ["full"]\nfull = ["server"]\nserver = []\n'),
        'src/main.rs': 'fn main() { #[cfg(feature = "server")] { TcpListener::bind("0.0.0.0:1"); } }',
      },
    ],
    [
      'with a second binary that serves',
      {
        'Cargo.toml': manifest(),
        'src/main.rs': 'fn main() {}',
        'src/bin/served.rs': 'fn main() { TcpListener::bind("0.0.0.0:1"); }',
      },
    ],
  ])('also one %s', (_, texts) => {
    expect(judged('docker', texts).status).toBe('unmet');
  });

  it('is what the policy says', () => {
    const library = snapshot({ 'Cargo.toml': manifest(), 'src/lib.rs': 'pub fn f() {}' });
    expect(judge('health-checks', library, { deploys: true })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'Cargo.toml', line: 1 }],
    });
    expect(judge('health-checks', snapshot(service('')), { deploys: false }).status).toBe('not-applicable');
  });

  it('is not known where code could not be read', () => {
    const texts = {
      'Cargo.toml': manifest(),
      'src/main.rs': 'mod run;\nfn main() { run::all() }',
      'src/run.rs': 'pub fn all() {}',
    };
    expect(judgedWithout('docker', 'src/run.rs', texts).status).toBe('unknown');
  });
});
describe('any service', () => {
  const words = fc.constantFrom(
    ...'fn main ( ) { } [ ] "PARCEL_A" "/health" . , ; :: # ! cfg feature = "x" std env var TcpListener bind spawn drain await let task join EnvFilter from_env ctrl_c mod struct enum arg'.split(
      ' ',
    ),
  );
  const lines = fc.constantFrom(
    'FROM a',
    'COPY . .',
    'COPY [',
    '<<EOF',
    'ADD a b c \\',
    '--from=x',
    'ENTRYPOINT ["',
    '# x',
    'CMD ./target/release/x',
  );

  it('is judged without throwing, and twice alike', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 60 }),
        fc.array(lines, { maxLength: 12 }),
        fc.string(),
        (tokens, docker, nix) => {
          const texts = service(tokens.join(' '), {
            before: tokens.join(' '),
            Dockerfile: docker.join('\n'),
            'flake.nix': nix,
          });
          const verdicts = () => IDS.map(id => judged(id, texts));
          expect(verdicts()).toEqual(verdicts());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is linear in what it reads', () => {
    const body = Array.from({ length: 4_000 }, (_, n) => `let a${n} = std::env::var("PARCEL_A${n}"); // ${n}`);
    const dockerfile = `FROM a\n${'COPY x y /z/\n'.repeat(1_000)}`;
    const texts = service(body.join('\n'), { Dockerfile: dockerfile });
    expect(judged('env-config', texts).status).toBe('unmet');
    expect(judged('docker', texts).evidence).toHaveLength(2_000);
  });
});
