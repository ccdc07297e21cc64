import { isOn } from '../snapshot/code/functions.js';
import { carries, type EventType, type EventWorld, eventWorld, isEnvelope } from '../snapshot/events/events.js';
import { replayTest } from '../snapshot/events/replay.js';
import {
  AGGREGATE_ID,
  CAUSATION,
  CORRELATION,
  EVENT_ID,
  isEventName,
  SCHEMA_VERSION,
  TIMESTAMP,
} from '../snapshot/events/roles.js';
import { upcasterIn, versionStrategy } from '../snapshot/events/strategy.js';
import type { Files } from '../snapshot/files.js';
import { memo } from '../snapshot/memo.js';
import {
  type Context,
  counted,
  criterion,
  met,
  notApplicable,
  type Outcome,
  type Section,
  unknown,
  unmet,
} from './criterion.js';
import { codeVerdict, hiddenFiles, type RustCode, unreadCode, withCode } from './rust-code.js';

const worldOf = memo((code: RustCode) => eventWorld(code.library, code.traits, hiddenFiles(code)));

/** Judges the event types of library code; a module without any is not concerned. */
function withEvents(files: Files, context: Context, judge: (world: EventWorld, code: RustCode) => Outcome): Outcome {
  return withCode(files, context, code => {
    const world = worldOf(code);
    if (world.events.length > 0) return judge(world, code);
    const unread = unreadCode(code);
    return unread === undefined
      ? notApplicable('library code has no event types')
      : unknown(`there are no event types in what could be read of the code: ${unread}`);
  });
}

/** What is wrong with an event: what its type shows, and what was found nowhere. */
interface Flaws {
  readonly shown?: readonly string[];
  readonly missing: readonly string[];
}

/**
 * One finding for each event with a flaw. What was found nowhere counts only where all of the code was read: an envelope
 * of another crate may carry it.
 */
function eventVerdict(
  world: EventWorld,
  code: RustCode,
  words: { readonly met: string; readonly unmet: string; readonly flaws: (event: EventType) => Flaws },
): Outcome {
  const unread = unreadCarrier(world, code);
  const judged = world.events.map(event => ({ event, flaws: words.flaws(event) }));
  const findings = judged.flatMap(({ event, flaws: { shown = [], missing } }) => {
    const all = [...shown, ...(unread === undefined ? missing : [])];
    return all.length === 0
      ? []
      : [{ path: event.source.path, line: event.line, message: `event \`${event.name}\`: ${all.join(', ')}` }];
  });
  const lacking = judged.find(({ flaws }) => flaws.missing.length > 0);
  if (findings.length === 0 && unread !== undefined && lacking)
    return unknown(`event \`${lacking.event.name}\`: ${lacking.flaws.missing.join(', ')} seen; ${unread}`);
  const count = counted(world.events.length, 'event type');
  return codeVerdict(code, {
    findings,
    met: `${count}, each ${words.met}`,
    unmet: `${findings.length} of ${count} ${words.unmet}`,
  });
}

/** Why what carries the events may not have been seen. */
function unreadCarrier({ foreign }: EventWorld, code: RustCode): string | undefined {
  const unread = unreadCode(code);
  if (unread !== undefined) return unread;
  return foreign === undefined ? undefined : `\`${foreign}\` is of another crate, which was not read`;
}

const ENVELOPE =
  'Give the events an envelope: `pub struct Envelope { pub event_id: Uuid, pub aggregate_id: Uuid, pub timestamp: DateTime<Utc>, pub correlation_id: Uuid, pub causation_id: Uuid, pub schema_version: u32, pub payload: ParcelEvent }`.';

const eventStandard = criterion({
  id: 'event-standard',
  title: 'Events follow the event standard',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'An event is a fact of the past: it has a name of the past, it can be written down, it never changes, and it says which fact of whom it is, and since when.',
  looksAt:
    'Types that implement `DomainEvent` (or the module’s trait of that role), and serializable types named `*Event` that library code stores, applies or publishes: named in the past tense or `*Event`, serializable, no public `&mut self` method; an event id, an aggregate id and a timestamp in the event, its envelope or the message headers.',
  looksNotAt:
    'Read models, audit, tracing, GUI and signal events, `doc(hidden)` fixtures. A version 7 UUID counts as a timestamp.',
  remediation: `${ENVELOPE} Name the event for what happened (\`OrderPlaced\`), derive \`Serialize\`, and take \`&mut self\` methods away.`,
  example: {
    met: '```rust\npub struct OrderPlaced { pub event_id: Uuid, pub order_id: Uuid, pub occurred_at: DateTime<Utc> }\n```',
    unmet: '```rust\npub struct PlaceOrder { pub order: String }\nimpl DomainEvent for PlaceOrder {}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) =>
      eventVerdict(world, code, {
        met: 'as the standard has it',
        unmet: 'not as the standard has it',
        flaws: event => ({
          shown: [
            ...(isEventName(event.name) || isEnvelope(event.name) ? [] : ['its name is not of the past']),
            ...(event.serializable ? [] : ['it cannot be serialized']),
            ...mutators(event, code),
          ],
          missing: [
            ...(carries(world, event, EVENT_ID) ? [] : ['no event id']),
            ...(carries(world, event, AGGREGATE_ID) ? [] : ['no aggregate id']),
            ...(isTimed(world, event) ? [] : ['no timestamp']),
          ],
        }),
      }),
    ),
});

