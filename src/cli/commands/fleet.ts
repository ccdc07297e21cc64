import { Command } from '@commander-js/extra-typings';
import { ADVISORIES, formatOption } from '../options.js';

export const fleet = () =>
  new Command('fleet')
    .description('assess every module of a directory of checkouts, of a registry, or of an organization on GitHub')
    .argument('[where...]', 'directories of checkouts, checkouts, OWNER, or OWNER/REPO', [])
    .option('--registry <where>', 'a directory or OWNER/REPO: its modules, claims, and tracker')
    .option(
      '--write',
      "update the registry's files with the measurements: modules.yaml, graph, status, picture, and tracker",
    )
    .addOption(ADVISORIES)
    .addOption(formatOption('fleet'))
    .addHelpText(
      'after',
      '\nExit status: 0 if a module could be assessed, 2 if none could or on a usage error.\n\nExamples:\n  cim-readiness fleet ../modules\n  cim-readiness fleet ../modules --registry ../cim --format html > fleet.html\n  GITHUB_TOKEN=… cim-readiness fleet cim-org --format markdown',
    )
    .action(async (where, options) => (await import('../fleet.js')).fleetCommand(where, options));
