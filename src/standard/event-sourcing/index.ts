import type { Section } from '../criterion.js';
import { correlationCausation } from './correlation-causation.js';
import { eventStandard } from './event-standard.js';
import { eventVersioning } from './event-versioning.js';
import { replayTested } from './replay-tested.js';

export const eventSourcing: Section = {
  id: 'event-sourcing',
  title: 'Event sourcing',
  criteria: [eventStandard, correlationCausation, eventVersioning, replayTested],
};
