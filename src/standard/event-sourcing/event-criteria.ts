import { type RustCode, unreadCode } from '../../facts/code/rust-code.js';
import { type EventType, type EventFacts, moduleEvents } from '../../facts/events/events.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, counted, type Outcome, unknown } from '../criterion.js';
import { codeOutcome, noneFound, withCode } from '../shared/code-outcomes.js';

/** Checks the event types of library code; not applicable to a module without any. */
export function withEvents(
  files: Files,
  context: Context,
  judge: (world: EventFacts, code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    const world = moduleEvents(code);
    return world.events.length > 0 ? judge(world, code) : noneFound(code, 'library code has no event types');
  });
}

/** What is wrong with an event: flaws of its type, and parts that were not found anywhere. */
interface Flaws {
  readonly shown?: readonly string[];
  readonly missing: readonly string[];
}

/**
 * One problem for each event with a flaw. Missing parts count only if all of the code was read, because an envelope of
 * another crate can carry them.
 */
export function eventVerdict(
  world: EventFacts,
  code: RustCode,
  words: { readonly met: string; readonly unmet: string; readonly flaws: (event: EventType) => Flaws },
): Outcome {
  const unread = unreadCarrier(world, code);
  const judged = world.events.map(event => ({ event, flaws: words.flaws(event) }));
  const problems = judged.flatMap(({ event, flaws: { shown = [], missing } }) => {
    const all = [...shown, ...(unread === undefined ? missing : [])];
    return all.length === 0
      ? []
      : [
          {
            kind: 'incomplete-event',
            subject: event.name,
            path: event.source.path,
            line: event.line,
            message: `event \`${event.name}\`: ${all.join(', ')}`,
          },
        ];
  });
  const lacking = judged.find(({ flaws }) => flaws.missing.length > 0);
  if (problems.length === 0 && unread !== undefined && lacking)
    return unknown(`event \`${lacking.event.name}\`: ${lacking.flaws.missing.join(', ')} found; ${unread}`);
  const count = counted(world.events.length, 'event type');
  return codeOutcome(code, {
    problems,
    met: `${count}, each ${words.met}`,
    unmet: `${problems.length} of ${count} ${words.unmet}`,
  });
}

/** Why the carrier of the events can have been missed. */
export function unreadCarrier({ foreign }: EventFacts, code: RustCode): string | undefined {
  const unread = unreadCode(code);
  if (unread !== undefined) return unread;
  return foreign === undefined ? undefined : `\`${foreign}\` is from another crate, which was not read`;
}

export const ENVELOPE =
  'Give the events an envelope: `pub struct Envelope { pub event_id: Uuid, pub aggregate_id: Uuid, pub timestamp: DateTime<Utc>, pub correlation_id: Uuid, pub causation_id: Uuid, pub schema_version: u32, pub payload: ParcelEvent }`.';
