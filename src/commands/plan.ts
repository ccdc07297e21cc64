import { sayOfMigration } from '../triggers/say-of-migration.js';
import { type Command, RefusedError } from './command.js';

export const plan: Command = {
  name: 'plan',
  usage: 'plan',
  does: 'opens the migration issues: one that tracks, one for each section with gaps',
  right: 'write',
  obey: async scene => {
    const { installation, house } = scene;
    const place = await sayOfMigration(scene, installation, house, state => ({ ...state, planned: true }));
    if (place.tracking === undefined)
      throw new RefusedError(
        place.isOff ? 'The policy says `migration: off`.' : 'There is nothing to plan: no gap is left.',
      );
    const { owner, repo } = scene;
    await house.chores.put({ kind: 'migration', owner, repo, installation: installation.id });
    return `The plan is kept in #${place.tracking}; an issue for each section with gaps follows under it.`;
  },
};
