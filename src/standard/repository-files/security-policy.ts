import { hasPlaceholder, hasPrivateChannel } from '../../facts/documents/contacts.js';
import { criterion } from '../criterion.js';
import { ofCommunity } from './community-criteria.js';

export const securityPolicy = criterion({
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
              ? { kind: 'placeholder', words: 'has a placeholder where the private channel should be' }
              : {
                  kind: 'no-private-channel',
                  words:
                    'names no private channel: an address, or https://github.com/OWNER/REPO/security/advisories/new',
                },
          ],
    ),
});
