import { explanationMarkdown } from '../../report/explain.js';
import type { Command } from './command.js';
import { criterionNamed } from './policy-change.js';

export const explain: Command = {
  name: 'explain',
  usage: 'explain ID',
  does: 'explains a criterion: why it matters, what is checked, and how to fix a gap',
  right: 'anyone',
  run: async ({ words: [id = ''], context: { standard } }) =>
    explanationMarkdown({ standard, criterion: criterionNamed(id.toLowerCase(), standard) }),
};
