/** The six steps of a migration, each with tasks that are ticked by what is measured. */
import type { Finding } from '../../assess/assessment.js';
import { counted } from '../../standard/criterion.js';
import { code } from '../escape.js';
import type { MigrationMatter } from './matter.js';

export interface Task {
  readonly done: boolean;
  /** Markdown, one line. */
  readonly words: string;
}

export interface Step {
  readonly title: string;
  readonly tasks: readonly Task[];
}

/** The section whose criteria are the step *Testing*; those of the others are *Implementation*. */
const TESTING = 'testing';

/** The steps in their order, and the name of the first that is not done. */
export function stepsOf(matter: MigrationMatter): { readonly steps: readonly Step[]; readonly phase: string } {
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

function assessment({ assessment: { findings } }: MigrationMatter): Task[] {
  return [{ done: true, words: `Measured against all ${findings.length} criteria` }];
}

function planning({ state, numbers }: MigrationMatter): Task[] {
  return [
    {
      done: state.planned || numbers.size > 0,
      words: 'An issue for each section with gaps: `/cim plan`',
    },
    { done: state.estimate !== undefined, words: 'An estimate: `/cim estimate N weeks`' },
  ];
}

/** What is measured in a section: the attested criteria are the step *Review*. */
function sectionTask({ id, title }: { readonly id: string; readonly title: string }, matter: MigrationMatter): Task[] {
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
    ...(of('unknown') > 0 ? [`${of('unknown')} not decided`] : []),
  ];
  return [{ done: of('unmet') + of('unknown') === 0, words: `${title}${link}: ${parts.join(', ')}` }];
}

function review({ assessment: { findings } }: MigrationMatter): Task[] {
  const undecided = findings.filter(({ status, kind }) => status === 'unknown' && kind !== 'attested').length;
  const attested = findings.filter(({ kind, status }) => kind === 'attested' && status !== 'not-applicable');
  return [
    {
      done: undecided === 0,
      words: `Everything that can be measured is decided${undecided === 0 ? '' : ` (${undecided} not yet)`}`,
    },
    ...attested.map(({ criterion, status }) => ({
      done: status === 'met',
      words: `${code(criterion)} is attested, and confirmed by another person`,
    })),
  ];
}

function release({ facts, assessment: { findings } }: MigrationMatter): Task[] {
  const { released, claimed } = facts;
  const isMet = (id: string) => findings.some(({ criterion, status }) => criterion === id && status === 'met');
  const major = Number(released?.split('.')[0] ?? 0);
  return [
    {
      done: major >= 1,
      words: `Version 1.0.0 or above is released${released === undefined ? '' : ` (now ${code(released)})`}`,
    },
    { done: isMet('changelog'), words: 'The changelog tells of each release' },
    { done: isMet('release-tags'), words: 'Each release has its tag' },
    { done: claimed === 'production', words: 'The registry lists it as production' },
  ];
}
