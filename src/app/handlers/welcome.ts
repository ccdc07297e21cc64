/** A repository that the app was installed on: it is assessed quietly, and one issue says how ready it is. */
import type { Handler } from '../context.js';
import { memoryOf, updateMigration } from '../migration.js';
import { assessQuietly } from '../migration-state.js';

/** Welcomes a module, without a check run or a comment: nobody asked yet. */
export const welcome: Handler = async (job, context) => {
  const assessed = await assessQuietly(job, context);
  if (assessed.policy.migration !== 'off')
    await updateMigration(await memoryOf(assessed, job, context), job, context, { begin: true });
  context.log.info({ owner: job.owner, repo: job.repo, sha: assessed.snapshot.subject.sha }, 'welcomed');
};
