import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, both, changedBy, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { MANIFEST, of, speaking } from './support.js';

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
