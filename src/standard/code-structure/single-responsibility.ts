import { responsibilityHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';

export const singleResponsibility = criterion({
  id: 'single-responsibility',
  title: 'Each module has a single responsibility',
  severity: 'must',
  kind: 'attested',
  rationale:
    'What does one thing can be understood, tested and replaced by itself. No count of lines tells whether it does.',
  looksAt:
    'The word of a maintainer. Hints: library files over 1,000 lines of code, types with over 40 methods, functions over 150 lines.',
  remediation:
    'Split what does two things. Then say, for each module, in a sentence without "and", what it is for, and attest.',
  example: {
    met: '"bus carries events, parcel decides, events names facts", with a link to the architecture.',
    unmet: 'No word.',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, ({ library, traits }) => ({
      ...unknown('not attested'),
      hints: responsibilityHints(library, traits),
    })),
});
