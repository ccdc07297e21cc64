import { carries, type EventType } from '../../facts/events/events.js';
import { SCHEMA_VERSION } from '../../facts/events/roles.js';
import { findUpcaster, versionStrategy } from '../../facts/events/strategy.js';
import { criterion, met, unknown, unmet } from '../criterion.js';
import { ENVELOPE, unreadCarrier, withEvents } from './event-criteria.js';

const NO_VERSION = {
  kind: 'no-schema-version',
  what: 'no schema version in events or their envelope, and no upcaster',
  advice: 'add `schema_version`',
};
const NO_STRATEGY = {
  kind: 'no-versioning-document',
  what: 'no document says how events change over time',
  advice: 'describe it under *Event versioning*',
  place: {},
};

export const eventVersioning = criterion({
  id: 'event-versioning',
  title: 'Events are versioned',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "Today's code reads what was stored years ago. Only a version in the event, and a rule for old versions, make that possible.",
  looksAt:
    'Events or their envelope carry a schema version or ID, or there are upcasters. A document says how events change over time.',
  looksNotAt: "An aggregate's version, which counts events and not their forms. Whether the strategy is followed.",
  remediation: `${ENVELOPE} In the README or \`docs/\`, under a heading such as *Event versioning*, write what can change within a version and how older versions are upgraded.`,
  example: {
    met: '```markdown\n## Event versioning\n\nFields are only added. Anything else raises `schema_version`, and an upcaster upgrades older events.\n```',
    unmet: '```rust\npub struct Envelope { pub event_id: Uuid, pub payload: ParcelEvent }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) => {
      const upcaster = findUpcaster(code.library);
      const versioned = upcaster !== undefined || world.events.some(event => carries(world, event, SCHEMA_VERSION));
      const { place, unread } = versionStrategy(files, code.library);
      const first = world.events[0] as EventType;
      const unseen = [versioned ? undefined : unreadCarrier(world, code), place ? undefined : unread].find(Boolean);
      const lacking = [
        ...(versioned || unreadCarrier(world, code) !== undefined
          ? []
          : [{ ...NO_VERSION, place: { path: first.source.path, line: first.line } }]),
        ...(place || unread !== undefined ? [] : [NO_STRATEGY]),
      ];
      if (lacking.length > 0)
        return unmet(
          lacking.map(({ what }) => what).join('; '),
          lacking.map(({ kind, what, advice, place: at }) => ({ kind, ...at, message: `${what}: ${advice}` })),
        );
      if (unseen !== undefined) return unknown(`whether and how events are versioned is unknown; ${unseen}`);
      return met('events are versioned, and a document says how', place ? [{ ...place, message: 'the strategy' }] : []);
    }),
});
