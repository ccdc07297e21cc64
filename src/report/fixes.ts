/** Fixes in the words of GitHub: their pull request, their patches, and the answers to `/cim fix`. */
import { summarize } from '../assess/assessment.js';
import { ANSWERS } from '../fixes/answers.js';
import type { Answers } from '../fixes/fix.js';
import type { ChangedFile, FixOutcome, FixPlan } from '../fixes/plan.js';
import { counted } from '../standard/criterion.js';
import { COMMENT_LIMIT } from './comment.js';
import { clip, code, prose } from './escape.js';
import { filePatch } from './patch.js';
import { percent } from './phrases.js';

type Offered = Exclude<FixOutcome, { status: 'declined' }>;
type Refused = Extract<FixOutcome, { status: 'declined' }>;

/** Fixes of one module, as they are told on GitHub. */
export interface FixesInput {
  readonly plan: FixPlan;
  /** The package, if several of the repository are assessed. */
  readonly module?: string;
  /** Files that the app cannot commit, and why: a sentence. */
  readonly left?: { readonly files: readonly ChangedFile[]; readonly why: string; readonly issue?: number };
}

/** The most criteria that a title names. */
const TITLE_CRITERIA = 3;

/** The title of the pull request and of its commits: a Conventional Commit. */
export function fixesTitle({ plan: { outcomes }, module }: FixesInput): string {
  const ids = outcomes.filter(isOffered).map(({ criterion }) => criterion);
  const named = ids.length > TITLE_CRITERIA ? ids.slice(0, TITLE_CRITERIA - 1) : ids;
  const rest = ids.length - named.length;
  const list = new Intl.ListFormat('en').format([...named, ...(rest > 0 ? [counted(rest, 'other gap')] : [])]);
  return `chore: fix ${list}${module === undefined ? '' : ` of ${module}`}`;
}

/** The body of the pull request. @param issue where it was requested */
export function fixesBody(told: FixesInput, issue: number | null): string {
  const { plan, left } = told;
  const { before, after, outcomes } = plan;
  const offered = outcomes.filter(isOffered);
  const drafts = offered.filter(({ status }) => status === 'draft');
  const fixes = offered.filter(({ status }) => status !== 'draft');
  const asked = issue === null ? 'Requested with the button *Fix files*.' : `Requested in #${issue}.`;
  return clip(
    [
      `${asked} Readiness: ${readiness(before)} → ${readiness(after)}.`,
      ...(fixes.length === 0 ? [] : [fixes.map(fixItem).join('\n')]),
      ...(drafts.length === 0 ? [] : [`### Drafts\n\n${DRAFTS}\n\n${drafts.map(fixItem).join('\n')}`]),
      ...(left ? [`### Not in this pull request\n\n${leftText(left)}`] : []),
      ...notOffered(outcomes),
      FOOTER,
    ].join('\n\n'),
    COMMENT_LIMIT,
  );
}

const DRAFTS =
  'These files are outlines: they state nothing about the module, and close no gap until a person completes them.';
const FOOTER =
  'Each fix was proven: this app assessed the module with and without the change, and no other criterion got worse. This app updates this pull request as the module changes, until someone else commits to its branch. If you close it, it is not opened again unless someone comments `/cim fix`.';

/** What the answer to `/cim fix` tells. */
export interface FixAnswer extends FixesInput {
  /** The pull request, if there is one. */
  readonly number?: number;
  /** ISO 8601: when the pull request is opened, because others were opened in the last hour. */
  readonly until?: string;
}

export function fixAnswer(answer: FixAnswer): string {
  const { plan, number, until, left } = answer;
  const offered = plan.outcomes.filter(isOffered);
  const ids = new Intl.ListFormat('en').format(offered.map(({ criterion }) => code(criterion)));
  const drafts = offered.filter(({ status }) => status === 'draft').map(({ criterion }) => code(criterion));
  const first =
    offered.length === 0
      ? 'No fix can be offered.'
      : until !== undefined
        ? `Fixes for ${ids} are ready. This organization got two pull requests with fixes in the last hour, so this app opens this one after ${until.slice(11, 16)} UTC.`
        : number === undefined
          ? `Fixes for ${ids} are ready.`
          : `#${number} fixes ${ids}.`;
  return clip(
    [
      first,
      ...(drafts.length === 0
        ? []
        : [`${new Intl.ListFormat('en').format(drafts)}: only a draft, which a person completes.`]),
      ...(left ? [leftText(left)] : []),
      ...notOffered(plan.outcomes),
    ].join('\n\n'),
    COMMENT_LIMIT,
  );
}

