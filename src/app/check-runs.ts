/** Check runs of one target: begun if the work takes long, always concluded, and concluded again after a failure. */
import { ClosedPullError, ReplacedRepositoryError } from '../collect/unreadable.js';
import {
  beginCheckRun,
  type CheckRunMemory,
  type CheckRunSettings,
  concludeCheckRun,
  isPending,
} from '../publish/check-run.js';
import type { Names } from '../policy/names.js';
import { shownName } from '../report/check-run/names.js';
import { withNames } from '../report/names.js';
import { failedCheckRun } from '../report/check-run/readiness.js';
import type { CheckRunReport } from '../report/check-run/report.js';
import { addWork, type AppContext, type Job } from './context.js';
import { isGone, publicReason, RetryError } from './errors.js';
import { inStep } from './step.js';

/** The result of the work on a commit. */
export interface CheckRunOutcome {
  readonly sha: string;
  /** By the name of the check run. */
  readonly reports: ReadonlyMap<string, CheckRunReport>;
  /** Whether a check run of a name might already be on the commit. */
  readonly mayExist: (name: string) => boolean;
  /** The names of the standard that the policy puts in force. */
  readonly names: Names;
  /** Why the work must be retried; absent if it need not be. */
  readonly retry?: string;
}

export interface TargetCheckRuns {
  /** The check runs that are concluded whatever happens. */
  readonly names: readonly string[];
  /** The target's current commit; undefined if it has none. */
  readonly locate: () => Promise<string | undefined>;
  /** A commit whose check runs are about something else, and must not be taken for the result of this work. */
  readonly supersedes?: string | undefined;
}

/**
 * Does the work and concludes its check runs.
 * @throws what the work throws, after the check runs report it; RetryError if the outcome requests a retry
 */
export async function reportOn(
  job: Job,
  context: AppContext,
  { names, locate, supersedes }: TargetCheckRuns,
  work: () => Promise<CheckRunOutcome>,
): Promise<void> {
  if (supersedes !== undefined) for (const name of names) await beginAt(supersedes, name);
  let begun: Promise<string | undefined> | undefined;
  const timer = setTimeout(() => {
    // If a check run cannot be begun, it is created when it is concluded.
    begun = begin().catch(() => undefined);
  }, context.patience);
  let outcome: CheckRunOutcome;
  try {
    outcome = await work();
  } catch (error) {
    clearTimeout(timer);
    await sayFailed(error, await begun);
    throw error;
  }
  clearTimeout(timer);
  await begun;
  for (const [name, report] of outcome.reports)
    await conclude(job, context, { sha: outcome.sha, name, names: outcome.names }, report, outcome.mayExist(name));
  await release(superseded(outcome.sha), outcome.sha);
  if (outcome.retry !== undefined) throw new RetryError(outcome.retry);

  async function begin(): Promise<string | undefined> {
    const sha = await locate();
    const [name] = names;
    if (sha !== undefined && name !== undefined) await beginAt(sha, name);
    return sha;
  }

  function beginAt(sha: string, name: string): Promise<void> {
    return beginCheckRun(
      { ...placeOf(job), sha, name },
      settingsOf(job, context, true, shownName(name, context.standard.names)),
    );
  }

  /**
   * Concludes what this target began at other commits, now or in an attempt that ended, or could not assess there. Where such a
   * commit is the head of something else, that is assessed again instead.
   */
  async function release(report: CheckRunReport, except?: string): Promise<void> {
    const { repository, target } = job;
    const known = await context.ledger.checkRunsOf(repository, target);
    for (const { sha, name } of known.filter(each => isPending(each) && each.sha !== except)) {
      const others = await otherTargetsAt(sha, job, context);
      await addWork(job, others, context);
      if (others.length === 0) await conclude(job, context, { sha, name }, report, true);
    }
  }

  async function sayFailed(error: unknown, known: string | undefined): Promise<void> {
    if (isGone(error) || error instanceof ReplacedRepositoryError) return;
    try {
      if (error instanceof ClosedPullError) return await release(closed());
      const sha = known ?? (await locate());
      if (sha === undefined) return;
      const enforcement = (await context.ledger.module(job.repository))?.policy.enforcement ?? 'ratchet';
      const report = failedCheckRun(publicReason(error), enforcement);
      for (const name of names) await conclude(job, context, { sha, name }, report, true);
    } catch (failure) {
      context.log.warn(
        { ...placeOf(job), target: job.target, err: failure },
        'a check run could not report the failure',
      );
    }
  }
}

/** What else has a commit as its head, as far as it was assessed: other pull requests, and the default branch. */
export async function otherTargetsAt(
  sha: string,
  { repository, target }: Pick<Job, 'repository' | 'target'>,
  { ledger }: AppContext,
): Promise<{ readonly name: string }[]> {
  const pulls = (await ledger.pullsAt(repository, sha)).map(({ number }) => `pull/${number}`);
  const module = await ledger.module(repository);
  const all = [...pulls, ...(module?.assessment.subject.sha === sha ? ['default-branch'] : [])];
  return all.filter(name => name !== target).map(name => ({ name }));
}

/** A check run to conclude. */
interface ConcludedRun {
  readonly sha: string;
  /** One of `CHECK_RUN_NAMES`. */
  readonly name: string;
  /** By default those of the standard that the last policy put in force. */
  readonly names?: Names;
}

function inWordsOf(report: CheckRunReport, names: Names): CheckRunReport {
  return { ...report, title: withNames(report.title, names), summary: withNames(report.summary, names) };
}

/** Concludes one check run of a job. */
export function conclude(
  job: Job,
  context: AppContext,
  { sha, name, names = context.standard.names }: ConcludedRun,
  report: CheckRunReport,
  mayExist: boolean,
): Promise<void> {
  return inStep('publish', context, () =>
    concludeCheckRun(
      { ...placeOf(job), sha, name },
      settingsOf(job, context, mayExist, shownName(name, names)),
      inWordsOf(report, names),
    ),
  );
}

function placeOf({ owner, repo }: Job) {
  return { owner, repo };
}

function settingsOf(job: Job, context: AppContext, mayExist: boolean, shown: string): CheckRunSettings {
  const { octokit, target, details, isRetry } = job;
  return {
    octokit,
    memory: memoryOf(job, context),
    appId: context.appId,
    externalId: target,
    shown,
    mayExist: mayExist || isRetry,
    ...(details['again'] === true ? { again: true } : {}),
  };
}

function memoryOf({ installation, repository, target }: Job, { ledger }: AppContext): CheckRunMemory {
  const key = { installation, repository };
  return {
    known: ({ sha, name }) => ledger.checkRun({ ...key, sha, name }),
    note: (place, run) => ledger.noteCheckRun({ ...key, ...place, target }, run),
  };
}

function superseded(sha: string): CheckRunReport {
  const summary = `A newer commit, ${sha.slice(0, 7)}, replaced this one before it was assessed.`;
  return { conclusion: 'neutral', title: 'A newer commit was assessed', summary, annotations: [], actions: [] };
}

function closed(): CheckRunReport {
  const summary = 'The pull request was closed before it was assessed.';
  return { conclusion: 'neutral', title: 'The pull request is closed', summary, annotations: [], actions: [] };
}
