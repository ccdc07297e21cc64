import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEventName } from '../../src/facts/events/roles.js';
import {
  add,
  both,
  changedBy,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
  type Texts,
  withoutText,
} from '../support/snapshots.js';

const MANIFEST = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n';
const IDS = ['event-standard', 'correlation-causation', 'event-versioning', 'replay-tested'];
const module = (code: string, texts: Texts = {}): Texts => ({ 'Cargo.toml': MANIFEST, 'src/lib.rs': code, ...texts });
const of = (id: string, code: string, texts: Texts = {}) => judge(id, snapshot(module(code, texts)));
/** The same, where the text of one file was not read. */
const without = (id: string, path: string, texts: Texts) => judge(id, withoutText(snapshot(texts), path));

const FULL =
  'event_id: Uuid, parcel_id: Uuid, at: DateTime<Utc>, correlation_id: Uuid, causation_id: Uuid, schema_version: u32';
/** An event that has everything, in line 3. */
const PLACED = `pub trait DomainEvent {}\n#[derive(Serialize)]\npub struct ParcelPlaced { ${FULL} }\nimpl DomainEvent for ParcelPlaced {}\n`;

describe('the ready module', () => {
  it.each(IDS)('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS)).status).toBe('met');
  });

  it.each([
    ['event-standard', 'an event of nobody', edit('src/events.rs', 'pub aggregate_id: Uuid', 'pub whose: Uuid')],
    [
      'event-standard',
      'an event that changes',
      edit(
        'src/events.rs',
        'impl DomainEvent for ParcelEvent',
        'impl ParcelEvent {\n    /// Loses it.\n    pub fn lose(&mut self) {\n        *self = Self::Collected;\n    }\n}\n\nimpl DomainEvent for ParcelEvent',
      ),
    ],
    ['correlation-causation', 'an event without its cause', edit('src/events.rs', 'pub causation_id', 'pub reason')],
    [
      'event-versioning',
      'an event without a version',
      edit('src/events.rs', "    /// The version of the payload's schema.\n    pub schema_version: u32,\n", ''),
    ],
    ['event-versioning', 'a strategy that nobody wrote down', edit('README.md', /## Event versioning\n[^#]*/, '')],
    [
      'replay-tested',
      'tests that replay nothing',
      add(
        'tests/parcel.rs',
        'use cim_parcel::{error::ParcelError, events::ParcelEvent, parcel::{Parcel, HEAVIEST}};\nuse proptest::prelude::*;\nproptest! {\n    #[test]\n    fn any_weight_can_be_ordered(grams in 1..=HEAVIEST) {\n        prop_assert_eq!(Parcel::order(grams).ok(), Some(ParcelEvent::Ordered { grams }));\n    }\n}\n',
      ),
    ],
  ])('is unready in %s alone by %s', (id, _, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});

describe('whom the section concerns', () => {
  const STORE = 'pub fn append(event: &ParcelEvent) {}\n';

  it.each([
    ['without a crate', { 'README.md': '# Nothing\n' }],
    ['without events', module('pub struct Parcel { pub id: Uuid }')],
    ['whose `*Event` nobody stores', module('#[derive(Serialize)]\npub struct ParcelEvent { id: Uuid }')],
    [
      'that handles what another tells',
      module(
        '#[derive(Serialize)]\npub enum BillingEvent { Paid }\nimpl Desk { fn handle_event(&self, event: BillingEvent) -> Result<Vec<Sent>, E> {} }\nimpl PaidHandler { fn on_event(&mut self, event: BillingEvent) {} }',
      ),
    ],
    [
      'whose `Event` is a protocol’s',
      module(
        'pub trait Event { const NAME: &str; }\npub struct Stopped;\nimpl Event for Stopped {}\nfn read<E: Event>(body: &str) -> E {}',
      ),
    ],
    ['whose `*Event` is not written down', module(`pub struct ParcelEvent { id: Uuid }\n${STORE}`)],
    [
      'that pushes its `*Event` into a field',
      module(
        '#[derive(Serialize)]\npub struct ParcelEvent { id: Uuid }\nimpl Parcel { fn note(&mut self, event: ParcelEvent, more: &mut Vec<ParcelEvent>) { self.events.push(event); self.events.append(&mut more); } }',
      ),
    ],
    [
      'that only projects what it reads',
      module(
        '#[derive(Serialize, Deserialize)]\npub struct ParcelEvent { id: Uuid }\nimpl ParcelView { fn apply(&mut self, event: &ParcelEvent) {} }\nimpl Projection for List { fn handle_event(&mut self, event: ParcelEvent) {} }',
      ),
    ],
    [
      'with an id, a marker, and events of a screen',
      module(
        '#[derive(Serialize)]\npub struct EventId(Uuid);\n#[derive(Serialize)]\npub struct ParcelEvent;\n#[derive(Serialize)]\npub struct MouseEvent { x: u8 }\n#[derive(Serialize)]\npub struct AuditEvent { x: u8 }\n#[derive(Serialize)]\npub struct AuditAlertEvent { x: u8 }\n#[derive(Serialize)]\npub struct Event { x: u8 }\nfn publish(a: EventId, b: ParcelEvent, c: MouseEvent, d: AuditEvent, e: Event, f: AuditAlertEvent) {}',
      ),
    ],
    [
      'with the events of a game engine',
      module(
        'use bevy::prelude::Event;\n#[derive(Event)]\npub struct Moved;\npub struct Jumped;\nimpl Event for Jumped {}',
      ),
    ],
    [
      'with hidden fixtures',
      module(
        '#[doc(hidden)]\npub mod fixtures { pub struct Made; impl crate::DomainEvent for Made {} }\n#[doc(hidden)]\npub mod more;\npub trait DomainEvent {}\n#[doc(hidden)]\npub struct Faked;\nimpl DomainEvent for Faked {}',
        { 'src/more.rs': 'pub struct Done;\nimpl crate::DomainEvent for Done {}' },
      ),
    ],
    [
      'with events of its tests',
      module('#[cfg(test)]\nmod tests { struct Done; impl super::DomainEvent for Done {} }\npub trait DomainEvent {}'),
    ],
  ])('not a module %s', (_, texts) => {
    expect(IDS.map(id => judge(id, snapshot(texts)).status)).toEqual(IDS.map(() => 'not-applicable'));
  });

  it.each([
    ['that implement `DomainEvent`', 'pub struct Go;\nimpl DomainEvent for Go {}'],
    [
      'that implement another crate’s `DomainEvent`',
      'use cim_domain::DomainEvent;\nstruct Go;\nimpl DomainEvent for Go {}',
    ],
    ['that implement it under another name', 'use cim_domain::DomainEvent as Fact;\nstruct Go;\nimpl Fact for Go {}'],
    ['that derive it', '\n#[derive(cim::DomainEvent)]\nstruct Go;'],
    ['that derive another trait of that role', '\n#[derive(EventPayload)]\nstruct Go;'],
    [
      'that implement the module’s `Event`, which it stores',
      'struct Go;\ntrait Event {}\nimpl Event for Go {}\nfn append<E: Event>(event: E) {}',
    ],
    [
      'that implement the `Event` of its aggregates',
      'struct Go;\ntrait Event {}\nimpl Event for Go {}\ntrait Aggregate { type Event: Event; fn apply(self, event: Self::Event) -> Self; }',
    ],
    [
      'that implement the module’s trait of that role',
      'struct Go;\npub trait ParcelEvent { fn aggregate_id(&self) -> Uuid; }\nimpl ParcelEvent for Go {}',
    ],
    [
      'that are stored',
      '#[derive(Serialize)]\npub enum GoEvent { Went }\npub trait Store { fn append(&self, event: GoEvent); }',
    ],
    [
      'that are published as a local',
      '#[derive(Serialize)]\npub enum GoEvent { Went }\nasync fn f(c: &Client, event: &GoEvent) { let payload = to_vec(event)?; c.publish("a.b", payload.into()).await?; }',
    ],
    [
      'that are what an aggregate applies',
      '#[derive(Serialize)]\npub enum GoEvent { Went }\nimpl Aggregate for Go { type Event = GoEvent; }',
    ],
  ])('also one with events %s', (_, code) => {
    expect(of('correlation-causation', code).status).toBe('unmet');
  });

  it('is not known where code could not be read', () => {
    const texts = module('pub mod big;', { 'src/big.rs': PLACED });
    expect(without('event-standard', 'src/big.rs', texts)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('src/big.rs is over the size limit'),
    });
  });
});

describe('event-standard', () => {
  const standard = (code: string, texts: Texts = {}) => of('event-standard', code, texts);

  it.each([
    ['a name of what is to come', PLACED.replaceAll('ParcelPlaced', 'PlaceParcel'), 'its name is not of the past'],
    ['what cannot be written down', PLACED.replace('Serialize', 'Debug'), 'it cannot be serialized'],
    ['a public method that changes it', `${PLACED}impl ParcelPlaced { pub fn set(&mut self) {} }`, '`set` changes it'],
    ['no id of its own', PLACED.replace('event_id: Uuid, ', ''), 'no event id'],
    ['no id of what it befell', PLACED.replace('parcel_id: Uuid, ', ''), 'no aggregate id'],
    [
      'no id but that of a part',
      `${PLACED.replace('event_id: Uuid, ', 'scale: Scale, ')}pub struct Scale { id: Uuid }`,
      'no event id',
    ],
    ['no time', PLACED.replace('at: DateTime<Utc>, ', ''), 'no timestamp'],
  ])('is unmet by %s', (_, code, message) => {
    expect(standard(code)).toMatchObject({
      status: 'unmet',
      message: '1 of 1 event type not as the standard has it',
      evidence: [{ path: 'src/lib.rs', line: 3, message: expect.stringContaining(message) }],
    });
  });

  it('shows each event that lacks something, once', () => {
    const code = `${PLACED}pub struct Go;\nimpl DomainEvent for Go {}\n#[derive(Serialize)]\npub struct Sent { id: Uuid }\nimpl DomainEvent for Sent {}\n`;
    expect(standard(code)).toMatchObject({
      message: '2 of 3 event types not as the standard has it',
      evidence: [
        {
          line: 5,
          message:
            'event `Go`: its name is not of the past, it cannot be serialized, no event id, no aggregate id, no timestamp',
        },
        { line: 8, message: 'event `Sent`: no aggregate id, no timestamp' },
      ],
    });
  });

  it('asks it of each variant', () => {
    const code = `#[derive(Serialize)]\npub enum ParcelEvent { Sent { ${FULL} }, Lost { event_id: Uuid, at: DateTime<Utc> } }\nfn append(event: ParcelEvent) {}`;
    expect(standard(code).evidence).toMatchObject([{ line: 2, message: 'event `ParcelEvent`: no aggregate id' }]);
  });

  it('does not take the envelope of one event for that of another', () => {
    const code = `#[derive(Serialize)]\npub enum ParcelEvent { Sent }\n#[derive(Serialize)]\npub enum CourierEvent { Left }\npub struct ParcelEnvelope { ${FULL}, payload: ParcelEvent }\nfn append(event: ParcelEnvelope) {}\nfn publish(a: ParcelEvent, b: CourierEvent) {}`;
    expect(standard(code).evidence).toMatchObject([
      { line: 4, message: 'event `CourierEvent`: no event id, no aggregate id, no timestamp' },
    ]);
  });

  const EVENT = '#[derive(Serialize)]\npub enum ParcelEvent { Sent, Lost }\nimpl DomainEvent for ParcelEvent {}\n';

  it.each([
    ['an envelope of any payload', `${EVENT}pub struct Envelope<T> { ${FULL}, payload: T }`],
    ['an envelope with bytes', `${EVENT}pub struct StoredEvent { ${FULL}, data: Vec<u8> }`],
    [
      'an envelope of what holds the event',
      `${EVENT}pub enum Anything { Parcel(Box<ParcelEvent>) }\npub struct Message { ${FULL}, body: Anything }`,
    ],
    [
      'metadata in a struct of its own',
      `#[derive(Serialize)]\npub enum ParcelEvent { Sent { metadata: Metadata }, Lost { metadata: Metadata } }\npub struct Metadata { ${FULL} }\nfn append(event: &ParcelEvent) {}`,
    ],
    [
      'headers, by a name and by a constant',
      `const WHOSE: &str = "Parcel-Aggregate-Id";\n${EVENT}fn send(event: &ParcelEvent) { headers.insert("Nats-Msg-Id", id); headers.insert(WHOSE, id); headers.insert(names::OCCURRED_AT, now); }`,
    ],
    [
      'the time in an id',
      `#[derive(Serialize)]\npub struct Sent { event_id: Uuid, parcel_id: Uuid }\nimpl DomainEvent for Sent {}\nfn f() { Uuid::now_v7() }`,
    ],
    [
      'ids and a time by their types',
      '#[derive(Serialize)]\npub struct Sent { id: EventId, parcel: ParcelId, moment: DateTime<Utc> }\nimpl DomainEvent for Sent {}',
    ],
    [
      'an optional id and names as they are written',
      '#[derive(Serialize)]\npub struct Sent { #[serde(rename = "event_id")] own: Option<Uuid>, parcel_id: Option<Uuid>, sent_at: u64 }\nimpl DomainEvent for Sent {}',
    ],
    [
      'methods of its trait',
      '#[derive(Serialize)]\npub struct Sent(Inner);\nimpl DomainEvent for Sent { fn event_id(&self) -> Uuid {} fn aggregate_id(&self) -> Uuid {} fn timestamp(&self) -> T {} }',
    ],
    [
      'accessors over its variants',
      '#[derive(Serialize)]\npub enum ParcelEvent { Sent(Uuid), Lost(Uuid) }\nimpl DomainEvent for ParcelEvent {}\nimpl ParcelEvent { pub fn event_id(&self) -> Uuid {} pub fn parcel_id(&self) -> Uuid {} pub fn occurred_at(&self) -> T {} }',
    ],
    [
      'a method that changes it, for the crate alone',
      `${PLACED}impl ParcelPlaced { pub(crate) fn a(&mut self) {} fn b(&mut self) {} }`,
    ],
    [
      'methods that make a new one',
      `${PLACED}impl ParcelPlaced { pub fn with(mut self, a: u8) -> Self { self } pub fn see(&self) {} }`,
    ],
    ['a method that changes it in tests', `${PLACED}impl ParcelPlaced { #[cfg(test)] pub fn set(&mut self) {} }`],
    ['a type of its name that changes', `pub mod state;\n${PLACED}`],
    [
      'a variant for what is not known',
      `#[derive(Serialize)]\npub enum ParcelEvent { Sent { ${FULL} }, #[serde(other)] Unknown }\nfn append(e: ParcelEvent) {}`,
    ],
    ['Serialize by hand', `${PLACED.replace('Serialize', 'Debug')}impl serde::Serialize for ParcelPlaced {}`],
    [
      'Serialize behind a feature',
      PLACED.replace('#[derive(Serialize)]', '#[cfg_attr(feature = "serde", derive(Serialize))]'),
    ],
    [
      'Serialize by its trait',
      PLACED.replace('Serialize', 'Debug').replace('DomainEvent {}', 'DomainEvent: Serialize {}'),
    ],
    ['protobuf', PLACED.replace('Serialize', 'prost::Message')],
    [
      'an envelope that is an event too',
      `${PLACED}#[derive(Serialize)]\npub struct Envelope<T> { ${FULL}, payload: T }\nimpl<T> DomainEvent for Envelope<T> {}`,
    ],
  ])('is met with %s', (_, code) => {
    const state = { 'src/state.rs': 'pub struct ParcelPlaced;\nimpl ParcelPlaced { pub fn set(&mut self) {} }' };
    expect(standard(code, state)).toMatchObject({ status: 'met', evidence: [] });
  });

  it.each([
    'ParcelSent',
    'OrderPlaced',
    'PlacedOrder',
    'ParcelLost',
    'ParcelEvent',
    'ParcelEventV2',
    'ParcelSentV1',
    'TermsAgreed',
    'DepositFreed',
    'RouteOverridden',
    'GPSFixLost',
    'ParcelWithheld',
    'PriceReset',
    'MoneyWithdrawn',
    'CourierLeft',
    'DamageSeen',
  ])('takes %s for a name of the past', name => {
    expect(isEventName(name)).toBe(true);
  });

  it.each(['PlaceParcel', 'ParcelFeed', 'NeedParcel', 'ParcelSpeed', 'Parcel', 'ParcelEventHandler', 'SendParcel'])(
    'takes %s for none',
    name => {
      expect(isEventName(name)).toBe(false);
    },
  );

  it('does not know what an envelope of another crate carries', () => {
    const code = `use cim_domain::EventEnvelope;\n${EVENT}fn wrap(event: ParcelEvent) -> EventEnvelope<ParcelEvent> {}`;
    expect(standard(code)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('`cim_domain::EventEnvelope` is of another crate'),
    });
    // What the type itself shows is known.
    expect(standard(code.replaceAll('ParcelEvent', 'GoParcel')).evidence).toMatchObject([
      { message: 'event `GoParcel`: its name is not of the past' },
    ]);
  });

  it('is not known where the envelope could not be read', () => {
    const texts = module(`pub mod envelope;\n${EVENT}`, {
      'src/envelope.rs': `pub struct Envelope { ${FULL}, payload: T }`,
    });
    expect(judge('event-standard', snapshot(texts)).status).toBe('met');
    expect(without('event-standard', 'src/envelope.rs', texts).status).toBe('unknown');
  });
});

describe('correlation-causation', () => {
  const correlation = (code: string, texts: Texts = {}) => of('correlation-causation', code, texts);
  const LOOSE = '#[derive(Serialize)]\npub struct Sent { id: Uuid }\nimpl DomainEvent for Sent {}\n';
  const SET = 'headers.insert("Correlation-Id", a); headers.insert("Causation-Id", b);';

  it.each([
    ['of another message', `fn ask(c: &Client) { ${SET} c.publish_with_headers("a.b", headers, "come".into()); }`],
    [
      'that a helper makes for another message',
      `fn marks() -> HeaderMap { ${SET} headers }\nfn ask(c: &Client) { c.publish_with_headers("a.b", marks(), x); }`,
    ],
  ])('is unmet by headers %s', (_, code) => {
    expect(correlation(`${LOOSE}${code}\nfn tell(c: &Client, event: &Sent) { c.publish("a.c", x); }`).status).toBe(
      'unmet',
    );
  });

  it.each([
    [
      'of its own publication',
      `fn tell(c: &Client, event: &Sent) { ${SET} c.publish_with_headers("a.b", headers, x); }`,
    ],
    [
      'of whatever is published',
      `fn put<T: Serialize>(c: &Client, what: T) { ${SET} c.publish_with_headers("a.b", headers, x); }`,
    ],
    [
      'that a helper makes for it',
      `fn marks() -> HeaderMap { ${SET} headers }\nfn tell(c: &Client, event: &Sent) { c.publish_with_headers("a.b", marks(), x); }`,
    ],
  ])('is met by headers %s', (_, code) => {
    expect(correlation(LOOSE + code).status).toBe('met');
  });

  it('takes no identity that is only imported for one that events carry', () => {
    const imported = `${LOOSE}pub use cim_domain::MessageIdentity;\n`;
    expect(correlation(imported).status).toBe('unmet');
    expect(correlation(`${imported}pub struct Carried { identity: MessageIdentity, event: Sent }`).status).toBe(
      'unknown',
    );
  });

  it('tells types of one name in one file apart by their module', () => {
    const facts = PLACED.replace('pub trait DomainEvent {}', 'use super::DomainEvent;');
    const code = `pub trait DomainEvent {}\npub struct ParcelPlaced { scale: u8 }\nmod facts { ${facts} }`;
    expect(correlation(code)).toMatchObject({ status: 'met', message: expect.stringContaining('1 event type') });
    const above = code.replace('impl DomainEvent for ParcelPlaced', 'impl DomainEvent for super::ParcelPlaced');
    expect(of('correlation-causation', above).message).toContain('1 event type');
  });

  it.each([
    ['correlation', PLACED.replace('correlation_id: Uuid, ', ''), 'no correlation id'],
    ['causation', PLACED.replace('causation_id: Uuid, ', ''), 'no causation id'],
    ['both', PLACED.replace(/correlation_id: Uuid, causation_id: Uuid, /, ''), 'no correlation id, no causation id'],
    [
      'either, though a comment and a text name them',
      `// correlation_id, causation_id\n${PLACED.replace(/correlation_id: Uuid, causation_id: Uuid, /, '').replace('\n', ' ')}fn f() { g("correlation_id causation_id") }`,
      'no correlation id, no causation id',
    ],
  ])('is unmet without %s', (_, code, lacks) => {
    expect(correlation(code)).toMatchObject({
      status: 'unmet',
      message: '1 of 1 event type without correlation or causation',
      evidence: [{ path: 'src/lib.rs', line: 3, message: `event \`ParcelPlaced\`: ${lacks}` }],
    });
  });

  it('does not take a command’s ids for an event’s', () => {
    const code = `${PLACED.replace('correlation_id: Uuid, ', '')}pub struct SendParcel { correlation_id: Uuid }`;
    expect(correlation(code).status).toBe('unmet');
  });

  const BARE = '#[derive(Serialize)]\npub struct Sent { id: Uuid }\nimpl DomainEvent for Sent {}\n';

  it.each([
    ['optional ids', PLACED.replaceAll('tion_id: Uuid', 'tion_id: Option<Uuid>')],
    ['ids of types of their own', BARE.replace('id: Uuid', 'correlation: CorrelationId, cause: CausationId')],
    ['the event that caused it', BARE.replace('id: Uuid', 'correlation_id: Uuid, caused_by: Uuid')],
    ['an envelope', `${BARE}struct Envelope { event_id: Uuid, correlation_id: Uuid, causation_id: Uuid, event: Sent }`],
    [
      'an identity within an envelope',
      `${BARE}struct Envelope<E> { identity: Identity, event_type: String, payload: E }\nstruct Identity { correlation_id: A, causation_id: B }`,
    ],
    [
      'headers',
      `${BARE}fn f(event: &Sent) { let mut headers = HeaderMap::new(); headers.insert("X-Correlation-ID", a); headers.append("causation", b); }`,
    ],
    [
      'metadata that is filled',
      `${BARE}fn f(event: &Sent) { event.metadata.insert("correlation_id".to_string(), a); metadata.insert("causation_id", b); }`,
    ],
    [
      'a flattened struct',
      `${BARE.replace('id: Uuid', '#[serde(flatten)] base: Base')}struct Base { correlation_id: A, causation_id: B }`,
    ],
    [
      'names as they are written',
      BARE.replace('id: Uuid', '#[serde(rename = "correlationId")] c: A, #[serde(rename = "causationId")] w: A'),
    ],
  ])('is met by %s', (_, code) => {
    expect(correlation(code)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('is not known where the ids may stand in what was not read', () => {
    expect(correlation(`${BARE}fn f(e: Sent) -> cim_domain::EventEnvelope<Sent> {}`).status).toBe('unknown');
    expect(correlation(`${BARE}fn f(e: Sent) -> crate::EventEnvelope<Sent> {}`).status).toBe('unmet');
    expect(correlation(`${BARE}use cim_domain::CommandEnvelope;`).status).toBe('unmet');
    expect(correlation(`${BARE}fn f() -> Shape { Shape::FlatEnvelope(1) }`).status).toBe('unmet');
  });
});

describe('event-versioning', () => {
  const README = {
    'README.md': '# Parcel\n\n## Event versioning\n\nFields are only added; all else is a new version.\n',
  };
  const versioning = (code: string, texts: Texts = README) => of('event-versioning', code, texts);
  const BARE = PLACED.replace(', schema_version: u32', '');

  it('shows what is missing of the two', () => {
    expect(versioning(BARE)).toMatchObject({
      status: 'unmet',
      message: 'no schema version in events or their envelope, and no upcaster',
      evidence: [{ path: 'src/lib.rs', line: 3 }],
    });
    expect(versioning(PLACED, {})).toMatchObject({
      status: 'unmet',
      message: 'no document says how events change over time',
      evidence: [{ message: expect.stringContaining('*Event versioning*') }],
    });
    expect(versioning(BARE, {}).evidence).toHaveLength(2);
  });

  it.each([
    ['an aggregate’s version', 'version: u64'],
    ['an aggregate’s version, documented', '/// The version of the aggregate after this event.\n version: u64'],
    ['an aggregate’s version by name', 'aggregate_version: u64'],
    ['the version of what it befell', '/// The version of the parcel after this event.\n version: u64'],
    ['the same under another name', '/// The version of the parcel after this event.\n event_version: u64'],
    ['a sequence', 'sequence: u64, stream_version: u64'],
  ])('does not take %s for the event’s', (_, field) => {
    expect(versioning(PLACED.replace('schema_version: u32', field)).status).toBe('unmet');
  });

  it.each([
    ['an upcaster of tests', '#[cfg(test)]\nstruct Upcaster;'],
    [
      'a cast to a supertrait',
      'trait Part { fn upcast(self: Box<Self>) -> Box<dyn Any>; fn upcast_ref(&self) -> &dyn Any; }',
    ],
    ['a comment', '// the upcaster and its schema_version'],
  ])('does not take %s for an upcaster', (_, code) => {
    expect(versioning(BARE + code).status).toBe('unmet');
  });

  it.each([
    ['a version of the event', BARE.replace('at:', 'event_version: u8, at:')],
    ['a schema’s id', BARE.replace('at:', 'schema_id: String, at:')],
    [
      'a schema’s version in the envelope',
      `${BARE}struct Envelope { event_id: A, aggregate_id: A, schema_version: u8, payload: B }`,
    ],
    [
      'a version that is documented so',
      BARE.replace('at:', '\n/// The version of the payload’s schema.\nversion: u8, at:'),
    ],
    ['a version of such a type', BARE.replace('at:', 'version: SchemaVersion, at:')],
    ['a version as it is written', BARE.replace('at:', '#[serde(rename = "schema_version")] v: u8, at:')],
    ['a constant', `${BARE}impl ParcelPlaced { pub const SCHEMA_VERSION: u32 = 2; }`],
    [
      'a method of its trait',
      BARE.replace('for ParcelPlaced {}', 'for ParcelPlaced { fn event_version(&self) -> u8 { 1 } }'),
    ],
    [
      'a type with its version',
      BARE.replace('for ParcelPlaced {}', 'for ParcelPlaced { fn event_type(&self) -> &str { "parcel.placed.v1" } }'),
    ],
    ['names with versions', BARE.replaceAll('ParcelPlaced', 'ParcelPlacedV1')],
    [
      'variants that are versions',
      '#[derive(Serialize)]\nenum ParcelEvent { V1(A), V2(B) }\nfn append(e: ParcelEvent) {}',
    ],
    ['a header', `${BARE}fn f() { headers.insert("X-Schema-Version", "1"); }`],
    ['an upcaster', `${BARE}pub struct ParcelUpcaster;`],
    ['a function that upcasts', `${BARE}fn upcast(event: Value, from: u32) -> Value {}`],
    ['a function that migrates events', `${BARE}fn migrate_event(old: Value) -> Value {}`],
  ])('is met by %s', (_, code) => {
    expect(versioning(code)).toMatchObject({ status: 'met', evidence: [{ path: 'README.md', line: 3 }] });
  });

  it.each([
    ['a document', 'docs/events.md', '# Events\n\nThe forms of our events evolve by adding fields alone.\n', 3],
    [
      'a decision',
      'docs/adr/0007.md',
      '# 7. Schema evolution\n\n## Decision\n\nEvents keep the fields that they have for ever.\n',
      1,
    ],
    ['a sentence about upcasters', 'docs/a.md', 'Old events are lifted by upcasters when they are read.\n', 1],
    [
      'a sentence about versioned events',
      'ARCHITECTURE.md',
      'Every event is versioned:\nfields are never removed.\n',
      1,
    ],
    ['compatible events', 'docs/a.md', 'A new field of an event is always backward compatible.\n', 1],
    ['reStructuredText', 'docs/events.rst', 'Event versioning\n================\n\nFields are only added.\n', 1],
    ['AsciiDoc', 'docs/events.adoc', '== Versioning of events\n\nFields are only added.\n', 1],
    [
      'HTML in Markdown',
      'README.md',
      '<h2>Event evolution</h2>\n<p>Fields are only ever added to what is there.</p>\n',
      1,
    ],
  ])('finds the strategy in %s', (_, path, text, line) => {
    expect(versioning(PLACED, { [path]: text })).toMatchObject({ status: 'met', evidence: [{ path, line }] });
  });

  it('finds the strategy in the documentation of a module', () => {
    const code = `//! Parcels.\n//!\n//! Events are versioned: fields are only added.\n${PLACED}`;
    expect(versioning(code, {})).toMatchObject({ status: 'met', evidence: [{ path: 'src/lib.rs', line: 3 }] });
  });

  it.each([
    [
      'a changelog',
      'CHANGELOG.md',
      '# Changelog\n\n## Event versioning\n\nEvents are versioned from now on, all of them.\n',
    ],
    ['code', 'README.md', '# Parcel\n\n```rust\n// event versioning: the schema_version of events\n```\n'],
    [
      'prompts that events version',
      'README.md',
      '# A\n\nPrompts are versioned through events, so old ones can be shown.\n',
    ],
    [
      'events about versioned prompts',
      'README.md',
      '# A\n\nEvents tell which of the versioned prompts was shown to whom.\n',
    ],
    ['a state that evolves', 'README.md', '# A\n\nThe state of a parcel evolves when its events are applied.\n'],
    ['events that evolve a state', 'README.md', '# A\n\nEvents are folded, and evolve the state of a parcel.\n'],
    ['a list of features', 'README.md', '# Parcel\n\n- Event sourcing\n- Event versioning\n'],
    ['a heading with nothing below', 'README.md', '# Parcel\n\n## Event versioning\n\n## License\n\nMIT\n'],
    [
      'the versions of the crate',
      'README.md',
      '# Parcel\n\n## Versioning\n\nThis crate follows semantic versioning since 1.0.\n',
    ],
    [
      'the schema of a database',
      'README.md',
      '# Parcel\n\n## Schema migrations\n\nRun `sqlx migrate` before you start the server.\n',
    ],
    ['what a tool was told', '.idea/notes.md', '# Notes\n\nEvents are versioned, and fields are only added.\n'],
    ['a comment in code', 'src/x.rs', '// Events are versioned: fields are only added.\n'],
  ])('does not take %s for a strategy', (_, path, text) => {
    expect(versioning(PLACED, { [path]: text })).toMatchObject({ status: 'unmet', evidence: [{}] });
  });

  it('is not known where a document or an envelope was not read', () => {
    expect(without('event-versioning', 'README.md', module(PLACED, README)).status).toBe('unknown');
    expect(versioning(`${BARE}fn f() -> cim_domain::EventEnvelope<A> {}`).status).toBe('unknown');
    expect(without('event-versioning', 'README.md', module(BARE, README))).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining('no schema version') }],
    });
  });
});

