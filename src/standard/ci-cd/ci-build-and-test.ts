import { CHANGES, testRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciFor, outcomeOf } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciBuildAndTest = criterion({
  id: 'ci-build-and-test',
  title: 'CI builds and tests every push',
  severity: 'must',
  kind: 'automatic',
  rationale: "The module's own tests find a faulty change before the modules that are composed with it do.",
  looksAt:
    'The workflows in `.github/workflows/`. One that starts on pushes to the default branch or on pull requests to it must run the tests (`cargo test`, `cargo nextest run`, `nix flake check`, and the like) in a job and step that can fail.',
  looksNotAt: `Whether the run passed: \`tests-pass-in-ci\` checks that. ${FOLLOWED}`,
  remediation:
    'Add `.github/workflows/ci.yml` with `on: { push: { branches: [main] }, pull_request: }` (your default branch) and a job that checks out the repository and runs `cargo test --all-features`. Remove `continue-on-error` and `|| true` from the tests.',
  example: {
    met: '```yaml\non:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo test --all-features\n```',
    unmet:
      '```yaml\non: workflow_dispatch\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo build\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, testRuns(ci), {
      asked: 'runs the tests on every change',
      add: 'add a job that runs `cargo test` on pushes and pull requests',
      but: run =>
        !run.canFail && run.occasions.some(each => CHANGES.includes(each))
          ? 'its failure is ignored (`continue-on-error` or `|| true`)'
          : undefined,
    });
  },
});
