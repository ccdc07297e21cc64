/** A commit of a merge queue: it gets the same check runs as a pull request. */
import { COMMITS_RUN, READINESS_RUN } from '../../report/check-run/names.js';
import { assessCommit } from '../assess-commit.js';
import { reportOn } from '../check-runs.js';
import type { AppContext, Handler, Job } from '../context.js';
import { commitsReport, mayExist, readinessReport } from '../reports.js';

const NAMES = [READINESS_RUN, COMMITS_RUN];

export const mergeGroup: Handler = async (job, context) => {
  const sha = job.which;
  await reportOn(job, context, { names: NAMES, locate: async () => sha }, async () => {
    const { ref, base } = await groupOf(job, context);
    const assessed = await assessCommit({ ref, sha, base }, job, context);
    const { report, retry } = readinessReport(assessed, context);
    const reports = new Map([
      [READINESS_RUN, report],
      [COMMITS_RUN, commitsReport(assessed)],
    ]);
    return {
      sha,
      reports,
      mayExist: mayExist(assessed),
      names: assessed.standard.names,
      ...(retry === undefined ? {} : { retry }),
    };
  });
};

/** The branch and the base of the group: from the webhook, or from an earlier assessment. */
async function groupOf({ which: sha, details, repository, octokit, owner, repo }: Job, { ledger }: AppContext) {
  const { ref, base } = details;
  if (typeof ref === 'string' && typeof base === 'string') return { ref, base };
  const known = await ledger.latestOf(repository, sha);
  if (known?.subject.base !== undefined) return { ref: known.subject.ref, base: known.subject.base };
  const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: sha });
  return { ref: sha, base: data.parents[0]?.sha ?? sha };
}
