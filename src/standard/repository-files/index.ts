import type { Section } from '../criterion.js';
import { codeOfConduct } from './code-of-conduct.js';
import { contributing } from './contributing.js';
import { gitignore } from './gitignore.js';
import { license } from './license.js';
import { rustToolchain } from './rust-toolchain.js';
import { securityPolicy } from './security-policy.js';

export const repositoryFiles: Section = {
  id: 'repository-files',
  title: 'Repository files',
  criteria: [license, contributing, codeOfConduct, securityPolicy, gitignore, rustToolchain],
};
