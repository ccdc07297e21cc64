import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultOf } from '../../src/facts/nats/subjects.js';
import { add, both, changedBy, edit, judge, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const MANIFEST =
  '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n\n[dependencies]\nasync-nats = "0.35"\nredis = "0.25"\n';

/** A library that speaks NATS: the imports stand in line 1, the body of the function from line 4 on. */
const speaking = (body: string, rest = '', texts: Texts = {}): Texts => ({
  'Cargo.toml': MANIFEST,
  'src/lib.rs': [
    'use async_nats::{jetstream, Client, ConnectOptions};',
    rest.split('\n').join(' '),
    'pub async fn speak(client: &Client, js: &jetstream::Context, id: u32) -> Result<(), Box<dyn Error>> {',
    body,
    'Ok(()) }',
  ].join('\n'),
  ...texts,
});
const of = (id: string, texts: Texts) => judge(id, snapshot(texts));
const IDS = ['nats-subjects', 'nats-error-handling', 'nats-reconnect', 'message-schemas'];

describe('whom the section concerns', () => {
  it.each([
    ['no client among the dependencies', { 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': 'pub fn f() {}' }],
    ['a client that nothing calls', { 'Cargo.toml': MANIFEST, 'src/lib.rs': 'pub use async_nats::Client;' }],
    [
      'a client among the dev-dependencies',
      {
        ...speaking('client.publish("x", p).await.unwrap();'),
        'Cargo.toml': '[package]\nname = "cim-parcel"\n\n[dev-dependencies]\nasync-nats = "0.35"\n',
      },
    ],
    [
      'calls in tests only',
      {
        'Cargo.toml': MANIFEST,
        'src/lib.rs':
          '#[cfg(test)]\nmod tests {\n  use async_nats::Client;\n  async fn f(client: Client) { client.publish("x", p).await.unwrap(); }\n}',
        'tests/a.rs': 'async fn f() { async_nats::connect("x").await.unwrap(); }',
      },
    ],
    [
      'another broker’s client',
      {
        'Cargo.toml': MANIFEST,
        'src/lib.rs':
          'use async_nats::Message;\nfn f(client: &redis::Client) { client.publish("X", 1).unwrap(); }\nfn g() { let client = redis::Client::open("x"); client.publish("X", 1).unwrap(); }',
      },
    ],
    ['no crate at all', { 'README.md': '# Nothing\n' }],
  ])('not a module with %s', (_, texts) => {
    expect(IDS.map(id => of(id, texts).status)).toEqual(IDS.map(() => 'not-applicable'));
  });

  it.each([
    [
      'a dependency by another name',
      {
        'Cargo.toml': MANIFEST.replace('async-nats = "0.35"', 'nats = { package = "async-nats", version = "0.35" }'),
        'src/lib.rs': 'async fn f(client: nats::Client) { client.publish("X", p).await?; }',
      },
    ],
    [
      'a client behind a lock',
      {
        'Cargo.toml': MANIFEST,
        'src/lib.rs':
          'struct Bus { link: Arc<async_nats::Client> }\nimpl Bus { async fn f(&self) { self.link.publish("X", p).await?; } }',
      },
    ],
    [
      'a JetStream context that is made in place',
      {
        'Cargo.toml': MANIFEST,
        'src/lib.rs':
          'async fn f(c: async_nats::Client) { async_nats::jetstream::new(c).publish("X", p).await?.await?; }',
      },
    ],
  ])('also one with %s', (_, texts) => {
    expect(of('nats-subjects', texts)).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs' }] });
  });

  it('also one that speaks through a trait of its own which wraps a client', () => {
    const texts = {
      'Cargo.toml': MANIFEST,
      'src/lib.rs':
        'pub mod bus;\npub trait Publisher { async fn publish(&self, subject: &str, payload: Vec<u8>) -> Result<(), E>; }\nasync fn f(publisher: &dyn Publisher) { let _ = publisher.publish("cim.Parcel.sent", p).await; }',
      'src/bus.rs':
        'use async_nats::Client;\npub struct Bus { client: Client }\nimpl crate::Publisher for Bus { async fn publish(&self, subject: &str, payload: Vec<u8>) -> Result<(), E> { self.client.publish(subject.to_string(), payload.into()).await.map_err(E::from) } }',
    };
    expect(of('nats-subjects', texts).evidence).toMatchObject([{ path: 'src/lib.rs', line: 3 }]);
    expect(of('nats-error-handling', texts).evidence).toMatchObject([{ path: 'src/lib.rs', line: 3 }]);
  });
});

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
    ['a literal', 'client.publish("Parcel", p).await?;', '', 4, 'it has one token'],
    ['capitals', 'client.publish("cim.Parcel.sent", p).await?;', '', 4, '`Parcel` is not in lower case'],
    [
      'a message that is built',
      'js.send_publish("ParcelSent", Publish::build()).await?.await?;',
      '',
      4,
      'it has one token',
    ],
    ['an empty token', 'client.publish("cim..sent", p).await?;', '', 4, 'it has an empty token'],
    ['a wildcard that is published to', 'client.publish("cim.*.sent", p).await?;', '', 4, 'a wildcard cannot be'],
    ['a wildcard that is asked', 'client.request("cim.>", p).await?;', '', 4, 'a wildcard cannot be published to'],
    ['`>` in the middle', 'client.subscribe("cim.>.sent").await?;', '', 4, '`>` stands last'],
    ['a const', 'client.publish(SENT, p).await?;', 'const SENT: &str = "ParcelSent";', 4, 'it has one token'],
    ['`format!`', 'client.publish(format!("cim.Parcel.{id}"), p).await?;', '', 4, '`Parcel` is not'],
    ['a local', '\nlet s = format!("Cim.{}", id);\nclient.publish(s, p).await?;', '', 6, '`Cim` is not'],
    ['a function', 'client.publish(to(id), p).await?;', 'fn to(id: u32) -> String { format!("Cim.{id}") }', 4, '`Cim`'],
    [
      'a function of a function',
      'client.publish(to(id), p).await?;',
      'fn to(id: u32) -> String { by(id) } fn by(id: u32) -> String { format!("Cim.{id}") }',
      4,
      '`Cim` is not',
    ],
    [
      'an arm of a match that a function returns',
      'client.publish(of(id), p).await?;',
      'fn of(id: u32) -> &\'static str { match id { 0 => "cim.a", _ => "cim.B" } }',
      4,
      '`B` is not',
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
      'it has one token',
    ],
  ])('is unmet by %s', (_, body, rest, line, message) => {
    expect(subjects(body, rest)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line, message: expect.stringContaining(message) }],
    });
  });

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
      '1 subject, each as the convention has it; 1 subject could not be followed',
    );
  });

  it('never throws on a subject, and says the same twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (subject, listens) => {
        expect(faultOf(subject, listens)).toBe(faultOf(subject, listens));
      }),
    );
  });
});