describe('replay-tested', () => {
  const CODE = `${PLACED}pub struct Parcel;\nimpl Parcel { pub fn apply(self, e: &ParcelPlaced) -> Self { self } pub fn from_events(e: &[ParcelPlaced]) -> Self {} pub fn replay(e: &[A]) -> Self {} pub fn rebuild(e: &[A]) -> Self {} pub fn state(&self) -> u8 {} }\n`;
  const tested = (test: string, texts: Texts = {}) =>
    of('replay-tested', CODE, { 'tests/parcel.rs': `use cim_parcel::*;\n${test}`, ...texts });
  const test = (body: string, mark = '#[test]') => `${mark}\nfn it_works() {\n${body}\n}\n`;

  it('is unmet without such a test, at the first event', () => {
    expect(tested(test('assert!(Parcel::new().is_ok());'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line: 3 }],
    });
  });

  it.each([
    ['asserts nothing', test('let p = Parcel::from_events(&events);')],
    ['is no test', 'fn it_works() { assert_eq!(Parcel::from_events(&events), p); }'],
    [
      'names it in a comment and a text',
      test('// Parcel::replay(&events)\nassert_eq!("Parcel::replay(&events)", text);'),
    ],
    [
      'gives one event to a projection of its own',
      test(
        'struct Count;\nimpl Count { fn replay(&mut self, events: &[ParcelPlaced]) {} }\nCount.replay(&[ParcelPlaced {}, ParcelPlaced {}]);\nassert!(true);',
      ),
    ],
    ['replays one event alone', test('let p = Parcel::from_events(&[ParcelPlaced {}]);\nassert_eq!(p.state(), 1);')],
    [
      'replays one event alone, as a local',
      test('let events = vec![ParcelPlaced {}];\nassert_eq!(Parcel::replay(&events), p);'),
    ],
    ['applies one event', test('let p = Parcel.apply(&ParcelPlaced {});\nassert_eq!(p.state(), 1);')],
    [
      'replays a type of its own',
      `struct Mock;\nimpl Mock { fn replay_all(e: &[u8]) -> Self { Mock } }\n${test('assert_eq!(Mock::replay_all(&events), Parcel);')}`,
    ],
    ['applies what are no events', test('let a = filter.apply(1).apply(2);\nassert!(a);')],
    ['is answered by a server', test('Mock::given(method("POST")).mount(&s).await;\nassert!(posts(&event));')],
    ['rebuilds an index', test('let i = Index::rebuild(&pages);\nassert!(i);')],
  ])('is unmet by code that %s', (_, code) => {
    expect(tested(code).status).toBe('unmet');
  });

  it('is unmet by a test that never names the crate', () => {
    const text = `struct P;\n${test('assert_eq!(other::P::from_events(&events), p);')}`;
    expect(of('replay-tested', CODE, { 'tests/parcel.rs': text }).status).toBe('unmet');
  });

  it.each([
    ['from_events', test('let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);')],
    ['replay', test('assert_eq!(Parcel::replay(&history), p);')],
    ['a method of another crate’s trait', test('let p = Parcel::rehydrate(list)?;\nassert!(p.is_placed());')],
    ['rebuild', test('let p = Parcel::rebuild(&events);\nassert_eq!(p.state(), 1);')],
    [
      'a loop over a function that begins so',
      test('let mut p = Parcel;\nfor event in events { p = p.apply_event_pure(&event); }\nassert_eq!(p.state(), 1);'),
    ],
    ['from_history_of', test('let p = Parcel::from_history_of(&events);\nassert_eq!(p.state(), 1);')],
    ['hydrate_all', test('let p = Parcel::hydrate_all(&events);\nassert_eq!(p.state(), 1);')],
    ['a loop', test('let mut p = Parcel;\nfor event in &events { p = p.apply(event); }\nassert_eq!(p.state(), 1);')],
    ['a fold of a closure', test('let p = events.iter().fold(Parcel, |p, e| p.apply(e));\nassert_eq!(p.state(), 1);')],
    ['a fold of the function', test('let p = events.iter().fold(Parcel, Parcel::apply);\nassert_eq!(p.state(), 1);')],
    [
      'one event after the other',
      test('let p = Parcel.apply(&ParcelPlaced {}).apply(&ParcelPlaced {});\nassert_eq!(p.state(), 1);'),
    ],
    [
      'an async test',
      test(
        'let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);',
        '#[tokio::test(flavor = "multi_thread")]',
      ),
    ],
    ['rstest', test('let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);', '#[rstest]\n#[case(1)]')],
    [
      'proptest',
      'proptest! { #[test] fn p(events in any::<Vec<E>>()) { let p = Parcel::from_events(&events); prop_assert!(p.state() > 0); } }',
    ],
    [
      'a function of the test code',
      `fn parcel(events: &[E]) -> Parcel { Parcel::from_events(events) }\n${test('assert_eq!(parcel(&[]).state(), 1);')}`,
    ],
    [
      'an assertion in a function',
      `fn assert_placed(p: &Parcel) { assert_eq!(p.state(), 1); }\n${test('assert_placed(&Parcel::from_events(&events));')}`,
    ],
    ['a framework', test('ParcelTest::default().given(vec![ParcelPlaced {}]).when(Go).then_expect_events(vec![]);')],
  ])('is met by a test with %s', (_, code) => {
    expect(tested(code)).toMatchObject({ status: 'met', evidence: [{ path: 'tests/parcel.rs' }] });
  });

  it('is met by a unit test, and by one in a file of its own', () => {
    const body = 'use super::*;\n#[test]\nfn it_works() { assert_eq!(Parcel::from_events(&events), p); }';
    expect(of('replay-tested', `${CODE}#[cfg(test)]\nmod tests {\n${body}\n}`)).toMatchObject({
      status: 'met',
      evidence: [{ path: 'src/lib.rs', line: 11 }],
    });
    expect(of('replay-tested', `${CODE}#[cfg(test)]\nmod tests;`, { 'src/tests.rs': body })).toMatchObject({
      status: 'met',
      evidence: [{ path: 'src/tests.rs', line: 3 }],
    });
  });

  it('is met by a test in a module of a test target', () => {
    const texts = {
      'tests/it/main.rs': 'mod common;\nmod replay;\n',
      'tests/it/common.rs': 'pub use cim_parcel::Parcel;\n',
      'tests/it/replay.rs': `use crate::common::Parcel;\n${test('assert_eq!(Parcel::from_events(&events), p);')}`,
    };
    expect(of('replay-tested', CODE, texts)).toMatchObject({
      status: 'met',
      evidence: [{ path: 'tests/it/replay.rs' }],
    });
  });

  it('is not known where a test was not read', () => {
    const texts = module(CODE, {
      'tests/it/main.rs': 'use cim_parcel::Parcel;\nmod replay;\n',
      'tests/it/replay.rs': test('assert_eq!(Parcel::from_events(&events), p);'),
    });
    expect(without('replay-tested', 'tests/it/replay.rs', texts).status).toBe('unknown');
  });
});

