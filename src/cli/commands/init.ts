import { Command } from '@commander-js/extra-typings';
import {
  CATEGORY,
  CONTACT,
  HOLDER,
  LICENSE,
  MAINTAINER,
  REPOSITORY,
  TOOLCHAIN,
  TYPE,
  WRITE,
  formatOption,
} from '../options.js';

export const init = () =>
  new Command('init')
    .description('show or write the files of a new module, outlines for people to complete included')
    .argument('[dir]', 'a checkout', '.')
    .addOption(WRITE)
    .addOption(HOLDER)
    .addOption(LICENSE)
    .addOption(CONTACT)
    .addOption(TOOLCHAIN)
    .addOption(TYPE)
    .addOption(CATEGORY)
    .addOption(MAINTAINER)
    .addOption(REPOSITORY)
    .addOption(formatOption('fix'))
    .addHelpText('after', '\nExample:\n  cim-readiness init . --type domain --category logistics --license MIT --write')
    .action(async (dir, options) => (await import('../fix.js')).initCommand(dir, options));
