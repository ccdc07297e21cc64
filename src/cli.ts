/** The entry of the command line: runs a command, and exits with its status. */
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import pack from '../package.json' with { type: 'json' };
import { COMMANDS } from './cli/commands/all.js';

/** The command line, `cim-readiness COMMAND`. The code of a command is a dynamic import, so that it loads only what it needs. */
function program(): CommandUnknownOpts {
  const root = new Command('cim-readiness')
    .description('Measures the modules of a Composable Information Machine against its Production Readiness Standards.')
    .version(pack.version)
    .showHelpAfterError('(add --help for usage)')
    .exitOverride();
  for (const command of COMMANDS) root.addCommand(command().copyInheritedSettings(root));
  return root;
}

/** Runs the command line and returns its exit status. Errors go to standard error, one line each. */
async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { UnreadableError } = await import('./collect/unreadable.js');
    if (error instanceof UnreadableError) {
      process.stderr.write(`cim-readiness: ${error.message}\n`);
      return 2;
    }
    if (isMissing(error, /'(?:libsql|@nats-io\/[a-z-]+)'/)) {
      process.stderr.write(
        `cim-readiness: this command works on the server's store, which this package cannot open: run it with cim-readiness-server\n`,
      );
      return 2;
    }
    process.stderr.write(
      `cim-readiness: internal error, please report it: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    if (process.env['CIM_READINESS_DEBUG']) console.error(error);
    return 2;
  }
}

/** Whether a package is not installed. */
function isMissing(error: unknown, name: RegExp): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && name.test(error.message);
}

// A closed pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
process.exitCode = await run(process.argv.slice(2));
