/** The six steps of a migration, each with tasks that measurements check. */
import { type Finding, isGap } from '../../assess/assessment.js';
import { counted } from '../../standard/criterion.js';
import { communityEnd, isStepDone, type ReviewStep, unverifiedIn } from '../../fleet/review.js';
import { code } from '../escape.js';
import type { MigrationInput } from './input.js';

export interface Task {
  readonly done: boolean;
  /** Markdown, one line. */
  readonly words: string;
}

export interface Step {
  readonly title: string;
  readonly tasks: readonly Task[];
}

/** The section of the step *Testing*; all others belong to *Implementation*. */
const TESTING = 'testing';

/** The steps in order, and the title of the first one that is not done. */
export function migrationSteps(matter: MigrationInput): { readonly steps: readonly Step[]; readonly phase: string } {
  const steps = [
    { title: 'Assessment', tasks: assessment(matter) },
    { title: 'Planning', tasks: planning(matter) },
    {
      title: 'Implementation',
      tasks: matter.standard.sections.filter(({ id }) => id !== TESTING).flatMap(each => sectionTask(each, matter)),
    },
    { title: 'Review', tasks: review(matter) },
    {
      title: 'Testing',
      tasks: [
        ...matter.standard.sections.filter(({ id }) => id === TESTING).flatMap(each => sectionTask(each, matter)),
        reviewTask('reference-implementation', matter),
      ],
    },
    { title: 'Release', tasks: release(matter) },
  ];
  const open = steps.find(({ tasks }) => tasks.some(({ done }) => !done));
  return { steps, phase: open?.title ?? 'Done' };
}

function assessment({ assessment: { findings } }: MigrationInput): Task[] {
  return [{ done: true, words: `Assessed against all ${findings.length} criteria` }];
}

function planning({ state, numbers, assessment: { findings } }: MigrationInput): Task[] {
  const isClosed = !findings.some(isGap);
  return [
    {
      done: isClosed || state.planned || numbers.size > 0,
      words: 'Open an issue for each section with gaps: `/cim plan`',
    },
    { done: isClosed || state.estimate !== undefined, words: 'Estimate the work: `/cim estimate N weeks`' },
  ];
}

/** The task for a section. Attested criteria belong to the step *Review*. */
function sectionTask({ id, title }: { readonly id: string; readonly title: string }, matter: MigrationInput): Task[] {
  const findings = matter.assessment.findings.filter(
    ({ section, status, kind }) => section === id && status !== 'not-applicable' && kind !== 'attested',
  );
  if (findings.length === 0) return [];
  const of = (status: Finding['status']) => findings.filter(each => each.status === status && !each.waiver).length;
  const number = matter.numbers.get(id);
  const link = number === undefined ? '' : ` #${number}`;
  const waived = findings.filter(({ waiver, status }) => waiver && status !== 'met').length;
  const met = findings.filter(({ status }) => status === 'met').length;
  const parts = [
    `${met} of ${findings.length} met`,
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(of('unmet') > 0 ? [counted(of('unmet'), 'gap')] : []),
    ...(of('unknown') > 0 ? [`${of('unknown')} unknown`] : []),
  ];
  return [{ done: of('unmet') + of('unknown') === 0, words: `${title}${link}: ${parts.join(', ')}` }];
}

function review(matter: MigrationInput): Task[] {
  const { findings } = matter.assessment;
  const unverified = new Set(unverifiedIn(findings, matter.review.confirmations).map(({ criterion }) => criterion));
  const undecided = findings.filter(({ status, kind }) => status === 'unknown' && kind !== 'attested').length;
  const attested = findings.filter(({ kind, status }) => kind === 'attested' && status !== 'not-applicable');
  return [
    {
      done: undecided === 0,
      words: `No automatic or reported criterion is unknown${undecided === 0 ? '' : ` (${undecided} left)`}`,
    },
    ...attested.map(({ criterion, status }) => ({
      done: status === 'met' && !unverified.has(criterion),
      words: `${code(criterion)} is attested, and another person confirmed it${unverified.has(criterion) ? ' (unverified: this app found no review on GitHub by the person who is named)' : ''}`,
    })),
    reviewTask('self-assessment', matter),
    reviewTask('independent-review', matter),
  ];
}

function release(matter: MigrationInput): Task[] {
  const { facts } = matter;
  const { findings } = matter.assessment;
  const { released, claimed } = facts;
  const isMet = (id: string) => findings.some(({ criterion, status }) => criterion === id && status === 'met');
  const major = Number(released?.split('.')[0] ?? 0);
  return [
    {
      done: major >= 1,
      words: `Version 1.0.0 or later is released${released === undefined ? '' : ` (now ${code(released)})`}`,
    },
    { done: isMet('changelog'), words: 'The changelog has an entry for each release' },
    { done: isMet('release-tags'), words: 'Each release has a tag' },
    reviewTask('community-period', matter),
    reviewTask('approval', matter),
    { done: claimed === 'production', words: 'The registry lists the module as production' },
  ];
}

/** What has to happen in a step of the review. */
const REVIEW_TASKS: Readonly<Record<ReviewStep, string>> = {
  'self-assessment': 'A maintainer assessed the module',
  'independent-review': 'A reviewer who does not maintain the module reviewed it',
  'reference-implementation': 'The module was tested in a reference implementation',
  'community-period': 'The community had at least 14 days to comment',
  approval: 'A reviewer who does not maintain the module approved the status',
};

/** A step of the review, with the person who took it and when; for a step that nobody took, the command. */
function reviewTask(step: ReviewStep, { review: of, today, facts, assessment: { findings } }: MigrationInput): Task {
  const taken = of.approvals.find(each => each.step === step);
  const words = REVIEW_TASKS[step];
  const isOld = !taken && facts.claimed === 'production' && of.decision === null;
  if (!taken) {
    const isReady = !findings.some(({ severity, status }) => severity === 'must' && status === 'unmet');
    const how = isOld ? ' (before this app recorded reviews)' : isReady ? `: ${code(`/cim approve ${step}`)}` : '';
    return { done: isOld, words: `${words}${how}` };
  }
  const end = step === 'community-period' ? communityEnd(of) : undefined;
  const when = `${code(taken.by)} on ${taken.at.slice(0, 10)}, at ${code(taken.sha.slice(0, 7))}`;
  return {
    done: isStepDone(step, of, today),
    words: end === undefined ? `${words} (${when})` : `${words} (opened by ${when}; until ${end.slice(0, 10)})`,
  };
}
