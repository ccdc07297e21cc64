import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, both, changedBy, edit, judge, READY_TEXTS, remove, snapshot } from '../../support/snapshots.js';
import { module, of, PLACED, without } from './support.js';

const IDS = ['event-standard', 'correlation-causation', 'event-versioning', 'replay-tested'];

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
