/** An open pull request: its head against its merge base, and its commits. */
import { ClosedPullError } from '../collect/unreadable.js';
import { COMMITS_RUN, READINESS_RUN } from '../report/check-run/names.js';
import type { CheckRunReport } from '../report/check-run/report.js';
import { sharedReport } from '../report/check-run/shared.js';
import { type AssessedCommit, assessCommit } from './assess-commit.js';
import { otherTargetsAt, type CheckRunOutcome, reportOn } from './check-runs.js';
import { type AppContext, addWork, type Job } from './context.js';
import { pullNow } from './heads.js';
import { commitsReport, mayExist, namedReport, readinessReport } from './reports.js';

const NAMES = [READINESS_RUN, COMMITS_RUN];

/** Assesses the pull request of a job, and returns the assessment. @throws ClosedPullError if it is closed */
export async function assessPull(job: Job, context: AppContext): Promise<AssessedCommit> {
  const number = Number(job.which);
  let assessed: AssessedCommit | undefined;
  const locate = async () => {
    const now = await pullNow(job, number);
    return now.isOpen ? now.head : undefined;
  };
  const supersedes = await supersededHead(number, job, context);
  await reportOn(job, context, { names: NAMES, locate, supersedes }, async () => {
    assessed = await assessedNow(number, job, context);
    const { report, retry } = readinessReport(assessed, context);
    const reports = new Map([
      [READINESS_RUN, report],
      [COMMITS_RUN, commitsReport(assessed)],
    ]);
    const { sha } = assessed.snapshot.subject;
    const before = await context.ledger.pull(job.repository, number);
    await context.ledger.notePull(job, { number, sha, reports: Object.fromEntries(reports) });
    // The pull requests that shared the old head now need check runs of their own.
    if (before && before.sha !== sha) await addWork(job, await otherTargetsAt(before.sha, job, context), context);
    return {
      sha,
      reports: await joined(sha, reports, job, context),
      mayExist: mayExist(assessed),
      names: assessed.standard.names,
      ...(retry === undefined ? {} : { retry }),
    } satisfies CheckRunOutcome;
  });
  if (!assessed) throw new Error('the assessment is missing');
  context.log.info({ owner: job.owner, repo: job.repo, pull: number, sha: assessed.snapshot.subject.sha }, 'assessed');
  return assessed;
}

/**
 * The head of the pull request, if its check runs were concluded for something else: another pull request, or this one when it
 * went into another branch. Until this pull request is assessed, they must not let it be merged.
 */
async function supersededHead(number: number, job: Job, { ledger }: AppContext): Promise<string | undefined> {
  const { installation, repository, details } = job;
  const { head, retargeted } = details;
  if (typeof head !== 'string') return undefined;
  const known = await ledger.checkRun({ installation, repository, sha: head, name: READINESS_RUN });
  if (!known?.concluded) return undefined;
  const before = await ledger.pull(repository, number);
  return before?.sha === head && retargeted !== true ? undefined : head;
}

/** The head and the base in a webhook are only a hint: GitHub's current answer counts. */
async function assessedNow(number: number, job: Job, context: AppContext): Promise<AssessedCommit> {
  const { head, base } = job.details;
  const hinted = typeof head === 'string' && typeof base === 'string';
  const told = hinted ? { head, base } : await openPull(number, job);
  const assess = ({ head: sha, base: onto }: { readonly head: string; readonly base: string }) =>
    assessCommit({ ref: `pull/${number}`, sha, base: onto, pull: number }, job, context);
  const assessed = await assess(told);
  // If the query did not include the pull request, it is requested separately.
  if (assessed.pull || !hinted) return withPull(assessed, told);
  const now = await openPull(number, job);
  return withPull(now.head === told.head && now.base === told.base ? assessed : await assess(now), now);
}

function withPull(assessed: AssessedCommit, told: object): AssessedCommit {
  return assessed.pull || !('title' in told)
    ? assessed
    : { ...assessed, pull: told as NonNullable<AssessedCommit['pull']> };
}

async function openPull(number: number, job: Job) {
  const now = await pullNow(job, number);
  if (!now.isOpen) throw new ClosedPullError(`pull request ${number} is closed`);
  return now;
}

/** The reports of every open pull request with this head, joined: the worst counts. */
async function joined(
  sha: string,
  own: ReadonlyMap<string, CheckRunReport>,
  job: Job,
  { ledger }: AppContext,
): Promise<Map<string, CheckRunReport>> {
  const sharers = await ledger.pullsAt(job.repository, sha);
  return new Map(
    [...own].map(([name, report]) => {
      const [first, ...others] = sharers.flatMap(each => namedReport(each, name));
      const why = `This commit belongs to ${others.length + 1} pull requests.`;
      return [name, first ? sharedReport([first, ...others], why) : report];
    }),
  );
}
