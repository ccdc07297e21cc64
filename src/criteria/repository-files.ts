import { communityFile } from '../snapshot/community.js';
import { hasContact, hasPlaceholder, hasPrivateChannel, linksAdoptedCode } from '../snapshot/contacts.js';
import type { Files } from '../snapshot/files.js';
import type { Organisation } from '../snapshot/github.js';
import type { Reading } from '../snapshot/reading.js';
import { criterion, type Evidence, met, type Outcome, type Section, unknown, unmet } from './criterion.js';
import { gitignore } from './gitignore.js';
import { license } from './license.js';
import { rustToolchain } from './rust-toolchain.js';

/** Judges a community file; one that is not there is unmet, one that may be elsewhere unknown. */
function ofCommunity(
  files: Files,
  organisation: Reading<Organisation>,
  name: string,
  judge: (text: string) => readonly string[],
): Outcome {
  const file = communityFile(files, organisation, name);
  if (!file.read) return unknown(`\`${name}.md\`: ${file.reason}`);
  if (!file.value)
    return unmet(`there is no ${name}.md`, [
      { message: `no \`${name}.md\` at the root, in \`.github/\` or in \`docs/\`: add one` },
    ]);
  const { path, text, organisation: above } = file.value;
  const place: Partial<Evidence> = above ? {} : { path, line: 1 };
  const where = above ? `the organisation's \`${path}\`` : `\`${path}\``;
  const missing = judge(text);
  return missing.length > 0
    ? unmet(
        `${where} ${missing.join('; ')}`,
        missing.map(words => ({ ...place, message: `${above ? `${where}: ` : ''}it ${words}` })),
      )
    : met(`${where} is there`, [{ ...place, message: 'the file' }]);
}

const BUILD = /\b(cargo|make|just|nix|npm|bazel|build(ing|s)?|compil(e|ing)|tests?|testing|clippy|run(ning)? the)\b/i;
const SUBMIT =
  /\b(pull[- ]?requests?|merge[- ]?requests?|PRs?|patch(es)?|fork|submit|commit|branch|issue|sign[- ]?off|DCO)\b/;

const contributing = criterion({
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
      ...(BUILD.test(text) ? [] : ['does not say how to build or test']),
      ...(SUBMIT.test(text) ? [] : ['does not say how to submit a change']),
    ]),
});

const codeOfConduct = criterion({
  id: 'code-of-conduct',
  title: 'There is a code of conduct with a contact',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Rules that nobody can be told of when they are broken protect nobody.',
  looksAt:
    'CODE_OF_CONDUCT at the root, in `.github/` or in `docs/`, or the organisation’s: with a contact, or a link to the adopted code that has one.',
  looksNotAt: 'Which code it is.',
  remediation:
    'Adopt one, such as the Contributor Covenant, as `CODE_OF_CONDUCT.md`, and put an address where it says whom to tell.',
  example: {
    met: '```markdown\nTell us at conduct@cim.example.\n```',
    unmet: '```markdown\nTell us at [INSERT CONTACT METHOD].\n```',
  },
  needs: ['files'],
  wants: ['organisation'],
  check: ({ files, organisation }) =>
    ofCommunity(files, organisation, 'CODE_OF_CONDUCT', text => {
      if (hasContact(text) || linksAdoptedCode(text)) return [];
      return [
        hasPlaceholder(text)
          ? 'has a placeholder where the contact should be'
          : 'has no contact, and links no adopted code that has one',
      ];
    }),
});

const securityPolicy = criterion({
  id: 'security-policy',
  title: 'Vulnerabilities can be reported in private',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Who finds a hole and has nobody to tell tells everybody.',
  looksAt:
    'SECURITY at the root, in `.github/` or in `docs/`, or the organisation’s: a private channel, such as an address or GitHub’s private vulnerability reporting.',
  looksNotAt: 'Which versions are supported, and how fast.',
  remediation:
    'Write `SECURITY.md`: "Report vulnerabilities at https://github.com/OWNER/REPO/security/advisories/new", and switch private reporting on (Settings → Advanced Security).',
  example: {
    met: '```markdown\nReport vulnerabilities to security@cim.example, not in an issue.\n```',
    unmet: '```markdown\nOpen an issue when you find a vulnerability.\n```',
  },
  needs: ['files'],
  wants: ['organisation'],
  check: ({ files, organisation }) =>
    ofCommunity(files, organisation, 'SECURITY', text =>
      hasPrivateChannel(text)
        ? []
        : [
            hasPlaceholder(text)
              ? 'has a placeholder where the private channel should be'
              : 'names no private channel: an address, or https://github.com/OWNER/REPO/security/advisories/new',
          ],
    ),
});

export const repositoryFiles: Section = {
  id: 'repository-files',
  title: 'Repository files',
  criteria: [license, contributing, codeOfConduct, securityPolicy, gitignore, rustToolchain],
};
