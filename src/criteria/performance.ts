import { benchmarkResults } from '../snapshot/benchmark-results.js';
import { complexityHints, leakHints, memoryHints } from '../snapshot/code/hints.js';
import { benchNames } from '../snapshot/code/test-tools.js';
import { benchRuns } from '../snapshot/workflows/facts.js';
import { asyncCorrectness } from './async-correctness.js';
import { ciFor, outcomeOf } from './ci-evidence.js';
import { criterion, met, type Outcome, type Section, unknown } from './criterion.js';
import { withCode, withLibraryCode } from './rust-code.js';
import { packagesAsked } from './scope.js';

const benchmarksRun = criterion({
  id: 'benchmarks-run',
  title: 'Benchmarks are run',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A benchmark that nobody runs tells nothing: the commit that made it slow is found by comparing with the one before.',
  looksAt:
    'A workflow that starts by itself runs the benchmarks (`cargo bench`, `cargo criterion`, CodSpeed, Bencher and their like), or a document has published results that name the benchmark, the commit or version, and the date.',
  looksNotAt: 'What the results are. Compiling the benchmarks (`--no-run`) runs none.',
  remediation: 'Add a job that runs `cargo bench`, on pushes to the default branch or on a `schedule`.',
  example: {
    met: '```yaml\n- run: cargo bench --bench replay\n```',
    unmet: '```yaml\n- run: cargo bench --no-run\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    const found = outcomeOf(ci, benchRuns(ci), {
      asked: 'runs the benchmarks',
      add: 'add a job that runs `cargo bench`',
    });
    if (found.status === 'met') return found;
    const names = packagesAsked(parts.files, context).flatMap(pkg => benchNames(parts.files, pkg));
    const published = benchmarkResults(parts.files, names);
    return published ? met(`\`${published.path}\` has results`, [{ ...published, message: 'the results' }]) : found;
  },
});

/** What an attested criterion answers by itself: nothing but its hints. */
function hinted(hints: NonNullable<Outcome['hints']>): Outcome {
  return { ...unknown('not attested'), hints };
}

const memoryLimits = criterion({
  id: 'memory-limits',
  title: 'Memory stays within defined limits',
  severity: 'must',
  kind: 'attested',
  rationale:
    'A service that grows until it is killed takes its neighbours along. The limit has to be known before it is met.',
  looksAt:
    'The word of a maintainer, with the limits and the measurement. Hints: dhat, heaptrack, cgroup limits, a memory budget in a document.',
  remediation:
    'Measure (dhat, heaptrack, the service under load), write the limits down, and attest with a link to both.',
  example: { met: '"At most 64 MB with 10,000 parcels, measured by dhat", with a link to the run.', unmet: 'No word.' },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hinted(memoryHints(files, library))),
});

const noLeaks = criterion({
  id: 'no-leaks',
  title: 'No memory leaks',
  severity: 'must',
  kind: 'attested',
  rationale: 'What leaks a little with each request ends the service some night.',
  looksAt:
    'The word of a maintainer. Hints: `mem::forget`, `Box::leak`, `ManuallyDrop`, types that an `Rc` or `Arc` of theirs may lead back to; Miri, Valgrind or LeakSanitizer in CI.',
  remediation:
    'Run the tests under LeakSanitizer, Miri or Valgrind, explain each `mem::forget` and `Box::leak`, and attest with a link to the run.',
  example: { met: '"LeakSanitizer finds nothing in the whole suite", with a link to the run.', unmet: 'No word.' },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hinted(leakHints(files, library))),
});

const documentedComplexity = criterion({
  id: 'documented-complexity',
  title: 'Complexity is documented',
  severity: 'must',
  kind: 'attested',
  rationale: 'Who calls a function in a loop has to know whether it looks at one element or at all.',
  looksAt:
    'The word of a maintainer. Hints: public functions with nested loops or recursion and no `O(…)` in their documentation.',
  remediation:
    'Write the complexity into the documentation of what is not constant: `/// O(n log n) in the number of parcels.` Then attest.',
  example: {
    met: '"Each public function that is not O(1) says so", with a link to the documentation.',
    unmet: 'No word.',
  },
  needs: ['files'],
  check: ({ files }, context) => withLibraryCode(files, context, ({ items }) => hinted(complexityHints(items))),
});

export const performance: Section = {
  id: 'performance',
  title: 'Performance',
  criteria: [benchmarksRun, memoryLimits, noLeaks, documentedComplexity, asyncCorrectness],
};
