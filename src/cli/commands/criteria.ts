import { Command } from '@commander-js/extra-typings';
import { formatOption, STANDARD, STANDARD_POLICY } from '../options.js';

export const criteria = () =>
  new Command('criteria')
    .description('list the criteria of the standard')
    .option('--section <id>', 'only this section')
    .addOption(STANDARD)
    .addOption(STANDARD_POLICY)
    .addOption(formatOption('criteria'))
    .action(async options => (await import('../criteria.js')).criteriaCommand(options));
