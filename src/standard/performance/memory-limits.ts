import { memoryHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';
import { hintedOutcome } from './attestation-hints.js';

export const memoryLimits = criterion({
  id: 'memory-limits',
  title: 'Memory stays within defined limits',
  severity: 'must',
  kind: 'attested',
  rationale:
    'A service that grows until it is killed takes its neighbors down with it. Its limit must be known before it is reached.',
  looksAt:
    "A maintainer's attestation, with the limits and the measurement. Hints: dhat, heaptrack, cgroup limits, and a memory budget in a document.",
  remediation:
    'Measure the memory (with dhat, heaptrack, or the service under load) and write the limits down. Then attest, with a link to both.',
  example: {
    met: '"At most 64 MB with 10,000 parcels, measured by dhat", with a link to the run.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hintedOutcome(memoryHints(files, library))),
});
