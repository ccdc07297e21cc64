import { statusAnswer } from '../report/comment.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { pullRequest } from '../triggers/pull-request.js';
import type { Command, Scene } from './command.js';

export const status: Command = {
  name: 'status',
  usage: 'status',
  does: 'says how ready the module is, by the newest assessment',
  right: 'anyone',
  obey: async scene => statusAnswer(await newest(scene), CIM_STANDARD),
};

/** The newest assessment of the pull request's head, or of the default branch. */
async function newest(scene: Scene) {
  const { house, installation, number, isPull, defaultBranch } = scene;
  if (!isPull) return house.ledger.latest(scene, defaultBranch);
  const { head } = await pullRequest(installation, scene, number);
  return house.ledger.latestOf(scene, head.sha);
}
