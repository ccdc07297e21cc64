import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const nats: Section = {
  id: 'nats',
  title: 'NATS integration',
  criteria: [
    pending('nats-subjects', 'Subjects follow the naming convention'),
    pending('nats-error-handling', 'Network failures are handled'),
    pending('nats-reconnect', 'Connections are re-established'),
    pending('message-schemas', 'Messages have schemas'),
  ],
};
