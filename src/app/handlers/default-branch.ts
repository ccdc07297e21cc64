/** The head of the default branch: its check run, the migration issues, and the registry. */
import { READINESS_RUN } from '../../report/check-run/names.js';
import { type AssessedCommit, assessCommit } from '../assess-commit.js';
import { reportOn } from '../check-runs.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';
import { defaultHead } from '../heads.js';
import { rememberModule } from '../migration.js';
import { mayExist, readinessReport } from '../reports.js';

export const defaultBranch: Handler = async (job, context) => {
  await assessDefaultBranch(job, context);
};

/** Assesses the default branch, and returns the assessment. */
export async function assessDefaultBranch(job: Job, context: AppContext): Promise<AssessedCommit> {
  let assessed: AssessedCommit | undefined;
  const locate = async () => (await defaultHead(job))?.sha;
  await reportOn(job, context, { names: [READINESS_RUN], locate }, async () => {
    assessed = await assessCommit({}, job, context);
    const { report, retry } = readinessReport(assessed, context);
    const { sha } = assessed.snapshot.subject;
    return {
      sha,
      reports: new Map([[READINESS_RUN, report]]),
      mayExist: mayExist(assessed),
      ...(retry === undefined ? {} : { retry }),
    };
  });
  if (!assessed) throw new Error('the assessment is missing');
  await follow(assessed, job, context);
  const { ref, sha } = assessed.snapshot.subject;
  context.log.info({ owner: job.owner, repo: job.repo, ref, sha }, 'assessed');
  return assessed;
}

/** Adds the work that follows: the migration issues and the registry. */
async function follow(assessed: AssessedCommit, job: Job, context: AppContext): Promise<void> {
  const before = await context.ledger.module(job.repository);
  const hasNews = await rememberModule(assessed, job, context);
  const { policy, snapshot } = assessed;
  const isTold = before?.notified === snapshot.subject.sha;
  await addWork(
    job,
    [
      ...(hasNews ? [{ name: 'migration', priority: 'background' } as const] : []),
      ...(policy.notifiesRegistry && !isTold ? [{ name: 'registry', priority: 'background' } as const] : []),
    ],
    context,
  );
}
