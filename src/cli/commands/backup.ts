import { Command } from '@commander-js/extra-typings';

export const backup = () =>
  new Command('backup')
    .description("copy the server's store into a new file, also while the server runs")
    .argument('<file>', 'the new file')
    .addHelpText('after', '\nReads DATA_DIR as the server does. docs/operations.md tells how to restore the copy.')
    .action(async file => (await import('../backup.js')).backupCommand(file));
