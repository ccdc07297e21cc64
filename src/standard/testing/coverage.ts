import { committedCoverage, coverageOfStatus } from '../../facts/coverage.js';
import { DEFAULT_POLICY } from '../../policy/policy.js';
import type { CoverageReport } from '../../snapshot/coverage-report.js';
import { criterion, met, type Outcome, unknown, unmet } from '../criterion.js';

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
  check({ files, coverage: given, checks, history }, { policy }) {
    const reported = given.read ? given.value : [];
    const status = checks.read ? coverageOfStatus(checks.value) : undefined;
    const current = [...reported, ...(status ? [status] : [])];
    const committed = committedCoverage(files, history);
    return judgeCoverage(
      current.length > 0 ? current : committed.reports,
      committed.unread[0],
      policy.thresholds.coverage,
    );
  },
});

/** The best report that still holds decides; an outdated one can only show too little. */
function judgeCoverage(reports: readonly CoverageReport[], unread: string | undefined, threshold: number): Outcome {
  const words = (report: CoverageReport) => `${report.source} says ${report.percent} %, ${threshold} % are asked`;
  const best = [...reports].sort((a, b) => b.percent - a.percent)[0];
  if (!best)
    return unknown(
      `no coverage report for this commit${unread === undefined ? '' : ` (${unread})`}: run \`cargo llvm-cov --lcov\` in CI, or give one with \`--report FILE\``,
    );
  const evidence = [{ kind: 'low-coverage', path: best.source, message: words(best) }];
  if (best.percent < threshold) return unmet(words(best), evidence);
  if (best.outdated === 'yes') return unknown(`${words(best)}, but later commits changed \`src/\`: measure again`);
  if (best.outdated === 'not known')
    return unknown(`${words(best)}; whether it is of this code cannot be told without the history`);
  return met(words(best), evidence);
}
