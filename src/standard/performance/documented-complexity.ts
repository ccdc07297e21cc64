import { complexityHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withLibraryCode } from '../shared/code-outcomes.js';
import { hinted } from './attestation-hints.js';

export const documentedComplexity = criterion({
  id: 'documented-complexity',
  title: 'Complexity is documented',
  severity: 'must',
  kind: 'attested',
  rationale: 'Who calls a function in a loop has to know whether it looks at one element or at all.',
  looksAt:
    'The word of a maintainer. Hints: public functions with nested loops or recursion and no `O(…)` in their documentation.',
  remediation:
    'Write the complexity into the documentation of what is not constant: `/// O(n log n) in the number of parcels.` Then attest.',
  example: {
    met: '"Each public function that is not O(1) says so", with a link to the documentation.',
    unmet: 'No word.',
  },
  needs: ['files'],
  check: ({ files }, context) => withLibraryCode(files, context, ({ items }) => hinted(complexityHints(items))),
});
