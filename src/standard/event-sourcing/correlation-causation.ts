import { carries } from '../../facts/events/events.js';
import { CAUSATION, CORRELATION } from '../../facts/events/roles.js';
import { criterion } from '../criterion.js';
import { ENVELOPE, eventVerdict, withEvents } from './event-criteria.js';

export const correlationCausation = criterion({
  id: 'correlation-causation',
  title: 'Events carry correlation and causation',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Over many modules one request becomes a tree of events. Correlation tells which belong together, causation which brought which about: without them nobody finds out why.',
  looksAt:
    'Each event type of library code, its envelope, or the message headers that the code sets: a correlation id and a causation id.',
  looksNotAt: 'Whether they are filled in rightly. An optional id counts.',
  remediation: `${ENVELOPE} Of an event that nothing caused, both ids are its own.`,
  example: {
    met: '```rust\npub struct Envelope { pub correlation_id: Uuid, pub causation_id: Uuid, pub payload: ParcelEvent }\n```',
    unmet: '```rust\npub struct Envelope { pub event_id: Uuid, pub payload: ParcelEvent }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) =>
      eventVerdict(world, code, {
        met: 'with correlation and causation',
        unmet: 'without correlation or causation',
        flaws: event => ({
          missing: [
            ...(carries(world, event, CORRELATION) ? [] : ['no correlation id']),
            ...(carries(world, event, CAUSATION) ? [] : ['no causation id']),
          ],
        }),
      }),
    ),
});
