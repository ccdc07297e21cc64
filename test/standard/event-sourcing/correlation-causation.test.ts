import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { of, PLACED } from './support.js';

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
    ['correlation', PLACED.replace('correlation_id: Uuid, ', ''), 'no correlation ID'],
    ['causation', PLACED.replace('causation_id: Uuid, ', ''), 'no causation ID'],
    ['both', PLACED.replace(/correlation_id: Uuid, causation_id: Uuid, /, ''), 'no correlation ID, no causation ID'],
    [
      'either, though a comment and a text name them',
      `// correlation_id, causation_id\n${PLACED.replace(/correlation_id: Uuid, causation_id: Uuid, /, '').replace('\n', ' ')}fn f() { g("correlation_id causation_id") }`,
      'no correlation ID, no causation ID',
    ],
  ])('is unmet without %s', (_, code, lacks) => {
    expect(correlation(code)).toMatchObject({
      status: 'unmet',
      message: '1 of 1 event type without a correlation or causation ID',
      evidence: [{ path: 'src/lib.rs', line: 3, message: `event \`ParcelPlaced\`: ${lacks}` }],
    });
  });

  it('does not take a command’s ids for an event’s', () => {
    const code = `${PLACED.replace('correlation_id: Uuid, ', '')}pub struct SendParcel { correlation_id: Uuid }`;
    expect(correlation(code).status).toBe('unmet');
  });

  const BARE = '#[derive(Serialize)]\npub struct Sent { id: Uuid }\nimpl DomainEvent for Sent {}\n';

  it('is not known where the ids may stand in what was not read', () => {
    expect(correlation(`${BARE}fn f(e: Sent) -> cim_domain::EventEnvelope<Sent> {}`).status).toBe('unknown');
    expect(correlation(`${BARE}fn f(e: Sent) -> crate::EventEnvelope<Sent> {}`).status).toBe('unmet');
    expect(correlation(`${BARE}use cim_domain::CommandEnvelope;`).status).toBe('unmet');
    expect(correlation(`${BARE}fn f() -> Shape { Shape::FlatEnvelope(1) }`).status).toBe('unmet');
  });

  describe('false alarms', () => {
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
    it.each([
      ['optional ids', PLACED.replaceAll('tion_id: Uuid', 'tion_id: Option<Uuid>')],
      ['ids of types of their own', BARE.replace('id: Uuid', 'correlation: CorrelationId, cause: CausationId')],
      ['the event that caused it', BARE.replace('id: Uuid', 'correlation_id: Uuid, caused_by: Uuid')],
      [
        'an envelope',
        `${BARE}struct Envelope { event_id: Uuid, correlation_id: Uuid, causation_id: Uuid, event: Sent }`,
      ],
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
  });
});
