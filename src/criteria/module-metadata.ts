import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const moduleMetadata: Section = {
  id: 'module-metadata',
  title: 'Module metadata',
  criteria: [pending('cim-yaml', 'cim.yaml describes the module')],
};
