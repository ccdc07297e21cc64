/** The history of a module, read from Git once, so that movements and estimates do not begin with the installation. */
import { assess } from '../../assess/assess.js';
import { collectGitHub } from '../../collect/github.js';
import { NoCommitError } from '../../collect/unreadable.js';
import { type Milestone, monthMilestones, thinned } from '../../facts/releases/milestones.js';
import { counted, type HistoryPoint } from '../../fleet/history.js';
import { moduleFacts } from '../../fleet/measured.js';
import type { Policy } from '../../policy/policy.js';
import { policyIn } from '../../assess/modules.js';
import { namedModules } from '../../policy/policy-file.js';
import { unread } from '../../snapshot/reading.js';
import type { Snapshot } from '../../snapshot/snapshot.js';
import type { AppContext, Handler, Job } from '../context.js';
import { RetryError } from '../errors.js';

type PastPoint = Omit<HistoryPoint, 'tool' | 'isBackfilled'>;

/** The most months that are assessed, the present one excepted. Each costs about three requests. */
const MOST_MONTHS = 12;

/** Assesses the last commit of each past month, under the present policy and without today's data of GitHub. */
export const history: Handler = async (job, context) => {
  const { ledger, log } = context;
  const { octokit, owner, repo, repository } = job;
  if (await ledger.isBackfilled(repository)) return;
  const place = { owner, repo, repository, releasedTrees: ledger.releasedTrees(job), takenAt: context.now() };
  const snapshot = await collectGitHub(octokit, place);
  const { parts } = snapshot;
  if (!parts.history.read) throw new RetryError(parts.history.reason);
  const { policy } = policyIn(snapshot, context.standard);
  // The history of a repository with several modules is kept from its first assessment on.
  const isOne = namedModules(policy).length < 2;
  const past = isOne ? monthMilestones(parts.history.value).slice(0, -1) : [];
  const points: PastPoint[] = [];
  for (const milestone of thinned(past, MOST_MONTHS)) {
    const point = await pointAt(milestone, policy, job, context);
    if (point) points.push(point);
  }
  await ledger.backfilled(job, points);
  log.info({ owner, repo, months: points.length }, 'the history was read');
};

async function pointAt(
  { sha, date }: Milestone,
  policy: Policy,
  job: Job,
  { ledger, standard }: AppContext,
): Promise<PastPoint | undefined> {
  const { octokit, owner, repo, repository } = job;
  const asked = { owner, repo, repository, ref: sha, sha, historyPages: 0, releasedTrees: ledger.releasedTrees(job) };
  try {
    const snapshot = ofThen(await collectGitHub(octokit, { ...asked, takenAt: date }));
    const assessment = assess(snapshot, standard, policy, date);
    const { version } = moduleFacts(snapshot, { policy, folder: repo });
    return { at: date, sha, ...counted(assessment), version };
  } catch (error) {
    if (error instanceof NoCommitError) return undefined;
    throw error;
  }
}

const TODAY = unread('what GitHub says today does not tell what was so then');

/** A past snapshot without what is only known of today, and without the tags that came later. */
function ofThen(snapshot: Snapshot): Snapshot {
  const { parts, takenAt } = snapshot;
  const { tags } = parts;
  return {
    ...snapshot,
    parts: {
      ...parts,
      tags: tags.read ? { ...tags, value: tags.value.filter(({ date }) => date <= takenAt) } : tags,
      repository: TODAY,
      protection: TODAY,
      checks: TODAY,
      alerts: TODAY,
      releases: TODAY,
      coverage: TODAY,
      registry: TODAY,
    },
  };
}
