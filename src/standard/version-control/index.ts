import type { Section } from '../criterion.js';
import { conventionalCommits } from './conventional-commits.js';
import { linearHistory } from './linear-history.js';
import { protectedMain } from './protected-main.js';
import { releaseTags } from './release-tags.js';
import { semverCriterion } from './semver.js';

export const versionControl: Section = {
  id: 'version-control',
  title: 'Version control',
  criteria: [semverCriterion, releaseTags, protectedMain, conventionalCommits, linearHistory],
};
