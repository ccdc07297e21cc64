import type { Section } from './criterion.js';
import { noSecrets } from './no-secrets.js';
import { pending } from './pending.js';
import { unsafeJustified } from './unsafe-justified.js';

export const security: Section = {
  id: 'security',
  title: 'Security',
  criteria: [
    noSecrets,
    pending('input-validation', 'Public functions validate their input', 'must', 'attested'),
    pending('untrusted-data', 'Untrusted data is handled safely', 'must', 'attested'),
    pending('dependency-audit', 'Dependencies have no known vulnerabilities'),
    pending('sast', 'Static analysis finds nothing'),
    unsafeJustified,
  ],
};
