import type { Section } from '../criterion.js';
import { docker } from './docker.js';
import { envConfig } from './env-config.js';
import { gracefulShutdown } from './graceful-shutdown.js';
import { healthChecks } from './health-checks.js';
import { nixPackage } from './nix-package.js';
import { observability } from './observability.js';

export const deployment: Section = {
  id: 'deployment',
  title: 'Deployment',
  criteria: [docker, nixPackage, envConfig, healthChecks, observability, gracefulShutdown],
};
