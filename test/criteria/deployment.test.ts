import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unread } from '../../src/snapshot/reading.js';
import {
  add,
  both,
  changedBy,
  edit,
  files,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
  type Texts,
} from '../support/snapshots.js';

const SERVING = ['docker', 'env-config', 'health-checks', 'observability', 'graceful-shutdown'];
const IDS = ['nix-package', ...SERVING];
const manifest = (dependencies = '', rest = '') =>
  `[package]\nname = "cim-parcel"\nversion = "0.1.0"\n${rest}\n[dependencies]\n${dependencies}\n`;

/** A service: `main` holds the body from line 3 on; the code stands before it, in line 1. */
const service = (body: string, { before = '', dependencies = '', ...texts }: Record<string, string> = {}): Texts => ({
  'Cargo.toml': manifest(dependencies),
  'src/main.rs': `${before.split('\n').join(' ')}\nfn main() {\n${body}\nlet l = TcpListener::bind("0.0.0.0:80"); }\n`,
  ...texts,
});
const of = (id: string, texts: Texts) => judge(id, snapshot(texts));
/** The same, but for the text of one file, which was not kept. */
const without = (id: string, path: string, texts: Texts) => {
  const { entries } = files(texts);
  const entry = entries.get(path);
  if (!entry) throw new Error(`the example has no ${path}`);
  const kept = new Map(entries).set(path, { ...entry, text: unread(`${path} is over the limit`) });
  return judge(id, snapshot(texts, { files: { entries: kept } }));
};

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
  ])('not a module %s', (_, texts) => {
    expect(SERVING.map(id => of(id, texts).status)).toEqual(SERVING.map(() => 'not-applicable'));
  });

  it.each([
    [
      'that serves HTTP',
      { 'Cargo.toml': manifest('axum = "0.8"'), 'src/main.rs': 'async fn main() { axum::serve(listener, app).await }' },
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
    expect(of('docker', texts).status).toBe('unmet');
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
    expect(without('docker', 'src/run.rs', texts).status).toBe('unknown');
  });
});

