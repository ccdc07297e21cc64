import { responsibilityHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';

export const singleResponsibility = criterion({
  id: 'single-responsibility',
  title: 'Each module has a single responsibility',
  severity: 'must',
  kind: 'attested',
  rationale:
    'A module with one responsibility can be understood, tested, and replaced on its own. A count of lines does not tell whether it has one.',
  looksAt:
    "A maintainer's attestation. Hints: library files with more than 1,000 lines of code, types with more than 40 methods, and functions with more than 150 lines.",
  remediation:
    'Split modules that do two things. Then say what each module is for, in a sentence without "and", and attest.',
  example: {
    met: '"bus carries events, parcel makes decisions, events names facts", with a link to the architecture.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, ({ library, traits }) => ({
      ...unknown('not attested'),
      hints: responsibilityHints(library, traits),
    })),
});
