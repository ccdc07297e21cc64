import { describe, expect, it } from '@jest/globals';
import { changedBy, edit, type Texts } from '../../support/snapshots.js';
import { of, speaking } from './support.js';

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

  it('does not concern a module that only sees to stores', () => {
    expect(handling('js.create_key_value(config()).await.unwrap();').status).toBe('not-applicable');
  });

  describe('false alarms', () => {
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
    it('leaves tests and examples aside', () => {
      const test =
        '#[cfg(test)] mod tests { async fn f(client: super::Client) { client.publish("a.b", p).await.unwrap(); } }';
      const texts: Texts = {
        ...speaking('client.publish("a.b", p).await?;'),
        'examples/a.rs': 'async fn main() { async_nats::connect("x").await.unwrap(); }',
      };
      expect(of('nats-error-handling', { ...texts, 'src/lib.rs': `${texts['src/lib.rs']}\n${test}` }).status).toBe(
        'met',
      );
    });
  });
});
