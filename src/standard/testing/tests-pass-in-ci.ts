import { automaticTestRuns } from '../../facts/ci/ci-runs.js';
import type { CheckResult } from '../../snapshot/github.js';
import { counted, criterion, fromCi, met, type Outcome, unknown, unmet } from '../criterion.js';
import { hasPassed, isPending, resultsOfOtherApps } from '../shared/check-results.js';
import { ciOutcome, moduleCi, ownTests } from '../shared/ci-outcomes.js';

export const testsPassInCi = criterion({
  id: 'tests-pass-in-ci',
  title: 'All tests pass in CI',
  severity: 'must',
  kind: 'automatic',
  rationale: 'When tests stay red, people stop looking at them, and new failures go unnoticed.',
  looksAt:
    'A workflow runs the tests, and every check run and commit status of the commit, except those of this app, concluded as success, neutral, or skipped.',
  looksNotAt:
    'Which tests exist. If no check failed, but some have not concluded or could not be read, the criterion is unknown.',
  remediation:
    "Open the commit's checks, then fix those that failed or remove those that nobody needs. If no workflow runs the tests, add a `cargo test` step.",
  example: { met: 'Every check of the commit passed.', unmet: 'The check `test (windows-latest)` failed.' },
  needs: ['files'],
  wants: ['checks', 'repository'],
  check({ files, checks, repository }, context) {
    const ci = moduleCi({ files, repository }, context);
    const runs = automaticTestRuns(ci, ownTests(files, context));
    if (runs.fitting.length === 0) {
      const outcome = ciOutcome(ci, runs, { asked: 'runs the tests', add: 'add a job that runs `cargo test`' });
      return outcome.status === 'unmet' ? fromCi(outcome) : outcome;
    }
    if (!checks.read) return unknown(`a workflow runs the tests, but their results were not read: ${checks.reason}`);
    const results = resultsOfOtherApps(checks.value, context);
    return fromCi(outcomeOf(results));
  },
});

function outcomeOf(results: readonly CheckResult[]): Outcome {
  const failed = results.filter(each => !hasPassed(each) && !isPending(each));
  if (failed.length > 0)
    return unmet(
      `${counted(failed.length, 'check')} of ${results.length} did not pass`,
      failed.map(({ name, conclusion, url }) => ({
        kind: 'failed-check',
        subject: name,
        message: `\`${name}\` concluded as ${conclusion}`,
        ...(url === undefined ? {} : { url }),
      })),
    );
  const pending = results.filter(isPending);
  if (pending.length > 0) return unknown(`${counted(pending.length, 'check')} of the commit not concluded yet`);
  return results.length === 0
    ? unknown('the commit has no checks yet')
    : met(`${counted(results.length, 'check')} of the commit, each passed`);
}
