import { committedCoverage, coverageOfStatus, measuresCoverage } from '../../facts/coverage.js';
import { DEFAULT_POLICY } from '../../policy/policy.js';
import type { CoverageReport } from '../../snapshot/coverage-report.js';
import { criterion, fromCi, met, type Outcome, unknown, unmet } from '../criterion.js';
import { isPending, resultsOfOtherApps } from '../shared/check-results.js';

export const coverage = criterion({
  id: 'coverage',
  title: 'Line coverage is at least 80%',
  severity: 'must',
  kind: 'reported',
  thresholds: { lineCoveragePercent: DEFAULT_POLICY.thresholds.coverage },
  rationale:
    'Code that no test runs breaks without anyone noticing. The standard requires that tests run four fifths of the lines.',
  looksAt:
    'A coverage report for this commit: given with `--report`, in a workflow artifact, as the commit status `codecov/project`, or committed. The formats lcov, Cobertura, and the JSON of llvm-cov and tarpaulin are read. The policy can raise the threshold.',
  looksNotAt:
    'Branch coverage. A committed report that is outdated by later commits to `src/` proves nothing, unless it is below the threshold.',
  remediation:
    'Run `cargo llvm-cov --lcov --output-path lcov.info` in CI and upload `lcov.info` as an artifact, or send it to Codecov. Then add tests for the lines that the report shows as not run.',
  example: {
    met: '```text\nSF:src/lib.rs\nLF:100\nLH:87\nend_of_record\n```',
    unmet: '```text\nSF:src/lib.rs\nLF:100\nLH:64\nend_of_record\n```',
  },
  needs: ['files'],
  wants: ['coverage', 'checks', 'history'],
  check({ files, coverage: given, checks, history }, { policy, names }) {
    const reported = given.read ? given.value : [];
    const status = checks.read ? coverageOfStatus(checks.value) : undefined;
    const current = [...reported, ...(status ? [status] : [])];
    const threshold = policy.thresholds.coverage;
    if (current.length > 0) return fromCi(judgeCoverage(current, undefined, threshold));
    const committed = committedCoverage(files, history);
    const outcome = judgeCoverage(committed.reports, committed.unread[0], threshold);
    const comes =
      measuresCoverage(files) || (checks.read && resultsOfOtherApps(checks.value, { names }).some(isPending));
    return outcome.status === 'unknown' && comes ? fromCi(outcome) : outcome;
  },
});

/** The best current report decides; an outdated report can only show that coverage is too low. */
function judgeCoverage(reports: readonly CoverageReport[], unread: string | undefined, threshold: number): Outcome {
  const words = (report: CoverageReport) =>
    `${report.source} reports ${report.percent}% line coverage, ${threshold}% required`;
  const best = [...reports].sort((a, b) => b.percent - a.percent)[0];
  if (!best)
    return unknown(
      `no coverage report for this commit${unread === undefined ? '' : ` (${unread})`}: run \`cargo llvm-cov --lcov\` in CI, or give one with \`--report FILE\``,
    );
  const evidence = [{ kind: 'low-coverage', path: best.source, message: words(best) }];
  if (best.percent < threshold) return unmet(words(best), evidence);
  if (best.outdated === 'yes')
    return unknown(`${words(best)}, but later commits changed \`src/\`: measure the coverage again`);
  if (best.outdated === 'not known')
    return unknown(`${words(best)}, but without the history it is unknown whether the report is for this code`);
  return met(words(best), evidence);
}
