/** The migration issues of a module, as its newest assessment says. */
import type { Handler } from '../context.js';
import { updateMigration } from '../migration.js';

export const migration: Handler = async (job, context) => {
  const memory = await context.ledger.module(job.repository);
  if (memory) await updateMigration(memory, job, context, {});
};
