/**
 * Event types of library code, and the envelopes that carry them: "event-sourcing" in the standard.
 */
import { functionsOf, isOn, itemsOf } from '../code/functions.js';
import { derivesOf, hasTrait, lastName, type TypeTraits, traitName, wordsOf } from '../code/types.js';
import type { LibraryFile } from '../rust/crate-model.js';
import type { EnumItem, Item, StructItem } from '../rust/model.js';
import { methodCalls } from '../rust/scan.js';
import { stringValue } from '../rust/tokens.js';

export interface EventType {
  readonly name: string;
  readonly item: StructItem | EnumItem;
  readonly source: LibraryFile;
  readonly line: number;
  readonly serializable: boolean;
  /** Names of fields: its own, those of the structs that they hold, and methods of its event trait. */
  readonly carries: ReadonlySet<string>;
}

export interface EventWorld {
  readonly events: readonly EventType[];
  /** Names of fields of each envelope, by the envelope's name. */
  readonly envelopes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of message headers that library code sets. */
  readonly headers: readonly string[];
  /** UUIDs of version 7 hold the time. */
  readonly timedIds: boolean;
}

/** Traits whose types are events. */
const EVENT_TRAIT = /^(\w*DomainEvent|Event|AggregateEvent|EventPayload|IntegrationEvent|SourcedEvent)$/;
/** Names that say event and mean something else. */
const NO_EVENT =
  /(Audit|Trace|Tracing|Log|Telemetry|Metric|Ui|UI|Gui|Window|Mouse|Key|Keyboard|Input|Click|Touch|Pointer|Scroll|Signal|Marker|Timer|Tick|Watch|Watcher|Fs|File|Io|Poll|Stream|Sse|Webhook|Bevy|Render|Subscription|Read|Monitored|Visual)Event$/;
/** What code does with an event that counts: it stores, applies or publishes it. */
const KEEPS =
  /^(append|append_events?|store|store_events?|save|save_events?|persist|persist_events?|publish|publish_events?|publish_all|publish_domain_events?|apply|apply_events?|emit|emit_events?|dispatch|record_event|write_event|handle_event|raise|raise_event|commit|commit_events|project|on_event|when|evolve|mutate|send_event)$/;

/** The event types of library code, with what carries them. */
export function eventWorld(library: readonly LibraryFile[], traits: TypeTraits): EventWorld {
  const types = typesOf(library);
  const kept = keptNames(library);
  const events = [...types.values()].flat().flatMap(({ item, source }): EventType[] => {
    if (item.hidden || source.hidden || !isOn(source, item.range.from)) return [];
    const implemented = (traits.impls.get(item.name) ?? []).filter(
      ({ impl, file }) => impl.trait && EVENT_TRAIT.test(traitName(file, impl.trait)),
    );
    const serializable = hasTrait(source.file, item, 'Serialize', traits);
    const named = /\wEvent$/.test(item.name) && !NO_EVENT.test(item.name);
    const derives = derivesOf(source.file, item.attributes);
    // `derive(Event)` alone is a game engine's.
    const derived = derives.some(each => each.endsWith('DomainEvent'));
    const byUse = named && serializable && kept.has(item.name) && item.kind !== 'union';
    if (implemented.length === 0 && !derived && !byUse) return [];
    const methods = implemented.flatMap(({ impl }) => impl.items.map(each => each.name));
    const carries = new Set([...fieldsOf(item, source, types, 3), ...methods]);
    return [{ name: item.name, item, source, line: item.line, serializable, carries }];
  });
  events.sort((a, b) => (a.source.path === b.source.path ? a.line - b.line : a.source.path < b.source.path ? -1 : 1));
  return { events, envelopes: envelopesOf(types), headers: headersOf(library), timedIds: makesTimedIds(library) };
}

interface PlacedType {
  readonly item: StructItem | EnumItem;
  readonly source: LibraryFile;
}

type Types = ReadonlyMap<string, readonly PlacedType[]>;

function typesOf(library: readonly LibraryFile[]): Types {
  const types = new Map<string, PlacedType[]>();
  for (const source of library)
    for (const item of itemsOf(source.file))
      if ((item.kind === 'struct' || item.kind === 'enum') && isOn(source, item.range.from))
        types.set(item.name, [...(types.get(item.name) ?? []), { item, source }]);
  return types;
}

/** Types that functions which keep events take, or that calls of such name. */
function keptNames(library: readonly LibraryFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const source of library) {
    const { file } = source;
    for (const { fn } of functionsOf(file)) {
      if (!KEEPS.test(fn.name) || !isOn(source, fn.range.from)) continue;
      for (const { type } of fn.params) for (const word of wordsOf(file, type)) names.add(word);
    }
    for (const item of itemsOf(file)) {
      if (item.kind !== 'impl') continue;
      for (const each of item.items)
        if (each.kind === 'type' && each.name === 'Event' && each.value)
          for (const word of wordsOf(file, each.value)) names.add(word);
    }
    for (const { name, args, at } of methodCalls(file.tokens, { from: 0, to: file.tokens.count })) {
      if (!KEEPS.test(name) || !isOn(source, at)) continue;
      for (const word of wordsOf(file, args)) names.add(word);
    }
  }
  return names;
}