/** A timestamp, or an event id that holds the time. */
function isTimed(world: EventWorld, event: EventType): boolean {
  return carries(world, event, TIMESTAMP) || (world.timedIds && carries(world, event, EVENT_ID));
}

/** Public methods that change an event. */
function mutators({ impls }: EventType, { library }: RustCode): string[] {
  const methods = impls
    .filter(({ impl }) => !impl.trait)
    .flatMap(({ impl, path }) => {
      const source = library.find(each => each.path === path);
      return impl.items.filter(item => source && isOn(source, item.range.from));
    })
    .filter(item => item.kind === 'fn' && item.visibility.kind === 'public' && item.receiver === 'mut');
  return methods.map(method => `\`${method.name}\` changes it`);
}

const correlationCausation = criterion({
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

const eventVersioning = criterion({
  id: 'event-versioning',
  title: 'Events are versioned',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'What was stored years ago is read by the code of today. Only a version in the event, and a rule for old ones, make that possible.',
  looksAt:
    'Events or their envelope carry a schema version or id, or there are upcasters; and a document says how events change over time.',
  looksNotAt: "An aggregate's version: it counts events, not their forms. Whether the strategy is followed.",
  remediation: `${ENVELOPE} And write down, in the README or \`docs/\`, under a heading such as *Event versioning*, what may change within a version and how older ones are lifted.`,
  example: {
    met: '```markdown\n## Event versioning\n\nFields are only added. Anything else raises `schema_version`, and an upcaster lifts older events.\n```',
    unmet: '```rust\npub struct Envelope { pub event_id: Uuid, pub payload: ParcelEvent }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) => {
      const upcaster = upcasterIn(code.library);
      const versioned = upcaster !== undefined || world.events.some(event => carries(world, event, SCHEMA_VERSION));
      const { place, unread } = versionStrategy(files, code.library);
      const first = world.events[0] as EventType;
      const unseen = [versioned ? undefined : unreadCarrier(world, code), place ? undefined : unread].find(Boolean);
      const findings = [
        ...(versioned || unreadCarrier(world, code) !== undefined
          ? []
          : [
              {
                path: first.source.path,
                line: first.line,
                message: 'no schema version in events or their envelope, and no upcaster: add `schema_version`',
              },
            ]),
        ...(place || unread !== undefined
          ? []
          : [{ message: 'no document says how events change over time: write it under *Event versioning*' }]),
      ];
      if (findings.length > 0) return unmet(findings.map(({ message }) => message.split(':')[0]).join('; '), findings);
      if (unseen !== undefined) return unknown(`it was not seen whether events are versioned, and how; ${unseen}`);
      return met('events are versioned, and a document says how', place ? [{ ...place, message: 'the strategy' }] : []);
    }),
});

const replayTested = criterion({
  id: 'replay-tested',
  title: 'Replay is tested',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Events are the only truth: if state cannot be rebuilt from them, it is lost with the next restart.',
  looksAt:
    'A test, in `tests/` or in the `#[cfg(test)]` code of `src/`, that rebuilds state from a list of events (replay, rehydrate, rebuild, `from_events`, a fold of `apply`) and asserts it.',
  looksNotAt: 'How many events, and which.',
  remediation:
    'Add a test that applies a list of events to a new aggregate and asserts its state: `let parcel = Parcel::from_events(&events); assert_eq!(parcel.state(), ParcelState::Arrived);`.',
  example: {
    met: '```rust\n#[test]\nfn replaying_its_events_rebuilds_a_parcel() {\n    let parcel = Parcel::from_events(&events);\n    assert_eq!(parcel.state(), ParcelState::Arrived);\n}\n```',
    unmet: '```rust\n#[test]\nfn an_event_is_made() {\n    assert!(parcel.deliver().is_ok());\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withEvents(files, context, (world, code) => {
      const { test, unread = unreadCode(code) } = replayTest(files, code.packages, code.library, world.events);
      if (test)
        return met(`\`${test.name}\` rebuilds state from events`, [
          { path: test.path, line: test.line, message: 'the test' },
        ]);
      if (unread !== undefined) return unknown(`no test that could be read rebuilds state from events; ${unread}`);
      const first = world.events[0] as EventType;
      return unmet('no test rebuilds state from events', [
        {
          path: first.source.path,
          line: first.line,
          message: 'no test replays these events: rebuild an aggregate from a list of them, and assert it',
        },
      ]);
    }),
});

export const eventSourcing: Section = {
  id: 'event-sourcing',
  title: 'Event sourcing',
  criteria: [eventStandard, correlationCausation, eventVersioning, replayTested],
};