/** The answer on a pull request whose regressions can be fixed. @param isSuggested as suggestions in a review */
export function pullFixAnswer(plan: FixPlan, isSuggested: boolean): string {
  const offered = plan.outcomes.filter(isOffered);
  const ids = new Intl.ListFormat('en').format(offered.map(({ criterion }) => code(criterion)));
  return clip(
    [
      ...(offered.length === 0
        ? ['No fix can be offered for what this pull request makes worse.']
        : isSuggested
          ? [`The review suggests a fix for ${ids}.`]
          : [
              `This patch fixes ${ids}, which this pull request makes worse. Apply it with \`git apply\`:`,
              patchText(plan.files),
            ]),
      ...offered.filter(({ remains }) => remains !== null).map(({ remains }) => prose(remains ?? '')),
      ...notOffered(plan.outcomes),
    ].join('\n\n'),
    COMMENT_LIMIT,
  );
}

/** The words above a suggestion. */
export function suggestionText({ outcomes }: FixPlan): string {
  const offered = outcomes.filter(isOffered);
  return offered.map(({ criterion, summary }) => `${code(criterion)}: ${prose(`${summary}.`)}`).join('\n');
}

/** The comment on the tracking issue with files that the app cannot commit. */
export function leftComment({ files, why }: NonNullable<FixesInput['left']>): string {
  return `${prose(why)} This patch closes the gaps. Apply it with \`git apply\`:\n\n${patchText(files)}`;
}

/** The longest patch that is shown. */
const LONGEST_PATCH = 50_000;

/** A patch in a fence that nothing in it can close. */
function patchText(files: readonly ChangedFile[]): string {
  const patch = files.map(filePatch).join('');
  if (patch.length > LONGEST_PATCH)
    return 'The patch is too long for a comment: run `cim-readiness fix` in a checkout of the repository.';
  const longest = Math.max(2, ...(patch.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>Patch of ${counted(files.length, 'file')}</summary>\n\n${fence}diff\n${patch}${patch.endsWith('\n') ? '' : '\n'}${fence}\n\n</details>`;
}

function leftText({ files, why, issue }: NonNullable<FixesInput['left']>): string {
  const paths = files.map(({ path }) => code(path)).join(', ');
  return issue === undefined ? leftComment({ files, why }) : `${paths}: ${prose(why)} #${issue} has a patch.`;
}

function fixItem({ criterion, summary, remains, status, turns }: Offered): string {
  const part = status === 'narrows' ? ' (in part)' : '';
  const waiting = turns
    .filter(turn => turn.criterion !== criterion && turn.to === 'unknown')
    .map(turn => ` ${code(turn.criterion)} is unknown until CI has run.`);
  return `- ${code(criterion)}${part}: ${prose(`${summary}.`)}${remains === null ? '' : ` ${prose(remains)}`}${waiting.join('')}`;
}

function notOffered(outcomes: readonly FixOutcome[]): string[] {
  const refused = outcomes.filter((each): each is Refused => each.status === 'declined');
  if (refused.length === 0) return [];
  return [
    `### Not offered\n\n${refused.map(({ criterion, reason, asks }) => `- ${code(criterion)}: ${prose(`${reason}.`)}${asks === null ? '' : ` ${howToAnswer(criterion, asks)}`}`).join('\n')}`,
  ];
}

function howToAnswer(criterion: string, asks: keyof Answers): string {
  return `Comment, as in ${code(`/cim fix ${criterion} with ${asks}: ${ANSWERS[asks].example}`)}.`;
}

function isOffered(outcome: FixOutcome): outcome is Offered {
  return outcome.status !== 'declined';
}

function readiness({ assessment: { findings } }: FixPlan['before']): string {
  return percent(summarize(findings).readiness);
}
