/** The migration issues of a module, as its newest assessment says. */
import type { Handler } from '../context.js';
import { assertSame } from '../heads.js';
import { updateMigration } from '../migration.js';

export const migration: Handler = async (job, context) => {
  const memory = await context.ledger.module(job.repository);
  if (!memory) return;
  // It may have waited for long.
  await assertSame(job);
  await updateMigration(memory, job, context, {});
};