describe('docker', () => {
  const CI = 'on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .\n';
  const GOOD =
    'FROM rust AS build\nCOPY . .\nRUN cargo build --release\nFROM debian\nCOPY --from=build /target/release/cim-parcel /bin/\n';
  const built = (dockerfile: string, texts: Texts = {}, workflow = CI) =>
    service('', { Dockerfile: dockerfile, '.github/workflows/ci.yml': workflow, ...texts });

  it('is unmet, as a should, without an image', () => {
    expect(of('docker', service(''))).toMatchObject({
      status: 'unmet',
      severity: 'should',
      evidence: [{ message: 'no Dockerfile, no Containerfile and no image in the flake: add one' }],
    });
  });

  it.each([
    ['a path that is not there', 'FROM rust\nCOPY Cargo.toml ./\nCOPY crates ./crates\n', 3, 'it copies `crates`'],
    ['a pattern of nothing', 'FROM rust\nADD *.lock ./\n', 2, 'it copies `*.lock`'],
    [
      'a path of a continued line',
      'FROM rust\nCOPY --chown=a:b \\\n  Cargo.toml \\\n  config/ /app/\n',
      2,
      'it copies `config/`',
    ],
    ['a JSON list', 'FROM rust\nCOPY ["Cargo.toml", "a b.toml", "/app/"]\n', 2, 'it copies `a b.toml`'],
    [
      'a binary of another name',
      'FROM rust AS b\nFROM debian\nCOPY --from=b /x/target/release/parcel /bin/\n',
      3,
      'no binary of this module is called `parcel`',
    ],
    ['a built binary of another name', 'FROM debian\nCOPY target/release/parcel /bin/\n', 2, 'is called `parcel`'],
    ['a program of another name', 'FROM rust\nCOPY . .\nCMD ["./target/release/parcel"]\n', 3, 'is called `parcel`'],
  ])('is unmet by %s', (_, dockerfile, line, message) => {
    expect(of('docker', built(dockerfile))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'Dockerfile', line, message: expect.stringContaining(message) }],
    });
  });

  it('shows each fault', () => {
    const faults = of('docker', built('FROM rust AS b\nCOPY a b ./\nFROM debian\nCOPY --from=b /target/release/c /\n'));
    expect(faults).toMatchObject({ message: '3 faults in the Dockerfile' });
    expect(faults.evidence.map(({ line }) => line)).toEqual([2, 2, 4]);
  });

  it.each([
    ['no workflow', { 'README.md': '' }, undefined],
    ['a workflow that does not build it', {}, CI.replace('docker build .', 'docker ps')],
    ['a workflow that a person starts', {}, CI.replace('on: push', 'on: workflow_dispatch')],
    ['a comment that names it', {}, CI.replace('docker build .', 'true # docker build .')],
  ])('is unmet with %s', (_, texts, workflow) => {
    const all = built(GOOD, texts, workflow);
    const { '.github/workflows/ci.yml': _ci, ...rest } = all;
    expect(of('docker', workflow === undefined ? rest : all)).toMatchObject({
      status: 'unmet',
      message: 'no workflow builds the container image',
    });
  });

  it.each([
    ['all of the repository', GOOD, {}],
    [
      'several paths and patterns',
      'FROM rust\nCOPY Cargo.* ./\nCOPY src/*.rs ./src/\nCOPY ./src/ /src\nCOPY /src /x\n',
      {},
    ],
    ['what a stage holds', 'FROM a AS b\nCOPY --from=b /etc/passwd /etc/\nCOPY --from=alpine /x /y\n', {}],
    ['what is fetched', 'FROM a\nADD https://example.com/x.tar.gz /x\nADD git@example.com:a/b.git /b\n', {}],
    ['what is given by name', 'FROM a\nARG DIR\nCOPY ${DIR}/x /x\nCOPY $DIR /y\n', {}],
    [
      'a here-document',
      'FROM a\nCOPY <<EOF /etc/x.toml\nCOPY nothing /here\nEOF\nRUN <<-"END"\nCOPY neither\nEND\n',
      {},
    ],
    ['comments', 'FROM a\n# COPY nothing /here\nRUN true \\\n  # COPY nothing /here\n  && true\n', {}],
    [
      'what CI builds before',
      'FROM debian\nCOPY target/x86_64-unknown-linux-musl/release/cim-parcel /bin/\nCOPY ./target/release/cim-parcel /bin/\n',
      {},
    ],
    ['what the repository ignores', 'FROM debian\nCOPY dist/cim-parcel /bin/\n', { '.gitignore': 'target/\ndist/\n' }],
    [
      'a folder of its own',
      'FROM a\n',
      { Dockerfile: '', 'docker/Dockerfile': 'FROM a\nCOPY entry.sh /\nCOPY src /src\n', 'docker/entry.sh': '' },
    ],
    [
      'another context',
      'FROM a\nCOPY app.toml /\n',
      { 'compose.yaml': 'services:\n  a:\n    build: ./ops\n', 'ops/app.toml': '' },
    ],
    ['a Containerfile', 'FROM a\nCOPY nothing /\n', { Containerfile: GOOD }],
    ['another binary', GOOD.replace('release/cim-parcel', 'release/served'), { 'src/bin/served.rs': 'fn main() {}' }],
    [
      'an installed binary',
      'FROM rust AS b\nCOPY . .\nRUN cargo install --path .\nFROM a\nCOPY --from=b /usr/local/cargo/bin/cim-parcel /bin/\n',
      {},
    ],
    ['chef', 'FROM chef AS p\nCOPY . .\nFROM chef AS b\nCOPY --from=p /app/recipe.json recipe.json\n', {}],
    ['a whole folder of binaries', 'FROM rust AS b\nFROM a\nCOPY --from=b /x/target/release/ /bin/\n', {}],
    ['lower case', GOOD.toLowerCase().replace('debian', 'debian'), {}],
  ])('is met by a Dockerfile with %s', (_, dockerfile, texts) => {
    expect(of('docker', built(dockerfile, texts))).toMatchObject({
      status: 'met',
      evidence: [{ path: '.github/workflows/ci.yml', line: 6 }],
    });
  });

  it('knows the binaries of the whole workspace', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "1.0.0"\n',
      'a/src/main.rs': 'fn main() { TcpListener::bind("0.0.0.0:1"); }',
      'b/Cargo.toml': '[package]\nname = "served"\nversion = "1.0.0"\npublish = false\n',
      'b/src/main.rs': 'fn main() {}',
      Dockerfile: GOOD.replace('release/cim-parcel', 'release/served'),
      '.github/workflows/ci.yml': CI,
    };
    expect(of('docker', texts).status).toBe('met');
  });

  it.each([
    ['docker/build-push-action', CI.replace('run: docker build .', 'uses: docker/build-push-action@v6')],
    ['buildx', CI.replace('docker build .', 'docker buildx build --push .')],
    ['bake', CI.replace('docker build .', 'docker buildx bake')],
    ['compose', CI.replace('docker build .', 'docker compose build')],
    ['podman', CI.replace('docker build .', 'podman build -f Containerfile .')],
    ['a tag', CI.replace('on: push', 'on: { push: { tags: ["v*"] } }')],
  ])('is met where CI builds it by %s', (_, workflow) => {
    expect(of('docker', built(GOOD, {}, workflow)).status).toBe('met');
  });

  it('is met by an image of the flake', () => {
    const flake = '{ outputs = x: { packages.image = pkgs.dockerTools.buildLayeredImage { name = "a"; }; }; }';
    const texts = service('', {
      'flake.nix': flake,
      '.github/workflows/ci.yml': CI.replace('docker build .', 'nix build .#image'),
    });
    expect(of('docker', texts).status).toBe('met');
    expect(of('docker', { ...texts, '.github/workflows/ci.yml': CI.replace('docker build .', 'true') }).status).toBe(
      'unmet',
    );
  });

  it('is not known where the Dockerfile or the workflow was not read', () => {
    expect(without('docker', 'Dockerfile', built(GOOD)).status).toBe('unknown');
    expect(without('docker', '.github/workflows/ci.yml', built(GOOD)).status).toBe('unknown');
    const remote = 'on: push\njobs:\n  a:\n    uses: cim/workflows/.github/workflows/image.yml@v1\n';
    expect(of('docker', built(GOOD, {}, remote)).status).toBe('unknown');
  });

  it('leaves the container of a workbench aside', () => {
    const texts = service('', { '.devcontainer/Dockerfile': 'FROM a\n', '.github/workflows/ci.yml': CI });
    expect(of('docker', texts).message).toBe('there is no container image');
  });
});

