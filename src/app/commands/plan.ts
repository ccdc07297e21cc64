import { planMigration } from '../migration-state.js';
import { type Command, RefusedError } from './command.js';

export const plan: Command = {
  name: 'plan',
  usage: 'plan',
  does: 'opens the migration issues: a tracking issue, and an issue for each section with gaps',
  right: 'write',
  run: async scene => {
    const { tracking, isOff } = await planMigration(scene.job, scene.context);
    if (tracking === undefined)
      throw new RefusedError(
        isOff
          ? 'The policy file turns migration issues off (`migration: off`).'
          : 'There is nothing to plan, because no gap is left.',
      );
    return `#${tracking} tracks the migration. This app adds an issue for each section with gaps as a sub-issue.`;
  },
};
