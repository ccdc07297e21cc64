import { Argument, Command, Option } from '@commander-js/extra-typings';

export const events = () =>
  new Command('events')
    .description('send the events that the server published in NATS once more, to another subject')
    .addArgument(new Argument('<action>', 'what to do').choices(['replay']))
    .argument('<subject>', 'where to send them')
    .option('--since <time>', 'only events since a time, in ISO 8601')
    .addOption(new Option('--of <modules>', 'whose events').choices(['public', 'private']).default('public'))
    .addHelpText(
      'after',
      '\nReads NATS_URL and the other variables of NATS as the server does. Each message names its own subject in the header Cim-Subject.\n\nExamples:\n  cim-readiness events replay dashboard.rebuild\n  cim-readiness events replay dashboard.rebuild --since 2026-06-01',
    )
    .action(async (_, subject, options) => (await import('../events.js')).replayEvents(subject, options));
