import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';
import { CI, of, run, steps } from './support.js';

describe('ci-build-and-test', () => {
  it.each([
    ['only builds', run('cargo build'), 2, 'no job runs the tests'],
    [
      'is started by hand',
      'on: workflow_dispatch\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n',
      6,
      'a person',
    ],
    [
      'is started by tags only',
      run('cargo test').replace('[push, pull_request]', '{ push: { tags: ["v*"] } }'),
      6,
      'only by tags',
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
      'no event starts it',
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
      'no event starts it',
    ],
  ])('is unmet where the job %s', (_, workflow, line, message) => {
    expect(of('ci-build-and-test', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line, message: expect.stringContaining(message) }],
    });
  });

  it.each([
    [
      'a workflow of another repository',
      'on: push\njobs:\n  it:\n    uses: cim/ci/.github/workflows/rust.yml@main\n',
      {},
    ],
    ['a program of the repository’s own', run('cargo xtask ci'), {}],
    ['an example that is the script of CI', run('cargo run --example ci'), {}],
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

  describe('false alarms', () => {
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
      [
        'an alias of Cargo',
        run('cargo ci-test'),
        { '.cargo/config.toml': '[alias]\nci-test = "test --all-features"\n' },
      ],
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
  });
});
