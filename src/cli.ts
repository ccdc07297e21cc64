/** The command line, `cim-readiness COMMAND`. Each command is a dynamic import, so that it loads only what it needs. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import pack from '../package.json' with { type: 'json' };
import type { ReportFile } from './cli/assess.js';
import { ANSWERS, answerProblem } from './fixes/answers.js';
import { type FormatOf, formatNames, type Reporter } from './report/formats.js';

function program(): Command {
  const root = new Command('cim-readiness')
    .description('Measures the modules of a Composable Information Machine against its Production Readiness Standards.')
    .version(pack.version)
    .showHelpAfterError('(add --help for usage)')
    .exitOverride();

  root
    .command('assess')
    .description('assess a checkout (its working tree or a commit) or a repository on GitHub')
    .argument('[what]', 'a directory, or OWNER/REPO[@REF] on GitHub', '.')
    .option('--ref <ref>', 'a commit, by any name that Git accepts; works in a bare repository too')
    .option('--repository <owner/name>', 'the GitHub repository, if no Git remote identifies it', repository)
    .option('--module <name>', 'the package to assess, in a workspace with several')
    .addOption(formatOption('assess'))
    .option('--only <ids>', 'only these criteria or sections, separated by commas or repeated', repeated)
    .option('--base <ref>', 'show what changed since this commit')
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .option('--standard <id>', 'assess against this standard, whichever the policy names')
    .option(
      '--report <file>',
      'a coverage report: lcov, Cobertura, llvm-cov JSON, or tarpaulin JSON; can be repeated',
      repeated,
    )
    .addOption(advisoriesOption())
    .option(
      '--output <format:file>',
      'also write the report to a file, as in sarif:readiness.sarif; can be repeated',
      reportFile,
    )
    .addOption(
      new Option('--fail-on <what>', 'which gaps make the command exit with 1')
        .choices(['must', 'should', 'regression', 'never'] as const)
        .default('must'),
    )
    .addHelpText(
      'after',
      '\nExit status: 0 if ready by --fail-on, 1 if not, 2 on a usage error or unreadable input.\n\nExamples:\n  cim-readiness assess ../cim-domain-person\n  cim-readiness assess . --ref v1.0.0 --format json\n  cim-readiness assess . --base main --fail-on regression\n  GITHUB_TOKEN=… cim-readiness assess cim-org/cim-domain-person@main',
    )
    .action(async (what, options) => (await import('./cli/assess.js')).assessCommand(what, options));

  root
    .command('explain')
    .description('explain a criterion: why it matters, what is checked, and how to fix a gap')
    .argument('<criterion>', 'its ID')
    .option('--standard <id>', 'the standard')
    .option('--policy <file>', 'a policy file whose criteria belong to the standard')
    .addOption(formatOption('explain'))
    .action(async (id, options) => (await import('./cli/explain.js')).explainCommand(id, options));

  root
    .command('criteria')
    .description('list the criteria of the standard')
    .option('--section <id>', 'only this section')
    .option('--standard <id>', 'the standard')
    .option('--policy <file>', 'a policy file whose criteria belong to the standard')
    .addOption(formatOption('criteria'))
    .action(async options => (await import('./cli/criteria.js')).criteriaCommand(options));

  root
    .command('commits')
    .description('check commit messages against Conventional Commits, with a corrected header for each that fails')
    .argument('[range]', 'a range as for git log (default: the commits since the last release)')
    .option('--message <file>', 'check one message in a file, as a commit-msg hook does; - reads standard input')
    .option('--dir <dir>', 'the repository', '.')
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .addOption(formatOption('commits'))
    .addHelpText(
      'after',
      '\nExit status: 0 if every commit is conventional, 1 if not, 2 on a usage error or unreadable input.',
    )
    .action(async (range, options) => (await import('./cli/commits-command.js')).commitsCommand(range, options));

  root
    .command('tag')
    .description('check a release tag: SemVer, order, manifest, changelog, and version bump')
    .argument('<tag>', 'tag name; a tag that does not exist is checked as if it pointed to HEAD')
    .option('--dir <dir>', 'the repository', '.')
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .addOption(formatOption('tag'))
    .addHelpText(
      'after',
      '\nExit status: 0 if the tag is a valid release, 1 if not, 2 on a usage error or unreadable input.',
    )
    .action(async (name, options) => (await import('./cli/tag-command.js')).tagCommand(name, options));

  root
    .command('history')
    .description('show readiness over the releases or months of a repository')
    .argument('[dir]', 'a checkout or a bare repository', '.')
    .addOption(
      new Option('--by <what>', 'default: releases if there are at least two, otherwise months').choices([
        'releases',
        'months',
      ] as const),
    )
    .option('--limit <n>', 'the most points to assess, spread evenly', count, 24)
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .addOption(formatOption('history'))
    .addHelpText(
      'after',
      '\nEvery point is assessed under the current policy.\n\nExamples:\n  cim-readiness history ../cim-domain-person\n  cim-readiness history . --by months --format svg > trend.svg',
    )
    .action(async (dir, options) => (await import('./cli/history-command.js')).historyCommand(dir, options));

  root
    .command('documents')
    .description('read planning documents: what they claim, what their tasks add up to, and what cannot be true')
    .argument('[what...]', 'directories or files', [])
    .option('--today <date>', 'compare dates with this day instead of today', day)
    .addOption(formatOption('documents'))
    .addHelpText(
      'after',
      '\nExamples:\n  cim-readiness documents ../cim\n  cim-readiness documents STATUS.md ROADMAP.md --format json',
    )
    .action(async (what, options) => (await import('./cli/documents.js')).documentsCommand(what, options));

  root
    .command('next')
    .description('show the shortest way to production: what is missing, cheapest first')
    .argument('[dir]', 'a checkout', '.')
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .addOption(advisoriesOption())
    .addOption(formatOption('next'))
    .action(async (dir, options) => (await import('./cli/next.js')).nextCommand(dir, options));

  root
    .command('fix')
    .description('show or write the files and edits that close gaps; each is proven by assessing the module with it')
    .argument('[dir]', 'a checkout', '.')
    .argument('[criteria...]', 'the gaps to fix (default: each gap that has a fix, without drafts)', [])
    .option('--write', 'write the files instead of showing the changes')
    .option('--holder <name>', 'the copyright holder, for the license text', answerTo('holder'))
    .option('--license <expression>', 'MIT, Apache-2.0, or both, if Cargo.toml names no license', answerTo('license'))
    .option(
      '--contact <address>',
      'the email address that receives reports on the code of conduct',
      answerTo('contact'),
    )
    .option('--toolchain <version>', 'the Rust version to pin, as in 1.85.0', answerTo('toolchain'))
    .option('--type <type>', 'the type of the module, for cim.yaml', answerTo('type'))
    .option('--category <category>', 'the category of the module, for cim.yaml', answerTo('category'))
    .option(
      '--maintainer <maintainer>',
      'the maintainer for cim.yaml, as in "Ada Lovelace <ada>"',
      answerTo('maintainer'),
    )
    .option('--repository <owner/name>', 'the GitHub repository, if no Git remote identifies it', repository)
    .option('--module <name>', 'the package to fix, in a workspace with several')
    .option('--policy <file>', 'use this policy file instead of .github/cim.yml')
    .addOption(formatOption('fix'))
    .addHelpText(
      'after',
      '\nExit status: 0 if every named gap can be fixed, 1 if not, 2 on a usage error or unreadable input.\n\nExamples:\n  cim-readiness fix ../cim-domain-person\n  cim-readiness fix . license changelog --holder "Ada Lovelace" --write\n  cim-readiness fix | git apply',
    )
    .action(async (dir, criteria, options) => (await import('./cli/fix.js')).fixCommand(dir, criteria, options));

  root
    .command('init')
    .description('show or write the files of a new module, outlines for people to complete included')
    .argument('[dir]', 'a checkout', '.')
    .option('--write', 'write the files instead of showing the changes')
    .option('--holder <name>', 'the copyright holder, for the license text', answerTo('holder'))
    .option('--license <expression>', 'MIT, Apache-2.0, or both, if Cargo.toml names no license', answerTo('license'))
    .option(
      '--contact <address>',
      'the email address that receives reports on the code of conduct',
      answerTo('contact'),
    )
    .option('--toolchain <version>', 'the Rust version to pin, as in 1.85.0', answerTo('toolchain'))
    .option('--type <type>', 'the type of the module, for cim.yaml', answerTo('type'))
    .option('--category <category>', 'the category of the module, for cim.yaml', answerTo('category'))
    .option(
      '--maintainer <maintainer>',
      'the maintainer for cim.yaml, as in "Ada Lovelace <ada>"',
      answerTo('maintainer'),
    )
    .option('--repository <owner/name>', 'the GitHub repository, if no Git remote identifies it', repository)
    .addOption(formatOption('fix'))
    .addHelpText('after', '\nExample:\n  cim-readiness init . --type domain --category logistics --license MIT --write')
    .action(async (dir, options) => (await import('./cli/fix.js')).initCommand(dir, options));

  root
    .command('compare')
    .description('compare the assessments of two commits, with the cause of each difference')
    .argument('<a>', 'a commit, by any name that Git accepts')
    .argument('<b>', 'another commit')
    .argument('[dir]', 'the repository', '.')
    .addOption(advisoriesOption())
    .addOption(formatOption('compare'))
    .addHelpText(
      'after',
      '\nExamples:\n  cim-readiness compare v1.0.0 main\n  cim-readiness compare HEAD~5 HEAD ../cim-domain-person --format json',
    )
    .action(async (a, b, dir, options) => (await import('./cli/compare.js')).compareCommand(a, b, dir, options));

  root
    .command('fleet')
    .description('assess every module of a directory of checkouts, of a registry, or of an organization on GitHub')
    .argument('[where...]', 'directories of checkouts, checkouts, OWNER, or OWNER/REPO', [])
    .option('--registry <where>', 'a directory or OWNER/REPO: its modules, claims, and tracker')
    .option(
      '--write',
      "update the registry's files with the measurements: modules.yaml, graph, status, picture, and tracker",
    )
    .addOption(advisoriesOption())
    .addOption(formatOption('fleet'))
    .addHelpText(
      'after',
      '\nExit status: 0 if a module could be assessed, 2 if none could or on a usage error.\n\nExamples:\n  cim-readiness fleet ../modules\n  cim-readiness fleet ../modules --registry ../cim --format html > fleet.html\n  GITHUB_TOKEN=… cim-readiness fleet cim-org --format markdown',
    )
    .action(async (where, options) => (await import('./cli/fleet.js')).fleetCommand(where, options));

  root
    .command('modules')
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
    .action(async options => (await import('./cli/modules.js')).modulesCommand(options));

  root
    .command('policy')
    .description('check a policy file: each problem at its line, and the examples of its criteria')
    .argument('[file]', 'the file', '.github/cim.yml')
    .option('--test', 'run the examples of the criteria in it')
    .addOption(formatOption('policy'))
    .addHelpText(
      'after',
      '\nExit status: 0 if the file is valid and its examples pass, 1 if not, 2 if it cannot be read.\n\nExamples:\n  cim-readiness policy\n  cim-readiness policy ../.github/.github/cim.yml --test --format junit',
    )
    .action(async (file, options) => (await import('./cli/policy-command.js')).policyCommand(file, options));

  root
    .command('completion')
    .description('print a script that completes commands, options, and IDs in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', '\nExample: source <(cim-readiness completion bash)')
    .action(async shell => (await import('./cli/completion.js')).completionCommand(shell, root));

  root
    .command('mcp')
    .description('serve assistants over standard input and output (Model Context Protocol); reads only')
    .argument('[dirs...]', 'checkouts, or directories of checkouts, that the assistant can read', [])
    .addHelpText(
      'after',
      '\nTools: assess, next, explain, compare, propose_fix. Nothing outside of the directories is read, and nothing is written.\n\nExample, in the settings of an assistant:\n  { "mcpServers": { "cim-readiness": { "command": "cim-readiness", "args": ["mcp", "/path/to/module"] } } }',
    )
    .action(async dirs => (await import('./cli/mcp.js')).mcpCommand(dirs));

  root
    .command('doctor')
    .description("check the app's permissions, events, webhook, and limits: what is missing, and the consequences")
    .addOption(formatOption('doctor'))
    .addHelpText(
      'after',
      '\nReads the environment variables of the server (.env.example) and queries GitHub as the app. Changes nothing.\nExit status: 0 if nothing is missing, 1 if something is, 2 if GitHub could not be queried.',
    )
    .action(async options => (await import('./cli/doctor.js')).doctorCommand(options));

  root
    .command('deliveries')
    .description("list the work in the server's store: what is waiting, what was given up, and why")
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'replay', 'drop']).default('list'))
    .argument('[ids...]', 'the entries to replay or drop; `all` for every entry that was given up')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      '\nReads DATA_DIR as the server does, also while the server runs.\n\nExamples:\n  cim-readiness deliveries\n  cim-readiness deliveries replay all\n  cim-readiness deliveries drop 42',
    )
    .action(async (action, ids, options) =>
      (await import('./cli/deliveries.js')).deliveriesCommand(action, ids, options),
    );

  root
    .command('backup')
    .description("copy the server's store into a new file, also while the server runs")
    .argument('<file>', 'the new file')
    .addHelpText('after', '\nReads DATA_DIR as the server does. docs/operations.md tells how to restore the copy.')
    .action(async file => (await import('./cli/backup.js')).backupCommand(file));

  return root;
}

/** `--format`, with the formats of a command. */
function formatOption<R extends Reporter>(reporter: R) {
  const formats = formatNames(reporter);
  return new Option('--format <format>', 'output format').choices(formats).default(formats[0] as FormatOf<R>);
}

