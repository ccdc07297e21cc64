import { explanationMarkdown } from '../../report/explain.js';
import { CIM_STANDARD } from '../../standard/cim.js';
import type { Command } from './command.js';
import { criterionNamed } from './policy-change.js';

export const explain: Command = {
  name: 'explain',
  usage: 'explain ID',
  does: 'says why a criterion is asked for, what is looked at and how to fix it',
  right: 'anyone',
  run: async ({ words: [id = ''] }) =>
    explanationMarkdown({ standard: CIM_STANDARD, criterion: criterionNamed(id.toLowerCase()) }),
};
