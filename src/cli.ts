/** The command line: `cim-readiness COMMAND`. A command loads only what it needs: each is a dynamic import. */
import { Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import pack from '../package.json' with { type: 'json' };
import { type FormatOf, formatsOf, type Reporter } from './report/formats.js';

function program(): Command {
  const root = new Command('cim-readiness')
    .description(
      'Holds the modules of a Composable Information Machine to its Production Readiness Standards, by measuring.',
    )
    .version(pack.version)
    .showHelpAfterError('(--help tells more)')
    .exitOverride();

  root
    .command('assess')
    .description('assess a checkout (the work tree as it is, or a commit), or a repository on GitHub')
    .argument('[what]', 'a folder, or OWNER/REPO[@REF] on GitHub', '.')
    .option('--ref <ref>', 'a commit, by any name that Git knows; also of a bare repository')
    .option('--repository <owner/name>', 'where no remote tells which repository it is', repository)
    .option('--module <name>', 'the package to judge, in a workspace with several')
    .addOption(formatOption('assess'))
    .option('--only <id...>', 'these criteria or sections alone')
    .option('--base <ref>', 'show what changed since a commit')
    .option('--policy <file>', 'instead of .github/cim.yml')
    .option('--report <file...>', 'coverage reports: lcov, Cobertura, llvm-cov or tarpaulin JSON')
    .addOption(
      new Option('--fail-on <what>', 'when to exit with 1')
        .choices(['must', 'should', 'regression', 'never'] as const)
        .default('must'),
    )
    .addHelpText(
      'after',
      '\nExit status: 0 as asked, 1 not ready, 2 usage or unreadable input.\n\nExamples:\n  cim-readiness assess ../cim-domain-person\n  cim-readiness assess . --ref v1.0.0 --format json\n  cim-readiness assess . --base main --fail-on regression\n  GITHUB_TOKEN=… cim-readiness assess cim-org/cim-domain-person@main',
    )
    .action(async (what, options) => (await import('./cli/assess.js')).assessCommand(what, options));

  root
    .command('explain')
    .description('why a criterion is asked for, what is looked at, how to fix it')
    .argument('<criterion>', 'its id')
    .addOption(formatOption('explain'))
    .action(async (id, options) => (await import('./cli/explain.js')).explainCommand(id, options));

  root
    .command('criteria')
    .description('the standard')
    .option('--section <id>', 'one section alone')
    .addOption(formatOption('criteria'))
    .action(async options => (await import('./cli/criteria.js')).criteriaCommand(options));

  root
    .command('commits')
    .description('judge commit messages by Conventional Commits, with a corrected header for each that is not')
    .argument('[range]', 'as git log takes it; without one, the commits since the last release')
    .option('--dir <dir>', 'the repository', '.')
    .option('--policy <file>', 'instead of .github/cim.yml')
    .addOption(formatOption('commits'))
    .addHelpText('after', '\nExit status: 0 all conventional, 1 some not, 2 usage or unreadable input.')
    .action(async (range, options) => (await import('./cli/commits-command.js')).commitsCommand(range, options));

  root
    .command('tag')
    .description('judge a release tag: SemVer, its order, the manifest and the changelog there, its bump')
    .argument('<tag>', 'its name; one that is not there is judged as if it stood on HEAD')
    .option('--dir <dir>', 'the repository', '.')
    .option('--policy <file>', 'instead of .github/cim.yml')
    .addOption(formatOption('tag'))
    .addHelpText('after', '\nExit status: 0 nothing is wrong, 1 something is, 2 usage or unreadable input.')
    .action(async (name, options) => (await import('./cli/tag-command.js')).tagCommand(name, options));

  root
    .command('history')
    .description('readiness over the releases or months of a repository')
    .argument('[dir]', 'a checkout, or a bare repository', '.')
    .addOption(
      new Option('--by <what>', 'without it: releases where there are two, else months').choices([
        'releases',
        'months',
      ] as const),
    )
    .option('--limit <n>', 'assess at most so many points, spread evenly', count, 24)
    .option('--policy <file>', 'instead of .github/cim.yml')
    .addOption(formatOption('history'))
    .addHelpText(
      'after',
      '\nEach point is judged under the policy of today.\n\nExamples:\n  cim-readiness history ../cim-domain-person\n  cim-readiness history . --by months --format svg > trend.svg',
    )
    .action(async (dir, options) => (await import('./cli/history-command.js')).historyCommand(dir, options));

  root
    .command('documents')
    .description('read planning documents: what they claim, what their tasks add up to, and what cannot be true')
    .argument('[what...]', 'directories or files', [])
    .option('--today <date>', 'the day to which dates are compared, instead of the present one', day)
    .addOption(formatOption('documents'))
    .addHelpText(
      'after',
      '\nExamples:\n  cim-readiness documents ../cim\n  cim-readiness documents STATUS.md ROADMAP.md --format json',
    )
    .action(async (what, options) => (await import('./cli/documents.js')).documentsCommand(what, options));

  root
    .command('doctor')
    .description("the app's own permissions, events, webhook and limits: what is missing, and what it costs")
    .addOption(formatOption('doctor'))
    .addHelpText(
      'after',
      '\nReads the variables of the server (.env.example), and asks GitHub as the app. It changes nothing.\nExit status: 0 all is well, 1 something is missing, 2 it could not be asked.',
    )
    .action(async options => (await import('./cli/doctor.js')).doctorCommand(options));

  return root;
}

/** `--format`, with the formats of a command. */
function formatOption<R extends Reporter>(reporter: R) {
  const formats = formatsOf(reporter);
  return new Option('--format <format>', 'what to print').choices(formats).default(formats[0] as FormatOf<R>);
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('it is a whole number, 1 or more.');
  return number;
}

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('Must be a date, as in 2027-01-31.');
  return text;
}

function repository(text: string): { owner: string; repo: string } {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (!owner || !repo) throw new InvalidArgumentError('it is OWNER/NAME.');
  return { owner, repo };
}

/** Runs the command line and gives its exit status; errors for a person go to standard error, one line each. */
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
    process.stderr.write(
      `cim-readiness: an error of this tool, please report it: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    if (process.env['CIM_READINESS_DEBUG']) console.error(error);
    return 2;
  }
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
process.exitCode = await run(process.argv.slice(2));
