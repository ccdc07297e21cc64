import { hasContact, hasPlaceholder, linksAdoptedCode } from '../../facts/documents/contacts.js';
import { criterion } from '../criterion.js';
import { ofCommunity } from './community-criteria.js';

export const codeOfConduct = criterion({
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
          ? { kind: 'placeholder', words: 'has a placeholder where the contact should be' }
          : { kind: 'no-contact', words: 'has no contact, and links no adopted code that has one' },
      ];
    }),
});
