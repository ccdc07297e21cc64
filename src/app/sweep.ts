/**
 * The sweep, at startup and hourly, finds changes that no event reported and changes that come with time. It sends three
 * requests for each of at most 1,000 modules of an installation, and reads at most 100 pages of deliveries of the app's webhook.
 */
import type { GitHubClient } from '../collect/octokit.js';
import { isRegistryName } from '../facts/registry/registry.js';
import { READINESS_RUN, VERSION_RUN } from '../report/check-run/names.js';
import type { ModuleMemory, RepositoryKey } from '../store/ledger.js';
import type { NewEntry } from '../store/work.js';
import { noteApprovals } from './approvals.js';
import type { AppContext, RepositoryName } from './context.js';
import { addDueWork } from './schedule.js';
import { isGone, isLimit } from './errors.js';
import { REGISTRY_DELAY } from './events/targets.js';
import { type RedeliveryMemory, redeliverFailed } from './redelivery.js';

/** How many installations are swept at once: each has limits of its own. */
export const SWEEP_LANES = 10;
/** The most modules of an installation that one sweep checks. */
const MOST_MODULES = 1_000;
/** How many modules in a row can fail before the rest of an installation waits for the next sweep. */
const MOST_FAILURES = 10;
/** How many tags are checked. GitHub lists them by name, so that the newest need not come first. */
const TAGS = 100;
/** How many days before its expiry a waiver or an attestation is announced. */
const AHEAD_DAYS = 7;
/** How long data is kept of what this app cannot access anymore, if no event said that the app was uninstalled, in hours. */
const ABSENT_HOURS = 24;

/** A repository of an installation. */
export interface ListedRepository extends RepositoryKey, RepositoryName {
  readonly defaultBranch: string;
}

/** What the sweeps of one server remember. */
export type SweepMemory = RedeliveryMemory;

export function emptySweepMemory(): SweepMemory {
  return { open: new Map() };
}

/**
 * Sweeps everything. A part that fails is logged, and retried by the next sweep.
 * @returns how many parts failed
 */
export async function sweep(context: AppContext, memory: SweepMemory): Promise<number> {
  const { log, ledger } = context;
  let failures = 0;
  const attempt = (what: string, task: () => Promise<void>) =>
    task().catch((error: unknown) => {
      failures += 1;
      log.warn({ err: error }, `the sweep could not ${what}`);
    });
  await attempt('resume unfinished check runs', () => resumeCheckRuns(context));
  await attempt('look for expiring waivers', () => reassessExpiring(context));
  await attempt('request failed deliveries again', () => redeliverFailed(context, memory));
  await attempt('check the installations', () => sweepInstallations(context));
  await attempt('add the work that comes with time', () => addDueWork(context));
  await attempt('erase old data', () => ledger.retain());
  return failures;
}

/** Adds the targets of check runs that were begun and not concluded, so that they are concluded. */
async function resumeCheckRuns(context: AppContext): Promise<void> {
  const unfinished = await context.ledger.unfinishedCheckRuns();
  await addAll(
    unfinished.flatMap(({ installation, repository, owner, repo, sha, target }) =>
      repository === 0 ? [] : [{ installation, repository, owner, repo, name: target ?? `commit/${sha}` }],
    ),
    context,
  );
}

/** Reassesses each module whose waivers or attestations expire soon or have expired, once a day. */
async function reassessExpiring(context: AppContext): Promise<void> {
  const today = context.now().slice(0, 10);
  const soon = new Date(Date.parse(today) + AHEAD_DAYS * 86_400_000).toISOString().slice(0, 10);
  const due = (await context.ledger.modules()).filter(
    module => expires(module, soon) && module.assessment.assessedAt.slice(0, 10) < today,
  );
  await addAll(
    due.map(({ installation, repository, owner, repo }) => ({
      installation,
      repository,
      owner,
      repo,
      name: 'default-branch',
    })),
    context,
  );
}

/** Whether a waiver or an attestation expires by a day, or expired since the last assessment of the module. */
function expires({ policy, assessment }: ModuleMemory, soon: string): boolean {
  const last = assessment.assessedAt.slice(0, 10);
  return [...policy.waivers, ...policy.attestations].some(({ until }) => until <= soon && until >= last);
}

async function sweepInstallations(context: AppContext): Promise<void> {
  const app = await context.appOctokit();
  const installations = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
  const isInstalled = new Set(installations.map(({ id }) => id));
  await eraseAbsent(({ installation }) => !isInstalled.has(installation), context);
  const waiting = installations.flatMap(({ id, suspended_at: suspended }) => (suspended ? [] : [id]));
  const lane = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await sweepOne(id, context);
  };
  await Promise.all(Array.from({ length: SWEEP_LANES }, lane));
  await noteApprovals(installations, context);
}

/** Sweeps one installation. A failure does not affect the others. */
async function sweepOne(id: number, context: AppContext): Promise<void> {
  try {
    const accessible = await sweepInstallation(id, context);
    const isAbsent = ({ installation, repository }: RepositoryKey) =>
      installation === id && !accessible.has(repository);
    await eraseAbsent(isAbsent, context, id);
  } catch (error) {
    context.log.warn({ err: error, installation: id }, 'an installation could not be swept');
  }
}

/**
 * Finds the heads of an installation's modules that have no concluded check run of this app.
 * @returns the IDs of the repositories that this app can access
 */
