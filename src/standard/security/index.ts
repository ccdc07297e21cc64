import type { Section } from '../criterion.js';
import { dependencyAudit } from './dependency-audit.js';
import { inputValidation } from './input-validation.js';
import { noSecrets } from './no-secrets.js';
import { sast } from './sast.js';
import { unsafeJustified } from './unsafe-justified.js';
import { untrustedData } from './untrusted-data.js';

export const security: Section = {
  id: 'security',
  title: 'Security',
  criteria: [noSecrets, inputValidation, untrustedData, dependencyAudit, sast, unsafeJustified],
};
