/** What the names of fields, headers and types say of an event: which part of the event standard they are. */

import type { RustFile } from '../../rust/model.js';
import type { Range } from '../../rust/tokens-model.js';
import { nameWords } from '../code/trait-impls.js';

export const EVENT_ID =
  /^(event_?id|id|message_?id|msg_?id|uuid|event_?uuid|identity|event_?identity|cid|event_?cid|([\w-]+-)?(event|message|msg)-id)$/i;
export const AGGREGATE_ID =
  /^(?!x?-?(event|message|msg|nats-msg|correlation|causation|user|request|session|trace|span|schema|parent)[-_])(\w+_id|[\w-]+-id|aggregate|aggregateid|entity|stream)$/i;
export const TIMESTAMP =
  /(timestamp|_at$|^at$|^time$|_time$|^date$|_date$|^when$|^ts$|occurred|recorded_on|happened|-time$|-at$)/i;
export const CORRELATION = /correlation|^(x-)?conversation[-_]?id$/i;
export const CAUSATION = /causation|^(caused_by|cause|cause_id|triggered_by|parent_event(_id)?)$/i;
export const SCHEMA_VERSION = /^(x-)?((event|schema|payload|format)[-_]?version|schema[-_]?id|schema|event-schema)$/i;
export const ROLES = [EVENT_ID, AGGREGATE_ID, TIMESTAMP, CORRELATION, CAUSATION, SCHEMA_VERSION];

/** The same field, or one of the same role: `order_id` here and `parcel_id` there both tell whose event it is. */
export function sharesRole(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || ROLES.some(role => role.test(name) && [...names].some(each => role.test(each)));
}

const TIMES = /^(DateTime|NaiveDateTime|OffsetDateTime|PrimitiveDateTime|SystemTime|Timestamp|Zoned)$/;

/** What the type of a field says where its name does not: `of: ParcelId` is an id of a parcel, a `DateTime` a time. */
export function namesByType(file: RustFile, name: string, type: Range): string[] {
  const words = nameWords(file, type);
  const ids = /_id$|correlation|causation/i.test(name)
    ? []
    : words
        .filter(word => /^[A-Z]\w*[a-z]Id$/.test(word))
        .map(word => word.replace(/\B[A-Z]/g, at => `_${at}`).toLowerCase());
  return words.some(word => TIMES.test(word)) ? [...ids, 'timestamp'] : ids;
}

const IRREGULAR = new Set(
  'Sent Made Built Bought Set Put Lost Found Begun Began Taken Took Given Gave Written Wrote Read Left Paid Sold Held Kept Met Run Ran Shown Seen Saw Split Cut Spent Won Chosen Chose Drawn Drew Frozen Froze Broken Broke Spoken Told Hidden Known Grown Thrown Threw Understood Drawn Shut Ridden Done Gone Went Bound Fed Led Spun Stuck Struck Sunk Swept Hit Become Became Come Came Brought Caught Dealt Driven Drove Eaten Fallen Fell Felt Flown Forgotten Forgot Forgiven Fought Got Gotten Heard Hung Laid Lent Let Lit Meant Mistaken Proven Risen Rose Said Sewn Shaken Shook Shot Slept Spread Stolen Stood Sworn Swung Taught Thought Torn Woken Worn Cast Bid Bet Quit Burnt Sought Agreed Disagreed Freed Guaranteed Refereed Decreed'.split(
    ' ',
  ),
);
const PREFIX = /^(?:Re|Un|Over|Under|Mis|Out|With|Up|Be|For|Pre)([a-z]+)$/;

/** Named in the past tense, or `*Event`; a version behind the name says nothing of it. */
export function isEventName(name: string): boolean {
  const bare = name.replace(/(?<!\d)\d+$/, '').replace(/_?V?$/, '');
  if (bare.endsWith('Event') || bare.endsWith('Events')) return true;
  // bounded: of capitals at most the last one is given back, once
  const words = bare.match(/[A-Z][a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  return words.some(word => {
    const stem = PREFIX.exec(word)?.[1];
    return /[^e]ed$/.test(word) || IRREGULAR.has(word) || (stem !== undefined && IRREGULAR.has(capital(stem)));
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
