/** The pull requests with fixes: those that follow their modules, and the button *Fix files* of a check run. */
import { z } from 'zod';
import { commentedOnce } from '../../publish/comment.js';
import { shortHash } from '../../text/short-hash.js';
import { RefusedError } from '../commands/command.js';
import type { AppContext, Handler, Job } from '../context.js';
import { detailsAs } from '../details.js';
import { fixPull } from '../fix-pull.js';
import { type FixRequest, noteEnd, noteRequest, openRequests } from '../fix-requests.js';
import { fixLater, updateFixes } from '../fixes.js';
import { assessQuietly } from '../migration-state.js';
import { readPermissions } from '../permissions.js';

const DETAILS = z.object({
  /** Who clicked the button. */
  people: z.array(z.string()).optional(),
  /** A pull request that had to wait is due. */
  isDue: z.boolean().optional(),
});

export const fixes: Handler = async (job, context) => {
  const { people = [], isDue = false } = detailsAs(DETAILS, job.details);
  const person = await firstAllowed(people, job);
  const [, pull] = /^pull\/(\d+)$/.exec(job.which) ?? [];
  if (person !== undefined) {
    const { owner, repo } = job;
    context.log.info({ audit: true, owner, repo, person, command: 'Fix files' }, 'button clicked');
  }
  if (pull !== undefined) {
    if (person !== undefined) await answerOnPull(Number(pull), job, context);
    return;
  }
  const open = await openRequests(job, context);
  if (person === undefined && open.length === 0) return;
  const assessed = await assessQuietly(job, context);
  const names = assessed.modules.map(({ name }) => name);
  for (const { module } of open.filter(each => !names.includes(each.module)))
    await noteEnd(job, module, 'the module is not assessed any more', context);
  for (const module of names) {
    const before = open.find(each => each.module === module);
    const request = person === undefined ? before : clicked(module, before);
    if (!request) continue;
    if (person !== undefined) await noteRequest(job, request, person, context);
    const isAsked = person !== undefined || isDue;
    const { until } = await updateFixes(assessed, request, isAsked, job, context);
    if (until !== undefined) await fixLater(until, job, context);
  }
};

/** The button asks for every gap that has a fix. */
function clicked(module: string | undefined, before: FixRequest | undefined): FixRequest {
  const of = module === undefined ? {} : { module };
  return { ...of, answers: before?.answers ?? {}, criteria: null, issue: before?.issue ?? null };
}

async function firstAllowed(people: readonly string[], job: Job): Promise<string | undefined> {
  for (const person of people) if ((await readPermissions(job, person)).write) return person;
  return undefined;
}

/** The answer to the button on a pull request, once for each answer. */
async function answerOnPull(number: number, job: Job, context: AppContext): Promise<void> {
  const { octokit, owner, repo } = job;
  const body = await fixPull(number, { criteria: null, answers: {} }, job, context).catch((error: unknown) => {
    if (error instanceof RefusedError) return error.message;
    throw error;
  });
  const marker = `fix-answer ${shortHash(body)}`;
  await commentedOnce(octokit, { owner, repo, number }, { marker, body, keys: context.markerKeys });
}
