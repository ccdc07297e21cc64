/** New CI results of a commit: the commit is reassessed if the results can change the status of a criterion. */
import type { Finding } from '../../assess/assessment.js';
import { coverageOfRun } from '../../collect/github/coverage.js';
import { readsCiResults } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { addWork, type AppContext, type Handler, type Job } from '../context.js';
import { isGone } from '../errors.js';
import { commitTargets } from './commit.js';

/** The most runs of a commit whose artifacts are read. */
const MOST_RUNS = 10;
/**
 * Events whose runs GitHub lists under the head of the default branch although strangers cause them: such a run can upload what
 * a fork's run measured. https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const EVENTS_OF_STRANGERS = new Set([
  'workflow_run',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
]);
/** The problems that a result of CI shows, and that the next one may not have. */
const PROBLEMS_OF_RESULTS = new Set(['failed-check', 'low-coverage']);

/** Reassesses only targets that were assessed and whose findings the results can change; all others cost no request. */
export const results: Handler = async (job, context) => {
  const sha = job.which;
  const known = await context.ledger.allOf(job.repository, sha);
  const hasFailed = job.details['failed'] === true;
  const open = known
    .flatMap(({ assessment }) => assessment.findings)
    .filter(finding => canChange(finding, hasFailed, context.standard));
  if (open.length === 0) return;
  if (open.some(({ criterion }) => criterion === 'coverage')) await keepCoverage(sha, job, context);
  const targets = await commitTargets(sha, job, context);
  await addWork(
    job,
    targets.map(name => ({ name })),
    context,
  );
};

/** Whether a result of CI can change a finding: a pending one comes, a failed one is run again, a passed one is followed by another. */
function canChange(
  { criterion: id, status, fromCi, evidence }: Finding,
  hasFailed: boolean,
  standard: Standard,
): boolean {
  const criterion = standard.criterion(id);
  if (!criterion || !readsCiResults(criterion)) return false;
  if (status === 'met') return fromCi === true && hasFailed;
  return status === 'unknown' || evidence.some(({ kind = '' }) => PROBLEMS_OF_RESULTS.has(kind));
}

/** Stores the coverage reports in the artifacts of a commit's workflow runs. */
async function keepCoverage(sha: string, job: Job, { ledger, log }: AppContext): Promise<void> {
  const { octokit, owner, repo, repository } = job;
  try {
    const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({
      owner,
      repo,
      head_sha: sha,
      status: 'completed',
      per_page: 100,
    });
    const runs = data.workflow_runs
      .filter(({ event }) => !EVENTS_OF_STRANGERS.has(event))
      .map(({ id, head_repository: of }) => ({ id, ofFork: of?.id !== repository }))
      // Runs of forks must not crowd out those of this repository.
      .sort((a, b) => Number(a.ofFork) - Number(b.ofFork));
    const reports = [];
    for (const { id, ofFork } of runs.slice(0, MOST_RUNS))
      for (const report of await coverageOfRun(octokit, { owner, repo }, id)) reports.push({ ...report, ofFork });
    if (reports.length > 0) await ledger.noteCoverage(job, sha, reports);
  } catch (error) {
    // An expired artifact or a missing permission does not prevent the assessment.
    if (!isGone(error) && !(error instanceof Error && 'status' in error && error.status === 403)) throw error;
    log.warn({ owner, repo, sha, err: error }, 'the artifacts of a commit could not be read');
  }
}
