import { publishRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const releaseAutomation = criterion({
  id: 'release-automation',
  title: 'Releases are automated',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "A manual release depends on one person's machine and memory. A workflow makes every release in the same way.",
  looksAt:
    'A workflow that a tag, a release, or the default branch starts must publish: `cargo publish`, release-plz, cargo-release, cargo-dist, release-please, semantic-release, `gh release create`, or a release action.',
  looksNotAt: `A dry run does not count as publishing. Whether the last release worked is not checked. ${FOLLOWED}`,
  remediation:
    'Add `.github/workflows/release.yml` with `on: { push: { tags: ["v*"] } }` and a job that runs `cargo publish` (or `gh release create "$GITHUB_REF_NAME" --generate-notes`), or use `release-plz/action` on the default branch.',
  example: {
    met: '```yaml\non:\n  push:\n    tags: ["v*"]\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo publish\n```',
    unmet:
      '```yaml\non: workflow_dispatch\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo publish --dry-run\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    return ciOutcome(ci, publishRuns(ci), {
      asked: 'publishes releases',
      add: 'add a workflow that a version tag starts and that runs `cargo publish` or creates a release',
    });
  },
});
