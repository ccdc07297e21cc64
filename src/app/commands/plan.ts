import { planMigration } from '../migration-state.js';
import { type Command, RefusedError } from './command.js';

export const plan: Command = {
  name: 'plan',
  usage: 'plan',
  does: 'opens the migration issues: one that tracks, one for each section with gaps',
  right: 'write',
  run: async scene => {
    const { tracking, isOff } = await planMigration(scene.job, scene.context);
    if (tracking === undefined)
      throw new RefusedError(isOff ? 'The policy says `migration: off`.' : 'There is nothing to plan: no gap is left.');
    return `The plan is kept in #${tracking}; an issue for each section with gaps follows under it.`;
  },
};
