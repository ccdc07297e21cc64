import { sastRuns } from '../../facts/ci/ci-runs.js';
import type { CheckResult } from '../../snapshot/github.js';
import { counted, criterion, type Evidence, fromCi, met, type Problem, unknown, unmet } from '../criterion.js';
import { followRuns, hasPassed, isPending, resultsOfOtherApps } from '../shared/check-results.js';
import { moduleCi, runEvidence } from '../shared/ci-outcomes.js';

const ANALYSES = /codeql|semgrep|sonar|clippy-sarif|code scanning|analyze \(rust\)|devskim|snyk code/i;

export const sast = criterion({
  id: 'sast',
  title: 'Static analysis reports no high or critical alerts',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Some vulnerabilities are found only by reading all paths at once, which people do not do.',
  looksAt:
    'Code scanning on GitHub: an analysis of this branch exists, and no alert of severity high or critical is open. Or CodeQL, Semgrep, or the like ran in CI and passed.',
  looksNotAt: 'Clippy, which finds mistakes and not vulnerabilities. If GitHub was not read, the alerts are unknown.',
  remediation:
    'Turn code scanning on (*Settings → Advanced Security → CodeQL analysis → Default*), or add a job with `github/codeql-action`. Fix what it reports, or dismiss it with a reason.',
  example: {
    met: 'CodeQL ran on this commit, and no alert of severity high is open.',
    unmet: 'An open alert: "Uncontrolled allocation size".',
  },
  needs: ['files'],
  wants: ['alerts', 'checks', 'repository'],
  check({ files, alerts, checks, repository }, context) {
    const scanning = alerts.read ? alerts.value.codeScanning : alerts;
    if (scanning.read) {
      const grave = scanning.value.filter(({ severity }) => severity === 'high' || severity === 'critical');
      if (grave.length > 0)
        return unmet(
          `${counted(grave.length, 'open alert')} of severity high or critical`,
          grave.map(({ summary, severity, url }) => ({
            kind: 'code-scanning-alert',
            subject: summary,
            message: `${summary} (${severity})`,
            ...(url === undefined ? {} : { url }),
          })),
        );
      return met('code scanning has no open alert of severity high or critical');
    }
    if (!checks.read) return unknown(`analyses and their results were not read: ${checks.reason}`);
    const results = resultsOfOtherApps(checks.value, context);
    const analyses = results.filter(({ name }) => isAnalysis(name));
    const failed = analyses.filter(each => !hasPassed(each) && !isPending(each) && each.conclusion !== 'cancelled');
    if (failed.length > 0)
      return fromCi(unmet(`${counted(failed.length, 'analysis', 'analyses')} did not pass`, failed.map(failure)));
    const ci = moduleCi({ files, repository }, context);
    const ran = followRuns(ci, sastRuns(ci).fitting, results);
    const pending = [...analyses.filter(isPending), ...ran.pending];
    if (pending[0]) return fromCi(unknown(`\`${pending[0].name}\` has not finished yet`));
    const [passed] = analyses.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'neutral');
    if (passed) return fromCi(met(`\`${passed.name}\` passed`, passed.url === undefined ? [] : [shown(passed)]));
    if (ran.passed.length > 0) return fromCi(met('the analysis passed in CI', runEvidence(ran.passed)));
    const outcome = unknown(`found no analysis on this commit, and code scanning was not read: ${scanning.reason}`);
    const comes = results.length === 0 || results.some(isPending) || ran.proving.length > 0;
    return comes && ran.failed.length === 0 ? fromCi(outcome) : outcome;
  },
});

/** Not an analysis of only another language, such as workflows or scripts. */
function isAnalysis(name: string): boolean {
  return ANALYSES.test(name) && !/\banaly[sz]e \((?!rust\b)/i.test(name);
}

function failure(result: CheckResult): Problem {
  return { kind: 'failed-check', subject: result.name, ...shown(result) };
}

function shown({ name, conclusion, url }: CheckResult): Evidence {
  return { message: `\`${name}\` concluded as ${conclusion}`, ...(url === undefined ? {} : { url }) };
}
