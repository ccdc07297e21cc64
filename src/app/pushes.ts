/** Pushes to a default branch, of which others are told when the branch was assessed. */
import { z } from 'zod';
import type { MigrationFacts } from '../report/migration/input.js';
import type { AppContext, Job } from './context.js';
import { detailsAs } from './details.js';

const PUSH = z.object({
  sha: z.string(),
  branch: z.string(),
  timestamp: z.string(),
  message: z.string(),
  author: z.string(),
  delivery: z.string().optional(),
});
const PUSHES = z.object({ pushes: z.array(PUSH).default([]) });

export type Push = z.infer<typeof PUSH>;

/** Notes the pushes of an entry in the ledger, from where they are published. */
export async function notePushes(job: Job, { ledger }: AppContext): Promise<void> {
  const { pushes } = detailsAs(PUSHES, job.details);
  if (pushes.length === 0) return;
  const memory = await ledger.module(job.repository);
  const { version } = (memory?.facts ?? {}) as Partial<MigrationFacts>;
  const { owner, repo } = job;
  for (const { author, delivery, ...push } of pushes) {
    const data = { ...push, owner, repo, version: version ?? '' };
    await ledger.note(job, { kind: 'pushed', by: author, data, ...(delivery === undefined ? {} : { delivery }) });
  }
}
