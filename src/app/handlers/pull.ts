/** An open pull request; what is known of a closed one is forgotten. */
import { ClosedPullError } from '../../collect/unreadable.js';
import { assessPull } from '../assess-pull.js';
import { otherTargetsAt } from '../check-runs.js';
import { type AppContext, addWork, type Handler, type Job } from '../context.js';

export const pull: Handler = async (job, context) => {
  try {
    await assessPull(job, context);
  } catch (error) {
    if (!(error instanceof ClosedPullError)) throw error;
    await forgetClosed(Number(job.which), job, context);
  }
};

async function forgetClosed(number: number, job: Job, context: AppContext): Promise<void> {
  const before = await context.ledger.pull(job.repository, number);
  await context.ledger.forgetPull(job.repository, number);
  if (before) await addWork(job, await otherTargetsAt(before.sha, job, context), context);
}
