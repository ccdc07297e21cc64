import { untrustedHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';

export const untrustedData = criterion({
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
