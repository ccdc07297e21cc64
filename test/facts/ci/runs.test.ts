import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyzeCi } from '../../../src/facts/ci/runs.js';
import { files } from '../../support/snapshots.js';

const PATH = '.github/workflows/ci.yml';

function ci(workflow: string, others: Record<string, string> = {}) {
  return analyzeCi(files({ [PATH]: workflow, ...others }), 'main');
}

describe('ciOf', () => {
  it('says for each command where it is, on which systems it runs, when, and whether its failure is seen', () => {
    const workflow = `on:
  push: { branches: [main] }
  schedule: [{ cron: "0 0 * * *" }]
jobs:
  test:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [ubuntu-latest, macos-latest] } }
    steps:
      - name: Test
        run: |

          echo start
          cargo test --all
          cargo audit || true
`;
    expect(ci(workflow).runs).toEqual([
      {
        path: PATH,
        line: 13,
        job: 'test',
        shown: 'cargo test --all',
        does: ['build', 'test'],
        may: [],
        remote: false,
        anySystem: false,
        systems: ['Linux', 'macOS'],
        occasions: ['push', 'schedule'],
        canFail: true,
        tested: { folder: '', workspace: true, packages: [], excluded: [] },
      },
      expect.objectContaining({ line: 14, does: ['security'], canFail: false }),
    ]);
  });

  it('shows a place in a folded text by its first line, and one in an action by the action', () => {
    const action = 'runs:\n  using: composite\n  steps:\n    - run: |\n        cargo bench\n      shell: bash\n';
    const workflow =
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: >\n          cargo\n          doc\n      - uses: ./bench\n';
    expect(ci(workflow, { 'bench/action.yml': action }).runs).toMatchObject([
      { path: PATH, line: 7, does: ['docs'] },
      { path: 'bench/action.yml', line: 5, does: ['build', 'bench'], systems: ['Linux'] },
    ]);
  });

  it('gives a reusable workflow its inputs, those that are booleans as such', () => {
    const called = (given: string) => {
      const reuse =
        'on:\n  workflow_call:\n    inputs:\n      tests: { type: boolean, default: true }\njobs:\n  t:\n    if: inputs.tests\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n';
      const workflow = `on: push\njobs:\n  a:\n    uses: ./.github/workflows/reuse.yml\n    with: { ${given} }\n`;
      return ci(workflow, { '.github/workflows/reuse.yml': reuse }).runs.map(run => run.occasions);
    };
    expect(called('tests: true')).toEqual([['push', 'tag']]);
    expect(called('')).toEqual([['push', 'tag']]);
    expect(called('tests: false')).toEqual([['never']]);
  });

  it('runs what asks for a label on no ordinary pull request', () => {
    const started = (condition: string) =>
      ci(
        `on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    if: ${condition}\n    steps:\n      - run: cargo test\n`,
      ).runs.flatMap(run => run.occasions);
    expect(started("contains(github.event.pull_request.labels.*.name, 'ci')")).toEqual(['never']);
    expect(started("${{ !contains(github.event.pull_request.labels.*.name, 'skip') }}")).toEqual(['pull-request']);
  });

  it('runs a script that a shell reads from a here-document, in the directory where it stands', () => {
    const run = (script: string) =>
      ci(`on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${JSON.stringify(script)}\n`)
        .runs;
    expect(run('bash -e <<EOF\ncargo test\nEOF')).toMatchObject([{ does: ['build', 'test'], canFail: true }]);
    expect(run('bash -s a <<EOF\ncargo test\necho\nEOF')).toMatchObject([{ canFail: false }]);
    expect(run('cat <<EOF\ncargo test\nEOF')).toEqual([]);
    expect(run('pushd site\nnpm ci\npopd\ncargo test')).toMatchObject([{ tested: { folder: '' } }]);
  });

  it('ignores the failure of a task of cargo-make that says so, and skips one that is off', () => {
    const run = (task: string) =>
      ci('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo make t\n', {
        'Makefile.toml': `[tasks.t]\ncommand = "cargo"\nargs = ["test"]\n${task}\n`,
      }).runs.map(({ canFail }) => canFail);
    expect(run('')).toEqual([true]);
    expect(run('ignore_errors = true')).toEqual([false]);
    expect(run('disabled = true')).toEqual([]);
  });

  it('takes a script that is only a condition for none', () => {
    const workflow = (run: string) =>
      `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`;
    expect(ci(workflow("${{ !contains(needs.*.result, 'failure') }}")).runs).toEqual([]);
    expect(ci(workflow('${{ vars.COMMAND }}')).runs).toMatchObject([{ does: [], shown: '…' }]);
  });

  it('hands inputs on to reusable workflows, from their defaults too', () => {
    const called =
      'on:\n  workflow_call:\n    inputs:\n      os: { type: string }\n      tool: { type: string, default: test }\njobs:\n  a:\n    runs-on: ${{ inputs.os }}\n    steps:\n      - run: cargo ${{ inputs.tool }}\n';
    const workflow =
      'on: push\njobs:\n  w:\n    uses: ./.github/workflows/called.yml\n    with: { os: windows-latest }\n';
    expect(ci(workflow, { '.github/workflows/called.yml': called }).runs).toMatchObject([
      { path: '.github/workflows/called.yml', line: 10, does: ['build', 'test'], systems: ['Windows'] },
    ]);
  });

  it.each([
    ['workflows that call each other', 'on: push\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n', {}],
    [
      'scripts that call each other',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: ./a.sh }]\n',
      { 'a.sh': './b.sh\n./b.sh\n', 'b.sh': './a.sh\n./a.sh\n' },
    ],
    [
      'targets that need each other',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: make a }]\n',
      { Makefile: 'a: b\n\tmake b\n\tmake b\nb: a\n\tmake a\n\tmake a\n' },
    ],
    [
      'functions that call each other',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: "f() { g; g; }; g() { f; f; }; f" }]\n',
      {},
    ],
    [
      'aliases of themselves',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: cargo x }]\n',
      { '.cargo/config.toml': '[alias]\nx = "x"\n' },
    ],
  ])('comes to an end with %s', (_, workflow, others) => {
    expect(ci(workflow, others).problems).toEqual([]);
  });

  it('counts the jobs of a matrix, so that jobs without steps do not take for ever', () => {
    const axes = `{ a: [${'x,'.repeat(15)}y], b: [${'x,'.repeat(15)}y] }`;
    const jobs = Array.from({ length: 400 }, (_, n) => `  j${n}: { strategy: { matrix: ${axes} } }\n`);
    const { problems } = ci(`on: push\njobs:\n${jobs.join('')}`);
    expect(problems).toEqual([{ path: PATH, line: expect.any(Number), message: 'too many steps to read' }]);
  });

  it('stops where a repository has more steps than anybody reads, and says so', () => {
    const jobs = Array.from(
      { length: 400 },
      (_, n) =>
        `  j${n}:\n    runs-on: \${{ matrix.a }}\n    strategy: { matrix: { a: &a${n} [${'x,'.repeat(200)}y] } }\n    steps: [{ run: cargo test }]\n`,
    );
    const { problems } = ci(`on: push\njobs:\n${jobs.join('')}`);
    expect(problems).toEqual([{ path: PATH, line: expect.any(Number), message: 'too many steps to read' }]);
  });

  const word = fc.constantFrom(
    'on',
    'push',
    'jobs',
    'a',
    'steps',
    'run',
    'uses',
    'if',
    'with',
    'needs',
    'matrix',
    'strategy',
    'include',
    'exclude',
    'env',
    'runs-on',
    'ubuntu-latest',
    '${{ matrix.a }}',
    '${{',
    '}}',
    'cargo test',
    'make a',
    './a.sh',
    './x',
    'bash -c',
    '$(',
    '`',
    '"',
    "'",
    '||',
    '&&',
    '|',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    '#',
    '<<E',
    'if [',
    'fi',
    'for x in',
    'do',
    'done',
    '$1',
    '\\',
    '*',
    '!',
    '&x',
    '*x',
  );
  const text = fc.array(word, { maxLength: 60 }).map(words => words.join(' '));

  it('says something of any workflow, script, Makefile or justfile, and the same twice', () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, two, whole) => {
        const quoted = JSON.stringify(one);
        const workflow = whole
          ? one
          : `on: push\njobs:\n  a:\n    runs-on: ${quoted}\n    if: ${quoted}\n    steps:\n      - run: ${quoted}\n      - run: make a && just a && ./a.sh b\n      - run: ${quoted}\n        shell: pwsh\n`;
        const others = {
          Makefile: two,
          justfile: `a:\n  ${two}`,
          'a.sh': two,
          'Makefile.toml': two,
          'action.yml': two,
          'flake.nix': two,
        };
        const first = ci(workflow, others);
        expect(ci(workflow, others)).toEqual(first);
        for (const run of first.runs) expect(run.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
