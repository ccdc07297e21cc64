/** The migration issues of a repository's modules, as their newest assessments say. */
import { z } from 'zod';
import type { Handler } from '../context.js';
import { detailsAs } from '../details.js';
import { assertSame } from '../heads.js';
import { closeRetired, updateMigration } from '../migration.js';

const DETAILS = z.object({ retired: z.array(z.string()).optional() });

export const migration: Handler = async (job, context) => {
  const memories = await context.ledger.modulesOf(job.repository);
  if (memories.length === 0) return;
  const { retired = [] } = detailsAs(DETAILS, job.details);
  // It may have waited for long.
  await assertSame(job);
  for (const memory of memories) await updateMigration(memory, job, context, {});
  if (retired.length > 0) await closeRetired(retired, job, context);
};