/** Names of fields of a type: of an enum those that every variant has, and those of the structs that they hold. */
function fieldsOf(item: Item, source: LibraryFile, types: Types, depth: number): Set<string> {
  if (item.kind === 'enum') {
    const each = item.variants.map(variant => namesIn(variant.fields, source, types, depth));
    const [first, ...rest] = each;
    return new Set([...(first ?? [])].filter(name => rest.every(other => sharesName(other, name))));
  }
  return item.kind === 'struct' ? namesIn(item.fields, source, types, depth) : new Set();
}

/** The same field, or one of the same role: `order_id` here and `parcel_id` there both tell whose event it is. */
function sharesName(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(name)) return true;
  return ROLES.some(role => role.test(name) && [...names].some(each => role.test(each)));
}

function namesIn(fields: StructItem['fields'], source: LibraryFile, types: Types, depth: number): Set<string> {
  const names = new Set<string>();
  for (const field of fields) {
    names.add(field.name);
    if (depth === 0) continue;
    const held = types.get(lastName(source.file, field.type)) ?? [];
    const words = held.length > 0 ? held : wordsOf(source.file, field.type).flatMap(word => types.get(word) ?? []);
    for (const { item, source: at } of words.slice(0, 3))
      for (const name of fieldsOf(item, at, types, depth - 1)) names.add(name);
  }
  return names;
}

export const EVENT_ID =
  /^(event_?id|id|message_?id|msg_?id|uuid|event_?uuid|identity|event_?identity|cid|event_?cid|nats-msg-id|x-event-id|event-id|message-id)$/i;
export const AGGREGATE_ID =
  /^(?!event_|message_|msg_|correlation_|causation_|user_|request_|session_|trace_|schema_|parent_)(\w+_id|aggregate|aggregate[-_]?id|entity|stream|subject_id|x-aggregate-id|\w+-aggregate-id)$/i;
export const TIMESTAMP = /(timestamp|_at$|^at$|^time$|_time$|^date$|_date$|^when$|occurred|recorded_on|-time$)/i;
export const CORRELATION = /correlation/i;
export const CAUSATION = /causation/i;
export const SCHEMA_VERSION =
  /^((event|schema|payload|format)[-_]?version|schema[-_]?id|schema|x-schema-version|x-event-version)$/i;
const ROLES = [EVENT_ID, AGGREGATE_ID, TIMESTAMP, CORRELATION, CAUSATION, SCHEMA_VERSION];

const ENVELOPE =
  /(Envelope|StoredEvent|EventRecord|RecordedEvent|PersistedEvent|EventMessage|EventWrapper|EventContainer|CimMessage|CimEvent)$/;
const METADATA =
  /^(event_?id|message_?id|correlation\w*|causation\w*|aggregate_?id|timestamp|occurred_at|metadata|headers|identity|schema_version|event_type)$/;

/** Structs that carry an event or payload with metadata. */
function envelopesOf(types: Types): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [name, places] of types) {
    for (const { item, source } of places) {
      if (item.kind !== 'struct') continue;
      const own = item.fields.map(field => field.name);
      const holds = own.some(field => /^(event|payload|data|body|content|message|domain_event|events)$/.test(field));
      const metadata = own.filter(field => METADATA.test(field)).length;
      if (!(holds && metadata >= 2) && !(ENVELOPE.test(name) && (holds || metadata > 0))) continue;
      found.set(name, fieldsOf(item, source, types, 3));
    }
  }
  return found;
}

/** Names of headers: first arguments of `insert` and `append` that are literals and look like one. */
function headersOf(library: readonly LibraryFile[]): string[] {
  const names: string[] = [];
  for (const source of library) {
    const { tokens } = source.file;
    for (const { name, args, at } of methodCalls(tokens, { from: 0, to: tokens.count })) {
      if ((name !== 'insert' && name !== 'append') || !isOn(source, at)) continue;
      const header = stringValue(tokens, args.from);
      if (header !== undefined && /^[\w-]+$/.test(header)) names.push(header);
    }
  }
  return names;
}

function makesTimedIds(library: readonly LibraryFile[]): boolean {
  return library.some(({ file }) => /\b(now_v7|new_v7|Uuid7|v7)\b/.test(file.tokens.text));
}

/** Whether an event, its envelope or its headers carry a name. */
export function carries({ envelopes, headers }: EventWorld, event: EventType, role: RegExp): boolean {
  if ([...event.carries].some(name => role.test(name))) return true;
  if (headers.some(name => role.test(name))) return true;
  return [...envelopes.values()].some(names => [...names].some(name => role.test(name)));
}

const IRREGULAR = new Set(
  'Sent Made Built Bought Set Put Lost Found Begun Taken Given Written Read Left Paid Sold Held Kept Met Run Shown Seen Split Cut Spent Won Chosen Drawn Frozen Broken Spoken Told Hidden Known Grown Thrown Understood Withdrawn Reset Shut Overridden Rebuilt Undone Done Gone Bound Unbound Fed Led Spun Stuck Struck Sunk Swept Hit'.split(
    ' ',
  ),
);

/** Named in the past tense, or `*Event`. */
export function isEventName(name: string): boolean {
  if (name.endsWith('Event') || name.endsWith('Events')) return true;
  const words = name.match(/[A-Z][a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  return words.some(word => /[^e]ed$/.test(word) || IRREGULAR.has(word));
}
