import type { Section } from './criterion.js';
import { pending } from './pending.js';
import { publicApiDocs } from './public-api-docs.js';

export const documentation: Section = {
  id: 'documentation',
  title: 'Documentation',
  criteria: [
    pending('readme', 'README covers purpose, installation, usage, API documentation and licence'),
    publicApiDocs,
    pending('adr', 'Design choices are recorded'),
    pending('changelog', 'The changelog covers every release'),
  ],
};