export async function sweepInstallation(installation: number, context: AppContext): Promise<ReadonlySet<number>> {
  const octokit = await context.octokitOf(installation);
  const known = new Set((await context.ledger.modules()).map(({ repository }) => repository));
  const all = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  const repositories = all.filter(canBeModule).map(each => listed(installation, each));
  const modules = repositories.filter(({ repo, repository }) => repo.startsWith('cim-') || known.has(repository));
  // Movements, estimates, and passed dates come with time.
  const registries = repositories.filter(({ repo }) => isRegistryName(repo));
  await context.work.add(
    registries.map(({ repository, owner, repo }) => ({
      installation,
      repository,
      owner,
      repo,
      name: 'registry',
      priority: 'background',
      delay: REGISTRY_DELAY,
    })),
  );
  let failures = 0;
  for (const module of modules.slice(0, MOST_MODULES)) {
    try {
      const { found, tags } = await openTargets(module, octokit, context);
      await addAll(found, context);
      // Noted last: if the process ends in between, the next sweep finds the new tags again.
      await context.ledger.noteTags(module, tags);
      failures = 0;
    } catch (error) {
      // The branch is gone, or this app cannot access it.
      if (isGone(error)) continue;
      failures += 1;
      if (isLimit(error) || failures === MOST_FAILURES) throw error;
      // One module must not keep the sweep from all that follow.
      const { owner, repo } = module;
      context.log.warn({ err: error, owner, repo }, 'a module could not be swept');
    }
  }
  return new Set(all.map(({ id }) => id));
}

/**
 * Erases what belongs to installations and repositories that this app cannot see anymore: an event might have said so while the
 * server was down. It is kept for a while, because an installation can come back.
 * @param of the installation to look at; without it, all installations
 */
async function eraseAbsent(
  isAbsent: (key: RepositoryKey) => boolean,
  { ledger, work, trees, now, log }: AppContext,
  of?: number,
): Promise<void> {
  const known = [...(await ledger.owners()), ...(await work.list())].filter(
    ({ installation, repository }) =>
      installation !== 0 && (of === undefined || (installation === of && repository !== 0)),
  );
  const keys = new Map(
    known.map(({ installation, repository }) => [`${installation}/${repository}`, { installation, repository }]),
  );
  for (const key of keys.values()) {
    if (!isAbsent(key)) {
      if (of !== undefined) await ledger.notePresent(key);
      continue;
    }
    const since = await ledger.noteAbsent(key, now());
    if (Date.parse(now()) - Date.parse(since) < ABSENT_HOURS * 3_600_000) continue;
    await work.forget(key.installation, [key.repository]);
    await ledger.forget(key.installation, [key.repository]);
    await trees?.forget(key.installation, [key.repository]);
    log.info({ ...key, since }, 'erased what this app cannot access anymore');
  }
}

type Accessible = Awaited<
  ReturnType<GitHubClient['rest']['apps']['listReposAccessibleToInstallation']>
>['data']['repositories'][number];

/** The repositories of an installation that can be modules: neither archived nor forks. */
export async function listRepositories(installation: number, octokit: GitHubClient): Promise<ListedRepository[]> {
  const all = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  return all.filter(canBeModule).map(each => listed(installation, each));
}

function canBeModule({ archived, fork }: Accessible): boolean {
  return !archived && !fork;
}

function listed(
  installation: number,
  { id, owner, name, default_branch: defaultBranch }: Accessible,
): ListedRepository {
  return { installation, repository: id, owner: owner.login, repo: name, defaultBranch };
}

type Found = RepositoryKey & RepositoryName & { readonly name: string };

/** The targets of a module whose head has no concluded check run, and its tags. */
async function openTargets(
  module: ListedRepository,
  octokit: GitHubClient,
  context: AppContext,
): Promise<{ readonly found: readonly Found[]; readonly tags: readonly string[] }> {
  const { ledger } = context;
  const { installation, repository, owner, repo, defaultBranch } = module;
  const key = { installation, repository };
  const isConcluded = async (sha: string, name: string) => (await ledger.checkRun({ ...key, sha, name }))?.concluded;
  const names: string[] = [];
  const { data: branch } = await octokit.rest.repos.getBranch({ owner, repo, branch: defaultBranch });
  const head = branch.commit.sha;
  if (!(await isConcluded(head, READINESS_RUN))) names.push('default-branch');
  const pulls = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state: 'open', per_page: 100 });
  for (const { number, head: of } of pulls) {
    const said = await ledger.pull(repository, number);
    if (said?.sha !== of.sha || !(await isConcluded(of.sha, READINESS_RUN))) names.push(`pull/${number}`);
  }
  const { data: tags } = await octokit.rest.repos.listTags({ owner, repo, per_page: TAGS });
  const seen = await ledger.seenTags(repository);
  for (const { name, commit } of tags) {
    // Before the first sweep, only a tag on the head is new: older ones are history.
    const isNew = seen ? !seen.includes(name) : commit.sha === head;
    if (isNew && !(await isConcluded(commit.sha, VERSION_RUN))) names.push(`tag/${name}`);
  }
  return { found: names.map(name => ({ ...key, owner, repo, name })), tags: tags.map(({ name }) => name) };
}

async function addAll(found: readonly Found[], { work, wake }: AppContext): Promise<void> {
  if (found.length === 0) return;
  await work.add(found.map((each): NewEntry => ({ ...each, priority: 'background' })));
  wake();
}
