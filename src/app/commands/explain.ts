import { explanationMarkdown } from '../../report/explain.js';
import type { Command } from './command.js';
import { criterionNamed } from './policy-change.js';

export const explain: Command = {
  name: 'explain',
  usage: 'explain ID',
  does: 'says why a criterion is asked for, what is looked at and how to fix it',
  right: 'anyone',
  run: async ({ words: [id = ''], context: { standard } }) =>
    explanationMarkdown({ standard, criterion: criterionNamed(id.toLowerCase(), standard) }),
};