/** `--advisories`, for the commands that assess. */
function advisoriesOption() {
  return new Option(
    '--advisories <dir>',
    "a copy of an advisory database: a checkout of RustSec's, or files in the OSV format",
  );
}

/** Collects the values of an option that can be repeated. Each takes one value and never the argument after it. */
function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Must be a whole number of at least 1.');
  return number;
}

/** `FORMAT:FILE`, for a report that is also written to a file. */
function reportFile(text: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  const [name = '', ...rest] = text.split(':');
  const format = formatNames('assess').find(each => each === name);
  if (format === undefined || rest.join(':') === '')
    throw new InvalidArgumentError(
      `Must have the form FORMAT:FILE, where FORMAT is one of ${formatNames('assess').join(', ')}.`,
    );
  return [...before, { format, file: rest.join(':') }];
}

/** An answer that a fix asks for. */
function answerTo(name: keyof typeof ANSWERS) {
  return (text: string): string => {
    const problem = answerProblem(name, text);
    if (problem !== undefined) throw new InvalidArgumentError(`It ${problem.replaceAll('`', '')}.`);
    return text;
  };
}

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('Must be a date, as in 2027-01-31.');
  return text;
}

function repository(text: string): { owner: string; repo: string } {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (!owner || !repo) throw new InvalidArgumentError('Must have the form OWNER/NAME.');
  return { owner, repo };
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
    if (isMissing(error, 'libsql')) {
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
function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}

// A closed pipe (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
process.exitCode = await run(process.argv.slice(2));