describe('env-config', () => {
  const config = (body: string, texts: Record<string, string> = {}) => of('env-config', service(body, texts));
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
    expect(without('env-config', 'README.md', service(READ, README)).status).toBe('unknown');
  });
});

describe('health-checks', () => {
  const AXUM = 'axum = "0.8"';
  const health = (body: string, texts: Record<string, string> = {}) =>
    of('health-checks', service(body, { dependencies: AXUM, ...texts }));

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
    expect(without('health-checks', 'src/routes.rs', texts).status).toBe('unknown');
    expect(without('observability', 'src/routes.rs', texts).status).toBe('unknown');
    expect(without('graceful-shutdown', 'src/routes.rs', texts).status).toBe('unknown');
  });
});

describe('observability', () => {
  const observed = (body: string, texts: Record<string, string> = {}) => of('observability', service(body, texts));
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
    ['an endpoint of its own', `${LOG} let app = Router::new().route("/metrics", get(counts));`, {}],
    ['log', 'log::info!("x"); metrics::counter!("a");', METRICS],
  ])('is met with %s', (_, body, texts) => {
    expect(observed(body, texts)).toMatchObject({ status: 'met', evidence: [{}, {}] });
  });
});

describe('graceful-shutdown', () => {
  const shutdown = (body: string, texts: Record<string, string> = {}) => of('graceful-shutdown', service(body, texts));
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

describe('nix-package', () => {
  const of = (change: (texts: Texts) => Texts) => judge('nix-package', snapshot(change(READY_TEXTS)));
  const flake = (outputs: string) =>
    add('flake.nix', `{\n  inputs.nixpkgs.url = "github:NixOS/nixpkgs";\n  outputs = inputs: ${outputs};\n}\n`);

  it('is met by a flake that builds this crate', () => {
    expect(judge('nix-package', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      evidence: [{ path: 'flake.nix', line: 12 }],
    });
  });

  it.each([
    ['there is no Nix file', remove('flake.nix'), { message: 'no `flake.nix` at the root: add one with a package' }],
    ['flake.lock is not committed', remove('flake.lock'), { path: 'flake.nix', line: 1 }],
    ['the Cargo.lock that it reads is not committed', remove('Cargo.lock'), { path: 'flake.nix', line: 17 }],
    [
      'it has a development shell only',
      flake('{ devShells.default = pkgs.mkShell { packages = with pkgs; [ cargo ]; }; }'),
      { path: 'flake.nix', line: 1 },
    ],
    [
      'its packages are scripts',
      flake('{ packages.default = pkgs.writeShellScriptBin "x" "cargo run"; }'),
      { path: 'flake.nix', line: 3 },
    ],
    [
      'it builds somebody else’s sources',
      flake(
        '{ packages.default = pkgs.rustPlatform.buildRustPackage { src = pkgs.fetchFromGitHub { }; cargoHash = ""; }; }',
      ),
      { path: 'flake.nix', line: 3 },
    ],
  ])('is unmet when %s', (_, change, evidence) => {
    expect(of(change)).toMatchObject({ status: 'unmet', evidence: [evidence] });
  });

  it.each([
    [
      'crane',
      'let craneLib = x; src = craneLib.cleanCargoSource ./.; in { packages = { default = craneLib.buildPackage { inherit src; }; }; }',
    ],
    ['naersk', '{ packages.x86_64-linux.default = naersk.buildPackage { src = ./.; }; }'],
    [
      'a function over systems',
      '{ packages = forAllSystems (system: { default = pkgs.rustPlatform.buildRustPackage { src = self; }; }); }',
    ],
    [
      'a derivation that calls cargo',
      "{ packages.default = pkgs.stdenv.mkDerivation { src = ./.; buildPhase = ''cargo build --release''; }; }",
    ],
    ['interpolated systems', '{ packages.${system}.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }'],
  ])('is met with %s', (_, outputs) => {
    expect(of(flake(outputs)).status).toBe('met');
  });

  it('follows what the flake imports', () => {
    const imported = both(
      flake('{ packages.default = pkgs.callPackage ./nix/package.nix { }; }'),
      add(
        'nix/package.nix',
        '{ rustPlatform }: rustPlatform.buildRustPackage { src = ../.; cargoLock.lockFile = ../Cargo.lock; }',
      ),
    );
    expect(of(imported).status).toBe('met');
  });

  it('does not take a comment or a text for a package', () => {
    const commented = flake(
      '{ /* packages.default = buildRustPackage { src = ./.; }; */ apps = "packages.default = x"; } # packages.default = y',
    );
    expect(of(commented).status).toBe('unmet');
  });

  it('reads a string with quotes, escapes and braces in it to its end', () => {
    const text = `{ shellHook = ''echo "it''\${x} is" ''' } # not a comment''; packages.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }`;
    expect(of(flake(text)).status).toBe('met');
  });

  it('needs no lock where the flake has no inputs', () => {
    const alone = both(remove('flake.lock'), edit('flake.nix', /inputs\.nixpkgs\.url.*\n/, '\n'));
    expect(of(alone).status).toBe('met');
  });

  it.each([
    [
      'flake-utils',
      'flake-utils.lib.eachDefaultSystem (system: { packages.default = rustPlatform.buildRustPackage { src = ./.; }; })',
    ],
    [
      'flake-parts',
      'flake-parts.lib.mkFlake { inherit inputs; } { perSystem = { pkgs, ... }: { packages.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }; }',
    ],
    [
      'an attribute set with `with`',
      '{ packages.x86_64-linux = with pkgs; { default = rustPlatform.buildRustPackage { src = ./.; }; }; }',
    ],
    ['`rec`', '{ packages = rec { parcel = naersk.buildPackage ./.; default = parcel; }; }'],
    ['`inherit`', 'let packages = { default = naersk.buildPackage { root = ./.; }; }; in { inherit packages; }'],
    ['an old flake', '{ defaultPackage.x86_64-linux = rustPlatform.buildRustPackage { src = ./.; }; }'],
    [
      'sources by another name',
      'let sources = ./.; in { packages.default = rustPlatform.buildRustPackage { src = sources; }; }',
    ],
    [
      'filtered sources',
      '{ packages.default = rustPlatform.buildRustPackage { src = lib.fileset.toSource { root = ./.; fileset = x; }; }; }',
    ],
    [
      'crate2nix',
      '{ packages.default = (import ./Cargo.nix { inherit pkgs; }).rootCrate.build; crate = pkgs.buildRustCrate; }',
    ],
  ])('is met with %s too', (_, outputs) => {
    expect(of(flake(outputs)).status).toBe('met');
  });

  it('follows the modules of flake-parts', () => {
    const parts = both(
      flake('flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./nix/shell.nix ./nix/package.nix ]; }'),
      add(
        'nix/package.nix',
        '{ perSystem = { pkgs, ... }: { packages.default = pkgs.rustPlatform.buildRustPackage { src = ../.; }; }; }',
      ),
    );
    expect(of(parts)).toMatchObject({ status: 'met', evidence: [{ path: 'nix/package.nix', line: 1 }] });
  });

  it('is met by default.nix alone', () => {
    const alone = both(
      remove('flake.nix'),
      remove('flake.lock'),
      add(
        'default.nix',
        '{ pkgs }: pkgs.rustPlatform.buildRustPackage { src = ./.; cargoLock.lockFile = ./Cargo.lock; }',
      ),
    );
    expect(of(alone).status).toBe('met');
  });

  it('asks a repository without a crate for any package', () => {
    const leaf = {
      'flake.lock': '{}',
      'flake.nix': '{ inputs.a.url = "b"; outputs = x: { packages.default = pkgs.hello; }; }',
    };
    expect(judge('nix-package', snapshot(leaf)).status).toBe('met');
    expect(judge('nix-package', snapshot({ 'README.md': '# Nothing\n' })).status).toBe('unmet');
  });

  it('is not known where a Nix file was not read', () => {
    expect(without('nix-package', 'flake.nix', READY_TEXTS).status).toBe('unknown');
    const parts = both(flake('import ./nix/outputs.nix inputs'), add('nix/outputs.nix', '{ packages.default = 1; }'));
    expect(without('nix-package', 'nix/outputs.nix', parts(READY_TEXTS)).status).toBe('unknown');
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
          const judged = () => IDS.map(id => of(id, texts));
          expect(judged()).toEqual(judged());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is linear in what it reads', () => {
    const body = Array.from({ length: 4_000 }, (_, n) => `let a${n} = std::env::var("PARCEL_A${n}"); // ${n}`);
    const dockerfile = `FROM a\n${'COPY x y /z/\n'.repeat(1_000)}`;
    const texts = service(body.join('\n'), { Dockerfile: dockerfile });
    expect(of('env-config', texts).status).toBe('unmet');
    expect(of('docker', texts).evidence).toHaveLength(2_000);
  });
});
