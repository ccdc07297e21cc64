import { leakHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';
import { hinted } from './attestation-hints.js';

export const noLeaks = criterion({
  id: 'no-leaks',
  title: 'No memory leaks',
  severity: 'must',
  kind: 'attested',
  rationale: 'What leaks a little with each request ends the service some night.',
  looksAt:
    'The word of a maintainer. Hints: `mem::forget`, `Box::leak`, `ManuallyDrop`, types that an `Rc` or `Arc` of theirs may lead back to; Miri, Valgrind or LeakSanitizer in CI.',
  remediation:
    'Run the tests under LeakSanitizer, Miri or Valgrind, explain each `mem::forget` and `Box::leak`, and attest with a link to the run.',
  example: { met: '"LeakSanitizer finds nothing in the whole suite", with a link to the run.', unmet: 'No word.' },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hinted(leakHints(files, library))),
});
