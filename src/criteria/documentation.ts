import type { Section } from './criterion.js';
import { pending } from './pending.js';
import { publicApiDocs } from './public-api-docs.js';
import { readme } from './readme.js';

export const documentation: Section = {
  id: 'documentation',
  title: 'Documentation',
  criteria: [
    readme,
    publicApiDocs,
    pending('adr', 'Design choices are recorded'),
    pending('changelog', 'The changelog covers every release'),
  ],
};
