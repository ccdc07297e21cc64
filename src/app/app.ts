/** The app: takes deliveries, stores the work that they request, and dispatches it to handlers. */
import { z } from 'zod';
import { NoCommitError, ReplacedRepositoryError } from '../collect/unreadable.js';
import type { Claim, WorkCounts } from '../store/work.js';
import { standardInForce } from '../standard/in-force.js';
import { type AppContext, addWork, type Handler, type Job, createJob } from './context.js';
import { detailsAs } from './details.js';
import { routeDelivery } from './events/route.js';
import { parseTarget, type TargetKind } from './events/targets.js';
import { isGone, RetryError } from './errors.js';
import { attestation } from './handlers/attestation.js';
import { comment, reviewComment } from './handlers/comment.js';
import { commit } from './handlers/commit.js';
import { defaultBranch } from './handlers/default-branch.js';
import { documents } from './handlers/documents.js';
import { fixes } from './handlers/fixes.js';
import { history } from './handlers/history.js';
import { installation } from './handlers/installation.js';
import { issue } from './handlers/issue.js';
import { mergeGroup } from './handlers/merge-group.js';
import { migration } from './handlers/migration.js';
import { plan } from './handlers/plan.js';
import { promises } from './handlers/promises.js';
import { digest } from './handlers/digest.js';
import { pull } from './handlers/pull.js';
import { notice } from './handlers/notice.js';
import { registry } from './handlers/registry.js';
import { results } from './handlers/results.js';
import { tag } from './handlers/tag.js';
import { welcome } from './handlers/welcome.js';
import { isModule } from './modules.js';
import { listRepositories } from './sweep.js';

/** A webhook whose signature was verified. */
export interface Delivery {
  /** The GUID. */
  readonly id: string;
  readonly event: string;
  /** The body: JSON. */
  readonly payload: string;
}

export interface App {
  /**
   * Stores the work that a delivery requests. When this returns, none of the work can be lost.
   * @throws StoreUnavailableError
   */
  readonly accept: (delivery: Delivery) => Promise<void>;
  /** Works on one entry. */
  readonly handle: (claim: Claim) => Promise<void>;
  readonly counts: () => Promise<WorkCounts>;
}

/** The repository of an entry has another name by now: the entry waits under that one, if the app still sees it. */
async function requeueRenamed({ name, details }: Claim, job: Job, context: AppContext): Promise<void> {
  const { owner, repo, repository } = job;
  const all = await listRepositories(job.installation, job.octokit);
  const now = all.find(each => each.repository === repository);
  if (now?.owner === owner && now.repo === repo) throw new RetryError('the repository is being renamed');
  context.log.warn(
    { owner, repo, repository, now: now && `${now.owner}/${now.repo}` },
    'another repository has its name',
  );
  if (now) await addWork({ ...job, owner: now.owner, repo: now.repo }, [{ name, details }], context);
}

const HANDLERS: Readonly<Record<Exclude<TargetKind, 'delivery'>, Handler>> = {
  'default-branch': defaultBranch,
  pull,
  tag,
  'merge-group': mergeGroup,
  commit,
  results,
  comment,
  'review-comment': reviewComment,
  issue,
  attestation,
  plan,
  migration,
  fixes,
  notice,
  registry,
  documents,
  history,
  promises,
  digest,
  welcome,
  installation,
};

/** Kinds that are added only for modules, or for the registry. */
const OF_KNOWN_MODULES: ReadonlySet<TargetKind> = new Set([
  'results',
  'installation',
  'notice',
  'registry',
  'documents',
  'history',
  'promises',
  'digest',
  'migration',
  'fixes',
  'issue',
]);

/** A delivery that was set aside. A very long one was not kept whole. */
const DELIVERY = z.object({
  event: z.string(),
  payload: z.string().refine(isJson, { error: 'not whole, and not valid JSON: have GitHub deliver the webhook again' }),
});

const OWNER = z.object({ id: z.int().nonnegative() });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whose a payload is, as far as one that is not understood says so. */
function ownersOf(payload: unknown): { readonly installation: number; readonly repository: number } {
  const idIn = (name: string) => OWNER.safeParse((payload as Readonly<Record<string, unknown>>)[name]).data?.id ?? 0;
  return { installation: idIn('installation'), repository: idIn('repository') };
}

/** The context with the standard that the repository's policy put in force when it was assessed last. */
async function contextOfRepository({ repository }: Job, context: AppContext): Promise<AppContext> {
  const known = await context.ledger.module(repository);
  return known ? { ...context, standard: standardInForce(context.standard, known.policy) } : context;
}

/** Creates the app. */
export function createApp(context: AppContext): App {
  const { work, ledger, trees, log } = context;

  async function accept({ id, event, payload }: Delivery): Promise<void> {
    const body = JSON.parse(payload) as unknown;
    const route = routeDelivery(event, body, context.appId, id);
    if (route.kind === 'ignore') return;
    if (route.kind === 'not-understood') {
      log.warn({ delivery: id, event, reason: route.reason }, 'a delivery could not be parsed and is set aside');
      return work.setAside({ id, event, payload, ...ownersOf(body) }, route.reason);
    }
    if (route.kind === 'forget') {
      await work.forget(route.installation, route.repositories);
      await ledger.forget(route.installation, route.repositories);
      await trees?.forget(route.installation, route.repositories);
      log.info({ delivery: id, installation: route.installation, repositories: route.repositories }, 'erased');
      return;
    }
    if (route.entries.length === 0) return;
    await work.add(route.entries);
    context.wake();
  }

  return {
    accept,
    counts: () => work.counts(),
    async handle(claim) {
      const target = parseTarget(claim.name);
      if (!target) throw new Error(`there is no target ${claim.name}`);
      if (target.kind === 'delivery') {
        return accept({ id: target.which, ...detailsAs(DELIVERY, claim.details) });
      }
      const job = createJob(claim, target.which, await context.octokitOf(claim.installation));
      try {
        if (claim.repository !== 0) await ledger.adopt(job, job);
        if (!OF_KNOWN_MODULES.has(target.kind) && !(await isModule(job, context))) return;
        await HANDLERS[target.kind](job, await contextOfRepository(job, context));
      } catch (error) {
        if (error instanceof ReplacedRepositoryError) return requeueRenamed(claim, job, context);
        if (isGone(error) || error instanceof NoCommitError)
          log.warn(
            { owner: job.owner, repo: job.repo, target: claim.name, err: error },
            'the target is gone, or this app cannot access it',
          );
        throw error;
      }
    },
  };
}
