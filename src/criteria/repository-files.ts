import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const repositoryFiles: Section = {
  id: 'repository-files',
  title: 'Repository files',
  criteria: [
    pending('license', 'Licensed under Apache-2.0 or MIT'),
    pending('contributing', 'Contributing is explained'),
    pending('code-of-conduct', 'There is a code of conduct with a contact'),
    pending('security-policy', 'Vulnerabilities can be reported in private'),
    pending('gitignore', 'Build output and secrets are ignored'),
    pending('rust-toolchain', 'The Rust toolchain is pinned'),
  ],
};
