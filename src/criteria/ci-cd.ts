import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const ciCd: Section = {
  id: 'ci-cd',
  title: 'CI/CD pipeline',
  criteria: [
    pending('ci-build-and-test', 'CI builds and tests every push'),
    pending('ci-cross-platform', 'CI tests on Linux, macOS and Windows'),
    pending('ci-security-scan', 'CI scans for vulnerabilities'),
    pending('ci-license-check', 'CI checks the licences of dependencies'),
    pending('ci-docs', 'CI builds the documentation'),
    pending('release-automation', 'Releases are automated'),
    pending('registry-notification', 'The registry is told of changes'),
  ],
};
