import { excerptAt, isOn } from '../snapshot/code/functions.js';
import { allNatsCalls, isNatsFile, type NatsCall } from '../snapshot/nats/calls.js';
import { type ResultFault, resultFaultOf } from '../snapshot/nats/results.js';
import { definedSubjects, faultOf, namesOf, subjectsAt } from '../snapshot/nats/subjects.js';
import { argumentsOf, methodCalls } from '../snapshot/rust/scan.js';
import { counted, criterion, type Evidence, notApplicable, type Section } from './criterion.js';
import { messageSchemas } from './message-schemas.js';
import { withNats } from './nats-calls.js';
import { codeVerdict, tally } from './rust-code.js';

const natsSubjects = criterion({
  id: 'nats-subjects',
  title: 'Subjects follow the naming convention',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Subjects are the API between modules. Where each module spells them in its own way, a wildcard misses half of what it should hear.',
  looksAt:
    'The subject of each publish, subscribe, request, stream and consumer in library code, where it is a literal, a const, `format!`, a local bound to one, or what a function of the crate returns: dot-separated tokens of `a-z`, `0-9`, `_` and `-`, at least two; wildcards only where one listens, `>` last.',
  looksNotAt: '`_INBOX.`, `$JS.`, `$KV.` and `$SRV.`; reply subjects; what could not be followed: it is said.',
  remediation:
    'Write `cim.<domain>.<what happened>` in lower case, as in `cim.parcel.delivered`, in one place: `const DELIVERED: &str = "cim.parcel.delivered";`.',
  example: {
    met: '```rust\nclient.publish(format!("cim.parcel.{id}.delivered"), payload).await?;\n```',
    unmet: '```rust\nclient.publish("ParcelDelivered", payload).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (calls, code) => {
      const names = namesOf(code.library);
      const spoken = calls
        .filter(({ kind }) => kind !== 'connect')
        .map(call => ({ call, subjects: spokenBy(call, names) }));
      const defined = definedSubjects(code.library, names);
      const faults = [
        ...spoken.flatMap(({ call, subjects }) =>
          subjects.flatMap(each => fault(call, each, call.kind === 'subscribe')),
        ),
        ...defined.flatMap(each => each.subjects.flatMap(subject => fault(each, subject, true))),
      ];
      const lost = spoken.filter(({ subjects }) => subjects.length === 0).length;
      const followed = spoken.length - lost + defined.length;
      const said = lost > 0 ? `; ${counted(lost, 'subject')} could not be followed` : '';
      return codeVerdict(code, {
        findings: faults,
        met:
          followed === 0
            ? `no subject can be judged${said}`
            : `${counted(followed, 'subject')}, each as the convention has it${said}`,
        unmet: `${faults.length} of ${counted(followed, 'subject')} not as the convention has it${said}`,
      });
    }),
});

function spokenBy(call: NatsCall, names: ReturnType<typeof namesOf>): readonly string[] {
  // What a JetStream context asks is its API: `$JS.API.` stands before it.
  if (call.jetStream && call.kind === 'request') return [];
  const [first] = argumentsOf(call.source.file.tokens, call.args);
  const subjects = first ? subjectsAt(call.source, first, call.within, names) : [];
  // The module's own trait may take something else than a subject.
  return call.wrapped ? subjects.filter(subject => subject.includes('.')) : subjects;
}

function fault({ source, line }: Pick<NatsCall, 'source' | 'line'>, subject: string, listens: boolean): Evidence[] {
  const words = faultOf(subject, listens);
  return words === undefined ? [] : [{ path: source.path, line, message: `subject \`${subject}\`: ${words}` }];
}

const FAULTS: Readonly<Record<ResultFault, string>> = {
  unwrapped: 'the result is unwrapped: the network fails sooner or later; handle the error, or return it',
  expected: 'the result is expected: the network fails sooner or later; handle the error, or return it',
  discarded: 'the result is thrown away: log the error at least, or return it',
  unacknowledged: 'the acknowledgement of a JetStream publish is not awaited: await it twice, `.await?.await?`',
};

