/** A repository on which the app was installed: it is assessed without a check run, and one issue for each module shows its readiness. */
import type { Handler } from '../context.js';
import { moduleMemories, updateMigration } from '../migration.js';
import { assessQuietly } from '../migration-state.js';

/** Welcomes a module without a check run or a comment, because nobody requested one yet. */
export const welcome: Handler = async (job, context) => {
  const assessed = await assessQuietly(job, context);
  if (assessed.policy.migration !== 'off')
    for (const memory of moduleMemories(assessed, await context.ledger.modulesOf(job.repository), job))
      await updateMigration(memory, job, context, { begin: true });
  context.log.info({ owner: job.owner, repo: job.repo, sha: assessed.snapshot.subject.sha }, 'welcomed');
};