describe('nats-error-handling', () => {
  const handling = (body: string, rest = '') => of('nats-error-handling', speaking(body, rest));

  it('is what a result that is thrown away changes, and nothing else', () => {
    const careless = edit(
      'src/bus.rs',
      /self\.client\s+\.publish\(subject, payload\.into\(\)\)\s+\.await\s+\.map_err\(\|error\| ParcelError::Bus\(error\.to_string\(\)\)\)\s+\}/,
      'let _ = self.client.publish(subject, payload.into()).await;\n        Ok(())\n    }',
    );
    expect(changedBy(careless)).toEqual({ 'nats-error-handling': 'unmet' });
  });

  it.each([
    ['unwrapped', 'client.publish("a.b", p).await.unwrap();', 4],
    ['unwrapped behind another method', '\nclient\n.subscribe("a.b")\n.await\n.map_err(E::from)\n.unwrap();', 6],
    ['expected', 'client.request("a.b", p).await.expect("a reply");', 4],
    ['thrown away', 'let _ = client.publish("a.b", p).await;', 4],
    ['thrown away as an option', 'client.publish("a.b", p).await.ok();', 4],
    ['not acknowledged', 'js.publish("a.b", p).await?;', 4],
    ['not acknowledged, behind a block', 'if id > 1 { id += 1; }\njs.publish("a.b", p).await?;', 5],
    ['acknowledged into a name that nobody reads', 'let _ack = js.publish("a.b", p).await?;', 4],
    ['unwrapped where it connects', 'let c = async_nats::connect("x").await.unwrap();', 4],
  ])('is unmet by a result that is %s', (_, body, line) => {
    expect(handling(body)).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs', line }] });
  });

  it.each([
    ['an acknowledgement', 'while let Some(message) = heard.next().await { let _ = message.ack().await; }'],
    ['the making of a stream', 'js.get_or_create_stream(config()).await.unwrap();'],
    ['a flush', 'let _ = client.flush().await;'],
    ['the end of a subscription', 'let _ = subscriber.unsubscribe().await;'],
    ['the drain of a subscription', 'sub.drain().await.ok();'],
  ])('is unmet by %s whose result is lost', (_, body) => {
    expect(handling(`${body}\nclient.publish("a.b", p).await?;`)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line: 4 }],
    });
  });

  it.each([
    ['returned', 'client.publish("a.b", p).await?;'],
    ['returned as another error', 'client.publish("a.b", p).await.map_err(E::from)?;'],
    ['handled', 'if let Err(error) = client.publish("a.b", p).await { tracing::warn!(%error); }'],
    ['matched', 'let _ = match client.request("a.b", p).await { Ok(_) => 1, Err(error) => { warn!(%error); 2 } };'],
    ['unwrapped to a default', 'let x = client.request("a.b", p).await.unwrap_or_default();'],
    ['returned, where only the unit is thrown away', 'let _ = client.publish("a.b", p).await?;'],
    ['logged on its way', 'let _ = client.publish("a.b", p).await.inspect_err(|error| tracing::warn!(%error));'],
    ['acknowledged', 'js.publish("a.b", p).await?.await?;'],
    ['acknowledged later', 'let ack = js.publish("a.b", p).await?; ack.await?;'],
    [
      'kept to be acknowledged',
      'let ack; ack = js.publish("a.b", p).await?; ack.await?; acks.push(js.publish("a.b", p).await?);',
    ],
    ['of a task', 'let _ = tokio::spawn(async move { client.publish("a.b", p).await?; Ok(()) });'],
    ['returned where a message is acknowledged', 'message.ack().await?; js.create_key_value(config()).await?;'],
    [
      'of a message by its own means',
      'let _ = parcel.ack().await; let _ = message.seen().await; let _ = file.flush().await;',
    ],
    ['of another call', 'let _ = sender.send(1); values.lock().unwrap().publish("x");'],
    [
      'an option that is used',
      'let x = client.request("a.b", p).await.ok(); let Some(y) = client.request("a.b", p).await.ok() else { return };',
    ],
    ['unwrapped in a comment', '// client.publish("a.b", p).await.unwrap();\nclient.publish("a.b", p).await?;'],
    ['published without JetStream', 'client.publish("a.b", p).await?; client.flush().await?;'],
  ])('is met by a result that is %s', (_, body) => {
    expect(handling(`${body}\nclient.publish("cim.known", p).await?;`).evidence).toEqual([]);
  });

  it('does not take a type of the module for a message of NATS', () => {
    const own = 'struct Parcel; async fn receive(message: &Parcel) { let _ = message.ack().await; }';
    expect(handling('client.publish("a.b", p).await?;', own).status).toBe('met');
  });

  it('does not concern a module that only sees to stores', () => {
    expect(handling('js.create_key_value(config()).await.unwrap();').status).toBe('not-applicable');
  });

  it('leaves tests and examples aside', () => {
    const test =
      '#[cfg(test)] mod tests { async fn f(client: super::Client) { client.publish("a.b", p).await.unwrap(); } }';
    const texts: Texts = {
      ...speaking('client.publish("a.b", p).await?;'),
      'examples/a.rs': 'async fn main() { async_nats::connect("x").await.unwrap(); }',
    };
    expect(of('nats-error-handling', { ...texts, 'src/lib.rs': `${texts['src/lib.rs']}\n${test}` }).status).toBe('met');
  });
});

