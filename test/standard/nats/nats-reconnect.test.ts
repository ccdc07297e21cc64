import { describe, expect, it } from '@jest/globals';
import { changedBy, edit } from '../../support/snapshots.js';
import { of, speaking } from './support.js';

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

  it('does not concern a module that is handed its client, or connects to something else', () => {
    expect(connecting('client.publish("a.b", p).await?;').status).toBe('not-applicable');
    expect(
      connecting('client.publish("a.b", p).await?; let s = TcpStream::connect("x").await?; pool.connect(u)?;').status,
    ).toBe('not-applicable');
  });

  describe('false alarms', () => {
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
  });
});
