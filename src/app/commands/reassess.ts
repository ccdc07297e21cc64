import { compare } from '../../assess/compare.js';
import { noSuchCriterion, reassessedAnswer } from '../../report/comment.js';
import type { Details } from '../../store/work.js';
import type { Job } from '../context.js';
import { assessDefaultBranch } from '../assess-default-branch.js';
import { assessPull } from '../assess-pull.js';
import { defaultHead, pullNow } from '../heads.js';
import { type Command, RefusedError } from './command.js';

export const reassess: Command = {
  name: 'reassess',
  usage: 'reassess [ID…]',
  does: 'reassesses the commit and shows what changed since the last assessment',
  right: 'write or author',
  run: async scene => {
    const { context, job, number, isPull, words } = scene;
    const { standard } = context;
    const ids = words.map(word => word.toLowerCase());
    const unknown = ids.find(id => !standard.criterion(id));
    if (unknown !== undefined) throw new RefusedError(noSuchCriterion(unknown, standard));
    const now = isPull ? await pullNow(job, number) : undefined;
    const sha = now?.head ?? (await defaultHead(job))?.sha;
    if (sha === undefined)
      throw new RefusedError('There is nothing to assess, because the repository has no commits yet.');
    if (now && !now.isOpen)
      throw new RefusedError(`#${number} is closed, and this app assesses only open pull requests.`);
    const before = await context.ledger.allOf(job.repository, sha);
    const { modules } = now
      ? await assessPull(jobOn(job, `pull/${number}`, String(number), { head: now.head, base: now.base }), context)
      : await assessDefaultBranch(jobOn(job, 'default-branch', '', {}), context);
    const reassessed = modules.map(({ name, policy, assessment }) => {
      const earlier = before.find(each => each.module === policy.module)?.assessment;
      return {
        ...(name === undefined ? {} : { name }),
        assessment,
        ...(earlier ? { comparison: compare(earlier, assessment) } : {}),
      };
    });
    return reassessedAnswer(reassessed, ids, standard);
  },
};

/** The same job on another target. */
function jobOn(job: Job, target: string, which: string, details: Details): Job {
  return { ...job, target, which, details };
}
