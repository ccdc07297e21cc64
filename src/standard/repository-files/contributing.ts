import { criterion } from '../criterion.js';
import { ofCommunity } from './community-criteria.js';

const BUILD = /\b(cargo|make|just|nix|npm|bazel|build(ing|s)?|compil(e|ing)|tests?|testing|clippy|run(ning)? the)\b/i;

const SUBMIT =
  /\b(pull[- ]?requests?|merge[- ]?requests?|PRs?|patch(es)?|fork|submit|commit|branch|issue|sign[- ]?off|DCO)\b/;

export const contributing = criterion({
  id: 'contributing',
  title: 'Contributing is explained',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Who wants to help should not have to find out how by being corrected.',
  looksAt:
    'CONTRIBUTING at the root, in `.github/` or in `docs/`, or the organisation’s: it says how to build or test, and how to submit a change.',
  looksNotAt:
    'What the conventions are. Where the organisation’s `.github` repository was not read, its absence here proves nothing.',
  remediation:
    'Write `CONTRIBUTING.md`: how to build and test (`cargo test --all-features`), how commits are named, and that a change comes as a pull request.',
  example: {
    met: '```markdown\n# Contributing\n\nRun `cargo test` before you open a pull request.\n```',
    unmet: '```markdown\n# Contributing\n\nContributions are welcome!\n```',
  },
  needs: ['files'],
  wants: ['organisation'],
  check: ({ files, organisation }) =>
    ofCommunity(files, organisation, 'CONTRIBUTING', text => [
      ...(BUILD.test(text) ? [] : [{ kind: 'no-build-instructions', words: 'does not say how to build or test' }]),
      ...(SUBMIT.test(text) ? [] : [{ kind: 'no-submit-instructions', words: 'does not say how to submit a change' }]),
    ]),
});
