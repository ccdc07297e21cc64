import { Command } from '@commander-js/extra-typings';
import { formatOption } from '../options.js';

export const policy = () =>
  new Command('policy')
    .description('check a policy file: each problem at its line, and the examples of its criteria')
    .argument('[file]', 'the file', '.github/cim.yml')
    .option('--test', 'run the examples of the criteria in it')
    .addOption(formatOption('policy'))
    .addHelpText(
      'after',
      '\nExit status: 0 if the file is valid and its examples pass, 1 if not, 2 if it cannot be read.\n\nExamples:\n  cim-readiness policy\n  cim-readiness policy ../.github/.github/cim.yml --test --format junit',
    )
    .action(async (file, options) => (await import('../policy-command.js')).policyCommand(file, options));
