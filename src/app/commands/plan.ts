import { code } from '../../report/escape.js';
import { modulesNow, planMigration } from '../migration-state.js';
import { type Command, RefusedError } from './command.js';
import { moduleNamed } from './modules.js';

export const plan: Command = {
  name: 'plan',
  usage: 'plan [MODULE]',
  does: 'opens the migration issues: a tracking issue, and an issue for each section with gaps',
  right: 'write',
  run: async ({ job, context, words: [name] }) => {
    const modules = await modulesNow(job, context);
    const chosen = name === undefined || modules.length === 1 ? modules : [moduleNamed(name, modules)];
    const tracked: string[] = [];
    let isOff = false;
    for (const module of chosen) {
      const place = await planMigration(module, job, context);
      isOff ||= place.isOff;
      if (place.tracking !== undefined)
        tracked.push(`#${place.tracking}${module.name === undefined ? '' : ` (${code(module.name)})`}`);
    }
    if (tracked.length === 0)
      throw new RefusedError(
        isOff
          ? 'The policy file turns migration issues off (`migration: off`).'
          : 'There is nothing to plan, because no gap is left.',
      );
    const verb = tracked.length === 1 ? 'tracks' : 'track';
    return `${tracked.join(', ')} ${verb} the migration. This app adds an issue for each section with gaps as a sub-issue.`;
  },
};
