import { benchRuns } from '../../facts/ci/ci-runs.js';
import { benchNames } from '../../facts/code/test-tools.js';
import { benchmarkResults } from '../../facts/documents/benchmark-results.js';
import { criterion, met } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { packagesInScope } from '../shared/scope.js';

export const benchmarksRun = criterion({
  id: 'benchmarks-run',
  title: 'Benchmarks are run',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A benchmark that nobody runs shows nothing. The commit that made the code slow is found by comparing its results with those of the commit before.',
  looksAt:
    'A workflow that starts automatically must run the benchmarks (`cargo bench`, `cargo criterion`, CodSpeed, Bencher, and the like), or a document must have published results that name the benchmark, the commit or version, and the date.',
  looksNotAt: 'What the results are. Compiling the benchmarks (`--no-run`) does not count as running them.',
  remediation: 'Add a job that runs `cargo bench`, on pushes to the default branch or on a `schedule`.',
  example: {
    met: '```yaml\n- run: cargo bench --bench replay\n```',
    unmet: '```yaml\n- run: cargo bench --no-run\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    const found = ciOutcome(ci, benchRuns(ci), {
      asked: 'runs the benchmarks',
      add: 'add a job that runs `cargo bench`',
    });
    if (found.status === 'met') return found;
    const names = packagesInScope(parts.files, context).flatMap(pkg => benchNames(parts.files, pkg));
    const published = benchmarkResults(parts.files, names);
    return published ? met(`\`${published.path}\` has results`, [{ ...published, message: 'the results' }]) : found;
  },
});
