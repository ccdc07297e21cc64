import type { Section } from '../criterion.js';
import { ciBuildAndTest } from './ci-build-and-test.js';
import { ciCrossPlatform } from './ci-cross-platform.js';
import { ciDocs } from './ci-docs.js';
import { ciLicenseCheck } from './ci-license-check.js';
import { ciSecurityScan } from './ci-security-scan.js';
import { registryNotification } from './registry-notification.js';
import { releaseAutomation } from './release-automation.js';

export const ciCd: Section = {
  id: 'ci-cd',
  title: 'CI/CD pipeline',
  criteria: [
    ciBuildAndTest,
    ciCrossPlatform,
    ciSecurityScan,
    ciLicenseCheck,
    ciDocs,
    releaseAutomation,
    registryNotification,
  ],
};
