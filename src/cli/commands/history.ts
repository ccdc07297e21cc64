import { Command, Option } from '@commander-js/extra-typings';
import { MODULE, POLICY, count, formatOption } from '../options.js';

export const history = () =>
  new Command('history')
    .description('show readiness over the releases or months of a repository')
    .argument('[dir]', 'a checkout or a bare repository', '.')
    .addOption(
      new Option('--by <what>', 'default: releases if there are at least two, otherwise months').choices([
        'releases',
        'months',
      ] as const),
    )
    .option('--limit <n>', 'the most points to assess, spread evenly', count, 24)
    .addOption(MODULE)
    .addOption(POLICY)
    .addOption(formatOption('history'))
    .addHelpText(
      'after',
      '\nEvery point is assessed under the current policy.\n\nExamples:\n  cim-readiness history ../cim-domain-person\n  cim-readiness history . --by months --format svg > trend.svg',
    )
    .action(async (dir, options) => (await import('../history-command.js')).historyCommand(dir, options));
