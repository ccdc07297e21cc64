import { Command } from '@commander-js/extra-typings';
import { count, formatOption } from '../options.js';

export const modules = () =>
  new Command('modules')
    .description('query the registry of modules: one line for each, its name first')
    .option('--registry <where>', "a directory or OWNER/REPO, instead of the current directory or the organization's")
    .option('-l, --list', 'only the names, sorted')
    .option('-t, --type <type>', 'core, domain, integration, utility, template')
    .option('-c, --category <category>', 'a category of modules.yaml')
    .option('--status <status>', 'template, development, production, deprecated')
    .option('-s, --search <words>', 'words in the name or the description')
    .option('--production', 'the same as --status production')
    .option('--outdated [days]', 'not updated for 30 days, or for this number of days', count)
    .option('-m, --module <name>', 'everything about one module')
    .option('-d, --dependencies <name>', 'what a module depends on')
    .option('-r, --dependents <name>', 'what depends on a module')
    .option('-g, --git <name>', 'commit, tag, and versions of a module')
    .option('-p, --private', 'the private domains')
    .option('--graph', 'the dependency graph, as Mermaid')
    .option('--problems', 'what is wrong in the files of the registry')
    .addOption(formatOption('modules'))
    .addHelpText(
      'after',
      '\nA module must match every filter.\n\nExamples:\n  cim-readiness modules --status production\n  cim-readiness modules --registry ../cim --type domain --search workflow\n  cim-readiness modules --list | xargs -I{} git clone https://github.com/OWNER/{}',
    )
    .action(async options => (await import('../modules.js')).modulesCommand(options));
