import { Argument, Command, Option } from '@commander-js/extra-typings';

export const deliveries = () =>
  new Command('deliveries')
    .description("list the work in the server's store: what is waiting, what was given up, and why")
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'replay', 'drop']).default('list'))
    .argument('[ids...]', 'the entries to replay or drop; `all` for every entry that was given up')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      '\nReads DATA_DIR as the server does, also while the server runs.\n\nExamples:\n  cim-readiness deliveries\n  cim-readiness deliveries replay all\n  cim-readiness deliveries drop 42',
    )
    .action(async (action, ids, options) => (await import('../deliveries.js')).deliveriesCommand(action, ids, options));
