import { type NatsCall } from '../../facts/nats/calls.js';
import { definedSubjects, collectNames, evaluateSubjects } from '../../facts/nats/subjects.js';
import { subjectProblem } from '../../facts/nats/subject-problem.js';
import { splitArguments } from '../../rust/scan.js';
import { counted, criterion, type Problem } from '../criterion.js';
import { codeOutcome } from '../shared/code-outcomes.js';
import { withNats } from '../shared/nats-calls.js';

export const natsSubjects = criterion({
  id: 'nats-subjects',
  title: 'NATS subjects follow the naming convention',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Subjects are the API between modules. If each module spells them in its own way, a wildcard misses messages that it is meant to match.',
  looksAt:
    'The subject of each publish, subscribe, request, stream, and consumer in library code, if it is a literal, a const, `format!`, a local bound to one, or the result of a function of the crate. It must consist of at least 2 dot-separated tokens of `a-z`, `0-9`, `_`, and `-`. Wildcards are allowed only for listening, and `>` only as the last token.',
  looksNotAt:
    '`_INBOX.`, `$JS.`, `$KV.`, and `$SRV.`. Reply subjects. Subjects that could not be followed: the message counts them.',
  remediation:
    'Write `cim.<domain>.<what happened>` in lower case, as in `cim.parcel.delivered`, and in one place: `const DELIVERED: &str = "cim.parcel.delivered";`.',
  example: {
    met: '```rust\nclient.publish(format!("cim.parcel.{id}.delivered"), payload).await?;\n```',
    unmet: '```rust\nclient.publish("ParcelDelivered", payload).await?;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (calls, code) => {
      const names = collectNames(code.library);
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
      return codeOutcome(code, {
        problems: faults,
        met:
          followed === 0
            ? `no subject could be checked${said}`
            : `${counted(followed, 'subject')}, each following the convention${said}`,
        unmet: `${faults.length} of ${counted(followed, 'subject')} not following the convention${said}`,
      });
    }),
});

function spokenBy(call: NatsCall, names: ReturnType<typeof collectNames>): readonly string[] {
  // Requests of a JetStream context go to its API: the subject is prefixed with `$JS.API.`.
  if (call.jetStream && call.kind === 'request') return [];
  const [first] = splitArguments(call.source.file.tokens, call.args);
  const subjects = first ? evaluateSubjects(call.source, first, call.within, names) : [];
  // The module's own trait can take something other than a subject.
  return call.wrapped ? subjects.filter(subject => subject.includes('.')) : subjects;
}

function fault({ source, line }: Pick<NatsCall, 'source' | 'line'>, subject: string, listens: boolean): Problem[] {
  const words = subjectProblem(subject, listens);
  return words === undefined
    ? []
    : [{ kind: 'invalid-subject', subject, path: source.path, line, message: `subject \`${subject}\` ${words}` }];
}
