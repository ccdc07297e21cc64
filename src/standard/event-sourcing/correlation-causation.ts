import { carries } from '../../facts/events/events.js';
import { CAUSATION, CORRELATION } from '../../facts/events/roles.js';
import { criterion } from '../criterion.js';
import { ENVELOPE, eventVerdict, withEvents } from './event-criteria.js';

export const correlationCausation = criterion({
  id: 'correlation-causation',
  title: 'Events carry correlation and causation IDs',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Across modules, one request becomes a tree of events. Without the IDs that say which events belong together and which event caused which, nobody can find out why something happened.',
  looksAt:
    'Each event type of library code, its envelope, or the message headers that the code sets: a correlation ID and a causation ID.',
  looksNotAt: 'Whether the IDs are filled in correctly. An optional ID counts.',
  remediation: `${ENVELOPE} For an event that nothing caused, set both IDs to its own ID.`,
  example: {
    met: '```rust\npub struct Envelope { pub correlation_id: Uuid, pub causation_id: Uuid, pub payload: ParcelEvent }\n```',
    unmet: '```rust\npub struct Envelope { pub event_id: Uuid, pub payload: ParcelEvent }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) =>
      eventVerdict(world, code, {
        met: 'with correlation and causation IDs',
        unmet: 'without a correlation or causation ID',
        flaws: event => ({
          missing: [
            ...(carries(world, event, CORRELATION) ? [] : ['no correlation ID']),
            ...(carries(world, event, CAUSATION) ? [] : ['no causation ID']),
          ],
        }),
      }),
    ),
});
