import { leakHints } from '../../facts/code/attestation-hints.js';
import { criterion } from '../criterion.js';
import { withCode } from '../shared/code-outcomes.js';
import { hintedOutcome } from './attestation-hints.js';

export const noLeaks = criterion({
  id: 'no-leaks',
  title: 'The module does not leak memory',
  severity: 'must',
  kind: 'attested',
  rationale: 'A service that leaks a little with each request runs out of memory sooner or later.',
  looksAt:
    "A maintainer's attestation. Hints: `mem::forget`, `Box::leak`, `ManuallyDrop`, types with an `Rc` or `Arc` that can lead back to them, and Miri, Valgrind, or LeakSanitizer in CI.",
  remediation:
    'Run the tests under LeakSanitizer, Miri, or Valgrind, and explain each `mem::forget` and `Box::leak`. Then attest, with a link to the run.',
  example: {
    met: '"LeakSanitizer reports nothing for the whole suite", with a link to the run.',
    unmet: 'No attestation.',
  },
  needs: ['files'],
  check: ({ files }, context) => withCode(files, context, ({ library }) => hintedOutcome(leakHints(files, library))),
});
