import { unreadCode } from '../../facts/code/rust-code.js';
import { type EventType } from '../../facts/events/events.js';
import { replayTest } from '../../facts/events/replay.js';
import { criterion, met, unknown, unmet } from '../criterion.js';
import { withEvents } from './event-criteria.js';

export const replayTested = criterion({
  id: 'replay-tested',
  title: 'A test replays events',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Events are the only source of truth: if state cannot be rebuilt from them, it is lost with the next restart.',
  looksAt:
    'A test, in `tests/` or in the `#[cfg(test)]` code of `src/`, that rebuilds state from a list of events (replay, rehydrate, rebuild, `from_events`, a fold of `apply`) and asserts it.',
  looksNotAt: 'How many events the test replays, and which.',
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
          kind: 'no-replay-test',
          path: first.source.path,
          line: first.line,
          message: 'no test replays these events: rebuild an aggregate from a list of events and assert its state',
        },
      ]);
    }),
});
