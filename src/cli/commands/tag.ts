import { Command } from '@commander-js/extra-typings';
import { DIRECTORY, MODULE, POLICY, formatOption } from '../options.js';

export const tag = () =>
  new Command('tag')
    .description('check a release tag: SemVer, order, manifest, changelog, and version bump')
    .argument('<tag>', 'tag name; a tag that does not exist is checked as if it pointed to HEAD')
    .addOption(DIRECTORY)
    .addOption(MODULE)
    .addOption(POLICY)
    .addOption(formatOption('tag'))
    .addHelpText(
      'after',
      '\nExit status: 0 if the tag is a valid release, 1 if not, 2 on a usage error or unreadable input.',
    )
    .action(async (name, options) => (await import('../tag-command.js')).tagCommand(name, options));
