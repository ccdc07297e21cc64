import { Command } from '@commander-js/extra-typings';
import {
  CATEGORY,
  CONTACT,
  HOLDER,
  LICENSE,
  MAINTAINER,
  POLICY,
  REPOSITORY,
  TOOLCHAIN,
  TYPE,
  WRITE,
  formatOption,
} from '../options.js';

export const fix = () =>
  new Command('fix')
    .description('show or write the files and edits that close gaps; each is proven by assessing the module with it')
    .argument('[dir]', 'a checkout', '.')
    .argument('[criteria...]', 'the gaps to fix (default: each gap that has a fix, without drafts)', [])
    .addOption(WRITE)
    .addOption(HOLDER)
    .addOption(LICENSE)
    .addOption(CONTACT)
    .addOption(TOOLCHAIN)
    .addOption(TYPE)
    .addOption(CATEGORY)
    .addOption(MAINTAINER)
    .addOption(REPOSITORY)
    .option('--module <name>', 'the package to fix, in a workspace with several')
    .addOption(POLICY)
    .addOption(formatOption('fix'))
    .addHelpText(
      'after',
      '\nExit status: 0 if every named gap can be fixed, 1 if not, 2 on a usage error or unreadable input.\n\nExamples:\n  cim-readiness fix ../cim-domain-person\n  cim-readiness fix . license changelog --holder "Ada Lovelace" --write\n  cim-readiness fix | git apply',
    )
    .action(async (dir, criteria, options) => (await import('../fix.js')).fixCommand(dir, criteria, options));
