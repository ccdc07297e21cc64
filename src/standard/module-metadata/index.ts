import type { Section } from '../criterion.js';
import { cimYaml } from './cim-yaml.js';

export const moduleMetadata: Section = {
  id: 'module-metadata',
  title: 'Module metadata',
  criteria: [cimYaml],
};
