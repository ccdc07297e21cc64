import { Command } from '@commander-js/extra-typings';
import { formatOption } from '../options.js';

export const doctor = () =>
  new Command('doctor')
    .description("check the app's permissions, events, webhook, and limits: what is missing, and the consequences")
    .addOption(formatOption('doctor'))
    .addHelpText(
      'after',
      '\nReads the environment variables of the server (.env.example) and queries GitHub as the app. Changes nothing.\nExit status: 0 if nothing is missing, 1 if something is, 2 if GitHub could not be queried.',
    )
    .action(async options => (await import('../doctor.js')).doctorCommand(options));
