import type { Section } from '../criterion.js';
import { errorHandling } from './error-handling.js';
import { moduleOrganization } from './module-organization.js';
import { noCircularDependencies } from './no-circular-dependencies.js';
import { publicExports } from './public-exports.js';
import { singleResponsibility } from './single-responsibility.js';

export const codeStructure: Section = {
  id: 'code-structure',
  title: 'Code structure',
  criteria: [moduleOrganization, singleResponsibility, publicExports, noCircularDependencies, errorHandling],
};
