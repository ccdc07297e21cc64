/** Assesses one commit on GitHub. The only caller of `assessModules` on the server. */
import { assess } from '../assess/assess.js';
import type { Assessment } from '../assess/assessment.js';
import { assessModules, type RepositoryAssessment, type AssessmentSources } from '../assess/assess-modules.js';
import { type ModuleToAssess, modulesOf, policyIn } from '../assess/modules.js';
import { unreadReason } from '../assess/unread.js';
import { collectAdvisories } from '../collect/advisories.js';
import type { PullState } from '../collect/github/pull-request.js';
import { collectGitHub } from '../collect/github.js';
import type { AsideRules } from '../collect/repository-texts.js';
import { moduleFacts } from '../fleet/measured.js';
import type { Policy } from '../policy/policy.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { AdvisoryDatabase } from '../snapshot/advisories.js';
import { type Reading, read, unread } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { AssessedModule, Gate } from '../store/ledger.js';
import type { AppContext, Job } from './context.js';
import { RetryError } from './errors.js';
import { readGate, keptGate } from './gate.js';
import { WorkerEndedError } from './pool/wire.js';
import { inStep } from './step.js';
import { treeParts } from './trees.js';

/** A commit to assess; without a sha, the head of the default branch. */
export interface CommitToAssess {
  /** The branch, or `pull/NUMBER`. */
  readonly ref?: string;
  readonly sha?: string;
  /** The newest commit of the branch into which the commit is merged. */
  readonly base?: string;
  /** The number of the pull request; its head and base are read again. */
  readonly pull?: number;
}

export interface AssessedCommit extends RepositoryAssessment {
  /** What guards the change; absent for a commit that is not a change. */
  readonly base?: Gate;
  /** Of a change: the status that the default branch claims by now. */
  readonly claimed?: string;
  readonly pull?: PullState;
}

/**
 * Collects a snapshot, assesses it, and stores the assessment, unless something essential could not be read.
 * @throws UnreadableError if the commit cannot be read; RetryError if its base could not be read
 */
