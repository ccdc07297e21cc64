import { planMigration } from '../triggers/say-of-migration.js';
import { type Command, RefusedError } from './command.js';

export const plan: Command = {
  name: 'plan',
  usage: 'plan',
  does: 'opens the migration issues: one that tracks, one for each section with gaps',
  right: 'write',
  obey: async scene => {
    const { tracking, isOff } = await planMigration(scene, scene.installation, scene.house);
    if (tracking === undefined)
      throw new RefusedError(isOff ? 'The policy says `migration: off`.' : 'There is nothing to plan: no gap is left.');
    return `The plan is kept in #${tracking}; an issue for each section with gaps follows under it.`;
  },
};
