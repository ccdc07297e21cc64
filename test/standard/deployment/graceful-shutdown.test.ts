import { describe, expect, it } from '@jest/globals';
import { judged, service } from '../../support/service.js';

describe('graceful-shutdown', () => {
  const shutdown = (body: string, texts: Record<string, string> = {}) =>
    judged('graceful-shutdown', service(body, texts));
  const SIGNAL = 'tokio::signal::ctrl_c().await;';

  it('is unmet without a signal, at the place that serves', () => {
    expect(shutdown('client.drain().await; // ctrl_c')).toMatchObject({
      status: 'unmet',
      message: 'the service handles no signal',
      evidence: [{ path: 'src/main.rs', line: 4 }],
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', 'let all: Vec<_> = waiting.drain(..).collect();'],
    ['a file', 'file.flush()?;'],
    ['a task that is thrown away', 'let task = tokio::spawn(work());'],
    ['a path', 'let path = folder.join("a");'],
    ['a text', 'println!("client.drain().await");'],
    ['what is printed', 'tokio::io::stdout().flush().await?;'],
    ['a writer', 'self.writer.shutdown().await?;'],
  ])('is unmet where %s is drained, at the signal', (_, body) => {
    expect(shutdown(`\n${SIGNAL}\n${body}`)).toMatchObject({
      status: 'unmet',
      message: 'the signal is handled, but nothing is drained',
      evidence: [{ path: 'src/main.rs', line: 4 }],
    });
  });

  it('asks of actix without its signals what it asks of others', () => {
    expect(shutdown('HttpServer::new(app).disable_signals().run().await').status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      ['a client that is drained', `${SIGNAL} client.drain().await?;`, {}],
      ['a client that is flushed', `${SIGNAL} client.flush().await?;`, {}],
      ['a task that is awaited', `let worker = tokio::spawn(work()); ${SIGNAL} stop.send(()); worker.await?;`, {}],
      ['tasks that are joined', `let (a, b) = (spawn(a()), spawn(b())); ${SIGNAL} tokio::join!(a, b);`, {}],
      ['a set of tasks', `let mut set = JoinSet::new(); ${SIGNAL} while set.join_next().await.is_some() {}`, {}],
      ['a token', `let token = CancellationToken::new(); ${SIGNAL} token.cancel();`, {}],
      ['threads that are joined', 'ctrlc::set_handler(f); for t in threads { t.join(); }', {}],
      ['axum', 'axum::serve(listener, app).with_graceful_shutdown(stop()).await?;', {}],
      ['warp', `warp::serve(r).bind_with_graceful_shutdown(at, async { ${SIGNAL} });`, {}],
      ['tonic', 'Server::builder().add_service(a).serve_with_shutdown(at, stop()).await?;', {}],
      ['tonic with a listener of its own', `${SIGNAL} s.serve_with_incoming_shutdown(incoming, stop()).await?;`, {}],
      ['actix, which does both', 'HttpServer::new(app).bind(at)?.run().await', {}],
      ['SIGTERM', 'signal(SignalKind::terminate())?.recv().await; client.drain().await?;', {}],
      [
        'signals of another crate',
        'let signals = signal_hook_tokio::Signals::new(TERM_SIGNALS)?; server.shutdown().await;',
        {},
      ],
      [
        'a module of its own',
        'stop::wait().await; client.drain().await?;',
        { before: 'mod stop;', 'src/stop.rs': `pub async fn wait() { ${SIGNAL} }` },
      ],
    ])('is met with %s', (_, body, texts) => {
      expect(shutdown(body, texts)).toMatchObject({ status: 'met' });
    });
  });
});
