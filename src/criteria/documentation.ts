import { changelog } from './changelog.js';
import type { Section } from './criterion.js';
import { adr } from './decisions.js';
import { publicApiDocs } from './public-api-docs.js';
import { readme } from './readme.js';

export const documentation: Section = {
  id: 'documentation',
  title: 'Documentation',
  criteria: [readme, publicApiDocs, adr, changelog],
};
