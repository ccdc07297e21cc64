/**
 * Event types of library code, and what they carry, themselves or through envelopes and headers: "event-sourcing" in the
 * standard.
 */

import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { EnumItem, Item, RustFile, StructItem } from '../../rust/model.js';
import { leadingTypePath } from '../../rust/names.js';
import { isWord, wordAt } from '../../rust/tokens.js';
import { activeItems, eachToken, holds } from '../code/functions.js';
import { hiddenFiles, type RustCode } from '../code/rust-code.js';
import {
  derivedTraits,
  hasTrait,
  nameWords,
  type PlacedImpl,
  type TypeTraits,
  traitName,
} from '../code/trait-impls.js';
import {
  ENVELOPE,
  type Envelope,
  findEnvelopes,
  findHeaders,
  foreignEnvelope,
  type Header,
  usedEnvelopes,
} from './envelopes.js';
import { fieldNames, namesVersion, ownNames, type PlacedType, findTypes, type Types, typesByName } from './fields.js';
import { storedTypeNames } from './stored-events.js';

export interface EventType {
  readonly name: string;
  readonly item: StructItem | EnumItem;
  readonly source: LibraryFile;
  readonly line: number;
  readonly serializable: boolean;
  /** Names of fields: its own, those of the structs that they hold, of its accessors and of its event trait's methods. */
  readonly carries: ReadonlySet<string>;
  /** Its own name, and those of the enums of which it is a variant's content. */
  readonly names: ReadonlySet<string>;
  /** Its inherent impls and those of traits. */
  readonly impls: readonly PlacedImpl[];
}

export interface EventFacts {
  readonly events: readonly EventType[];
  readonly envelopes: readonly Envelope[];
  /** The message headers that library code sets. */
  readonly headers: readonly Header[];
  /** Names of traits whose types are events: a mention of the trait means every event. */
  readonly roles: ReadonlySet<string>;
  /** UUIDs of version 7 hold the time. */
  readonly timedIds: boolean;
  /** An envelope of another crate, which was not read. */
  readonly foreign?: string;
}

/** Traits whose types are events; plain `Event` is one where the module declares it and stores, applies or publishes such. */
const EVENT_TRAIT = /^(\w*DomainEvent|AggregateEvent|EventPayload|IntegrationEvent|SourcedEvent)$/;
/** Methods that a trait of that role has. */
const ROLE_METHOD = /^(aggregate_?(id|type)|entity_id|stream_id)$/;
/** Names that say event and mean something else. */
const NO_EVENT =
  /(Audit|Trace|Tracing|Log|Telemetry|Metric|Ui|UI|Gui|Window|Mouse|Key|Keyboard|Input|Click|Touch|Pointer|Scroll|Signal|Marker|Timer|Tick|Watch|Watcher|Fs|File|Io|Poll|Stream|Sse|Webhook|Bevy|Render|Subscription|Read|Monitored|Visual)Event$|^Audit(?!\w*edEvent$)\w*Event$/;
/** Derives and traits by which a type can be written down. */
const SERIALIZES = ['Serialize', 'Message', 'Encode', 'BorshSerialize', 'Archive', 'AvroSchema', 'Writable'];

/** The most types with one name: more do not occur, and each is compared with the impls of all. */
const MOST_NAMESAKES = 200;

const NO_EVENTS: EventFacts = { events: [], envelopes: [], headers: [], roles: new Set(), timedIds: false };

/** The event types of a module's code, with what carries them. */
export const moduleEvents = memo(
  (code: RustCode): EventFacts => eventFacts(code.library, code.traits, hiddenFiles(code)),
);

