import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { formatOption } from '../options.js';

export const documents = () =>
  new Command('documents')
    .description('read planning documents: what they claim, what their tasks add up to, and what cannot be true')
    .argument('[what...]', 'directories or files', [])
    .option('--today <date>', 'compare dates with this day instead of today', day)
    .addOption(formatOption('documents'))
    .addHelpText(
      'after',
      '\nExamples:\n  cim-readiness documents ../cim\n  cim-readiness documents STATUS.md ROADMAP.md --format json',
    )
    .action(async (what, options) => (await import('../documents.js')).documentsCommand(what, options));

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('Must be a date, as in 2027-01-31.');
  return text;
}
