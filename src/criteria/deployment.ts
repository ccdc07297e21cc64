import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const deployment: Section = {
  id: 'deployment',
  title: 'Deployment',
  criteria: [
    pending('docker', 'A container image is built', 'should'),
    pending('nix-package', 'There is a Nix package'),
    pending('env-config', 'Configuration comes from the environment'),
    pending('health-checks', 'Health can be asked'),
    pending('observability', 'Metrics and logs are there'),
    pending('graceful-shutdown', 'Shutdown is graceful'),
  ],
};
