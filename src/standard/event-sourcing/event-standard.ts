import { isActive } from '../../facts/code/functions.js';
import { type RustCode } from '../../facts/code/rust-code.js';
import { carries, type EventType, type EventFacts, isEnvelope } from '../../facts/events/events.js';
import { AGGREGATE_ID, EVENT_ID, isEventName, TIMESTAMP } from '../../facts/events/roles.js';
import { criterion } from '../criterion.js';
import { ENVELOPE, eventVerdict, withEvents } from './event-criteria.js';

export const eventStandard = criterion({
  id: 'event-standard',
  title: 'Events follow the event standard',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'An event is a fact of the past. Its name is in the past tense, it can be stored, it never changes, and it says which fact it is, about which aggregate, and since when.',
  looksAt:
    "Types that implement `DomainEvent` (or the module's trait of that role), and serializable types named `*Event` that library code stores, applies, or publishes. They must be named in the past tense or `*Event`, be serializable, and have no public `&mut self` method. The event, its envelope, or the message headers must have an event ID, an aggregate ID, and a timestamp.",
  looksNotAt:
    'Read models; audit, tracing, GUI, and signal events; `doc(hidden)` fixtures. A version 7 UUID counts as a timestamp.',
  remediation: `${ENVELOPE} Name the event for what happened (\`OrderPlaced\`), derive \`Serialize\`, and remove \`&mut self\` methods.`,
  example: {
    met: '```rust\npub struct OrderPlaced { pub event_id: Uuid, pub order_id: Uuid, pub occurred_at: DateTime<Utc> }\n```',
    unmet: '```rust\npub struct PlaceOrder { pub order: String }\nimpl DomainEvent for PlaceOrder {}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) =>
      eventVerdict(world, code, {
        met: 'following the event standard',
        unmet: 'not following the event standard',
        flaws: event => ({
          shown: [
            ...(isEventName(event.name) || isEnvelope(event.name) ? [] : ['its name is not in the past tense']),
            ...(event.serializable ? [] : ['it cannot be serialized']),
            ...mutators(event, code),
          ],
          missing: [
            ...(carries(world, event, EVENT_ID) ? [] : ['no event ID']),
            ...(carries(world, event, AGGREGATE_ID) ? [] : ['no aggregate ID']),
            ...(isTimed(world, event) ? [] : ['no timestamp']),
          ],
        }),
      }),
    ),
});

/** A timestamp, or an event ID that contains the time. */
function isTimed(world: EventFacts, event: EventType): boolean {
  return carries(world, event, TIMESTAMP) || (world.timedIds && carries(world, event, EVENT_ID));
}

/** Public methods that change an event. */
function mutators({ impls }: EventType, { library }: RustCode): string[] {
  const methods = impls
    .filter(({ impl }) => !impl.trait)
    .flatMap(({ impl, path }) => {
      const source = library.find(each => each.path === path);
      return impl.items.filter(item => source && isActive(source, item.range.from));
    })
    .filter(item => item.kind === 'fn' && item.visibility.kind === 'public' && item.receiver === 'mut');
  return methods.map(method => `its method \`${method.name}\` changes it`);
}
