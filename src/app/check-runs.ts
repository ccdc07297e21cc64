/** Check runs of one target: begun if the work takes long, always concluded, and concluded again after a failure. */
import { ReplacedRepositoryError } from '../collect/unreadable.js';
import { beginCheckRun, type CheckRunMemory, type CheckRunSettings, concludeCheckRun } from '../publish/check-run.js';
import { failedCheckRun } from '../report/check-run/readiness.js';
import type { CheckRunReport } from '../report/check-run/report.js';
import type { AppContext, Job } from './context.js';
import { isGone, publicReason, RetryError } from './faults.js';
import { inStep } from './telemetry/step.js';

/** The result of the work on a commit. */
export interface Outcome {
  readonly sha: string;
  /** By the name of the check run. */
  readonly reports: ReadonlyMap<string, CheckRunReport>;
  /** Whether a check run of a name might already be on the commit. */
  readonly mayExist: (name: string) => boolean;
  /** Why the work must be retried; absent if it need not be. */
  readonly retry?: string;
}

export interface CheckRunsOf {
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
  { names, locate, supersedes }: CheckRunsOf,
  work: () => Promise<Outcome>,
): Promise<void> {
  if (supersedes !== undefined) for (const name of names) await beginAt(supersedes, name);
  let begun: Promise<string | undefined> | undefined;
  const timer = setTimeout(() => {
    // If a check run cannot be begun, it is created when it is concluded.
    begun = begin().catch(() => undefined);
  }, context.patience);
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    clearTimeout(timer);
    await sayFailed(error, await begun);
    throw error;
  }
  clearTimeout(timer);
  const begunAt = await begun;
  for (const [name, report] of outcome.reports)
    await conclude(job, context, { sha: outcome.sha, name }, report, outcome.mayExist(name));
  if (begunAt !== undefined && begunAt !== outcome.sha)
    for (const name of names.slice(0, 1))
      await conclude(job, context, { sha: begunAt, name }, superseded(outcome.sha), true);
  if (outcome.retry !== undefined) throw new RetryError(outcome.retry);

  async function begin(): Promise<string | undefined> {
    const sha = await locate();
    const [name] = names;
    if (sha !== undefined && name !== undefined) await beginAt(sha, name);
    return sha;
  }

  function beginAt(sha: string, name: string): Promise<void> {
    return beginCheckRun({ ...placeOf(job), sha, name }, settingsOf(job, context, true));
  }

  async function sayFailed(error: unknown, known: string | undefined): Promise<void> {
    if (isGone(error) || error instanceof ReplacedRepositoryError) return;
    try {
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

/** Concludes one check run of a job. */
export function conclude(
  job: Job,
  context: AppContext,
  { sha, name }: { readonly sha: string; readonly name: string },
  report: CheckRunReport,
  mayExist: boolean,
): Promise<void> {
  return inStep('publish', context, () =>
    concludeCheckRun({ ...placeOf(job), sha, name }, settingsOf(job, context, mayExist), report),
  );
}

function placeOf({ owner, repo }: Job) {
  return { owner, repo };
}

function settingsOf(job: Job, context: AppContext, mayExist: boolean): CheckRunSettings {
  const { octokit, target, details, isRetry } = job;
  return {
    octokit,
    memory: memoryOf(job, context),
    appId: context.appId,
    externalId: target,
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
  return {
    conclusion: 'neutral',
    title: 'A newer commit was assessed',
    summary: `A newer commit, ${sha.slice(0, 7)}, replaced this one during the assessment.`,
    annotations: [],
    actions: [],
  };
}
