import { blockingInPublic } from '../../facts/code/public-blocking.js';
import { type RustCode } from '../../facts/code/rust-code.js';
import { criterion, notApplicable } from '../criterion.js';
import { codeOutcome, tally, withLibraryCode } from '../shared/code-outcomes.js';

export const asyncFirst = criterion({
  id: 'async-first',
  title: 'Public functions do not block',
  severity: 'should',
  kind: 'automatic',
  rationale:
    'A function that blocks a thread of the async runtime stops every other task on that thread, and its signature does not show it.',
  looksAt:
    "Crates that depend on an async runtime or a network client. Public functions, and methods in impls of public traits for public types, followed through the crate's own functions, must not call `block_on`, `thread::sleep`, `std::net` sockets, or blocking clients. Async functions must not call `std::fs` and `std::process` either.",
  looksNotAt:
    'Code that runs inside `spawn_blocking`, on a thread of its own, or in a Drop impl. Calls that cannot be followed.',
  remediation:
    "Make the function `async` and use the runtime's own calls (`tokio::time::sleep`, `tokio::fs`), or move the work to `tokio::task::spawn_blocking`.",
  example: {
    met: '```rust\npub async fn settle(&self) {\n    tokio::time::sleep(self.pause).await;\n}\n```',
    unmet: '```rust\npub fn settle(&self) {\n    std::thread::sleep(self.pause);\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      if (!dependsOnRuntime(code)) return notApplicable('no dependency on an async runtime or a network client');
      const blocking = blockingInPublic(code.items, code.library, code.crates);
      return codeOutcome(code, {
        problems: blocking.map(({ path, line, column, what, by }) => ({
          kind: 'blocking-call',
          subject: what,
          path,
          line,
          column,
          message: `\`${what}\` blocks the thread and is reached from the public function \`${by}\`: use an async call or \`spawn_blocking\``,
        })),
        met: 'no public function blocks, as far as calls can be followed',
        unmet: `public functions block: ${tally(blocking.map(({ what }) => what))}`,
      });
    }),
});

const RUNTIME =
  /^(tokio|async-std|smol|futures|futures-executor|embassy-executor|reqwest|hyper|axum|actix-web|actix-rt|warp|tonic|async-nats|nats|sqlx|quinn|tungstenite|tokio-tungstenite|surf|isahc|lapin|rdkafka|redis|zbus)$/;

function dependsOnRuntime({ packages }: RustCode): boolean {
  return packages.some(({ dependencies }) =>
    dependencies.some(({ kind, package: name }) => kind === 'normal' && RUNTIME.test(name)),
  );
}
