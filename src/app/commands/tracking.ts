/** Commands that note something about a migration in the tracking issue. */
import { code } from '../../report/escape.js';
import type { MigrationState } from '../../fleet/migration-state.js';
import { noteInTrackingIssue } from '../migration-state.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { moduleOfIssue } from './modules.js';
import { parseBlocked, parseEstimate } from './sentences.js';

/** The most blockers that are kept. */
const MOST = 20;

export const estimate: Command = {
  name: 'estimate',
  usage: 'estimate N weeks',
  does: 'notes how long the migration will take',
  right: 'write',
  run: async scene => {
    const weeks = parseEstimate(scene.rest);
    if (weeks === undefined)
      throw new RefusedError('Use the form `/cim estimate N weeks`, as in `/cim estimate 3 weeks`.');
    const { person, context } = scene;
    const on = context.now().slice(0, 10);
    return noted(scene, state => ({ ...state, estimate: { weeks, by: person, on } }));
  },
};

export const blocked: Command = {
  name: 'blocked',
  usage: 'blocked by MODULE or LINK: REASON',
  does: 'notes what blocks the migration',
  right: 'write',
  run: async scene => {
    const said = parseBlocked(scene.rest);
    if (!said)
      throw new RefusedError(
        'Use the form `/cim blocked by MODULE or LINK: REASON`, as in `/cim blocked by cim-domain: its 1.0 must come first`.',
      );
    const blocker = { on: said.on, reason: said.reason.slice(0, 500), by: scene.person };
    return noted(scene, state => ({
      ...state,
      blocked: [...state.blocked.filter(({ on }) => on !== blocker.on), blocker].slice(-MOST),
    }));
  },
};

export const unblock: Command = {
  name: 'unblock',
  usage: 'unblock [MODULE or LINK]',
  does: 'removes a blocker, or all of them',
  right: 'write',
  run: async scene => {
    const [name] = scene.words;
    return noted(scene, state => {
      const left = name === undefined ? [] : state.blocked.filter(({ on }) => on !== name);
      if (left.length === state.blocked.length)
        throw new RefusedError(
          name === undefined ? 'No blocker is noted.' : `${code(name)} is not noted as a blocker.`,
        );
      return { ...state, blocked: left };
    });
  },
};

async function noted(scene: Scene, said: (state: MigrationState) => MigrationState): Promise<string> {
  const module = await moduleOfIssue(scene);
  const { tracking, isOff } = await noteInTrackingIssue(module, scene.job, scene.context, said);
  if (tracking === undefined)
    throw new RefusedError(
      isOff
        ? 'The policy file turns migration issues off (`migration: off`).'
        : 'There is nothing to track, because no gap is left.',
    );
  return `Noted in #${tracking}.`;
}
