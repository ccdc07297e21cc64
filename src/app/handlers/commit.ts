/** A commit by its hash: reassesses every target that was assessed at this commit. */
import { CHECK_RUN_NAMES } from '../../report/check-run/names.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';
import { targetOfCheckRun } from '../events/targets.js';
import { defaultHead } from '../heads.js';

export const commit: Handler = async (job, context) => {
  const targets = new Set([
    ...(await commitTargets(job.which, job, context)),
    ...(await checkRunTargets(job.which, job, context.appId)),
  ]);
  const again = job.details['again'] === true ? { details: { again: true } } : {};
  await addWork(
    job,
    [...targets].map(name => ({ name, ...again })),
    context,
  );
};

/** The targets at a commit: those that were assessed there; if none were, those that GitHub reports. */
export async function commitTargets(sha: string, job: Job, { ledger, appId }: AppContext): Promise<string[]> {
  const { repository } = job;
  const refs = await ledger.refsAt(repository, sha);
  const module = await ledger.module(repository);
  const known = refs.flatMap(ref => {
    if (ref.startsWith('pull/')) return [ref];
    if (ref.startsWith('gh-readonly-queue/')) return [`merge-group/${sha}`];
    return ref === module?.assessment.subject.ref ? ['default-branch'] : [];
  });
  if (known.length > 0) return [...new Set(known)];
  const head = await defaultHead(job);
  return head?.sha === sha ? ['default-branch'] : checkRunTargets(sha, job, appId);
}

/** The targets named by this app's check runs on a commit. */
async function checkRunTargets(sha: string, { octokit, owner, repo }: Job, appId: number): Promise<string[]> {
  const { data } = await octokit.rest.checks.listForRef({ owner, repo, ref: sha, filter: 'latest', per_page: 100 });
  return data.check_runs.flatMap(run =>
    CHECK_RUN_NAMES.includes(run.name) || run.app?.id === appId ? (targetOfCheckRun(run.external_id) ?? []) : [],
  );
}
