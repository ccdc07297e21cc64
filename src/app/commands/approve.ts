/** `/cim approve STEP`: a step of the review on the way to production. */
import { isOneOf, ofOthers, selfAssessors, STEP_NAMES } from '../../fleet/promotion.js';
import { communityEnd, isStepDone, REVIEW_STEPS, type Review, type ReviewStep } from '../../fleet/review.js';
import { code } from '../../report/escape.js';
import type { MigrationFacts } from '../../report/migration/input.js';
import { didYouMean } from '../../text/suggest.js';
import { addWork } from '../context.js';
import { noteInTrackingIssue } from '../migration-state.js';
import { readPermissions } from '../permissions.js';
import { isReviewer, reviewOf } from '../reviews.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { moduleOfIssue } from './modules.js';

export const approve: Command = {
  name: 'approve',
  usage: 'approve STEP',
  does: `records a step of the review on the way to production: ${REVIEW_STEPS.join(', ')}`,
  right: 'maintain or reviewer',
  run: async scene => {
    const { job, context, person, number } = scene;
    const step = stepNamed(scene.words);
    const memory = await moduleOfIssue(scene);
    const review = await reviewOf(memory, context);
    const known = review.approvals.find(each => each.step === step);
    const { sha } = memory.assessment.subject;
    if (!known || (known.by !== person && step !== 'community-period')) {
      await checkPerson(step, review, (memory.facts as MigrationFacts).maintainers, scene);
      checkOrder(step, review, context.now());
      const module = memory.name === undefined ? {} : { module: memory.name };
      await context.ledger.note(job, { kind: 'approved', by: person, data: { step, ...module, number, sha } });
    }
    const { tracking } = await noteInTrackingIssue(memory, job, context, state => state);
    await addWork(job, [{ name: 'migration', priority: 'background' }], context);
    return answer(step, await reviewOf(memory, context), tracking);
  },
};

function stepNamed([word = '', ...others]: readonly string[]): ReviewStep {
  const step = REVIEW_STEPS.find(each => each === word.toLowerCase());
  if (step && others.length === 0) return step;
  throw new RefusedError(
    `Use the form \`/cim approve STEP\`${word === '' || step ? '' : `: there is no step ${code(word.slice(0, 80))}${didYouMean(word.toLowerCase(), REVIEW_STEPS)}`}. The steps are ${REVIEW_STEPS.map(code).join(', ')}.`,
  );
}

/** @throws RefusedError if it is not for this person to take the step */
async function checkPerson(
  step: ReviewStep,
  { approvals }: Review,
  maintainers: readonly string[] | undefined,
  { job, person }: Scene,
): Promise<void> {
  if (step === 'self-assessment') {
    if (!(await readPermissions(job, person)).maintain)
      throw new RefusedError('`/cim approve self-assessment` requires maintain access to this repository.');
    if (approvals.some(({ step: other, by }) => ofOthers(other) && isOneOf(by, [person])))
      throw new RefusedError('You reviewed this module for others: another maintainer must assess it.');
    return;
  }
  if (!(await isReviewer(job, person)))
    throw new RefusedError(
      `${code(`/cim approve ${step}`)} requires being a reviewer of the standard, as the policy of the organization names them.`,
    );
  if (!ofOthers(step)) return;
  if (isOneOf(person, selfAssessors(approvals)))
    throw new RefusedError('You assessed this module yourself: another reviewer must take this step.');
  if (!maintainers)
    throw new RefusedError('The maintainers of this module are not known: `cim.yaml` could not be read.');
  if (isOneOf(person, maintainers))
    throw new RefusedError(
      '`cim.yaml` names you as a maintainer of this module: another reviewer must take this step.',
    );
}

/** @throws RefusedError if the last step comes before the others */
function checkOrder(step: ReviewStep, review: Review, now: string): void {
  if (step !== 'approval') return;
  const open = REVIEW_STEPS.filter(each => each !== step && !isStepDone(each, review, now));
  if (open.length === 0) return;
  const end = communityEnd(review);
  const words = open.map(each =>
    each === 'community-period' && end !== undefined
      ? `the community period lasts until ${end.slice(0, 10)}`
      : `${STEP_NAMES[each]} is missing`,
  );
  throw new RefusedError(`The approval is the last step, and ${words.join(', ')}.`);
}

function answer(step: ReviewStep, review: Review, tracking: number | undefined): string {
  const where = tracking === undefined ? '' : ` in #${tracking}`;
  const end = step === 'community-period' ? communityEnd(review) : undefined;
  if (end !== undefined) return `Recorded${where}. The community period lasts until ${end.slice(0, 10)}.`;
  if (step === 'approval') return `Recorded${where}. To promote the module now, comment \`/cim promote\`.`;
  return `Recorded${where}.`;
}
