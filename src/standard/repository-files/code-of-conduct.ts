import { hasContact, hasPlaceholder, linksAdoptedCode } from '../../facts/documents/contacts.js';
import { criterion } from '../criterion.js';
import { checkCommunityFile } from './community-criteria.js';

export const codeOfConduct = criterion({
  id: 'code-of-conduct',
  title: 'The repository has a code of conduct with a contact',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Rules protect nobody if people cannot report violations to anyone.',
  looksAt:
    "CODE_OF_CONDUCT at the root, in `.github/`, or in `docs/`, or the organization's. It must have a contact, or a link to the adopted code that has one.",
  looksNotAt: 'Which code of conduct it is.',
  remediation:
    'Adopt a code of conduct, such as the Contributor Covenant, as `CODE_OF_CONDUCT.md`. Put an address where it says how to report violations.',
  example: {
    met: '```markdown\nReport violations to conduct@cim.example.\n```',
    unmet: '```markdown\nReport violations to [INSERT CONTACT METHOD].\n```',
  },
  needs: ['files'],
  wants: ['organization'],
  check: ({ files, organization }) =>
    checkCommunityFile(files, organization, 'CODE_OF_CONDUCT', text => {
      if (hasContact(text) || linksAdoptedCode(text)) return [];
      return [
        hasPlaceholder(text)
          ? { kind: 'placeholder', words: 'has a placeholder instead of a contact' }
          : { kind: 'no-contact', words: 'has no contact and no link to an adopted code that has one' },
      ];
    }),
});
