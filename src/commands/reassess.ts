import { compare } from '../assess/compare.js';
import { noSuchCriterion, reassessedAnswer } from '../report/comment.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { assessCommit } from '../triggers/assess-commit.js';
import { headOf } from '../triggers/branch.js';
import { commitOfPull } from '../triggers/pull-request.js';
import { type Command, RefusedError } from './command.js';

export const reassess: Command = {
  name: 'reassess',
  usage: 'reassess [ID…]',
  does: 'assesses again, and says what changed since the last time',
  right: 'write or author',
  obey: async scene => {
    const { house, installation, number, isPull, words } = scene;
    const ids = words.map(word => word.toLowerCase());
    const unknown = ids.find(id => !CIM_STANDARD.criterion(id));
    if (unknown !== undefined) throw new RefusedError(noSuchCriterion(unknown, CIM_STANDARD));
    const commit = isPull
      ? await commitOfPull(installation, scene, number)
      : await headOf(installation, scene, scene.defaultBranch);
    const before = await house.ledger.latestOf(scene, commit.sha);
    const { assessment } = await assessCommit({ ...commit, again: true }, installation, house);
    return reassessedAnswer(assessment, before && compare(before, assessment), ids, CIM_STANDARD);
  },
};
