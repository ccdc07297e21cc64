import { describe, expect, it } from '@jest/globals';
import { judged, judgedWithout, service } from '../../support/service.js';

describe('env-config', () => {
  const config = (body: string, texts: Record<string, string> = {}) => judged('env-config', service(body, texts));
  const README = { 'README.md': '# Parcel\n\n| Variable | |\n| --- | --- |\n| `PARCEL_URL` | where NATS is |\n' };
  const READ = 'let url = std::env::var("PARCEL_URL");';

  it('shows each variable that nobody documents, once, where it is read first', () => {
    expect(config(`${READ}\nlet a = std::env::var_os("PARCEL_DIR");\n${READ}`)).toMatchObject({
      status: 'unmet',
      message: '2 of 2 variables not documented',
      evidence: [
        {
          path: 'src/main.rs',
          line: 3,
          message: '`PARCEL_URL` is read but not documented: list it in the README, a document, or `.env.example`',
        },
        {
          path: 'src/main.rs',
          line: 4,
          message: '`PARCEL_DIR` is read but not documented: list it in the README, a document, or `.env.example`',
        },
      ],
    });
  });

  it('is unmet where nothing is read, at the place that serves', () => {
    expect(config('')).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/main.rs', line: 4 }] });
    expect(config('let h = std::env::var("HOME");').message).toBe('the service reads nothing from the environment');
    expect(config('let v = env!("CARGO_PKG_VERSION"); let a = std::env::args(); // std::env::var("A_B")').message).toBe(
      'the service reads nothing from the environment',
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
      evidence: [
        { message: '`PARCEL_A` is read but not documented: list it in the README, a document, or `.env.example`' },
      ],
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
      { message: '`RUST_LOG` is read but not documented: list it in the README, a document, or `.env.example`' },
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

  it('takes a logger that reads RUST_LOG by itself where it is documented', () => {
    const body = 'tracing_subscriber::fmt::init();';
    expect(config(body).status).toBe('unmet');
    expect(config(body, { 'README.md': 'Logs follow `RUST_LOG`.\n' }).status).toBe('met');
    expect(config(`${READ}${body}`, README).status).toBe('met');
  });

  it('is not known where a document was not read', () => {
    expect(judgedWithout('env-config', 'README.md', service(READ, README)).status).toBe('unknown');
  });

  describe('false alarms', () => {
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
  });
});
