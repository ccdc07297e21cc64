import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { typeTraits } from '../../../src/facts/code/trait-impls.js';
import { carries, eventFacts } from '../../../src/facts/events/events.js';
import { CORRELATION, EVENT_ID, TIMESTAMP } from '../../../src/facts/events/roles.js';
import { library } from '../code/support.js';

const FULL = 'event_id: Uuid, parcel_id: Uuid, at: DateTime<Utc>, correlation_id: Uuid, causation_id: Uuid';
const EVENT = '#[derive(Serialize)] pub enum ParcelEvent { Sent, Lost }';
const BUS =
  'impl Bus { async fn send(&self, event: &ParcelEvent) { self.client.publish("cim.sent", to_vec(event)).await } }';

/** The events of a library, each with what it is not known to carry. */
function lacking(texts: Readonly<Record<string, string>>): string[] {
  const files = Object.entries(texts).map(([path, text]) => library(text, path));
  const world = eventFacts(files, typeTraits(files));
  const roles = { id: EVENT_ID, time: TIMESTAMP, correlation: CORRELATION };
  return world.events.map(event =>
    [
      event.name,
      ...Object.entries(roles).flatMap(([role, names]) => (carries(world, event, names) ? [] : [role])),
    ].join(' '),
  );
}

describe('an envelope of whatever it is given', () => {
  it.each([
    ['JSON', `pub struct Message { ${FULL}, payload: serde_json::Value }`],
    ['bytes', `pub struct StoredEvent { ${FULL}, data: Vec<u8> }`],
    ['any type', `pub struct Envelope<T> { ${FULL}, payload: T }`],
  ])('of %s carries nothing where the module publishes without it', (_, envelope) => {
    const texts = { 'src/events.rs': EVENT, 'src/bus.rs': BUS, 'src/message.rs': envelope };
    expect(lacking(texts)).toEqual(['ParcelEvent id time correlation']);
    const exported = { ...texts, 'src/lib.rs': 'pub use message::{Message, StoredEvent, Envelope};' };
    expect(lacking(exported)).toEqual(['ParcelEvent id time correlation']);
  });

  it('carries the events of a module that puts it to use', () => {
    const texts = { 'src/events.rs': EVENT, 'src/message.rs': `pub struct Envelope<T> { ${FULL}, payload: T }` };
    const wraps = BUS.replace('to_vec(event)', 'to_vec(&Envelope::of(event))');
    expect(lacking({ ...texts, 'src/bus.rs': wraps })).toEqual(['ParcelEvent']);
  });

  it('carries those that its own file speaks of', () => {
    const message = `pub struct Message { ${FULL}, payload: Value } impl From<&ParcelEvent> for Message { }`;
    expect(lacking({ 'src/events.rs': EVENT, 'src/bus.rs': BUS, 'src/message.rs': message })).toEqual(['ParcelEvent']);
  });

  it('carries those of a module that leaves the publishing to others', () => {
    const texts = { 'src/events.rs': `${EVENT} impl Parcel { fn apply(&mut self, event: &ParcelEvent) { } }` };
    const message = `pub struct Message { ${FULL}, payload: Value }`;
    expect(lacking({ ...texts, 'src/message.rs': message })).toEqual(['ParcelEvent']);
  });

  it('carries of several events those that a file speaks of together with it', () => {
    const courier = '#[derive(Serialize)] pub enum CourierEvent { Left } fn store(event: CourierEvent) { }';
    const message = `pub struct Told { ${FULL}, payload: Value } fn tell(event: &CourierEvent) -> Told { }`;
    expect(lacking({ 'src/a.rs': EVENT, 'src/b.rs': courier, 'src/bus.rs': BUS, 'src/told.rs': message })).toEqual([
      'ParcelEvent id time correlation',
      'CourierEvent',
    ]);
  });

  it('is no snapshot of the state', () => {
    const snapshot = `pub struct ParcelSnapshot { ${FULL}, data: Vec<u8> } fn load() -> ParcelSnapshot { }`;
    expect(lacking({ 'src/events.rs': `${EVENT} ${BUS} ${snapshot}` })).toEqual(['ParcelEvent id time correlation']);
  });
});

describe('events of one name', () => {
  const named = (fields: string) => `#[derive(Serialize)] pub struct ParcelEvent { ${fields} }`;

  it('are told apart by what a file brings in', () => {
    const texts = {
      'src/core/event.rs': named('parcel_id: Uuid'),
      'src/events/parcel.rs': named(FULL),
      'src/bus.rs': `use crate::events::ParcelEvent; ${BUS}`,
    };
    expect(lacking(texts)).toEqual(['ParcelEvent']);
    const other = { ...texts, 'src/bus.rs': `use crate::core::event::ParcelEvent; ${BUS}` };
    expect(lacking(other)).toEqual(['ParcelEvent id time correlation']);
  });

  it('are carried by the envelope that means them', () => {
    const envelope = 'pub struct Envelope { event_id: Uuid, correlation_id: Uuid, at: Time, event: ParcelEvent }';
    const texts = {
      'src/core/event.rs': `${named('parcel_id: Uuid')} fn store(event: ParcelEvent) { }`,
      'src/events.rs': `${named('parcel_id: Uuid')} fn store(event: ParcelEvent) { }`,
      'src/message.rs': `use crate::events::ParcelEvent; ${envelope}`,
    };
    expect(lacking(texts)).toEqual(['ParcelEvent id time correlation', 'ParcelEvent']);
  });
});

it('an event is what a message with headers holds, whatever the function is called', () => {
  const send =
    'async fn tell(&self, event: ParcelEvent) { let bytes = to_vec(&event)?; self.js.publish_with_headers(subject, headers, bytes.into()).await? }';
  expect(lacking({ 'src/events.rs': `${EVENT} ${send}` })).toEqual(['ParcelEvent id time correlation']);
});

describe('a UUID of version 7', () => {
  const sent = '#[derive(Serialize)] pub struct Sent { event_id: Uuid, parcel_id: Uuid } impl DomainEvent for Sent { }';
  const timed = (texts: Readonly<Record<string, string>>) => {
    const files = Object.entries(texts).map(([path, text]) => library(text, path));
    return eventFacts(files, typeTraits(files)).timedIds;
  };

  it('holds the time where events or their ids are made, and says nothing elsewhere', () => {
    expect(timed({ 'src/a.rs': sent, 'src/b.rs': 'fn f() -> Sent { Sent { event_id: Uuid::now_v7() } }' })).toBe(true);
    expect(timed({ 'src/a.rs': sent, 'src/b.rs': 'impl EventId { fn new() -> Self { Self(Uuid::now_v7()) } }' })).toBe(
      true,
    );
    expect(timed({ 'src/a.rs': sent, 'src/b.rs': 'fn van() -> Van { Van { number: Uuid::now_v7() } }' })).toBe(false);
  });
});

it('any code is read without throwing, and twice alike', () => {
  const words = fc.constantFrom(
    ...'struct enum pub ParcelEvent Envelope payload event_id : , { } < > T Value #[derive(Serialize)] use crate :: events ; fn publish ( ) . impl for'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 80 }), parts => {
      const texts = { 'src/a.rs': parts.join(' '), 'src/b.rs': BUS };
      expect(lacking(texts)).toEqual(lacking(texts));
    }),
  );
});
