import { untrustedHints } from '../../facts/code/attestation-hints.js';
import { criterion, unknown } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';

export const untrustedData = criterion({
  id: 'untrusted-data',
  title: 'Untrusted data is handled safely',
  severity: 'must',
  kind: 'attested',
  rationale: 'Data from the network was written by someone else: it can be invalid, huge, or malicious.',
  looksAt:
    "A maintainer's attestation. Hints: fuzz targets, `from_slice(…).unwrap()` and the like in library code, and reads without a limit.",
  remediation:
    'Limit how much is read, return the errors of parsers, and fuzz code that parses. Then attest, with a link to the limits and the fuzzing.',
  example: {
    met: '"Payloads are capped at 1 MiB and parsed by serde with errors; fuzzed weekly", with a link.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, ({ library }) => ({ ...unknown('not attested'), hints: untrustedHints(files, library) })),
});
