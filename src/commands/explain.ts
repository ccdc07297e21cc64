import { CRITERIA } from '../criteria/standard.js';
import { noSuchCriterion } from '../report/comment.js';
import { explainCriterion } from '../report/explain.js';
import type { Command } from './command.js';

export const explain: Command = {
  name: 'explain',
  usage: 'explain ID',
  does: 'says why a criterion is asked for, what is looked at and how to fix it',
  right: 'anyone',
  obey: async ({ words: [id = ''] }) => {
    const criterion = CRITERIA.find(each => each.id === id.toLowerCase());
    return criterion ? explainCriterion(criterion) : noSuchCriterion(id);
  },
};
