import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/assess/assessment.js';
import { add, both, changedBy, type Edit, edit, judge, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const CI = '.github/workflows/ci.yml';
const RELEASE = '.github/workflows/release.yml';
const NOTIFY = '.github/workflows/notify.yml';

/** What is said of a repository with one workflow and, perhaps, other files. */
function of(criterion: string, workflow: string, others: Record<string, string> = {}): Finding {
  return judge(criterion, snapshot({ [CI]: workflow, 'src/lib.rs': '', ...others }));
}

/** A workflow on pushes and pull requests with one job on Linux and the given steps. */
function steps(...lines: readonly string[]): string {
  const text = lines.map(line => `      ${line}\n`).join('');
  return `on: [push, pull_request]\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n${text}`;
}

const run = (...commands: readonly string[]) => steps(...commands.map(command => `- run: ${command}`));

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

describe('ci-build-and-test', () => {
  it.each([
    ['only builds', run('cargo build'), 2, 'no job runs the tests'],
    [
      'is started by hand',
      'on: workflow_dispatch\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n',
      6,
      'a person, by hand',
    ],
    [
      'is started by tags only',
      run('cargo test').replace('[push, pull_request]', '{ push: { tags: ["v*"] } }'),
      6,
      'tags only',
    ],
    [
      'is started by another branch only',
      run('cargo test').replace('[push, pull_request]', '{ push: { branches: [gh-pages] } }'),
      6,
      'other branches',
    ],
    [
      'is disabled',
      run('cargo test').replace('    runs-on', '    if: ${{ false }}\n    runs-on'),
      7,
      'no event reaches it',
    ],
    ['ignores the failure', steps('- run: cargo test', '  continue-on-error: true'), 6, 'ignored'],
    ['swallows the failure', run('cargo test || true'), 6, 'ignored'],
    ['only compiles the tests', run('cargo test --no-run'), 2, 'no job runs the tests'],
    ['only talks of tests', run('echo "cargo test"'), 2, 'no job runs the tests'],
    ['has them in a comment', steps('- run: |', '    cargo build', '    # cargo test'), 2, 'no job runs the tests'],
    [
      'writes them into a file',
      steps('- run: |', '    cat > x.sh <<END', '    cargo test', '    END'),
      2,
      'no job runs the tests',
    ],
    [
      'only installs a runner of tests',
      steps('- uses: taiki-e/install-action@nextest', '- run: cargo install cargo-nextest'),
      2,
      'no job runs the tests',
    ],
    [
      'waits for a disabled job',
      'on: push\njobs:\n  a:\n    if: false\n    runs-on: ubuntu-latest\n    steps: [{ run: x }]\n  b:\n    needs: a\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n',
      11,
      'no event reaches it',
    ],
  ])('is unmet where the job %s', (_, workflow, line, message) => {
    expect(of('ci-build-and-test', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line, message: expect.stringContaining(message) }],
    });
  });

  it.each([
    ['with a toolchain and options before the word', run('cargo +nightly --locked test')],
    ['through nextest', run('cargo nextest run --all-features')],
    ['through cargo-hack', run('cargo hack --feature-powerset --depth 2 test')],
    ['through cross', run('cross test --target aarch64-unknown-linux-gnu')],
    ['through cargo-llvm-cov', run('cargo llvm-cov --lcov --output-path lcov.info')],
    ['in a Nix shell', run('nix develop .#ci --command cargo test')],
    ['as Nix checks', run('nix flake check -L')],
    ['among every output of a flake', run('nixci build --systems .#systems')],
    ['by omnix, which is run where it stands', run('nix run github:juspay/omnix -- ci run')],
    ['in a command line of bash', run(`bash -c 'set -e; cargo test --all'`)],
    ['with sudo, env and xvfb-run around', run('sudo -E env RUST_LOG=debug xvfb-run -a cargo test')],
    [
      'as the second of several lines',
      steps('- run: |', '    set -euo pipefail', '    cargo build && \\', '      cargo test'),
    ],
    ['with an action', steps('- uses: actions-rs/cargo@v1', '  with: { command: test, args: --all }')],
    [
      'with the command of the matrix',
      run('cargo ${{ matrix.command }}').replace(
        '    steps',
        '    strategy: { matrix: { command: [check, test] } }\n    steps',
      ),
    ],
    [
      'with the command of the environment',
      run('${{ env.CARGO }} test').replace('jobs:', 'env: { CARGO: cargo }\njobs:'),
    ],
    ['in a pull request to the default branch', run('cargo test').replace('[push, pull_request]', 'pull_request')],
    ['in the merge queue', run('cargo test').replace('[push, pull_request]', 'merge_group')],
    [
      'with filters of paths that code passes',
      run('cargo test').replace('[push, pull_request]', '{ push: { paths: ["**.rs", Cargo.toml] } }'),
    ],
    [
      'with one allowed to fail on nightly',
      steps('- run: cargo test', "  continue-on-error: ${{ matrix.rust == 'nightly' }}").replace(
        '    steps',
        '    strategy: { matrix: { rust: [stable, nightly] } }\n    steps',
      ),
    ],
    [
      'under a condition that pushes meet',
      run('cargo test').replace(
        '    runs-on',
        "    if: github.event_name == 'push' || github.event.pull_request.draft == false\n    runs-on",
      ),
    ],
    ['on Windows, in PowerShell', run('cargo test; if ($?) { echo ok }').replace('ubuntu', 'windows')],
    ['with `yes` for `on`', run('cargo test').replace('on:', "'on':")],
  ])('is met %s', (_, workflow) => {
    expect(of('ci-build-and-test', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([
    [
      'a target of make',
      run('make -C . ci'),
      { Makefile: 'CARGO ?= cargo\n\nci: check\n\tcargo fmt --check\ncheck:\n\t@$(CARGO) test\n' },
    ],
    ['a pattern of make', run('make test-full'), { Makefile: 'test-%:\n\tcargo test --features $*\n' }],
    [
      'a recipe of just',
      run('just test all'),
      {
        justfile:
          'set shell := ["bash", "-c"]\n\n# tests\ntest which="x": build\n    cargo test --features {{which}}\nbuild:\n    cargo build\n',
      },
    ],
    ['a script', run('./ci/test.sh --all'), { 'ci/test.sh': '#!/usr/bin/env bash\nset -e\ncargo test "$@"\n' }],
    [
      'a script with its argument',
      run('bash ci/run.sh test'),
      { 'ci/run.sh': 'case "$1" in\n  test) cargo test ;;\n  *) exit 1 ;;\nesac\n' },
    ],
    ['an alias of Cargo', run('cargo ci-test'), { '.cargo/config.toml': '[alias]\nci-test = "test --all-features"\n' }],
    [
      'a task of cargo-make',
      run('cargo make verify'),
      { 'Makefile.toml': '[tasks.verify]\ndependencies = ["t"]\n[tasks.t]\ncommand = "cargo"\nargs = ["test"]\n' },
    ],
    [
      'a composite action',
      steps('- uses: ./.github/actions/test'),
      {
        '.github/actions/test/action.yml':
          'runs:\n  using: composite\n  steps:\n    - run: cargo test\n      shell: bash\n',
      },
    ],
    [
      'a reusable workflow',
      'on: push\njobs:\n  it:\n    uses: ./.github/workflows/test.yml\n',
      {
        '.github/workflows/test.yml':
          'on: workflow_call\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n',
      },
    ],
  ])('follows %s', (_, workflow, others) => {
    expect(of('ci-build-and-test', workflow, others)).toMatchObject({ status: 'met' });
  });

  it.each([
    [
      'a workflow of another repository',
      'on: push\njobs:\n  it:\n    uses: cim/ci/.github/workflows/rust.yml@main\n',
      {},
    ],
    ['a program of the repository’s own', run('cargo xtask ci'), {}],
    ['a script in another language', run('python3 ci/test.py'), { 'ci/test.py': 'print(1)\n' }],
    ['a task whose file is not there', run('task test'), {}],
    [
      'a command that is an input',
      run('${{ inputs.command }}')
        .replace('[push, pull_request]', '{ push: , workflow_call: }')
        .replace('inputs.command', 'vars.COMMAND'),
      {},
    ],
  ])('is unknown where it cannot follow %s', (_, workflow, others) => {
    expect(of('ci-build-and-test', workflow, others)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining(`${CI}:`),
    });
  });

  it('knows the default branch where GitHub was read', () => {
    const workflow = run('cargo test').replace('[push, pull_request]', '{ push: { branches: [master] } }');
    const repository = {
      defaultBranch: 'main',
      visibility: 'public',
      archived: false,
      fork: false,
      squashMerge: true,
      mergeCommit: true,
      rebaseMerge: true,
      squashTitle: 'commit',
      mergeTitle: 'git',
    } as const;
    expect(judge('ci-build-and-test', snapshot({ [CI]: workflow }, { repository })).status).toBe('unmet');
    expect(
      judge(
        'ci-build-and-test',
        snapshot({ [CI]: workflow }, { repository: { ...repository, defaultBranch: 'master' } }),
      ).status,
    ).toBe('met');
    expect(judge('ci-build-and-test', snapshot({ [CI]: workflow })).status).toBe('met');
  });
});

describe('ci-cross-platform', () => {
  const on = (runner: string, more = '') =>
    run('cargo test').replace('ubuntu-latest', runner).replace('    steps', `${more}    steps`);

  it('has one finding for each missing system, at the job that tests', () => {
    expect(of('ci-cross-platform', run('cargo test'))).toMatchObject({
      status: 'unmet',
      evidence: [
        { path: CI, line: 6, message: expect.stringContaining('macOS') },
        { path: CI, line: 6, message: expect.stringContaining('Windows') },
      ],
    });
  });

  it('is unmet where another system only builds', () => {
    const workflow = `${on('ubuntu-latest')}  other:\n    runs-on: \${{ matrix.os }}\n    strategy: { matrix: { os: [macos-14, windows-2022] } }\n    steps:\n      - run: cargo check\n`;
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unmet', count: 2 });
  });

  it('is unmet where the step is for one system', () => {
    const workflow = on(
      '${{ matrix.os }}',
      '    strategy: { matrix: { os: [ubuntu-latest, macos-latest, windows-latest] } }\n',
    ).replace('- run: cargo test', "- if: runner.os != 'Windows'\n        run: cargo test");
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unmet', count: 1 });
  });

  it.each([
    [
      'a list in the matrix',
      on('${{ matrix.os }}', '    strategy: { matrix: { os: [ubuntu-24.04-arm, macos-14-large, windows-11-arm] } }\n'),
    ],
    [
      'inclusions alone',
      on(
        '${{ matrix.os }}',
        '    strategy: { matrix: { include: [{ os: ubuntu-latest }, { os: macOS-latest }, { os: windows-latest }] } }\n',
      ),
    ],
    [
      'a mapping in the matrix',
      on(
        '${{ matrix.config.os }}',
        '    strategy: { matrix: { config: [{ os: ubuntu-22.04 }, { os: macos-13 }, { os: windows-2019 }] } }\n',
      ),
    ],
    [
      'the matrix as a text',
      on(
        '${{ matrix.os }}',
        `    strategy: { matrix: { os: "\${{ fromJSON('[\\"ubuntu-latest\\",\\"macos-latest\\",\\"windows-latest\\"]') }}" } }\n`,
      ),
    ],
    [
      'names put together',
      on('${{ matrix.os }}-latest', '    strategy: { matrix: { os: [ubuntu, macos, windows] } }\n'),
    ],
    [
      'own runners with labels',
      on('[self-hosted, "${{ matrix.os }}"]', '    strategy: { matrix: { os: [linux, macOS, windows] } }\n'),
    ],
  ])('is met by %s', (_, workflow) => {
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([
    ['runners that name no system', on('${{ vars.RUNNER }}')],
    [
      'a matrix that is made by another job',
      on('${{ matrix.os }}', '    strategy: { matrix: { os: "${{ fromJSON(needs.plan.outputs.os) }}" } }\n'),
    ],
    ['own runners without labels', on('self-hosted')],
  ])('is unknown with %s', (_, workflow) => {
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unknown' });
  });
});

describe('ci-security-scan', () => {
  it.each([
    run('cargo audit'),
    run('cargo-audit audit --deny warnings'),
    run('cargo deny --all-features check'),
    run('cargo deny check advisories bans'),
    steps('- uses: EmbarkStudios/cargo-deny-action@v2', '  with: { command: check advisories }'),
    steps('- uses: github/codeql-action/analyze@v3'),
    steps('- uses: google/osv-scanner-action@v2'),
    steps('- uses: aquasecurity/trivy-action@0.24.0'),
    steps('- uses: snyk/actions/rust@master'),
    run('nix run nixpkgs#cargo-audit -- audit'),
    run('cargo audit').replace('[push, pull_request]', '{ schedule: [{ cron: "0 0 * * *" }] }'),
    'on: push\njobs:\n  it:\n    uses: google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml@v2\n',
  ])('is met (%#)', workflow => {
    expect(of('ci-security-scan', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([
    run('cargo install cargo-audit'),
    run('cargo deny check licenses'),
    steps('- uses: taiki-e/install-action@cargo-audit'),
    steps('- uses: github/codeql-action/upload-sarif@v3'),
    steps('- uses: example/clippy-check@v2'),
    run('echo cargo audit'),
    run('cargo audit').replace('[push, pull_request]', 'workflow_dispatch'),
  ])('is unmet (%#)', workflow => {
    expect(of('ci-security-scan', workflow)).toMatchObject({ status: 'unmet' });
  });

  it('is met by GitHub’s own set-up of CodeQL, which no file shows', () => {
    const checks = [{ name: 'CodeQL', conclusion: 'success', app: 'github-advanced-security' }];
    expect(judge('ci-security-scan', snapshot({}, { checks })).status).toBe('met');
  });

  it('is met by the checks of a flake', () => {
    const flake = '{ outputs = inputs: { checks.x.audit = craneLib.cargoAudit { inherit src; }; }; }';
    expect(of('ci-security-scan', run('nix flake check'), { 'flake.nix': flake }).status).toBe('met');
    expect(of('ci-security-scan', run('nix flake check'), { 'flake.nix': '{ } # cargoAudit' }).status).toBe('unmet');
  });
});

describe('ci-license-check', () => {
  it.each([
    run('cargo deny check'),
    run('cargo deny check bans licenses'),
    run('cargo license --json'),
    run('cargo about generate about.hbs'),
    steps('- uses: fsfe/reuse-action@v4'),
    steps('- uses: fossas/fossa-action@v1'),
    steps('- uses: EmbarkStudios/cargo-deny-action@v2'),
    steps('- uses: EmbarkStudios/cargo-deny-action@v2', '  with: { command: "check ${{ matrix.what }}" }').replace(
      '    steps',
      '    strategy: { matrix: { what: [advisories, bans licenses sources] } }\n    steps',
    ),
    run('reuse lint'),
  ])('is met (%#)', workflow => {
    expect(of('ci-license-check', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([run('cargo deny check advisories'), run('cargo deny fetch'), run('cargo audit'), run('ls LICENSE')])(
    'is unmet (%#)',
    workflow => {
      expect(of('ci-license-check', workflow, { 'deny.toml': '[licenses]\n' })).toMatchObject({ status: 'unmet' });
    },
  );
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

describe('ci-docs', () => {
  it.each([
    run('cargo doc --no-deps'),
    run('cargo +nightly rustdoc -- -Dwarnings'),
    run('cargo docs-rs'),
    run('mdbook build docs'),
    run('cargo hack doc --each-feature'),
    steps('- uses: peaceiris/actions-gh-pages@v4'),
    steps('- uses: actions/deploy-pages@v4'),
    run('RUSTDOCFLAGS=-Dwarnings cargo doc'),
  ])('is met (%#)', workflow => {
    expect(of('ci-docs', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([run('cargo test --doc'), run('cargo doc --help'), run('ls docs')])('is unmet (%#)', workflow => {
    expect(of('ci-docs', workflow)).toMatchObject({ status: 'unmet' });
  });
});

describe('release-automation', () => {
  const tagged = (workflow: string) => workflow.replace('[push, pull_request]', '{ push: { tags: ["v[0-9]+.*"] } }');

  it.each([
    tagged(run('cargo publish')),
    tagged(run('gh release create "$GITHUB_REF_NAME"')),
    tagged(steps('- uses: softprops/action-gh-release@v2')),
    run('cargo publish').replace('[push, pull_request]', '{ release: { types: [published] } }'),
    steps('- uses: release-plz/action@v0.5').replace('[push, pull_request]', '{ push: { branches: [main] } }'),
    tagged(run('dist host --steps=create')),
    run('npx semantic-release').replace('[push, pull_request]', '{ push: { branches: [main] } }'),
    run('cargo publish').replace('    runs-on', "    if: startsWith(github.ref, 'refs/tags/v')\n    runs-on"),
    tagged(run('cargo publish')).replace('v[0-9]+.*', 'cim-parcel-v*'),
    tagged(run('cargo workspaces publish --from-git')),
    tagged(steps('- uses: DeterminateSystems/flakehub-push@main')),
    run('cargo publish').replace('[push, pull_request]', '{ workflow_run: { workflows: [CI], types: [completed] } }'),
  ])('is met (%#)', workflow => {
    expect(of('release-automation', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([
    [tagged(run('cargo publish --dry-run')), 'no job publishes'],
    [run('cargo publish').replace('[push, pull_request]', 'workflow_dispatch'), 'by hand'],
    [run('cargo publish').replace('[push, pull_request]', 'pull_request'), 'pull requests'],
    // A push of a branch is none of a tag: the job is never reached.
    [
      run('cargo publish')
        .replace('[push, pull_request]', '{ push: { branches: [main] } }')
        .replace('    runs-on', "    if: startsWith(github.ref, 'refs/tags/')\n    runs-on"),
      'no event reaches it',
    ],
    [tagged(run('gh release view')), 'no job publishes'],
    [run('cargo xtask ci').replace('[push, pull_request]', 'push'), 'no job publishes'],
  ])('is unmet (%#)', (workflow, message) => {
    expect(of('release-automation', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining(message) }],
    });
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

describe('registry-notification', () => {
  it('is met where this app tells the registry', () => {
    expect(judge('registry-notification', snapshot({}), { notifiesRegistry: true }).status).toBe('met');
  });

  it.each([
    run('gh api repos/cim/cim/dispatches -f event_type=module-updated'),
    run('curl -X POST -d "{}" https://api.github.com/repos/${{ github.repository_owner }}/cim/dispatches'),
    run('nats pub "cim.module.${{ github.event.repository.name }}.updated" "{}"'),
    steps(
      '- uses: actions/github-script@v7',
      '  with:',
      '    script: |',
      "      await github.rest.repos.createDispatchEvent({ owner: 'cim', repo: 'cim', event_type: 'x' })",
    ),
    steps(
      '- uses: peter-evans/repository-dispatch@v3',
      '  with: { repository: "${{ github.repository_owner }}/cim", event-type: x }',
    ),
  ])('is met (%#)', workflow => {
    expect(of('registry-notification', workflow)).toMatchObject({ status: 'met' });
  });

  it.each([
    [steps('- uses: peter-evans/repository-dispatch@v3', '  with: { event-type: x }'), 'this repository'],
    [run('nats pub orders.created "{}"'), 'orders.created'],
    [run('gh api repos/cim/website/dispatches'), 'cim/website'],
    [run('gh api repos/cim/cim/releases'), 'no job tells the registry'],
  ])('is unmet (%#)', (workflow, message) => {
    expect(of('registry-notification', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, message: expect.stringContaining(message) }],
    });
  });

  it('is unknown where the address is a secret', () => {
    const workflow = steps(
      '- uses: peter-evans/repository-dispatch@v3',
      '  with: { repository: "${{ vars.REGISTRY }}", event-type: x }',
    );
    expect(of('registry-notification', workflow)).toMatchObject({ status: 'unknown' });
  });
});
