import { Command } from '@commander-js/extra-typings';
import { ADVISORIES, MODULE, POLICY, formatOption } from '../options.js';

export const next = () =>
  new Command('next')
    .description('show the shortest way to production: what is missing, cheapest first')
    .argument('[dir]', 'a checkout', '.')
    .addOption(MODULE)
    .addOption(POLICY)
    .addOption(ADVISORIES)
    .addOption(formatOption('next'))
    .action(async (dir, options) => (await import('../next.js')).nextCommand(dir, options));
