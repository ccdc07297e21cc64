import { Command } from '@commander-js/extra-typings';
import { ADVISORIES, formatOption, POLICY, REPOSITORY } from '../options.js';

export const evidence = () =>
  new Command('evidence')
    .description('answer questions of others from what was measured: OpenSSF Best Practices, OSPS Baseline, in-toto')
    .argument('[dir]', 'a checkout', '.')
    .option('--ref <ref>', 'the commit', 'HEAD')
    .addOption(REPOSITORY)
    .addOption(POLICY)
    .option('--standard <id>', 'assess against this standard, whichever the policy names')
    .addOption(ADVISORIES)
    .addOption(formatOption('evidence'))
    .addHelpText(
      'after',
      '\nOnly what was measured is answered, and only with yes. A person reviews the answers before they are saved.\n\nFormats: badge is an address that fills in the form of bestpractices.dev, baseline is a .bestpractices.json, in-toto is a statement to sign.\n\nExamples:\n  cim-readiness evidence\n  cim-readiness evidence . --ref v1.2.0 --format in-toto > readiness.intoto.json',
    )
    .action(async (dir, options) => (await import('../evidence.js')).evidenceCommand(dir, options));