describe('nats-reconnect', () => {
  const connecting = (body: string, rest = '') => of('nats-reconnect', speaking(body, rest));

  it('is what a connection without a policy changes, and nothing else', () => {
    const bare = edit(
      'src/bus.rs',
      /ConnectOptions::new\(\)\s+\.retry_on_initial_connect\(\)\s+\.max_reconnects\(None\)\s+\.reconnect_delay_callback\([^\n]+\n/,
      'ConnectOptions::new()\n',
    );
    expect(changedBy(bare)).toEqual({ 'nats-reconnect': 'unmet' });
  });

  it.each([
    ['plainly', 'let c = async_nats::connect("x").await?;'],
    ['with options that set no policy', 'let c = ConnectOptions::new().name("parcel").connect("x").await?;'],
    [
      'with options of another name',
      'let how = ConnectOptions::new().name("parcel");\nlet c = how.connect("x").await?;',
    ],
    [
      'plainly, beside another that has a policy',
      'ConnectOptions::new().retry_on_initial_connect().connect("x").await?;\nlet c = async_nats::connect("x").await?;',
    ],
    [
      'with a policy in tests only',
      'let c = async_nats::connect_with_options("x", ConnectOptions::new()).await?;\n#[cfg(test)] fn t() { o.max_reconnects(3); }',
    ],
  ])('is unmet where library code connects %s', (_, body) => {
    expect(connecting(body)).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs' }] });
  });

  it.each([
    ['a policy', 'ConnectOptions::new().max_reconnects(5).connect("x").await?;', ''],
    [
      'a delay',
      'async_nats::ConnectOptions::with_token(t).reconnect_delay_callback(|n| d(n)).connect("x").await?;',
      '',
    ],
    [
      'a handler of events',
      'ConnectOptions::new().event_callback(|e| async move { warn!(%e) }).connect("x").await?;',
      '',
    ],
    [
      'options in a local',
      'let options = ConnectOptions::new().retry_on_initial_connect(); options.connect("x").await?;',
      '',
    ],
    [
      'options of a function',
      'async_nats::connect_with_options("x", options()).await?;',
      'fn options() -> ConnectOptions { ConnectOptions::new().max_reconnects(None) }',
    ],
    [
      '`connect` in a comment',
      '// async_nats::connect("x")\nConnectOptions::new().max_reconnects(5).connect("x").await?;',
      '',
    ],
  ])('is met with %s', (_, body, rest) => {
    expect(connecting(body, rest).status).toBe('met');
  });

  it('does not concern a module that is handed its client, or connects to something else', () => {
    expect(connecting('client.publish("a.b", p).await?;').status).toBe('not-applicable');
    expect(
      connecting('client.publish("a.b", p).await?; let s = TcpStream::connect("x").await?; pool.connect(u)?;').status,
    ).toBe('not-applicable');
  });
});

describe('message-schemas', () => {
  it('does not concern code that only connects', () => {
    const code = 'pub async fn f() -> Result<async_nats::Client, E> { async_nats::connect("x").await }';
    const manifest = '[package]\nname = "a"\nversion = "1.0.0"\n[dependencies]\nasync-nats = "0.35"\n';
    expect(judge('message-schemas', snapshot({ 'Cargo.toml': manifest, 'src/lib.rs': code })).status).toBe(
      'not-applicable',
    );
  });

  const TYPES =
    '#[derive(Serialize)] pub struct ParcelSent { id: u32 } #[derive(Serialize)] pub struct WeighCommand { id: u32 } #[derive(Serialize)] pub enum ParcelEvent { Sent }';
  const BODY =
    'client.publish("a.b", to_vec(&ParcelEvent::Sent)?).await?; client.request("a.c", to_vec(&WeighCommand { id })?).await?;';
  const schemas = (texts: Texts = {}, rest = TYPES) => of('message-schemas', speaking(BODY, rest, texts));

  it('is what a module without its schemas changes, and nothing else', () => {
    expect(changedBy(remove('schemas/'))).toEqual({ 'message-schemas': 'unmet' });
  });

  it('shows each message type that nothing describes', () => {
    expect(schemas()).toMatchObject({
      status: 'unmet',
      evidence: [
        { path: 'src/lib.rs', line: 2, message: 'message `WeighCommand` has no schema' },
        { path: 'src/lib.rs', line: 2, message: 'message `ParcelEvent` has no schema' },
      ],
    });
  });

  it('shows where messages are sent, when no type can be named', () => {
    expect(schemas({}, '')).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs', line: 4 }] });
  });

  it('does not ask for schemas of what never meets NATS', () => {
    const texts = {
      ...speaking(BODY, `pub mod web; ${TYPES}`),
      'src/web.rs': '#[derive(Serialize)] pub struct ChatRequest { id: u32 }',
    };
    expect(of('message-schemas', texts).evidence.map(({ message }) => message)).not.toContain(
      'message `ChatRequest` has no schema',
    );
  });

  it.each([
    ['a JSON Schema by its name', { 'schemas/parcel.schema.json': '{}' }],
    [
      'a JSON Schema by what it says',
      { 'schemas/parcel.json': '{\n  "$schema": "http://json-schema.org/draft-07/schema#" }' },
    ],
    ['a JSON Schema as YAML', { 'schemas/parcel.yaml': '$schema: https://json-schema.org/draft/2020-12/schema\n' }],
    ['an AsyncAPI document', { 'asyncapi.yaml': 'asyncapi: 3.0.0\n' }],
    ['an AsyncAPI document of another name', { 'docs/bus.yml': '# The bus\nasyncapi: "2.6.0"\n' }],
    [
      'a document with a section for each',
      { 'docs/messages.md': '# Messages\n\n## `WeighCommand`\n\nAsks.\n\n## ParcelEvent\n\nTells.\n' },
    ],
  ])('is met by %s', (_, texts) => {
    expect(schemas(texts)).toMatchObject({ status: 'met', evidence: [{ path: Object.keys(texts)[0] }] });
  });

  it('is met by types that derive JsonSchema', () => {
    expect(schemas({}, TYPES.replaceAll('Serialize', 'Serialize, schemars::JsonSchema')).status).toBe('met');
  });

  it.each([
    [
      'a manifest of Node with a schema of an editor',
      { 'package.json': '{ "$schema": "https://json.schemastore.org/package.json" }' },
    ],
    ['a fixture of the tests', { 'tests/fixtures/a.schema.json': '{}' }],
    [
      'a document that names one of them only',
      { 'docs/messages.md': '# Messages\n\n## ParcelEvent\n\nTells. See WeighCommand.\n' },
    ],
    ['sections without a word', { 'docs/messages.md': '# WeighCommand\n# ParcelEvent\n' }],
    ['a comment that names JsonSchema', { 'src/x.rs': '// #[derive(JsonSchema)]\n' }],
  ])('is not met by %s', (_, texts) => {
    expect(schemas(texts).status).toBe('unmet');
  });
});

describe('any code', () => {
  const words = fc.constantFrom(
    ...'client . publish ( ) { } [ ] "a.b" "A" format ! & , ; ? await let _ = mut js subject match => unwrap expect ok if async_nats :: connect ConnectOptions new subjects : vec + const X fn f Client struct S > < #'.split(
      ' ',
    ),
  );

  it('is judged without throwing, and twice alike', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 80 }), tokens => {
        const texts = speaking(`client.publish(${tokens.join(' ')}`, tokens.join(' '));
        const judged = () => IDS.map(id => of(id, texts));
        expect(judged()).toEqual(judged());
      }),
      { numRuns: 60 },
    );
  });

  it('is linear in what it reads', () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `client.publish(format!("cim.a{n}"), p).await?; // ${n}`);
    expect(of('nats-subjects', speaking(lines.join('\n')))).toMatchObject({ status: 'met' });
  });
});

describe('the ready module', () => {
  it('meets the section', () => {
    expect(IDS.map(id => judge(id, snapshot(READY_TEXTS)).status)).toEqual(IDS.map(() => 'met'));
  });

  it('keeps meeting it with a comment and an example more', () => {
    expect(changedBy(both(add('examples/bus.rs', 'fn main() { /* publish("X") */ println!("x"); }\n')))).toEqual({});
  });
});
