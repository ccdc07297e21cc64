import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { formatNames } from '../../report/formats.js';
import type { ReportFile } from '../assess.js';
import { ADVISORIES, POLICY, REPOSITORY, formatOption, repeated } from '../options.js';

export const assess = () =>
  new Command('assess')
    .description('assess a checkout (its working tree or a commit) or a repository on GitHub')
    .argument('[what]', 'a directory, or OWNER/REPO[@REF] on GitHub', '.')
    .option('--ref <ref>', 'a commit, by any name that Git accepts; works in a bare repository too')
    .addOption(REPOSITORY)
    .option('--module <name>', 'the package to assess, in a workspace with several')
    .addOption(formatOption('assess'))
    .option('--only <ids>', 'only these criteria or sections, separated by commas or repeated', repeated)
    .option('--base <ref>', 'show what changed since this commit')
    .addOption(POLICY)
    .option('--standard <id>', 'assess against this standard, whichever the policy names')
    .option(
      '--report <file>',
      'a coverage report: lcov, Cobertura, llvm-cov JSON, or tarpaulin JSON; can be repeated',
      repeated,
    )
    .addOption(ADVISORIES)
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
    .action(async (what, options) => (await import('../assess.js')).assessCommand(what, options));

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
