import type { Section } from '../criterion.js';
import { adr } from './adr.js';
import { changelog } from './changelog.js';
import { publicApiDocs } from './public-api-docs.js';
import { readme } from './readme.js';

export const documentation: Section = {
  id: 'documentation',
  title: 'Documentation',
  criteria: [readme, publicApiDocs, adr, changelog],
};
