/** The pull request with the fixes of a module: opened when somebody asks for it, and kept up to date. */
import { modulesOf, policyIn } from '../assess/modules.js';
import { FIXES } from '../fixes/all.js';
import { type ChangedFile, type FixPlan, planFixes } from '../fixes/plan.js';
import type { Answers } from '../fixes/fix.js';
import { commentedOnce } from '../publish/comment.js';
import { applyFixesPull, fixesBranch, fixesPull, planFixesPull } from '../publish/fixes.js';
import { MovedBranchError } from '../publish/rolling.js';
import { withNames } from '../report/names.js';
import { fixesBody, fixesTitle, leftComment, type FixesInput } from '../report/fixes.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { shortHash } from '../text/short-hash.js';
import type { AssessedCommit } from './assess-commit.js';
import type { AppContext, Job } from './context.js';
import { RetryError } from './errors.js';
import { admit, type FixRequest, noteEnd } from './fix-requests.js';
import { updateMigration } from './migration.js';
import { modulesNow } from './migration-state.js';

/** What became of a request. */
export interface FixedModule extends FixesInput {
  /** The pull request, if there is one. */
  readonly number?: number;
  /** ISO 8601: when to ask again, because others were opened in the last hour. */
  readonly until?: string;
  /** The branch has commits of people, and is not changed. */
  readonly isStopped?: true;
}

/** Plans the fixes of a module as it is assessed. */
export function planFor(
  { snapshot }: Pick<AssessedCommit, 'snapshot'>,
  {
    module,
    criteria,
    answers,
  }: { readonly module?: string | undefined } & Pick<FixRequest, 'criteria'> & { readonly answers: Answers },
  { standard, now }: Pick<AppContext, 'standard' | 'now'>,
): FixPlan {
  const policy = (of: Snapshot) => {
    const modules = modulesOf(of, policyIn(of, standard).policy);
    return (modules.find(({ name }) => name === module) ?? modules[0]).policy;
  };
  return planFixes(snapshot, FIXES, { standard, answers, policy, now: now() }, criteria ?? undefined);
}

/**
 * Opens, updates, or closes the pull request of a module.
 * @param isAsked a person asks for it now; otherwise only an open one is updated
 * @throws RetryError if the branch moved meanwhile
 */
export async function updateFixes(
  assessed: AssessedCommit,
  request: FixRequest,
  isAsked: boolean,
  job: Job,
  context: AppContext,
): Promise<FixedModule> {
  const { octokit, owner, repo } = job;
  const place = { owner, repo };
  const { module } = request;
  const plan = planFor(assessed, request, context);
  const told = { plan, ...(module === undefined ? {} : { module }) };
  const { ref, sha } = assessed.snapshot.subject;
  const { data: commit } = await octokit.rest.git.getCommit({ ...place, commit_sha: sha });
  const branch = fixesBranch(module);
  const there = await fixesPull(octokit, place, { branch: ref, sha, tree: commit.tree.sha }, branch);
  const parts = await split(plan.files, assessed.snapshot, job, context);
  const texts = new Map(parts.committed.map(({ path, text }) => [path, text]));
  const action = planFixesPull(there, { title: '', body: '', texts, isAsked });
  if (action.kind === 'stop') {
    if (there.open) await sayStopped(there.open.number, job, context);
    await noteEnd(job, module, 'the branch has commits of people', context);
    return { ...told, ...(there.open ? { number: there.open.number } : {}), isStopped: true };
  }
  if (action.kind === 'commit' && !there.open) {
    const until = await admit(job, module, context);
    if (until !== undefined) return { ...told, until };
  }
  const left = action.kind === 'none' && !isAsked ? undefined : await leaveAside(parts, request, job, context);
  const whole: FixesInput = { ...told, ...(left ? { left } : {}) };
  const wanted = {
    title: fixesTitle(whole),
    body: withNames(fixesBody(whole, request.issue), context.standard.names),
    texts,
    isAsked,
  };
  const number = await applied(() => applyFixesPull(octokit, place, there, action, wanted));
  if (number === undefined)
    await noteEnd(job, module, there.refused === undefined ? 'nothing is left' : 'closed', context);
  return { ...whole, ...(number === undefined ? {} : { number }) };
}

async function applied<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MovedBranchError) throw new RetryError(error.message);
    throw error;
  }
}

const STOPPED =
  'This branch has commits that this app did not make, so this app does not change it any more. To get a new pull request with fixes, close this one, delete its branch, and comment `/cim fix all`.';

function sayStopped(number: number, { octokit, owner, repo }: Job, { markerKeys }: AppContext): Promise<void> {
  return commentedOnce(octokit, { owner, repo, number }, { marker: 'fixes-stopped', body: STOPPED, keys: markerKeys });
}

interface SplitFiles {
  readonly committed: readonly ChangedFile[];
  readonly left: readonly ChangedFile[];
  readonly why: string;
}

/** Files that the app can commit, and those that it cannot: workflows without the permission, and executable files. */
async function split(
  files: readonly ChangedFile[],
  { parts }: Snapshot,
  { installation }: Job,
  { permissionsOf }: AppContext,
): Promise<SplitFiles> {
  const isWorkflow = ({ path }: ChangedFile) => path.startsWith('.github/workflows/');
  const isExecutable = ({ path }: ChangedFile) =>
    parts.files.read && parts.files.value.entries.get(path)?.mode === 'executable';
  const mayWrite = !files.some(isWorkflow) || (await permissionsOf(installation))['workflows'] === 'write';
  const isLeft = (file: ChangedFile) => isExecutable(file) || (isWorkflow(file) && !mayWrite);
  const left = files.filter(isLeft);
  const why = left.every(isWorkflow)
    ? 'This app has no permission to write workflows.'
    : 'This app cannot commit executable files.';
  return { committed: files.filter(file => !isLeft(file)), left, why };
}

/** Offers what cannot be committed as a patch in the tracking issue; without migration issues, it is told where the fixes are told. */
async function leaveAside(
  { left: files, why }: SplitFiles,
  { module }: FixRequest,
  job: Job,
  context: AppContext,
): Promise<FixesInput['left']> {
  if (files.length === 0) return undefined;
  const memories = await modulesNow(job, context);
  const memory = memories.find(({ name }) => name === module) ?? memories[0];
  const { tracking } = await updateMigration(memory, job, context, { begin: true, said: state => state });
  if (tracking === undefined) return { files, why };
  const body = leftComment({ files, why });
  const marker = `fix-patch ${shortHash(body)}`;
  const { octokit, owner, repo } = job;
  await commentedOnce(octokit, { owner, repo, number: tracking }, { marker, body, keys: context.markerKeys });
  return { files, why, issue: tracking };
}

/** Adds the work on a pull request that has to wait. @param until ISO 8601 */
export async function fixLater(
  until: string,
  { installation, repository, owner, repo }: Job,
  { work, now }: AppContext,
): Promise<void> {
  const delay = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now())) / 1_000));
  const of = { installation, repository, owner, repo, priority: 'background' } as const;
  await work.add([{ ...of, name: 'fixes', delay, details: { isDue: true } }]);
}
