import { conventionalCommits } from './conventional-commits.js';
import type { Section } from './criterion.js';
import { linearHistory } from './linear-history.js';
import { pending } from './pending.js';
import { protectedMain } from './protected-main.js';
import { semverCriterion } from './semver.js';

export const versionControl: Section = {
  id: 'version-control',
  title: 'Version control',
  criteria: [
    semverCriterion,
    pending('release-tags', 'Every release is tagged'),
    protectedMain,
    conventionalCommits,
    linearHistory,
  ],
};
