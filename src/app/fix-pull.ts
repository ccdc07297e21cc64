/** Fixes for what a pull request makes worse: suggestions in a review where they fit, otherwise a patch. */
import { type ModuleAssessment } from '../assess/assess-modules.js';
import { worsens } from '../assess/compare.js';
import type { Answers } from '../fixes/fix.js';
import type { FixPlan } from '../fixes/plan.js';
import { shownLines, suggest, suggestionsFor } from '../publish/suggestions.js';
import { pullFixAnswer, suggestionText } from '../report/fixes.js';
import { type AssessedCommit, assessCommit } from './assess-commit.js';
import { RefusedError } from './commands/command.js';
import type { AppContext, Job } from './context.js';
import { planFor } from './fixes.js';
import { pullNow } from './heads.js';

/** What is asked for. */
export interface PullFixRequest {
  /** Null for everything that the pull request makes worse. */
  readonly criteria: readonly string[] | null;
  readonly answers: Answers;
}

/** Suggests the fixes, and returns the answer. @throws RefusedError if there is nothing to fix */
export async function fixPull(number: number, request: PullFixRequest, job: Job, context: AppContext): Promise<string> {
  const { octokit, owner, repo } = job;
  const { isOpen, head, base } = await pullNow(job, number);
  if (!isOpen) throw new RefusedError('This pull request is closed.');
  const assessed = await assessCommit({ ref: `pull/${number}`, sha: head, base, pull: number }, job, context);
  const plan = planOf(assessed, request, context);
  if (!plan) throw new RefusedError(NOTHING);
  const suggestions = suggestionsFor(plan.files, await shownLines(octokit, { owner, repo, number }));
  if (suggestions) {
    const words = suggestionText(plan);
    const keys = context.markerKeys;
    await suggest(octokit, { owner, repo, number, sha: assessed.snapshot.subject.sha, suggestions, words, keys });
  }
  return pullFixAnswer(plan, suggestions !== undefined);
}

const NOTHING =
  'This pull request makes nothing worse that was asked for. To fix gaps of the default branch, comment `/cim fix all` on an issue.';

/** The fixes of the first module that the pull request makes worse. */
function planOf(
  assessed: AssessedCommit,
  { criteria, answers }: PullFixRequest,
  context: AppContext,
): FixPlan | undefined {
  for (const module of assessed.modules) {
    const worse = worseIn(module).filter(id => criteria === null || criteria.includes(id));
    if (worse.length > 0) return planFor(assessed, { module: module.name, criteria: worse, answers }, context);
  }
  return undefined;
}

function worseIn({ comparison }: ModuleAssessment): string[] {
  return (comparison?.changes ?? []).filter(worsens).map(({ criterion }) => criterion);
}
