import type { Section } from '../criterion.js';
import { messageSchemas } from './message-schemas.js';
import { natsErrorHandling } from './nats-error-handling.js';
import { natsReconnect } from './nats-reconnect.js';
import { natsSubjects } from './nats-subjects.js';

export const nats: Section = {
  id: 'nats',
  title: 'NATS integration',
  criteria: [natsSubjects, natsErrorHandling, natsReconnect, messageSchemas],
};
