import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciDocs = criterion({
  id: 'ci-docs',
  title: 'CI builds the documentation',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'If CI does not build the documentation, links and examples break unnoticed and are found after a release.',
  looksAt:
    'A workflow that starts automatically must run `cargo doc`, `rustdoc`, `cargo docs-rs`, mdBook, or the like, or publish documentation.',
  looksNotAt: `Tests in documentation (\`cargo test --doc\`) do not count as building it. ${FOLLOWED}`,
  remediation: 'Add a step `- run: cargo doc --no-deps --all-features` with `env: { RUSTDOCFLAGS: -D warnings }`.',
  example: {
    met: '```yaml\n- run: cargo doc --no-deps --all-features\n  env:\n    RUSTDOCFLAGS: -D warnings\n```',
    unmet: '```yaml\n- run: cargo test --doc\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    return ciOutcome(ci, findRuns(ci, 'docs', AUTOMATIC), {
      asked: 'builds the documentation',
      add: 'add a step `cargo doc --no-deps --all-features`',
    });
  },
});
