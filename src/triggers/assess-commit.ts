/** Assesses one commit on GitHub, and says so in its check-runs. */
import { assess } from '../assess/assess.js';
import { assessModule, type Verdict, type World } from '../assess/assess-module.js';
import type { Assessment } from '../assess/assessment.js';
import { collectGitHub } from '../collect/github.js';
import { UnreadableError } from '../collect/unreadable.js';
import { proposedCommits } from '../facts/commits/proposed-commits.js';
import { enforcementOf } from '../policy/enforcement.js';
import type { Policy } from '../policy/policy.js';
import { policyOf } from '../policy/policy-file.js';
import { type CheckRunSettings, concludeCheckRun, inCheckRun } from '../publish/check-run.js';
import { commitsCheckRunOf } from '../report/check-run/commits.js';
import { checkRunOf, failedCheckRunOf } from '../report/check-run/readiness.js';
import { read } from '../snapshot/reading.js';
import type { Snapshot, Subject } from '../snapshot/snapshot.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { isPassing, tryAgain } from './faults.js';
import type { House, Installation, RepositoryName } from './house.js';
import { rememberMigration } from './migration.js';

export const CHECK_RUN = 'CIM readiness';
export const COMMITS_CHECK_RUN = 'CIM commits';

/** A commit that is to be assessed. */
export interface CommitToAssess extends RepositoryName {
  /** The branch, or `pull/NUMBER`. */
  readonly ref: string;
  readonly sha: string;
  /** What is proposed: to be judged against where it left the branch that it goes to. */
  readonly change?: ProposedChange;
  /** It may have been assessed before. */
  readonly again?: boolean;
}

export interface ProposedChange {
  /** The newest commit of the branch that it goes to. */
  readonly base: string;
  /** Absent for a merge group. */
  readonly pull?: { readonly number: number; readonly title: string };
}

/**
 * Collects, assesses, keeps, and concludes the check-runs, whatever happens.
 * @throws UnreadableError where the commit cannot be read: the check-runs say why
 * @throws TryAgainError where GitHub's fault may pass
 */
export async function assessCommit(commit: CommitToAssess, installation: Installation, house: House): Promise<Verdict> {
  const { owner, repo, sha, change, again } = commit;
  const { octokit } = installation;
  const settings: CheckRunSettings = {
    octokit,
    memory: house.ledger,
    installation: installation.id,
    patience: house.patience,
    // An assessment is kept before its check-run is made: an attempt before this one may have come so far.
    ...(again || (await house.ledger.latestOf({ owner, repo }, sha)) ? { mayExist: true } : {}),
    ...(change?.pull ? { externalId: externalIdOf(change.pull.number) } : {}),
  };
  let verdict: Verdict | undefined;
  const work = async () => {
    verdict = await assessModule({ owner, repo, ref: commit.ref, sha }, worldOf(commit, octokit, house));
    return checkRunOf({
      standard: CIM_STANDARD,
      assessment: verdict.assessment,
      enforcement: enforcementOf(verdict.policy, verdict.snapshot),
      policyProblems: verdict.problems,
      ...(verdict.comparison ? { comparison: verdict.comparison } : {}),
    });
  };
  const failed = (error: unknown) => failedCheckRunOf(reasonOf(error), 'ratchet');
  const commits = { owner, repo, sha, name: COMMITS_CHECK_RUN };
  try {
    await inCheckRun({ owner, repo, sha, name: CHECK_RUN }, settings, work, failed);
    if (change && verdict) await concludeCheckRun(commits, settings, judgedCommits(verdict, change));
  } catch (error) {
    if (isPassing(error)) throw tryAgain(error, reasonOf(error));
    if (change && !verdict) await concludeCheckRun(commits, settings, failed(error));
    throw error;
  }
  if (!verdict) throw new Error('no verdict came of the work');
  if (isDefaultBranch(verdict, commit)) {
    await rememberMigration(verdict, installation, house);
    if (verdict.policy.notifiesRegistry && !again)
      await house.chores.put({ kind: 'notify', owner, repo, installation: installation.id });
  }
  return verdict;
}

function isDefaultBranch({ snapshot: { parts } }: Verdict, { ref, change }: CommitToAssess): boolean {
  return !change && parts.repository.read && parts.repository.value.defaultBranch === ref;
}

/** Assesses a commit without a word on GitHub. @throws UnreadableError where it cannot be read */
export function assessQuietly(commit: CommitToAssess, { octokit }: Installation, house: House): Promise<Verdict> {
  const { owner, repo, ref, sha } = commit;
  return assessModule({ owner, repo, ref, sha }, worldOf(commit, octokit, house));
}

function judgedCommits({ snapshot, policy }: Verdict, { pull }: ProposedChange) {
  const enforcement = enforcementOf(policy, snapshot);
  const { history, repository } = snapshot.parts;
  const isSquashed = repository.read && repository.value.squashMerge;
  if (!history.read) return failedCheckRunOf(`The commits could not be read: ${history.reason}`, enforcement);
  const title = pull && isSquashed ? pull.title : undefined;
  const judged = proposedCommits(history.value, snapshot.subject.base, title, policy.commitTypes);
  return commitsCheckRunOf({ ...judged, enforcement });
}

/** What of an error a person may read on GitHub: never an error of ours in full. */
export function reasonOf(error: unknown): string {
  if (error instanceof UnreadableError) return `${error.message}.`;
  if (isPassing(error)) return 'GitHub did not answer as it should; this is tried again by itself.';
  return "An error of this tool; the server's log tells more.";
}

const PULL = /^pull\/(\d+)$/;

/** Comes back with a check-run: which pull request it was for. */
function externalIdOf(pull: number): string {
  return `pull/${pull}`;
}

/** The pull request that a check-run of ours was for. */
export function pullOf(externalId: string | null | undefined): number | undefined {
  const number = PULL.exec(externalId ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

function worldOf({ owner, repo, change }: CommitToAssess, octokit: Installation['octokit'], house: House): World {
  const { ledger, now, releasedTrees } = house;
  const name = { owner, repo };
  const at = ({ ref, sha }: Subject) => ({ owner, repo, ref, sha, releasedTrees, takenAt: now() });
  return {
    standard: CIM_STANDARD,
    collect: async subject =>
      withCoverage(await collectGitHub(octokit, { ...at(subject), ...(change ? { base: change.base } : {}) })),
    now,
    policy: snapshot => policyOf(snapshot.parts.policy, CIM_STANDARD, snapshot.takenAt),
    previous: async ({ ref, sha, base }, policy) =>
      base === undefined ? ledger.before(name, ref, sha) : assessedBase(base, policy),
    keep: (assessment, policy) => ledger.append(assessment, policy),
    publishers: [],
    failed: (publisher, error) => house.log.warn({ err: error, publisher: publisher.name }, 'could not publish'),
  };

  /** With the reports that CI left for the commit. */
  async function withCoverage(snapshot: Snapshot): Promise<Snapshot> {
    const reports = await ledger.coverage(name, snapshot.subject.sha);
    return reports ? { ...snapshot, parts: { ...snapshot.parts, coverage: read(reports) } } : snapshot;
  }

  /** The assessment of a merge base: kept, or made now, under the same policy. */
  async function assessedBase(base: string, policy: Policy): Promise<Assessment> {
    const known = await ledger.at(name, base, policy);
    if (known) return known;
    const subject = { owner, repo, ref: base, sha: base };
    const assessment = assess(
      await withCoverage(await collectGitHub(octokit, at(subject))),
      CIM_STANDARD,
      policy,
      now(),
    );
    await ledger.append(assessment, policy);
    return assessment;
  }
}
