import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { subjectProblem } from '../../../src/facts/nats/subject-problem.js';
import { changedBy, edit, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { of, speaking } from './support.js';

describe('nats-subjects', () => {
  const subjects = (body: string, rest = '') => of('nats-subjects', speaking(body, rest));

  it('is met by the ready module', () => {
    expect(judge('nats-subjects', snapshot(READY_TEXTS)).status).toBe('met');
  });

  it('is what a subject in capitals changes, and nothing else', () => {
    const loud = edit('src/bus.rs', 'format!("cim.parcel.{}"', 'format!("CIM.Parcel.{}"');
    expect(changedBy(loud)).toEqual({ 'nats-subjects': 'unmet' });
  });

  it.each([
    ['a literal', 'client.publish("Parcel", p).await?;', '', 4, 'has only one token'],
    ['capitals', 'client.publish("cim.Parcel.sent", p).await?;', '', 4, 'has the token `Parcel`: use only lower-case'],
    [
      'a message that is built',
      'js.send_publish("ParcelSent", Publish::build()).await?.await?;',
      '',
      4,
      'has only one token',
    ],
    ['an empty token', 'client.publish("cim..sent", p).await?;', '', 4, 'has an empty token: remove the extra dot'],
    [
      'a wildcard that is published to',
      'client.publish("cim.*.sent", p).await?;',
      '',
      4,
      'has a wildcard, which cannot be published to',
    ],
    [
      'a wildcard that is asked',
      'client.request("cim.>", p).await?;',
      '',
      4,
      'has a wildcard, which cannot be published to: write the whole subject',
    ],
    ['`>` in the middle', 'client.subscribe("cim.>.sent").await?;', '', 4, 'has tokens after `>`: move `>` to the end'],
    [
      'a client of any name',
      'let c = async_nats::connect(u).await?; c.publish("Parcel", p).await?;',
      '',
      4,
      'only one token',
    ],
    ['a context of any name', 'let c = jetstream::new(n); c.publish("Parcel", p).await?;', '', 4, 'only one token'],
    ['a const', 'client.publish(SENT, p).await?;', 'const SENT: &str = "ParcelSent";', 4, 'has only one token'],
    ['`format!`', 'client.publish(format!("cim.Parcel.{id}"), p).await?;', '', 4, 'has the token `Parcel`'],
    ['a local', '\nlet s = format!("Cim.{}", id);\nclient.publish(s, p).await?;', '', 6, 'has the token `Cim`'],
    ['a function', 'client.publish(to(id), p).await?;', 'fn to(id: u32) -> String { format!("Cim.{id}") }', 4, '`Cim`'],
    [
      'a function of a function',
      'client.publish(to(id), p).await?;',
      'fn to(id: u32) -> String { by(id) } fn by(id: u32) -> String { format!("Cim.{id}") }',
      4,
      'has the token `Cim`',
    ],
    [
      'an arm of a match that a function returns',
      'client.publish(of(id), p).await?;',
      'fn of(id: u32) -> &\'static str { match id { 0 => "cim.a", _ => "cim.B" } }',
      4,
      'has the token `B`',
    ],
    [
      'a stream',
      'js.create_stream(Config {\nsubjects: vec!["cim.Parcel.>".into()], ..x }).await?;\nclient.flush_to(client.publish("a.b", p).await?);',
      '',
      5,
      '`Parcel`',
    ],
    [
      'a consumer',
      'let c = Config { filter_subject: "cim.Parcel.>".to_string(), ..x };\nclient.subscribe("a.b").await?;',
      '',
      4,
      '`Parcel`',
    ],
    [
      'a subject behind `Subject::from_static`',
      'client.publish(Subject::from_static("Parcel"), p).await?;',
      '',
      4,
      'has only one token',
    ],
  ])('is unmet by %s', (_, body, rest, line, message) => {
    expect(subjects(body, rest)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line, message: expect.stringContaining(message) }],
    });
  });

  it.each([
    ['a match', 'let subject = match id { 1 => "cim.known", 2 => { warn!("two"); "cim.Sent" } _ => return Ok(()) };'],
    ['a condition', 'let subject = if id > 1 { format!("cim.{id}.Sent") } else { "cim.known".to_string() };'],
    ['a block', 'let subject = { log(id); "cim.Sent" };'],
  ])('follows a local that %s makes', (_, body) => {
    expect(subjects(`${body}\nclient.publish(subject, p).await?;`)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line: 5 }],
    });
  });

  it('does not take the pattern of one variant for what another is published to', () => {
    const subject = (all: string) =>
      `enum Subject { All, One(u32) } impl Subject { fn text(self) -> String { match self { Self::All => ${all}.to_string(), Self::One(id) => format!("cim.parcel.{id}") } } }`;
    const speak = 'client.publish(Subject::One(id).text(), p).await?; client.subscribe(Subject::All.text()).await?;';
    expect(subjects(speak, subject('"cim.>"'))).toMatchObject({ status: 'met' });
    expect(subjects(speak, subject('"cim.All"')).status).toBe('unmet');
  });

  it('says what it could not follow, and does not judge it', () => {
    expect(subjects('client.publish(subject, p).await?; client.publish("a.b", p).await?;').message).toBe(
      '1 subject, each following the convention; 1 subject could not be followed',
    );
  });

  it('never throws on a subject, and says the same twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (subject, listens) => {
        expect(subjectProblem(subject, listens)).toBe(subjectProblem(subject, listens));
      }),
    );
  });

  describe('false alarms', () => {
    it.each([
      ['lower case, digits, `_` and `-`', 'client.publish("cim.parcel-2.was_sent", p).await?;', ''],
      ['placeholders', 'client.publish(format!("cim.{}.v{}.{id:>3}", a, b), p).await?;', ''],
      ['a placeholder that may hold dots', 'client.publish(format!("{prefix}"), p).await?;', ''],
      [
        'wildcards where one subscribes',
        'client.subscribe("cim.*.>").await?; client.queue_subscribe("cim.>", q).await?;',
        '',
      ],
      ['all subjects where one subscribes', 'client.subscribe(">").await?;', ''],
      ['wildcards in a stream', 'js.create_stream(Config { subjects: vec!["cim.parcel.>".into()], ..x }).await?;', ''],
      ['an inbox', 'client.subscribe("_INBOX.AbC.x").await?;', ''],
      ['the API of JetStream', 'client.request("$JS.API.STREAM.INFO.PARCELS", p).await?;', ''],
      ['the API of JetStream by its context', 'js.request(format!("STREAM.INFO.{id}"), p).await?;', ''],
      [
        'a key-value bucket and a service',
        'client.subscribe("$KV.Parcels.>").await?; client.request("$SRV.PING", p).await?;',
        '',
      ],
      [
        'words in a comment or a text',
        '// client.publish("Parcel", p)\nlet s = "client.publish(\\"Parcel\\")"; client.publish("a.b", p).await?;',
        '',
      ],
      ['the queue group, which is no subject', 'client.queue_subscribe("cim.parcel", "Workers".into()).await?;', ''],
      ['a payload', 'client.publish("cim.parcel", "Parcel".into()).await?;', ''],
      ['a text that grows', 'let mut s = String::from("cim"); s.push_str(".x"); client.publish(s, p).await?;', ''],
      [
        'a text that is joined',
        'client.publish("cim".to_string() + ".x", p).await?; client.publish(format!("cim") + X, p).await?;',
        'const X: &str = ".x";',
      ],
      ['a type of its own that makes subjects', 'client.publish(Name::new("Parcel"), p).await?;', ''],
      [
        'an earlier local of that name',
        'let s = "Parcel"; println!("{s}"); let s = "cim.parcel"; client.publish(s, p).await?;',
        '',
      ],
      ['a reply, which is not known', 'client.publish(message.reply, p).await?;', ''],
      [
        'another broker’s client',
        'f(u)?;',
        'fn f(u: &str) { let client = redis::Client::open(u)?; client.publish("Parcel", p)?; }',
      ],
    ])('is met, or at least not unmet, by %s', (_, body, rest) => {
      expect(subjects(`${body}\nclient.publish("cim.known", p).await?;`, rest)).toMatchObject({ status: 'met' });
    });
  });
});
