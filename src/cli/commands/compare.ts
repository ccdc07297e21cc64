import { Command } from '@commander-js/extra-typings';
import { ADVISORIES, MODULE, formatOption } from '../options.js';

export const compare = () =>
  new Command('compare')
    .description('compare the assessments of two commits, with the cause of each difference')
    .argument('<a>', 'a commit, by any name that Git accepts')
    .argument('<b>', 'another commit')
    .argument('[dir]', 'the repository', '.')
    .addOption(MODULE)
    .addOption(ADVISORIES)
    .addOption(formatOption('compare'))
    .addHelpText(
      'after',
      '\nExamples:\n  cim-readiness compare v1.0.0 main\n  cim-readiness compare HEAD~5 HEAD ../cim-domain-person --format json',
    )
    .action(async (a, b, dir, options) => (await import('../compare.js')).compareCommand(a, b, dir, options));
