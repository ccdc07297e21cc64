import { Command } from '@commander-js/extra-typings';
import { DIRECTORY, MODULE, POLICY, formatOption } from '../options.js';

export const commits = () =>
  new Command('commits')
    .description('check commit messages against Conventional Commits, with a corrected header for each that fails')
    .argument('[range]', 'a range as for git log (default: the commits since the last release)')
    .option('--message <file>', 'check one message in a file, as a commit-msg hook does; - reads standard input')
    .addOption(DIRECTORY)
    .addOption(MODULE)
    .addOption(POLICY)
    .addOption(formatOption('commits'))
    .addHelpText(
      'after',
      '\nExit status: 0 if every commit is conventional, 1 if not, 2 on a usage error or unreadable input.',
    )
    .action(async (range, options) => (await import('../commits-command.js')).commitsCommand(range, options));
