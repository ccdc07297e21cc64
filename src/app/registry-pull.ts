/** Brings the rolling pull request to the registry up to date. */
import { REGISTRY_FILES } from '../facts/registry/model.js';
import type { RegistryReading } from '../fleet/registry-reading.js';
import { fleetView } from '../fleet/view.js';
import { applyRegistryPull, mergeBase, planRegistryPull, type RollingPull, rollingPull } from '../publish/registry.js';
import { MovedBranchError } from '../publish/rolling.js';
import {
  REGISTRY_PATHS,
  type RegistryTexts,
  registryPlan,
  type TextEdit,
  withoutDates,
} from '../report/fleet/registry-plan.js';
import { registryPullBody } from '../report/fleet/registry-pull.js';
import { type Files, readText } from '../snapshot/files.js';
import type { AppContext, Job } from './context.js';
import { RetryError } from './errors.js';
import type { OrganizationFleet } from './fleet-parts.js';
import { type RegistryHead, registryFilesAt } from './registry.js';

export interface RegistryState {
  readonly head: RegistryHead;
  readonly files: Files;
  readonly reading: RegistryReading;
  readonly fleet: OrganizationFleet;
}

/** Opens, updates, or closes the pull request, or waits until it is due. @throws RetryError if the branch moved meanwhile */
export async function updateRegistryPull(
  { head, files, reading, fleet }: RegistryState,
  job: Job,
  context: AppContext,
): Promise<void> {
  const { octokit, owner, repo } = job;
  const base = textsOf(files);
  const { rolling, branch, edits, isConflicting } = await readPull(head, job);
  const { view, phases, documents, contradictions } = reading;
  const parts = { ...fleet.parts, phases, documents, contradictions };
  const asked = { parts };
  const forBase = registryPlan({ ...asked, texts: base });
  const forBranch = branch ? registryPlan({ ...asked, texts: branch, edits }) : forBase;
  const isPersonal = branch !== undefined && rolling.head?.isPersonal === true;
  const plan = isPersonal ? forBranch : forBase;
  const wanted = {
    texts: differing(plan.texts, isPersonal ? branch : base),
    isNew: differing(plan.texts, branch ?? base).size > 0,
    isNeeded: differing(forBase.texts, base).size > 0,
    isUrgent: forBranch.changes.some(({ field }) => field === 'status'),
  };
  const action = isConflicting ? ({ kind: 'none' } as const) : planRegistryPull(rolling, wanted, context.now());
  const { refused, conflicts } = plan;
  const fleetNow = fleetView({ ...parts, registry: view });
  const body = registryPullBody({ view: fleetNow, changes: forBase.changes, refused, conflicts, isConflicting });
  try {
    await applyRegistryPull(octokit, { owner, repo }, rolling, action, { texts: wanted.texts, body });
  } catch (error) {
    if (error instanceof MovedBranchError) throw new RetryError(error.message);
    throw error;
  }
  if (action.kind === 'wait') await updateLater(job, context, action.until);
}

interface PullNow {
  readonly rolling: RollingPull;
  /** The texts of its branch, if it is open. */
  readonly branch?: RegistryTexts;
  /** What people changed there. */
  readonly edits: readonly TextEdit[];
  /** Whether the branch has commits of people, and conflicts with the default branch. */
  readonly isConflicting: boolean;
}

/** Reads the pull request. If people have added commits, the branch first takes in the default branch. */
async function readPull(head: RegistryHead, job: Job): Promise<PullNow> {
  const { octokit, owner, repo } = job;
  const place = { owner, repo };
  const found = await rollingPull(octokit, place, head);
  if (!found.pull || !found.head) return { rolling: found, edits: [], isConflicting: false };
  const { isPersonal, isBehind } = found.head;
  const isConflicting = isPersonal && isBehind && !(await mergeBase(octokit, place, head.branch));
  const rolling = isPersonal && isBehind && !isConflicting ? await rollingPull(octokit, place, head) : found;
  const textsAt = async (sha: string) => textsOf(await registryFilesAt(job, sha));
  const edits: TextEdit[] = [];
  for (const { before, after } of rolling.head?.edits ?? [])
    edits.push({ before: await textsAt(before), after: await textsAt(after) });
  return { rolling, branch: await textsAt(rolling.head?.sha ?? found.head.sha), edits, isConflicting };
}

/** The texts of the registry among files. */
function textsOf(files: Files): RegistryTexts {
  const paths = new Set([...REGISTRY_PATHS, ...Object.values(REGISTRY_FILES)]);
  const texts = [...paths].map(path => [path, readText(files, path)] as const);
  return new Map(texts.flatMap(([path, text]) => (text.read ? [[path, text.value] as const] : [])));
}

/** The texts that are not the same as others, dates aside. */
function differing(texts: RegistryTexts, others: RegistryTexts): RegistryTexts {
  return new Map(
    [...texts].filter(([path, text]) => {
      const other = others.get(path);
      return other === undefined || withoutDates(text) !== withoutDates(other);
    }),
  );
}

async function updateLater(job: Job, { work, now }: AppContext, until: string): Promise<void> {
  const { installation, repository, owner, repo } = job;
  const delay = Math.ceil((Date.parse(until) - Date.parse(now())) / 1_000);
  await work.add([{ installation, repository, owner, repo, name: 'registry', priority: 'background', delay }]);
}
