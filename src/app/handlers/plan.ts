/** The button *Plan migration* of a check run, clicked by a person. */
import type { Handler } from '../context.js';
import { modulesNow, planMigration } from '../migration-state.js';
import { readPermissions } from '../permissions.js';

export const plan: Handler = async (job, context) => {
  const { which: person, owner, repo } = job;
  if (!(await readPermissions(job, person)).write) return;
  for (const module of await modulesNow(job, context)) await planMigration(module, job, context);
  await context.ledger.note(job, { kind: 'planned', by: person, data: {} });
  context.log.info({ audit: true, owner, repo, person, command: 'Plan migration' }, 'button clicked');
};
