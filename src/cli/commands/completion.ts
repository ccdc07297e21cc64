import { Argument, Command } from '@commander-js/extra-typings';

export const completion = () =>
  new Command('completion')
    .description('print a script that completes commands, options, and IDs in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', '\nExample: source <(cim-readiness completion bash)')
    .action(async (shell, _, command) =>
      (await import('../completion.js')).completionCommand(shell, command.parent ?? command),
    );
