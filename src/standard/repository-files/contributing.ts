import { namesBuildCommand } from '../../facts/documents/build-commands.js';
import { criterion } from '../criterion.js';
import { checkCommunityFile } from './community-criteria.js';

const SUBMIT =
  /\b(pull[- ]?requests?|merge[- ]?requests?|PRs?|patch(es)?|fork|submit|commit|branch|issue|sign[- ]?off|DCO)\b/;

export const contributing = criterion({
  id: 'contributing',
  title: 'The repository explains how to contribute',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Without instructions, people who want to help learn the rules only by being corrected.',
  looksAt:
    "CONTRIBUTING at the root, in `.github/`, or in `docs/`, or the organization's. It must give a command that builds or tests, set as code or on a line of its own, and say how to submit a change.",
  looksNotAt:
    "What the conventions are. If the organization's `.github` repository was not read, a file that is missing here proves nothing.",
  remediation:
    'Write `CONTRIBUTING.md`: how to build and test (`cargo test --all-features`), how to name commits, and that changes are submitted as pull requests.',
  example: {
    met: '```markdown\n# Contributing\n\nRun `cargo test` before you open a pull request.\n```',
    unmet: '```markdown\n# Contributing\n\nContributions are welcome!\n```',
  },
  needs: ['files'],
  wants: ['organization'],
  check: ({ files, organization }) =>
    checkCommunityFile(files, organization, 'CONTRIBUTING', (text, path) => [
      ...(namesBuildCommand(path, text)
        ? []
        : [{ kind: 'no-build-instructions', words: 'does not say how to build or test' }]),
      ...(SUBMIT.test(text) ? [] : [{ kind: 'no-submit-instructions', words: 'does not say how to submit a change' }]),
    ]),
});
