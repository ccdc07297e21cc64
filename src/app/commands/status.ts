import { statusAnswer } from '../../report/comment.js';
import { pullNow } from '../heads.js';
import type { Command, Scene } from './command.js';

export const status: Command = {
  name: 'status',
  usage: 'status',
  does: 'shows the readiness and the gaps of the module, from the newest assessment',
  right: 'anyone',
  run: async scene => statusAnswer(await newest(scene), scene.context.standard),
};

/** The newest assessment of the pull request's head, or of the default branch. */
async function newest({ context, job, number, isPull }: Scene) {
  const { ledger } = context;
  if (!isPull) return (await ledger.module(job.repository))?.assessment;
  const { head } = await pullNow(job, number);
  return ledger.latestOf(job.repository, head);
}
