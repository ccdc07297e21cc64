/** What people say of a migration: it stands in the tracking issue. */
import { code } from '../../report/escape.js';
import type { MigrationState } from '../../report/migration/state.js';
import { noteInTrackingIssue } from '../migration-state.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { blockedIn, estimateIn } from './sentences.js';

/** So many blockers are kept. */
const MOST = 20;

export const estimate: Command = {
  name: 'estimate',
  usage: 'estimate N weeks',
  does: 'says how long the migration will take',
  right: 'write',
  run: async scene => {
    const weeks = estimateIn(scene.rest);
    if (weeks === undefined) throw new RefusedError('Say it as in `/cim estimate 3 weeks`.');
    const { person, context } = scene;
    const on = context.now().slice(0, 10);
    return noted(scene, state => ({ ...state, estimate: { weeks, by: person, on } }));
  },
};

export const blocked: Command = {
  name: 'blocked',
  usage: 'blocked by MODULE or LINK: REASON',
  does: 'says what the migration waits for',
  right: 'write',
  run: async scene => {
    const said = blockedIn(scene.rest);
    if (!said) throw new RefusedError('Say it as in `/cim blocked by cim-domain: its 1.0 must come first`.');
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
  does: 'says that it waits no longer: for one, or for anything',
  right: 'write',
  run: async scene => {
    const [name] = scene.words;
    return noted(scene, state => {
      const left = name === undefined ? [] : state.blocked.filter(({ on }) => on !== name);
      if (left.length === state.blocked.length)
        throw new RefusedError(name === undefined ? 'Nothing blocks it.' : `Nobody said that ${code(name)} blocks it.`);
      return { ...state, blocked: left };
    });
  },
};

async function noted(scene: Scene, said: (state: MigrationState) => MigrationState): Promise<string> {
  const { tracking, isOff } = await noteInTrackingIssue(scene.job, scene.context, said);
  if (tracking === undefined)
    throw new RefusedError(isOff ? 'The policy says `migration: off`.' : 'There is nothing to track: no gap is left.');
  return `Noted in #${tracking}.`;
}