/** The event types of library code, with what carries them. `hidden` are the files of `#[doc(hidden)]` modules. */
export function eventFacts(
  library: readonly LibraryFile[],
  traits: TypeTraits,
  hidden: ReadonlySet<string> = new Set(),
): EventFacts {
  // Every name that makes a type an event has the word in it.
  if (!library.some(({ file }) => file.tokens.text.includes('Event'))) return NO_EVENTS;
  const types = typesByName(library, hidden);
  const kept = storedTypeNames(library);
  const own = ownEventTraits(library, kept);
  const events = [...types.values()].flatMap(places =>
    places.slice(0, MOST_NAMESAKES).flatMap(place => eventOf(place, places, { types, traits, kept, own })),
  );
  if (events.length === 0) return NO_EVENTS;
  events.sort((a, b) => (a.source.path === b.source.path ? a.line - b.line : a.source.path < b.source.path ? -1 : 1));
  const foreign = foreignEnvelope(library, types);
  const names = new Set(events.map(({ name }) => name));
  const roles = new Set([...own.names, ...(types.has('DomainEvent') ? [] : ['DomainEvent'])]);
  const envelopes = usedEnvelopes(findEnvelopes(types), library, names, roles);
  return {
    events,
    envelopes,
    headers: findHeaders(library),
    roles,
    timedIds: makesTimedIds(library, new Set([...names, ...roles, ...envelopes.map(({ name }) => name)])),
    ...(foreign === undefined ? {} : { foreign }),
  };
}

interface Known {
  readonly types: Types;
  readonly traits: TypeTraits;
  readonly kept: ReadonlyMap<string, ReadonlySet<LibraryFile>>;
  readonly own: OwnTraits;
}

function eventOf({ item, source, hidden }: PlacedType, places: readonly PlacedType[], known: Known): EventType[] {
  if (hidden) return [];
  const { types, traits, kept, own } = known;
  // Of two types of one name, an impl in the same file tells which it means.
  const all = (traits.impls.get(item.name) ?? []).filter(
    each => places.length === 1 || (each.path === source.path && means(each, item, places)),
  );
  const impls = places.length > MOST_NAMESAKES ? all.slice(0, MOST_NAMESAKES) : all;
  const implemented = impls.filter(({ impl, file }) => impl.trait && own.isEventTrait(traitName(file, impl.trait)));
  const derives = derivedTraits(source.file, item.attributes);
  // `derive(Event)` on its own belongs to a game engine.
  const derived = derives.some(each => EVENT_TRAIT.test(each));
  const byTrait = implemented.length > 0 || derived;
  const named = /\wEvent$/.test(item.name) && !NO_EVENT.test(item.name);
  const isMarker = item.kind === 'struct' && item.shape === 'unit';
  const isKept = () =>
    [...(kept.get(item.name) ?? [])].some(by => findTypes(types, by, item.name).some(each => each.item === item));
  const byUse = named && !isMarker && hasTrait(source.file, item, 'Serialize', traits) && isKept();
  if (!byTrait && !byUse) return [];
  const inherent = impls.filter(({ impl }) => !impl.trait);
  const carries = new Set([
    ...fieldNames(item, source, types),
    ...implemented.flatMap(({ impl }) => impl.items.map(each => each.name)),
    ...inherent.flatMap(({ impl }) => ownNames(impl.items)),
  ]);
  if (
    /V\d+$/.test(item.name) ||
    [...implemented, ...inherent].some(({ impl, file }) => namesVersion(impl.items, { file }))
  )
    carries.add('schema_version');
  const serializable =
    (byTrait && own.serialized) || SERIALIZES.some(trait => hasTrait(source.file, item, trait, traits));
  const names = new Set([item.name, ...namesAround(item.name, types)]);
  return [{ name: item.name, item, source, line: item.line, serializable, carries, names, impls }];
}

/** The enums with a variant that holds a type of this name: `LocationEvent::Defined(LocationDefined)`. */
function namesAround(name: string, types: Types): string[] {
  return [...(variantsHolding(types).get(name) ?? [])];
}

const variantsHolding = memo((types: Types): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const [around, places] of types)
    for (const { item, source } of places)
      for (const variant of item.kind === 'enum' ? item.variants : [])
        for (const word of variant.fields.flatMap(({ type }) => nameWords(source.file, type)))
          found.set(word, (found.get(word) ?? new Set()).add(around));
  return found;
});

