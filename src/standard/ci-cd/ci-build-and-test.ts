import { CHANGES, testRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciOutcome, moduleCi, ownTests } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciBuildAndTest = criterion({
  id: 'ci-build-and-test',
  title: 'CI builds and tests every push',
  severity: 'must',
  kind: 'automatic',
  rationale: "The module's own tests find a faulty change before the modules that are composed with it do.",
  looksAt:
    'The workflows in `.github/workflows/`. One that starts on pushes to the default branch or on pull requests to it must run the tests of this crate (`cargo test`, `cargo nextest run`, `nix flake check`, and the like) in a job and step that can fail. `set +e`, a pipe without `pipefail`, `if`, `||`, and `&` hide a failure.',
  looksNotAt: `Whether the run passed: \`tests-pass-in-ci\` checks that. Tests in another language or only of another package. ${FOLLOWED}`,
  remediation:
    'Add `.github/workflows/ci.yml` with `on: { push: { branches: [main] }, pull_request: }` (your default branch) and a job that checks out the repository and runs `cargo test --all-features`. Remove `continue-on-error` and `|| true` from the tests, and set `shell: bash` if their output is piped.',
  example: {
    met: '```yaml\non:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo test --all-features\n```',
    unmet:
      '```yaml\non: workflow_dispatch\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo build\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    const isOwn = ownTests(parts.files, context);
    return ciOutcome(ci, testRuns(ci, isOwn), {
      asked: 'runs the tests on every change',
      add: 'add a job that runs `cargo test` on pushes and pull requests',
      but: run => {
        if (!run.occasions.some(each => CHANGES.includes(each))) return undefined;
        if (!isOwn(run)) return 'it only tests another package';
        return run.canFail
          ? undefined
          : 'its failure is ignored (`continue-on-error`, `|| true`, a pipe without `pipefail`)';
      },
    });
  },
});
