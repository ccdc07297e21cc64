/** The six steps of a migration, each with tasks that measurements check. */
import type { Finding } from '../../assess/assessment.js';
import { counted } from '../../standard/criterion.js';
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
      tasks: matter.standard.sections.filter(({ id }) => id === TESTING).flatMap(each => sectionTask(each, matter)),
    },
    { title: 'Release', tasks: release(matter) },
  ];
  const open = steps.find(({ tasks }) => tasks.some(({ done }) => !done));
  return { steps, phase: open?.title ?? 'Done' };
}

function assessment({ assessment: { findings } }: MigrationInput): Task[] {
  return [{ done: true, words: `Assessed against all ${findings.length} criteria` }];
}

function planning({ state, numbers }: MigrationInput): Task[] {
  return [
    {
      done: state.planned || numbers.size > 0,
      words: 'Open an issue for each section with gaps: `/cim plan`',
    },
    { done: state.estimate !== undefined, words: 'Estimate the work: `/cim estimate N weeks`' },
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

function review({ assessment: { findings } }: MigrationInput): Task[] {
  const undecided = findings.filter(({ status, kind }) => status === 'unknown' && kind !== 'attested').length;
  const attested = findings.filter(({ kind, status }) => kind === 'attested' && status !== 'not-applicable');
  return [
    {
      done: undecided === 0,
      words: `No automatic or reported criterion is unknown${undecided === 0 ? '' : ` (${undecided} left)`}`,
    },
    ...attested.map(({ criterion, status }) => ({
      done: status === 'met',
      words: `${code(criterion)} is attested, and another person confirmed it`,
    })),
  ];
}

function release({ facts, assessment: { findings } }: MigrationInput): Task[] {
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
    { done: claimed === 'production', words: 'The registry lists the module as production' },
  ];
}
