import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciFor, outcomeOf } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciDocs = criterion({
  id: 'ci-docs',
  title: 'CI builds the documentation',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Documentation that does not build is found out when a release is out: links and examples break unseen.',
  looksAt:
    'Whether a workflow that starts by itself runs `cargo doc`, `rustdoc`, `cargo docs-rs`, mdBook or the like, or publishes documentation.',
  looksNotAt: `Tests in documentation (\`cargo test --doc\`) do not build it. ${FOLLOWED}`,
  remediation: 'Add a step `- run: cargo doc --no-deps --all-features` with `env: { RUSTDOCFLAGS: -D warnings }`.',
  example: {
    met: '```yaml\n- run: cargo doc --no-deps --all-features\n  env:\n    RUSTDOCFLAGS: -D warnings\n```',
    unmet: '```yaml\n- run: cargo test --doc\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, findRuns(ci, 'docs', AUTOMATIC), {
      asked: 'builds the documentation',
      add: 'add a step `cargo doc --no-deps --all-features`',
    });
  },
});
