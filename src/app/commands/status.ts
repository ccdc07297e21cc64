import { type AssessedModule, statusAnswer } from '../../report/comment.js';
import { pullNow } from '../heads.js';
import type { Command, Scene } from './command.js';
import { moduleNamed } from './modules.js';

export const status: Command = {
  name: 'status',
  usage: 'status [MODULE]',
  does: 'shows the readiness and the gaps of the module, from the newest assessment',
  right: 'anyone',
  run: async scene => statusAnswer(await newest(scene), scene.context.standard),
};

/** The newest assessments of the pull request's head, or of the default branch. */
async function newest({ context, job, number, isPull, words: [name] }: Scene): Promise<readonly AssessedModule[]> {
  const { ledger } = context;
  const modules = await ledger.modulesOf(job.repository);
  const isOne = modules.length <= 1;
  const chosen = name === undefined || isOne ? modules : [moduleNamed(name, modules)];
  if (!isPull) return chosen;
  const { head } = await pullNow(job, number);
  if (isOne) {
    const assessment = await ledger.latestOf(job.repository, head);
    return assessment ? [{ assessment }] : [];
  }
  const there = await ledger.allOf(job.repository, head);
  return chosen.flatMap(({ name: module, policy }) => {
    const found = there.find(each => each.module === policy.module);
    return found && module !== undefined ? [{ name: module, assessment: found.assessment }] : [];
  });
}