describe('any code', () => {
  const words = fc.constantFrom(
    ...'pub struct enum trait impl for DomainEvent ParcelEvent Sent { } ( ) < > [ ] : ; , . :: # & mut self fn append apply publish let = "v1" "X-Correlation-Id" event_id Uuid derive Serialize //! /// mod tests cfg test version'.split(
      ' ',
    ),
  );

  it('is judged without throwing, and twice alike', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 80 }), tokens => {
        const texts = module(`${PLACED}${tokens.join(' ')}`, { 'tests/a.rs': tokens.toReversed().join(' ') });
        const judged = () => IDS.map(id => judge(id, snapshot(texts)));
        expect(judged()).toEqual(judged());
      }),
      { numRuns: 60 },
    );
  });

  it('is linear in types that hold each other', () => {
    const types = Array.from(
      { length: 400 },
      (_, n) =>
        `#[derive(Serialize)]\nenum E${n}Event { ${Array.from({ length: 20 }, (_, m) => `V${m}a(E${(n + m) % 400}Event)`).join(', ')} }`,
    );
    const kept = Array.from({ length: 400 }, (_, n) => `a${n}: E${n}Event`).join(', ');
    expect(of('event-standard', `${types.join('\n')}\nfn append(${kept}) {}`)).toMatchObject({ status: 'unmet' });
  });
});

describe('the ready module, changed in what does not matter', () => {
  it.each([
    [
      'a command',
      edit(
        'src/events.rs',
        '/// What happened to a parcel.\n#[derive',
        '/// What to do.\n#[derive(Debug)]\npub struct SendParcel;\n\n/// What happened to a parcel.\n#[derive',
      ),
    ],
    ['another document', add('docs/routes.md', '# Routes\n\nNothing about parcels.\n')],
    ['no schema', both(remove('schemas/'), add('schemas/parcel.schema.json', '{}'))],
  ])('stays ready with %s', (_, change) => {
    expect(changedBy(change)).toEqual({});
  });
});
