import { describe, expect, it } from '@jest/globals';
import type { Texts } from '../../support/snapshots.js';
import { MANIFEST, of } from './support.js';

const WITHOUT_NATS = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n';
const BUS =
  '/// What we need of a NATS client.\npub trait MessageBus: Send { fn publish(&self, subject: &str, payload: Vec<u8>) -> Result<(), E>; }';
const STRUCT = 'pub struct Teller<B: MessageBus> { bus: B }';
const came = (bounds: string, call: string) =>
  `impl${bounds} Teller${bounds.replace(/:[^,>]+/g, '')} { pub fn came(&self) -> Result<(), E> { ${call} } }`;
const PUBLISHED = 'self.bus.publish("Cim.Parcel", p)';

const crate = (lines: readonly string[], manifest = MANIFEST): Texts => ({
  'Cargo.toml': manifest,
  'src/lib.rs': lines.join('\n'),
});

describe("a module's own trait in front of NATS", () => {
  it.each([
    ['a generic field', [BUS, STRUCT, came('<B: MessageBus>', PUBLISHED)]],
    [
      'a generic field that only an impl bounds',
      [BUS, 'struct Teller<T> { bus: T }', came('<B: MessageBus>', PUBLISHED)],
    ],
    [
      'a bound in `where`',
      [BUS, 'struct Teller<B> where B: Clone + MessageBus { bus: Arc<B> }', came('<B: Clone + MessageBus>', PUBLISHED)],
    ],
    ['`Arc<dyn …>`', [BUS, 'struct Teller { bus: std::sync::Arc<dyn MessageBus> }', came('', PUBLISHED)]],
    ['`&dyn …`', [BUS, "struct Teller<'a> { bus: &'a (dyn MessageBus + 'a) }", came("<'a>", PUBLISHED)]],
    ['`impl …`', [BUS, 'fn tell(bus: &impl MessageBus) -> Result<(), E> { bus.publish("Cim.Parcel", p) }']],
    [
      "a function's generics",
      [BUS, 'fn tell<B: MessageBus>(bus: &B) -> Result<(), E> { bus.publish("Cim.Parcel", p) }'],
    ],
    [
      "a function's `where`",
      [BUS, 'fn tell<B>(bus: &B) -> R where B: MessageBus + ?Sized { bus.publish("Cim.Parcel", p) }'],
    ],
    [
      'a renamed import',
      [BUS, 'mod a { use crate::MessageBus as Bus; fn tell(bus: &dyn Bus) -> R { bus.publish("Cim.Parcel", p) } }'],
    ],
    [
      'a function that returns it',
      [
        BUS,
        STRUCT,
        came('<B: MessageBus>', 'self.bus().publish("Cim.Parcel", p)'),
        'impl X { fn bus(&self) -> &dyn MessageBus { &self.b } }',
      ],
    ],
    [
      'a trait above it',
      [BUS, 'trait Ports: MessageBus {}', 'fn tell<P: Ports>(ports: &P) -> R { ports.publish("Cim.Parcel", p) }'],
    ],
    [
      'a method that it provides',
      [
        'pub trait Bus { fn publish(&self, subject: &str, payload: &[u8]) -> R; fn came(&self) -> R { self.publish("Cim.Parcel", b"") } }',
      ],
    ],
    [
      'methods that are called otherwise',
      [
        'trait Bus { fn publish_json<T: Serialize>(&self, subject: impl Into<String>, message: &T) -> R; }',
        'fn tell(bus: &dyn Bus) -> R { bus.publish_json("Cim.Parcel", &p) }',
      ],
    ],
    [
      'another word for publishing',
      [
        'trait Bus { fn emit(&self, subject: &str, payload: Vec<u8>) -> R; }',
        'fn tell(bus: &dyn Bus) -> R { bus.emit("Cim.Parcel", p) }',
      ],
    ],
    [
      'a request',
      [
        'trait Bus { fn request<S: AsRef<str>>(&self, subject: S, body: Bytes) -> R; }',
        'fn ask(b: &dyn Bus) -> R { b.request("Cim.Parcel", p) }',
      ],
    ],
    [
      'a subscription',
      [
        'trait Bus { async fn subscribe(&self, subject: String) -> R; }',
        'async fn hear(b: &dyn Bus) -> R { b.subscribe("Cim.Parcel".into()).await }',
      ],
    ],
  ])('counts when it is called by %s', (_, lines) => {
    expect(of('nats-subjects', crate(lines))).toMatchObject({ status: 'unmet', count: 1 });
  });

  it('counts without a client among the dependencies if the module mentions NATS', () => {
    const lines = [BUS, STRUCT, came('<B: MessageBus>', `let _ = ${PUBLISHED};`)];
    expect(of('nats-subjects', crate(lines, WITHOUT_NATS)).status).toBe('unmet');
    expect(of('nats-error-handling', crate(lines, WITHOUT_NATS)).status).toBe('unmet');
    expect(of('nats-reconnect', crate(lines, WITHOUT_NATS)).status).toBe('not-applicable');
  });

  it.each([
    ['a blog', 'trait Blog { fn publish(&self, article: &Article) -> R; }', 'blog.publish("A.B")'],
    ['topics', 'trait Mqtt { fn publish(&self, topic: &str, payload: &[u8]) -> R; }', 'blog.publish("A/B.C", p)'],
    ['a newsletter', 'trait Mail { fn publish(&self, subject: &str, text: &str) -> R; }', 'blog.publish("A.B", t)'],
    ['e-mail', 'trait Mail { fn send(&self, subject: &str, message: &str) -> R; }', 'blog.send("A.B", t)'],
    ['observers', 'trait Seen { fn subscribe(&self, subject: &Rc<Watched>) -> R; }', 'blog.subscribe(A.B)'],
  ])('is not a trait for %s', (_, trait, call) => {
    const name = /trait (\w+)/.exec(trait)?.[1] ?? '';
    const lines = [trait, `fn tell(blog: &dyn ${name}) -> R { ${call} }`];
    expect(of('nats-subjects', crate(lines)).status).toBe('not-applicable');
  });

  it.each([
    ['nothing calls it', [BUS]],
    [
      'only its tests call it',
      [BUS, '#[cfg(test)] mod tests { fn tell(bus: &dyn MessageBus) { bus.publish("Cim.P", p) } }'],
    ],
    [
      'another field is called',
      [
        BUS,
        'struct Teller<B: MessageBus, C: Cache> { bus: B, cache: C }',
        came('<B: MessageBus, C: Cache>', 'self.cache.publish("Cim.P", p)'),
      ],
    ],
  ])('does not count if %s', (_, lines) => {
    expect(of('nats-subjects', crate(lines)).status).toBe('not-applicable');
  });

  it('does not count without any mention of NATS', () => {
    const lines = [BUS.replace('NATS', 'broker'), STRUCT, came('<B: MessageBus>', PUBLISHED)];
    expect(of('nats-subjects', crate(lines, WITHOUT_NATS)).status).toBe('not-applicable');
  });
});
