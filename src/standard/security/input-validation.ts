import { inputHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withLibraryCode } from '../shared/code-outcomes.js';

export const inputValidation = criterion({
  id: 'input-validation',
  title: 'Public functions validate their input',
  severity: 'must',
  kind: 'attested',
  rationale:
    'What comes in wrong and is not refused at the door does its harm somewhere inside, where nobody knows where it came from.',
  looksAt: 'The word of a maintainer. Hints: public functions that take text or bytes and return no Result.',
  remediation:
    'Parse at the door: take types that cannot be wrong, or return an error. Then attest, with a link to where it is done.',
  example: { met: '"Every constructor refuses what its type cannot be", with a link.', unmet: 'No word.' },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, ({ items }) => ({ ...unknown('not attested'), hints: inputHints(items) })),
});
