import { describe, expect, it } from '@jest/globals';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
} from '../../support/snapshots.js';
import { CI, of, run, steps } from './support.js';

const RELEASE = '.github/workflows/release.yml';
const NOTIFY = '.github/workflows/notify.yml';

describe('the ready module', () => {
  it.each([
    ['ci-build-and-test', CI, 30],
    ['ci-cross-platform', CI, 30],
    ['ci-security-scan', CI, 44],
    ['ci-license-check', CI, 52],
    ['ci-docs', CI, 38],
    ['release-automation', RELEASE, 15],
    ['registry-notification', NOTIFY, 12],
  ])('meets %s', (criterion, path, line) => {
    expect(judge(criterion, snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [{ path, line }] });
  });

  const edits: [string, Edit][] = [
    ['ci-cross-platform', edit(CI, '[ubuntu-latest, macos-latest, windows-latest]', '[ubuntu-latest, macos-latest]')],
    ['ci-security-scan', edit(CI, 'rustsec/audit-check@v2', 'actions/setup-node@v4')],
    ['ci-license-check', edit(CI, 'check bans licenses sources', 'check bans sources')],
    ['ci-docs', edit(CI, 'cargo doc --no-deps --all-features', 'cargo build')],
    ['release-automation', edit(RELEASE, 'cargo publish --locked', 'cargo publish --locked --dry-run')],
    ['registry-notification', edit(NOTIFY, 'repository: cim/cim', 'repository: cim/website')],
    ['ci-build-and-test', edit(CI, 'cargo test --all-features --locked', 'cargo test --all-features --locked || true')],
  ];
  it.each(edits)('without it does not meet %s, and only that', (criterion, change) => {
    expect(changedBy(change)).toEqual({ [criterion]: 'unmet' });
  });
});
describe('which tests count', () => {
  const says = (workflow: string, others: Record<string, string> = {}) =>
    of('ci-build-and-test', workflow, { 'Cargo.toml': CRATE, ...others }).status;
  const CRATE = '[package]\nname = "cim-parcel"\nversion = "1.0.0"\n\n[workspace]\nmembers = ["fixtures", "tests"]\n';
  const MEMBERS = {
    'fixtures/Cargo.toml': '[package]\nname = "fixtures"\nversion = "0.0.0"\npublish = false\n',
    'tests/Cargo.toml':
      '[package]\nname = "cim-tests"\nversion = "0.0.0"\npublish = false\n\n[dependencies]\ncim-parcel = { path = ".." }\n',
    'fuzz/Cargo.toml': '[package]\nname = "fuzz"\nversion = "0.0.0"\n\n[workspace]\n',
    'site/Cargo.toml': '[package]\nname = "site"\nversion = "0.0.0"\n\n[workspace]\n',
  };

  it.each([
    'cargo test',
    'cargo test --workspace',
    'cargo test -p cim-parcel',
    'cargo test --package=cim-parcel@1.0.0',
    'cargo test -p "cim-*"',
    'cargo test -p cim-tests',
    'cargo test --manifest-path ./Cargo.toml',
    'cargo nextest run -p cim-tests',
    'cd tests && cargo test',
    'cargo hack -p cim-parcel test',
  ])('those of the crate: %s', command => expect(says(run(command), MEMBERS)).toBe('met'));

  it.each([
    'cargo test -p fixtures',
    'cargo test --manifest-path fixtures/Cargo.toml',
    'cargo test --workspace --exclude cim-parcel --exclude cim-tests',
    'cd site && cargo test',
    'cargo hack -p fixtures test',
    'npm test --prefix site',
    'go test ./...',
    'pytest',
    'npm run test',
  ])('none of another package or language: %s', command => expect(says(run(command), MEMBERS)).toBe('unmet'));

  it.each([
    'cargo test -- --list',
    'cargo test --no-run',
    'cargo test --help',
    'cargo nextest list',
    'cargo mutants --list',
    'make --dry-run test',
    'just --list',
    'echo cargo test',
    'git commit -m "cargo test"',
    'pixi --version',
  ])('none that only lists or says: %s', command => {
    expect(says(run(command), { Makefile: 'test:\n\tcargo test\n', justfile: 'test:\n  cargo test\n' })).toBe('unmet');
  });

  it.each([
    'retry 3 cargo test',
    'retry "cargo test"',
    'flox activate -- cargo test',
    'pixi run test',
    'moon run :test',
    'devbox run test',
    'devenv shell cargo test',
    'bazel test //...',
    'earthly +test',
    'cargo integration-suite',
  ])('perhaps those of a program that is not known: %s', command => expect(says(run(command))).toBe('unknown'));

  it.each([
    ['the shell that a step names', steps('- run: cargo test | tee log', '  shell: bash'), 'met'],
    ['no shell', steps('- run: cargo test | tee log'), 'unmet'],
    ['sh', steps('- run: cargo test | tee log', '  shell: sh'), 'unmet'],
    ['a shell without -e', steps('- run: "cargo test; echo"', '  shell: bash {0}'), 'unmet'],
    ['a shell with -e', steps('- run: "cargo test; echo"', '  shell: bash -e {0}'), 'met'],
    ['a shell inside', run('bash -c "cargo test; echo"'), 'unmet'],
    ['a strict shell inside', run('bash -eo pipefail -c "cargo test | tee log; echo"'), 'met'],
    ['eval', run('eval "cargo test"'), 'met'],
    [
      'the defaults of the workflow',
      `defaults: { run: { shell: bash } }\n${steps('- run: cargo test | tee log')}`,
      'met',
    ],
  ])('in %s', (_, workflow, status) => expect(says(workflow)).toBe(status));

  it('in files as their own shells run them', () => {
    const makefile = (recipe: string) => says(run('make test'), { Makefile: `test:\n\t${recipe}\n` });
    expect([makefile('cargo test'), makefile('cargo test; echo'), makefile('-cargo test')]).toEqual([
      'met',
      'unmet',
      'unmet',
    ]);
    expect(says(run('make -i test'), { Makefile: 'test:\n\tcargo test\n' })).toBe('unmet');
    const script = (text: string, how = './ci.sh') => says(run(how), { 'ci.sh': text });
    expect(script('#!/bin/bash\ncargo test\necho\n')).toBe('unmet');
    expect(script('#!/bin/bash -e\ncargo test\necho\n')).toBe('met');
    expect(script('#!/bin/bash\nset -euo pipefail\ncargo test | tee log\necho\n')).toBe('met');
    expect(script('cargo test\necho\n', 'source ci.sh')).toBe('met');
  });

  it.each([
    ['{ pull_request: { types: [labeled] } }', 'unmet'],
    ['{ pull_request: { types: [opened] } }', 'unmet'],
    ['{ pull_request: { types: [opened, synchronize] } }', 'met'],
    ['{ pull_request: { types: [closed] } }', 'unmet'],
    ['{ merge_group: { types: [checks_requested] } }', 'met'],
    ['{ push: { branches: [release/**] } }', 'unmet'],
  ])('on %s', (on, status) => expect(says(run('cargo test').replace('[push, pull_request]', on))).toBe(status));
});
describe('without workflows', () => {
  it.each([
    'ci-build-and-test',
    'ci-cross-platform',
    'ci-security-scan',
    'ci-license-check',
    'ci-docs',
    'release-automation',
    'registry-notification',
  ])('%s is unmet with one finding, of no place', criterion => {
    const finding = judge(criterion, snapshot(remove('.github/')(READY_TEXTS)));
    expect(finding).toMatchObject({ status: 'unmet', count: 1 });
    expect(finding).not.toHaveProperty('evidence.0.path');
  });
});
describe('a workflow that is not YAML', () => {
  const broken = add('.github/workflows/broken.yml', 'on: push\njobs: [\n');

  it('makes what is not met elsewhere unknown, with its place', () => {
    const texts = both(broken, remove(RELEASE))(READY_TEXTS);
    expect(judge('release-automation', snapshot(texts))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('.github/workflows/broken.yml:'),
    });
    expect(judge('ci-docs', snapshot(texts)).status).toBe('met');
  });
});
describe('filters of paths', () => {
  const on = (event: string, ...lines: readonly string[]) => steps(...lines).replace('[push, pull_request]', event);
  const others = { 'Cargo.lock': '', 'docs/book.toml': '', 'Cargo.toml': '' };

  it.each([
    ['ci-docs', on('{ push: { branches: [main], paths: ["docs/**"] } }', '- uses: actions/deploy-pages@v4')],
    ['ci-security-scan', on('{ pull_request: { paths: ["**/Cargo.lock"] } }', '- run: cargo audit')],
    ['ci-license-check', on('{ push: { branches: [main], paths: [Cargo.lock] } }', '- run: cargo deny check')],
    ['release-automation', on('{ push: { branches: [main], paths: [Cargo.toml] } }', '- run: cargo publish')],
  ])('let %s be met where some other file than code passes', (criterion, workflow) => {
    expect(of(criterion, workflow, others).status).toBe('met');
  });

  it.each([
    ['ci-build-and-test', on('{ push: { paths: [Cargo.lock] } }', '- run: cargo test')],
    ['release-automation', on('{ pull_request: { paths: [Cargo.toml] } }', '- run: cargo publish')],
    ['ci-docs', on('{ push: { branches: [main], paths: ["book/**"] } }', '- run: cargo doc')],
  ])('do not let %s be met where code does not pass, or nothing does', (criterion, workflow) => {
    expect(of(criterion, workflow, others).status).toBe('unmet');
  });
});
describe('a program that could not be followed', () => {
  it('may publish where it is given the token of a registry', () => {
    const program = steps(
      '- run: cargo run -p xtask -- ci',
      '  env:',
      '    CARGO_REGISTRY_TOKEN: ${{ secrets.CRATES }}',
    );
    expect(of('release-automation', program)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('`cargo run -p xtask -- ci`, which could not be followed'),
    });
  });

  it('is no task of the name that an example has', () => {
    expect(of('benchmarks-run', run('cargo run --example default')).status).toBe('unmet');
    expect(of('benchmarks-run', run('cargo run --release --example bench')).status).toBe('unknown');
  });
});
