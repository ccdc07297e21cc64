import { AUTOMATIC, findRuns } from '../../facts/ci/ci-runs.js';
import { criterion, met } from '../criterion.js';
import { ciFor, outcomeOf } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciSecurityScan = criterion({
  id: 'ci-security-scan',
  title: 'CI scans for vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Vulnerabilities become known after a dependency was chosen: only a scan that runs by itself finds them in time.',
  looksAt:
    'Whether a workflow that starts by itself runs cargo-audit, cargo-deny with advisories, OSV-Scanner, CodeQL, Trivy, Snyk, Semgrep or the like; where GitHub was read, a CodeQL result on the commit counts too.',
  looksNotAt: `What the scan found: \`dependency-audit\` and \`sast\` judge that. Installing a scanner is no scan. ${FOLLOWED}`,
  remediation:
    'Add a job with `- uses: rustsec/audit-check@v2` (with `token: ${{ secrets.GITHUB_TOKEN }}`), or `- uses: EmbarkStudios/cargo-deny-action@v2`, on pushes, pull requests and a daily `schedule`.',
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
      return met('GitHub’s code scanning ran on this commit', [
        { message: scanned.name, ...(scanned.url ? { url: scanned.url } : {}) },
      ]);
    const ci = ciFor(parts, context);
    return outcomeOf(ci, findRuns(ci, 'security', AUTOMATIC), {
      asked: 'scans for vulnerabilities',
      add: 'add one with `cargo audit`, `cargo deny check` or the like',
    });
  },
});
