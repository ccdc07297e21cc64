import { hasPlaceholder, hasPrivateChannel } from '../../facts/documents/contacts.js';
import { criterion } from '../criterion.js';
import { checkCommunityFile } from './community-criteria.js';

export const securityPolicy = criterion({
  id: 'security-policy',
  title: 'Vulnerabilities can be reported in private',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Someone who finds a vulnerability and has no private way to report it ends up disclosing it in public.',
  looksAt:
    "SECURITY at the root, in `.github/`, or in `docs/`, or the organization's. It must name a private channel, such as an address or GitHub's private vulnerability reporting.",
  looksNotAt: 'Which versions are supported, and how fast reports are answered.',
  remediation:
    'Write `SECURITY.md`: "Report vulnerabilities at https://github.com/OWNER/REPO/security/advisories/new". Turn private reporting on (*Settings → Advanced Security*).',
  example: {
    met: '```markdown\nReport vulnerabilities to security@cim.example, not in an issue.\n```',
    unmet: '```markdown\nOpen an issue when you find a vulnerability.\n```',
  },
  needs: ['files'],
  wants: ['organization'],
  check: ({ files, organization }) =>
    checkCommunityFile(files, organization, 'SECURITY', text =>
      hasPrivateChannel(text)
        ? []
        : [
            hasPlaceholder(text)
              ? { kind: 'placeholder', words: 'has a placeholder instead of a private channel' }
              : {
                  kind: 'no-private-channel',
                  words:
                    'names no private channel: add an address or https://github.com/OWNER/REPO/security/advisories/new',
                },
          ],
    ),
});
