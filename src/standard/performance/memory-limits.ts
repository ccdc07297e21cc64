import { memoryHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';
import { hinted } from './attestation-hints.js';

export const memoryLimits = criterion({
  id: 'memory-limits',
  title: 'Memory stays within defined limits',
  severity: 'must',
  kind: 'attested',
  rationale:
    'A service that grows until it is killed takes its neighbours along. The limit has to be known before it is met.',
  looksAt:
    'The word of a maintainer, with the limits and the measurement. Hints: dhat, heaptrack, cgroup limits, a memory budget in a document.',
  remediation:
    'Measure (dhat, heaptrack, the service under load), write the limits down, and attest with a link to both.',
  example: { met: '"At most 64 MB with 10,000 parcels, measured by dhat", with a link to the run.', unmet: 'No word.' },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hinted(memoryHints(files, library))),
});
