import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import { criterion } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciLicenseCheck = criterion({
  id: 'ci-license-check',
  title: 'CI checks the licenses of dependencies',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'An indirect dependency can bring a license that does not allow shipping the module. Only an automatic check notices it.',
  looksAt:
    'A workflow that starts automatically must run cargo-deny with licenses (`cargo deny check`, `check licenses`), cargo-license, cargo-about, FOSSA, REUSE, or the like.',
  looksNotAt: `Which licenses are allowed: \`deny.toml\` decides that and is not read. ${FOLLOWED}`,
  remediation:
    'Add a `deny.toml` with `[licenses] allow = ["MIT", "Apache-2.0"]`, and a job with `- uses: EmbarkStudios/cargo-deny-action@v2` and `with: { command: check licenses }`.',
  example: {
    met: '```yaml\n- uses: EmbarkStudios/cargo-deny-action@v2\n  with:\n    command: check licenses\n```',
    unmet: '```yaml\n- run: cargo deny check advisories\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    return ciOutcome(ci, findRuns(ci, 'license', AUTOMATIC), {
      asked: 'checks licenses',
      add: 'add a job with `cargo deny check licenses` or the like',
    });
  },
});
