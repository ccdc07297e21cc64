/** New CI results of a commit: the commit is reassessed if the results can decide a criterion. */
import { coverageOfRun } from '../../collect/github/coverage.js';
import { waitsForCi } from '../../standard/criterion.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';
import { isGone } from '../faults.js';
import { targetsAt } from './commit.js';

/** The most runs of a commit whose artifacts are read. */
const MOST_RUNS = 10;

/** Reassesses only targets that were assessed and wait for CI; all others cost no request. */
export const results: Handler = async (job, context) => {
  const sha = job.which;
  const known = await context.ledger.latestOf(job.repository, sha);
  const waiting = new Set(
    known?.findings.flatMap(({ criterion: id, status }) => {
      const criterion = context.standard.criterion(id);
      return status === 'unknown' && criterion && waitsForCi(criterion) ? [id] : [];
    }),
  );
  if (waiting.size === 0) return;
  if (waiting.has('coverage')) await keepCoverage(sha, job, context);
  const targets = await targetsAt(sha, job, context);
  await addWork(
    job,
    targets.map(name => ({ name })),
    context,
  );
};

/** Stores the coverage reports in the artifacts of a commit's workflow runs. */
async function keepCoverage(sha: string, job: Job, { ledger, log }: AppContext): Promise<void> {
  const { octokit, owner, repo, repository } = job;
  try {
    const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({
      owner,
      repo,
      head_sha: sha,
      status: 'completed',
      per_page: MOST_RUNS,
    });
    const refs = await ledger.refsAt(repository, sha);
    const isChange = refs.every(ref => ref.startsWith('pull/'));
    // A branch of a fork can have any name, so its runs do not count for this repository's branches.
    const runs = data.workflow_runs.filter(run => isChange || run.head_repository?.id === repository);
    const reports = [];
    for (const { id } of runs) reports.push(...(await coverageOfRun(octokit, { owner, repo }, id)));
    if (reports.length > 0) await ledger.noteCoverage(job, sha, reports);
  } catch (error) {
    // An expired artifact or a missing permission does not prevent the assessment.
    if (!isGone(error) && !(error instanceof Error && 'status' in error && error.status === 403)) throw error;
    log.warn({ owner, repo, sha, err: error }, 'the artifacts of a commit could not be read');
  }
}
