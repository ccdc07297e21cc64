/** What CI says of a commit: the commit is assessed again where that may decide a criterion. */
import { coverageOfRun } from '../../collect/github/coverage.js';
import { waitsForCi } from '../../standard/criterion.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';
import { isGone } from '../faults.js';
import { targetsAt } from './commit.js';

/** The most runs of a commit whose artifacts are looked at. */
const MOST_RUNS = 10;

/** Only what was assessed and waits for CI is assessed again; anything else costs no request. */
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

/** Keeps the coverage reports that the workflow runs of a commit left. */
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
    // A fork's branch may have any name: its runs say nothing of the repository's own branches.
    const runs = data.workflow_runs.filter(run => isChange || run.head_repository?.id === repository);
    const reports = [];
    for (const { id } of runs) reports.push(...(await coverageOfRun(octokit, { owner, repo }, id)));
    if (reports.length > 0) await ledger.noteCoverage(job, sha, reports);
  } catch (error) {
    // An artifact that has expired, or a permission that is missing, does not keep the rest from being assessed.
    if (!isGone(error) && !(error instanceof Error && 'status' in error && error.status === 403)) throw error;
    log.warn({ owner, repo, sha, err: error }, 'the artifacts of a commit could not be read');
  }
}
