import { complexityHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withLibraryCode } from '../shared/code-outcomes.js';
import { hintedOutcome } from './attestation-hints.js';

export const documentedComplexity = criterion({
  id: 'documented-complexity',
  title: 'Complexity is documented',
  severity: 'must',
  kind: 'attested',
  rationale: 'Anyone who calls a function in a loop needs to know whether it visits one element or all of them.',
  looksAt:
    "A maintainer's attestation. Hints: public functions with nested loops or recursion and without `O(…)` in their documentation.",
  remediation:
    'Document the complexity of every function that does not take constant time: `/// O(n log n) in the number of parcels.` Then attest.',
  example: {
    met: '"Each public function that is not O(1) says so", with a link to the documentation.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) => withLibraryCode(files, context, ({ items }) => hintedOutcome(complexityHints(items))),
});
