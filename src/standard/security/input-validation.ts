import { inputHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withLibraryCode } from '../shared/code-outcomes.js';

export const inputValidation = criterion({
  id: 'input-validation',
  title: 'Public functions validate their input',
  severity: 'must',
  kind: 'attested',
  rationale:
    'Invalid input that is not rejected at the boundary does its harm somewhere inside, where nobody knows where it came from.',
  looksAt: "A maintainer's attestation. Hints: public functions that take text or bytes and return no `Result`.",
  remediation:
    'Validate at the boundary: accept types that cannot hold invalid values, or return an error. Then attest, with a link to that code.',
  example: {
    met: '"Every constructor rejects values that its type cannot hold", with a link.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, ({ items }) => ({ ...unknown('not attested'), hints: inputHints(items) })),
});