export async function assessCommit(
  { ref, ...commit }: CommitToAssess,
  job: Job,
  context: AppContext,
): Promise<AssessedCommit> {
  const { octokit, owner, repo, repository } = job;
  if (context.ended !== undefined) throw new WorkerEndedError(context.ended);
  const { ledger, now, standard, advisoriesDir: dir } = context;
  const releasedTrees = ledger.releasedTrees(job);
  const trees = treeParts(job, context);
  const bases = new Map<string, Promise<AssessedBase>>();
  let pull: PullState | undefined;
  let base: string | undefined;
  let kept: Snapshot | undefined;

  const collect = async (asked: CommitToAssess) => {
    const request = {
      owner,
      repo,
      repository,
      ...asked,
      releasedTrees,
      ...(trees ? { trees } : {}),
      takenAt: now(),
      ...(asked.base === undefined ? {} : { aside: async (sha: string) => asideRulesOf(await gateAt(sha)) }),
    };
    const snapshot = await inStep('collect', context, () => collectGitHub(octokit, request));
    const kept = (await ledger.coverage(repository, snapshot.subject.sha)) ?? [];
    // A fork decides what its runs upload, also for a commit that is on a branch of this repository by now.
    const reports = kept.filter(({ ofFork }) => !ofFork || asked.pull !== undefined);
    const coverage = reports.length > 0 ? { coverage: read(reports) } : {};
    const advisories = dir === undefined ? {} : { advisories: await advisoriesIn(dir, snapshot.takenAt) };
    return { ...snapshot, parts: { ...snapshot.parts, ...coverage, ...advisories } };
  };
  const world: AssessmentSources = {
    standard,
    collect: async () => {
      const snapshot = await collect({ ...commit, ...(ref === undefined ? {} : { ref }) });
      ({ pull } = snapshot);
      kept = snapshot;
      base = snapshot.subject.base;
      return snapshot;
    },
    now,
    policy: snapshot => policyIn(snapshot, standard),
    previous: async ({ ref: branch, sha, base: from }, policy) =>
      from === undefined ? ledger.before(repository, branch, sha, policy) : assessmentOfBase(from, policy),
    keep: async (assessment, module) => {
      if (!kept || unreadReason(kept) !== undefined) return;
      const { policy } = module;
      const known = ref === undefined && commit.sha === undefined ? { module: fleetModule(kept, module) } : {};
      await ledger.assessed(job, { assessment, policy, ...keptGate(readGate(kept)), ...known, ...deliveryOf(job) });
    },
  };
  const subject = { owner, repo, ref: ref ?? 'HEAD', sha: commit.sha ?? '' };
  const snapshot = await world.collect(subject);
  const verdict = await inStep('assess', context, () =>
    assessModules(subject, { ...world, collect: async () => snapshot }),
  );
  return {
    ...verdict,
    ...(pull ? { pull } : {}),
    ...(base === undefined ? {} : { base: await gateAt(base), ...(await claimedNow()) }),
  };

  /** The status that the default branch claimed when it was assessed last. */
  async function claimedNow(): Promise<Pick<AssessedCommit, 'claimed'>> {
    const module = await ledger.module(repository);
    const status = module && (await ledger.gate(repository, module.assessment.subject.sha))?.status;
    return status === undefined ? {} : { claimed: status };
  }

  /** What guards changes to a commit: remembered, or read now. */
  async function gateAt(sha: string): Promise<Gate> {
    return (await ledger.gate(repository, sha)) ?? (await assessedNow(sha)).gate;
  }

  /** A module's assessment at a merge base: remembered, or made now. Undefined if the module is not assessed there. */
  async function assessmentOfBase(sha: string, policy: Policy): Promise<Assessment | undefined> {
    return (
      (await ledger.at(repository, sha, policy))?.assessment ?? (await assessedNow(sha)).modules.get(policy.module)
    );
  }

  function assessedNow(sha: string): Promise<AssessedBase> {
    let base = bases.get(sha);
    if (!base) bases.set(sha, (base = assessBase(sha)));
    return base;
  }

  async function assessBase(sha: string): Promise<AssessedBase> {
    const snapshot = await collect({ ref: sha, sha });
    const reason = unreadReason(snapshot);
    if (reason !== undefined) throw new RetryError(`The base ${sha.slice(0, 7)} could not be read: ${reason}.`);
    const gate = readGate(snapshot);
    const modules = new Map<string | undefined, Assessment>();
    for (const { policy } of modulesOf(snapshot, policyIn(snapshot, standard).policy)) {
      const assessment = assess(snapshot, standard, policy, now());
      await ledger.assessed(job, { assessment, policy, ...keptGate(gate) });
      modules.set(policy.module, assessment);
    }
    return { gate, modules };
  }
}

/** A merge base that was assessed just now. */
interface AssessedBase {
  readonly gate: Gate;
  /** By the package that the policy names. */
  readonly modules: ReadonlyMap<string | undefined, Assessment>;
}

/** What the fleet remembers of the module on a default branch. */
function fleetModule(snapshot: Snapshot, module: ModuleToAssess): AssessedModule {
  const { repository } = snapshot.parts;
  return {
    facts: moduleFacts(snapshot, { ...module, folder: snapshot.subject.repo ?? '' }),
    isPublic: repository.read && repository.value.visibility === 'public',
  };
}

function asideRulesOf({ attributes, vendored }: Gate): AsideRules {
  return { attributes: new Map(Object.entries(attributes)), vendored: new Set(vendored) };
}

/** The advisory database of the server. Without it, a module is assessed all the same. */
async function advisoriesIn(dir: string, takenAt: string): Promise<Reading<AdvisoryDatabase>> {
  try {
    return read(await collectAdvisories(dir, takenAt));
  } catch (error) {
    if (error instanceof UnreadableError) return unread(error.message);
    throw error;
  }
}

function deliveryOf({ delivery }: Job): { readonly delivery?: string } {
  return delivery === undefined ? {} : { delivery };
}