const natsErrorHandling = criterion({
  id: 'nats-error-handling',
  title: 'Network failures are handled',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A broker restarts, a network parts. What was not sent, and nobody noticed, is lost for ever; what panics takes the module along.',
  looksAt:
    'Each NATS call in library code, the acknowledgement of a message and the making of streams among them: its result is neither unwrapped, expected nor thrown away (`let _ =`, `.ok();`), and the acknowledgement of a JetStream publish is awaited.',
  looksNotAt: 'Tests and examples. Whether the error is handled well.',
  remediation:
    'Return the error with `?`, or handle it: `if let Err(error) = client.publish(…).await { tracing::warn!(%error, "…") }`. A JetStream publish is awaited twice: `context.publish(…).await?.await?`.',
  example: {
    met: '```rust\nclient.publish(subject, payload).await?;\n```',
    unmet: '```rust\nlet _ = client.publish(subject, payload).await;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (_, code) => {
      const calls = allNatsCalls(code.library, code.packages);
      const faults = calls.flatMap(call => {
        const found = resultFaultOf(call);
        return found ? [{ call, found }] : [];
      });
      return codeVerdict(code, {
        findings: faults.map(({ call: { source, line, name }, found }) => ({
          path: source.path,
          line,
          message: `\`${name}\`: ${FAULTS[found]}`,
          excerpt: excerptAt(source.file, line),
        })),
        met: `the result of each of ${counted(calls.length, 'NATS call')} is used`,
        unmet: `results of NATS calls are lost: ${tally(faults.map(({ found }) => found))}`,
      });
    }),
});

/** What makes a connection come back, or tells that it is gone. */
const RECONNECTS =
  /^(max_reconnects|reconnect_delay_callback|event_callback|retry_on_initial_connect|reconnect_buffer_size|reconnect_callback|disconnect_callback|with_reconnect)$/;

const natsReconnect = criterion({
  id: 'nats-reconnect',
  title: 'Connections are re-established',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A module that gives up at the first lost connection, or does not come up because the broker starts a second later, has to be restarted by hand.',
  looksAt:
    'Where library code connects: with `ConnectOptions` that set a reconnect policy (`max_reconnects`, `reconnect_delay_callback`, `retry_on_initial_connect`) or handle the connection’s events (`event_callback`).',
  looksNotAt: 'Which policy it is. Modules that are handed a client.',
  remediation:
    'Connect with `ConnectOptions::new().retry_on_initial_connect().event_callback(|event| async move { tracing::warn!(%event) }).connect(url)`.',
  example: {
    met: '```rust\nlet client = ConnectOptions::new().retry_on_initial_connect().max_reconnects(None).connect(&url).await?;\n```',
    unmet: '```rust\nlet client = async_nats::connect(&url).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (calls, code) => {
      const connects = calls.filter(({ kind }) => kind === 'connect');
      if (connects.length === 0) return notApplicable('library code is handed its client: it connects nowhere');
      const policy = code.library.some(
        source =>
          isNatsFile(source.file) &&
          [...methodCalls(source.file.tokens, { from: 0, to: source.file.tokens.count })].some(
            ({ name, at }) => RECONNECTS.test(name) && isOn(source, at),
          ),
      );
      const bare = connects.filter(
        ({ name }) => !policy || (name.endsWith('connect') && !name.includes('ConnectOptions')),
      );
      return codeVerdict(code, {
        findings: bare.map(({ source, line, name }) => ({
          path: source.path,
          line,
          message: `\`${name}\` connects without a reconnect policy: use \`ConnectOptions\` with one, or with an \`event_callback\``,
        })),
        met: `${counted(connects.length, 'connection')}, each with a reconnect policy`,
        unmet: `${bare.length} of ${counted(connects.length, 'connection')} without a reconnect policy`,
      });
    }),
});

export const nats: Section = {
  id: 'nats',
  title: 'NATS integration',
  criteria: [natsSubjects, natsErrorHandling, natsReconnect, messageSchemas],
};