/** Of several types of one name in a file, an impl means the one of its own module, or of the module that its path names. */
function means({ impl, file, path }: PlacedImpl, item: EventType['item'], places: readonly PlacedType[]): boolean {
  const here = places.filter(({ source }) => source.path === path);
  if (here.length < 2) return true;
  const module = leadingTypePath(file.tokens, impl.self).at(-2);
  const own = moduleAround(file, impl.range.from);
  const meant = here.filter(each => {
    const around = moduleAround(file, each.item.range.from);
    if (module === 'super') return around === (own && moduleAround(file, own.range.from, own));
    return module === undefined || module === 'self' ? around === own : around?.name === module;
  });
  return meant.length === 0 || meant.some(each => each.item === item);
}

/** The innermost module written in the file that holds a token, and is not the given one. */
function moduleAround(file: RustFile, at: number, inner?: Item): Item | undefined {
  let found: Item | undefined;
  for (const item of activeItems(file))
    if (item.kind === 'mod' && item.items && item !== inner && holds(item.range, at)) found = item;
  return found;
}

interface OwnTraits {
  readonly names: ReadonlySet<string>;
  isEventTrait(name: string): boolean;
  /** The module's own event trait requires `Serialize`, so the compiler checks it. */
  readonly serialized: boolean;
}

/** @param kept what is stored, applied or published: any other `Event` belongs to a window, a protocol, or a parser */
function ownEventTraits(library: readonly LibraryFile[], kept: ReadonlyMap<string, unknown>): OwnTraits {
  const own = new Set<string>();
  let serialized = false;
  for (const { file } of library)
    for (const item of activeItems(file)) {
      if (item.kind !== 'trait') continue;
      const plays =
        (item.name === 'Event' && kept.has('Event')) ||
        (item.name.endsWith('Event') && item.items.some(each => ROLE_METHOD.test(each.name)));
      if (!plays && !EVENT_TRAIT.test(item.name)) continue;
      own.add(item.name);
      serialized ||= nameWords(file, item.supertraits).includes('Serialize');
    }
  return { names: own, isEventTrait: name => EVENT_TRAIT.test(name) || own.has(name), serialized };
}

/** Names that say that an id is an event's or a message's. */
const EVENTS_OWN = /^(event|message|msg)_?id$|^(Event|Message)Id$/i;

/** Whether a version 7 UUID is made in a file that speaks of events, their envelopes or their ids. */
function makesTimedIds(library: readonly LibraryFile[], names: ReadonlySet<string>): boolean {
  return library.some(source => {
    const { tokens } = source.file;
    if (!/now_v7|new_v7|Uuid7|UuidV7|Ulid/.test(tokens.text)) return false;
    let makes = false;
    let speaks = false;
    eachToken(source, at => {
      if (!isWord(tokens, at)) return;
      const word = wordAt(tokens, at);
      makes ||= /^(now_v7|new_v7|Uuid7|UuidV7|Ulid)$/.test(word);
      speaks ||= names.has(word) || EVENTS_OWN.test(word);
    });
    return makes && speaks;
  });
}

/** Whether an event, its envelope or its headers carry a name. */
export function carries({ envelopes, headers, roles }: EventFacts, event: EventType, role: RegExp): boolean {
  const has = (names: Iterable<string>) => [...names].some(name => role.test(name));
  const means = [...event.names, ...roles, ...envelopes.map(({ name }) => name)];
  const isItsOwn = ({ name, of }: Header) => role.test(name) && (!of || means.some(each => of.has(each)));
  if (has(event.carries) || headers.some(isItsOwn)) return true;
  return envelopes.some(
    ({ names, holds, near }) =>
      (holds === undefined || holds.has(event.item)) && (near === undefined || near.has(event.name)) && has(names),
  );
}

/** Whether a type is what carries events: its name need not be one of the past. */
export function isEnvelope(name: string): boolean {
  return ENVELOPE.test(name);
}
