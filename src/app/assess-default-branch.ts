/** The head of the default branch: its check run, the migration issues, and the registry. */
import { READINESS_RUN } from '../report/check-run/names.js';
import { type NamedReport, sharedReport } from '../report/check-run/shared.js';
import { type AssessedCommit, assessCommit } from './assess-commit.js';
import { reportOn } from './check-runs.js';
import { type AppContext, addWork, type Job } from './context.js';
import { REGISTRY_DELAY } from './events/targets.js';
import { openRequests } from './fix-requests.js';
import { defaultHead } from './heads.js';
import { rememberModules } from './migration.js';
import { mayExist, namedReport, readinessReport } from './reports.js';

/** Assesses the default branch, and returns the assessment. */
export async function assessDefaultBranch(job: Job, context: AppContext): Promise<AssessedCommit> {
  let assessed: AssessedCommit | undefined;
  const locate = async () => (await defaultHead(job))?.sha;
  await reportOn(job, context, { names: [READINESS_RUN], locate }, async () => {
    assessed = await assessCommit({}, job, context);
    const { report, retry } = readinessReport(assessed, context);
    const { ref, sha } = assessed.snapshot.subject;
    return {
      sha,
      reports: new Map([[READINESS_RUN, await besidePulls({ name: ref, report }, sha, job, context)]]),
      mayExist: mayExist(assessed),
      names: assessed.standard.names,
      ...(retry === undefined ? {} : { retry }),
    };
  });
  if (!assessed) throw new Error('the assessment is missing');
  await follow(assessed, job, context);
  const { ref, sha } = assessed.snapshot.subject;
  context.log.info({ owner: job.owner, repo: job.repo, ref, sha }, 'assessed');
  return assessed;
}

/** The report, joined with those of open pull requests from this very commit into other branches: the worst counts. */
async function besidePulls(own: NamedReport, sha: string, { repository }: Job, { ledger }: AppContext) {
  const pulls = await ledger.pullsAt(repository, sha);
  const reports = pulls.flatMap(each => namedReport(each, READINESS_RUN));
  return sharedReport([own, ...reports], `This commit belongs to ${reports.length + 1} branches and pull requests.`);
}

/** Adds the work that follows: the migration issues, the notice to the registry, the history, and the registry itself. */
async function follow(assessed: AssessedCommit, job: Job, context: AppContext): Promise<void> {
  const before = await context.ledger.module(job.repository);
  const { isNew, retired } = await rememberModules(assessed, job, context);
  const { policy, snapshot } = assessed;
  const isTold = before?.notified === snapshot.subject.sha;
  await addWork(
    job,
    [
      ...(isNew || retired.length > 0
        ? [{ name: 'migration', priority: 'background', details: { retired } } as const]
        : []),
      ...((await openRequests(job, context)).length > 0 ? [{ name: 'fixes', priority: 'background' } as const] : []),
      ...(policy.notifiesRegistry && !isTold ? [{ name: 'notice', priority: 'background' } as const] : []),
    ],
    context,
  );
  await readHistory(job, context);
  await updateRegistry(job, context);
}

/** How long the history of a module waits, in seconds: first, every module of a new installation is assessed. */
const HISTORY_DELAY = 4 * 3_600;

/** Adds the history of the module, once. */
async function readHistory(job: Job, { ledger, work }: AppContext): Promise<void> {
  const { installation, repository, owner, repo } = job;
  if (await ledger.isBackfilled(repository)) return;
  const of = { installation, repository, owner, repo };
  await work.add([{ ...of, name: 'history', priority: 'background', delay: HISTORY_DELAY }]);
}

/** Adds the registry, which lists the module. */
async function updateRegistry({ installation }: Job, { ledger, work }: AppContext): Promise<void> {
  const place = await ledger.registryPlace(installation);
  if (place) await work.add([{ ...place, name: 'registry', priority: 'background', delay: REGISTRY_DELAY }]);
}
