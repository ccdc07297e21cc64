import { inputHints, untrustedHints } from '../snapshot/code/hints.js';
import { criterion, type Section, unknown } from './criterion.js';
import { dependencyAudit } from './dependency-audit.js';
import { noSecrets } from './no-secrets.js';
import { withCode, withLibraryCode } from './rust-code.js';
import { sast } from './sast.js';
import { unsafeJustified } from './unsafe-justified.js';

const inputValidation = criterion({
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

const untrustedData = criterion({
  id: 'untrusted-data',
  title: 'Untrusted data is handled safely',
  severity: 'must',
  kind: 'attested',
  rationale: 'Whatever comes over the network was written by somebody else: it may be wrong, huge or meant to do harm.',
  looksAt:
    'The word of a maintainer. Hints: fuzz targets, `from_slice(…).unwrap()` and the like in library code, reads without a bound.',
  remediation:
    'Bound what is read, return errors of parsers, fuzz what parses. Then attest, with a link to the limits and the fuzzing.',
  example: {
    met: '"Payloads are capped at 1 MiB and parsed by serde with errors; fuzzed weekly", with a link.',
    unmet: 'No word.',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, ({ library }) => ({ ...unknown('not attested'), hints: untrustedHints(files, library) })),
});

export const security: Section = {
  id: 'security',
  title: 'Security',
  criteria: [noSecrets, inputValidation, untrustedData, dependencyAudit, sast, unsafeJustified],
};
