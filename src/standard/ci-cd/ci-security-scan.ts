import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import { criterion, met } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciSecurityScan = criterion({
  id: 'ci-security-scan',
  title: 'CI scans for vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Vulnerabilities become known after a dependency was chosen. Only a scan that runs automatically finds them in time.',
  looksAt:
    'A workflow that starts automatically must run cargo-audit, cargo-deny with advisories, OSV-Scanner, CodeQL, Trivy, Snyk, Semgrep, or the like. If GitHub was read, a CodeQL result on the commit also counts.',
  looksNotAt: `What the scan reported: \`dependency-audit\` and \`sast\` check that. Installing a scanner does not count as a scan. ${FOLLOWED}`,
  remediation:
    'Add a job with `- uses: rustsec/audit-check@v2` (with `token: ${{ secrets.GITHUB_TOKEN }}`), or `- uses: EmbarkStudios/cargo-deny-action@v2`, on pushes, pull requests, and a daily `schedule`.',
  example: {
    met: '```yaml\n- uses: EmbarkStudios/cargo-deny-action@v2\n```',
    unmet: '```yaml\n- run: cargo install cargo-audit\n```',
  },
  needs: ['files'],
  wants: ['repository', 'checks'],
  check(parts, context) {
    const scanned = parts.checks.read
      ? parts.checks.value.find(each => /^(CodeQL$|Analyze \()/.test(each.name))
      : undefined;
    if (scanned)
      return met("GitHub's code scanning ran on this commit", [
        { message: scanned.name, ...(scanned.url ? { url: scanned.url } : {}) },
      ]);
    const ci = moduleCi(parts, context);
    return ciOutcome(ci, findRuns(ci, 'security', AUTOMATIC), {
      asked: 'scans for vulnerabilities',
      add: 'add a job with `cargo audit`, `cargo deny check`, or the like',
    });
  },
});
