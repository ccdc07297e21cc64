import type { Section } from './criterion.js';
import { errorHandling } from './error-handling.js';
import { moduleOrganization } from './module-organization.js';
import { pending } from './pending.js';
import { publicExports } from './public-exports.js';

export const codeStructure: Section = {
  id: 'code-structure',
  title: 'Code structure',
  criteria: [
    moduleOrganization,
    pending('single-responsibility', 'Each module has a single responsibility', 'must', 'attested'),
    publicExports,
    pending('no-circular-dependencies', 'No circular dependencies', 'should'),
    errorHandling,
  ],
};
