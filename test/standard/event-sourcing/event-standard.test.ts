import { describe, expect, it } from '@jest/globals';
import { isEventName } from '../../../src/facts/events/roles.js';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { FULL, module, of, PLACED, without } from './support.js';

describe('event-standard', () => {
  const standard = (code: string, texts: Texts = {}) => of('event-standard', code, texts);

  it.each([
    [
      'a name of what is to come',
      PLACED.replaceAll('ParcelPlaced', 'PlaceParcel'),
      'its name is not in the past tense',
    ],
    ['what cannot be written down', PLACED.replace('Serialize', 'Debug'), 'it cannot be serialized'],
    ['a public method that changes it', `${PLACED}impl ParcelPlaced { pub fn set(&mut self) {} }`, '`set` changes it'],
    ['no id of its own', PLACED.replace('event_id: Uuid, ', ''), 'no event ID'],
    ['no id of what it befell', PLACED.replace('parcel_id: Uuid, ', ''), 'no aggregate ID'],
    [
      'no id but that of a part',
      `${PLACED.replace('event_id: Uuid, ', 'scale: Scale, ')}pub struct Scale { id: Uuid }`,
      'no event ID',
    ],
    ['no time', PLACED.replace('at: DateTime<Utc>, ', ''), 'no timestamp'],
  ])('is unmet by %s', (_, code, message) => {
    expect(standard(code)).toMatchObject({
      status: 'unmet',
      message: '1 of 1 event type not following the event standard',
      evidence: [{ path: 'src/lib.rs', line: 3, message: expect.stringContaining(message) }],
    });
  });

  it('shows each event that lacks something, once', () => {
    const code = `${PLACED}pub struct Go;\nimpl DomainEvent for Go {}\n#[derive(Serialize)]\npub struct Sent { id: Uuid }\nimpl DomainEvent for Sent {}\n`;
    expect(standard(code)).toMatchObject({
      message: '2 of 3 event types not following the event standard',
      evidence: [
        {
          line: 5,
          message:
            'event `Go`: its name is not in the past tense, it cannot be serialized, no event ID, no aggregate ID, no timestamp',
        },
        { line: 8, message: 'event `Sent`: no aggregate ID, no timestamp' },
      ],
    });
  });

  it('asks it of each variant', () => {
    const code = `#[derive(Serialize)]\npub enum ParcelEvent { Sent { ${FULL} }, Lost { event_id: Uuid, at: DateTime<Utc> } }\nfn append(event: ParcelEvent) {}`;
    expect(standard(code).evidence).toMatchObject([{ line: 2, message: 'event `ParcelEvent`: no aggregate ID' }]);
  });

  it('does not take the envelope of one event for that of another', () => {
    const code = `#[derive(Serialize)]\npub enum ParcelEvent { Sent }\n#[derive(Serialize)]\npub enum CourierEvent { Left }\npub struct ParcelEnvelope { ${FULL}, payload: ParcelEvent }\nfn append(event: ParcelEnvelope) {}\nfn publish(a: ParcelEvent, b: CourierEvent) {}`;
    expect(standard(code).evidence).toMatchObject([
      { line: 4, message: 'event `CourierEvent`: no event ID, no aggregate ID, no timestamp' },
    ]);
  });

  const EVENT = '#[derive(Serialize)]\npub enum ParcelEvent { Sent, Lost }\nimpl DomainEvent for ParcelEvent {}\n';

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
      message: expect.stringContaining('`cim_domain::EventEnvelope` is from another crate'),
    });
    // What the type itself shows is known.
    expect(standard(code.replaceAll('ParcelEvent', 'GoParcel')).evidence).toMatchObject([
      { message: 'event `GoParcel`: its name is not in the past tense' },
    ]);
  });

  it('is not known where the envelope could not be read', () => {
    const texts = module(`pub mod envelope;\n${EVENT}`, {
      'src/envelope.rs': `pub struct Envelope { ${FULL}, payload: T }`,
    });
    expect(judge('event-standard', snapshot(texts)).status).toBe('met');
    expect(without('event-standard', 'src/envelope.rs', texts).status).toBe('unknown');
  });

  describe('false alarms', () => {
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
  });
});
