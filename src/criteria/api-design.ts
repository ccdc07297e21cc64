import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const apiDesign: Section = {
  id: 'api-design',
  title: 'API design',
  criteria: [
    pending('api-stability', 'Nothing breaks without the bump that SemVer asks for'),
    pending('standard-traits', 'Public types implement Debug'),
    pending('builders', 'Complex types have builders', 'should'),
    pending('async-first', 'No public function blocks', 'should'),
    pending('error-types', 'Errors have types of their own'),
    pending('error-enum', 'Functions return an error of the crate'),
  ],
};
