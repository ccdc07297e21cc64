import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const versionControl: Section = {
  id: 'version-control',
  title: 'Version control',
  criteria: [
    pending('semver', 'Versions follow SemVer'),
    pending('release-tags', 'Every release is tagged'),
    pending('protected-main', 'The default branch is protected'),
    pending('conventional-commits', 'Commits follow Conventional Commits'),
    pending('linear-history', 'The default branch has a linear history'),
  ],
};
