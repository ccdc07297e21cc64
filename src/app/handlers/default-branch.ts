/** The head of the default branch. */
import { assessDefaultBranch } from '../assess-default-branch.js';
import type { Handler } from '../context.js';
import { notePushes } from '../pushes.js';

export const defaultBranch: Handler = async (job, context) => {
  await assessDefaultBranch(job, context);
  await notePushes(job, context);
};
