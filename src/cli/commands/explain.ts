import { Command } from '@commander-js/extra-typings';
import { formatOption, STANDARD, STANDARD_POLICY } from '../options.js';

export const explain = () =>
  new Command('explain')
    .description('explain a criterion: why it matters, what is checked, and how to fix a gap')
    .argument('<criterion>', 'its ID')
    .addOption(STANDARD)
    .addOption(STANDARD_POLICY)
    .addOption(formatOption('explain'))
    .action(async (id, options) => (await import('../explain.js')).explainCommand(id, options));
