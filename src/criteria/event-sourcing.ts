import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const eventSourcing: Section = {
  id: 'event-sourcing',
  title: 'Event sourcing',
  criteria: [
    pending('event-standard', 'Events follow the event standard'),
    pending('correlation-causation', 'Events carry correlation and causation'),
    pending('event-versioning', 'Events are versioned'),
    pending('replay-tested', 'Replay is tested'),
  ],
};
