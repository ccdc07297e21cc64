/**
 * Generated shell scripts with one `cargo test`. The programs `ok` and `also-ok` succeed; whether `maybe` does is not known, so it stands only
 * where both answers are looked at.
 *
 * Every script ends: functions call only functions that are defined before them, each is called once, and loops have a fixed number of rounds.
 */
import fc from 'fast-check';

export interface Script {
  readonly text: string;
  /** Whether it needs Bash. */
  readonly bash: boolean;
}

interface Part extends Script {
  /** Functions, in the order of their definitions. */
  readonly functions: readonly string[];
  /** Whether it is one command, which can stand in a pipeline or a list with `&&` and `||`. */
  readonly isCommand: boolean;
}

type Layer = (part: Part) => Part;

const command =
  (text: string): Layer =>
  part => ({ ...part, text, isCommand: true });
const list =
  (text: string): Layer =>
  part => ({ ...part, text, isCommand: false });
const inBash =
  (layer: Layer): Layer =>
  part => ({ ...layer(part), bash: true });

/** Puts the part in the place of `C`, as one command, or of `L`, as a list of commands on lines of their own. */
function around(template: string): Layer {
  const isCommand = !template.includes('\n') || /^(?:if|for|while|until|case|\(|\{)/.test(template);
  return part => {
    const grouped = part.isCommand ? part.text : `{\n${part.text}\n}`;
    const text = template.replace(/\bC\b/, () => grouped).replace(/\bL\b/, () => part.text);
    return (isCommand ? command : list)(text)(part);
  };
}

const LISTS = [
  'C && ok',
  'ok && C',
  'C && ok && also-ok',
  'C || ok',
  'C || true',
  'C || :',
  'C || false',
  'C || exit 1',
  'C || exit 0',
  'C || exit',
  'C || exit $?',
  'C || (exit 1)',
  'C || { echo failed; exit 1; }',
  'C || { echo failed; false; }',
  'C || { echo failed; ok; }',
  'C || echo failed',
  'C || rc=$?',
  'C || rc=1',
  'C && rc=0 || rc=1',
  'C && ok || ok',
  'C || ok && also-ok',
  'C || ok || exit 1',
  'C || exit 1 && ok',
  'maybe && C',
  'maybe || C',
  'true && C',
  'false || C',
  'false || C || ok',
].map(around);

const NEGATIONS = ['! C', '! { C && ok\n}', '{ ! C\n}'].map(around);

const PIPELINES = ['C | cat', 'C | ok', 'C 2>&1 | cat', 'ok | C', 'echo a | C', 'ok | C | cat', '! C | cat'].map(
  around,
);

const CONDITIONS = [
  'if C; then ok; fi',
  'if C; then ok; else also-ok; fi',
  'if C; then ok; else exit 1; fi',
  'if C; then ok; else echo failed; false; fi',
  'if C; then exit 0; else exit 1; fi',
  'if C; then exit 0; fi\nexit 1',
  'if ! C; then exit 1; fi',
  'if ! C; then ok; fi',
  'if ! C; then ok; else also-ok; fi',
  'if ! C; then echo failed; exit 1; fi',
  'if C; then rc=0; else rc=1; fi',
  'if C; then rc=0; else rc=$?; fi',
  'if C && ok; then ok; else exit 1; fi',
  'if ok; then\nL\nfi',
  'if maybe; then\nL\nfi',
  'if maybe; then\nL\nelse\nok\nfi',
  'if maybe; then\nok\nelse\nL\nfi',
  'if maybe; then\nok\nelif C; then\nok\nelse\nexit 1\nfi',
  'if [ a = a ]; then\nL\nfi',
  'if [ a = b ]; then\nL\nfi',
  'if true; then\nL\nelse\nok\nfi',
].map(around);

const GROUPS = ['(\nL\n)', '{\nL\n}', '( C )', '{ C; }', '(set -e\nL\n)', '(set +e\nL\n)'].map(around);

const LOOPS = [
  'for i in 1; do\nL\ndone',
  'for i in 1 2; do\nL\ndone',
  'for i in 1 2; do\nL\nok\ndone',
  'for i in 1 2; do\nC || rc=1\ndone',
  'for i in 1 2; do\nC || exit 1\ndone',
  'for i in 1 2; do\nC || break\ndone',
  'while maybe; do\nL\nbreak\ndone',
  'while C; do\nbreak\ndone',
  'until C; do\nbreak\ndone',
  'while ! C; do\nexit 1\ndone',
  'n=0\nwhile [ $n -lt 2 ]; do\nn=$((n + 1))\nL\ndone',
].map(around);

const CASES = [
  'case a in\na)\nL\n;;\nesac',
  'case a in\nb) ok ;;\n*)\nL\n;;\nesac',
  'case a in\na) ok ;;\n*)\nL\n;;\nesac',
  // A variable that is set, because of `set -u`, and that the reader does not know.
  'case "$PATH" in\n*)\nL\n;;\nesac',
].map(around);

const SUBSTITUTIONS = [
  'x=$(\nL\n)',
  'x="$(\nL\n)"',
  'x=$(C) y=1',
  'echo "$(\nL\n)"',
  'export x=$(C)',
  'ok "$(C)"',
  'x=$(C) || exit 1',
  'x=$(C) || ok',
  'x=$(C; ok)',
  'if x=$(C); then ok; else exit 1; fi',
].map(around);

const BACKGROUND = [
  'C &\nwait',
  'C &\nwait $!',
  'C &\npid=$!\nwait $pid',
  'C &\npid=$!\nok\nwait "$pid"',
  'C &\npid=$!\nwait $pid || exit 1',
  'C &\npid=$!\nwait $pid || ok',
  'C &\nok\nwait',
].map(around);

const KEPT = [
  'rc=0\nC || rc=$?\nok\nexit $rc',
  'rc=0\nC || rc=$?\n[ $rc -eq 0 ]',
  'rc=0\nC || rc=$?\nif [ $rc -ne 0 ]; then exit 1; fi\nok',
  'rc=0\nC || rc=$?\nif [ "$rc" != 0 ]; then ok; fi\nok',
  'failed=\nC || failed=1\nif [ -n "$failed" ]; then exit 1; fi',
  'failed=0\nC || failed=1\nexit $failed',
  'failed=\nC || failed=1\ntest -z "$failed"',
  'failed=\nC || failed=1\ntest -z "$failed" && ok',
  'set +e\nC\nrc=$?\nset -e\nok\nexit $rc',
  'set +e\nC\nrc=$?\nok\nif [ $rc -eq 0 ]; then ok; else exit $rc; fi',
  'set +e\nC\nrc=$?\nok\n[ $rc -eq 0 ] || exit 1\nok',
  'set +e\nC\nok\nrc=$?\nexit $rc',
  'set +e\nC\nif [ $? -ne 0 ]; then exit 1; fi\nok',
  'set +e\nC\nok\nif [ $? -ne 0 ]; then exit 1; fi\nok',
  'set +e\nC\nstatus=$?\nok\nexit 0',
].map(around);

const TRAPS = [
  "trap 'echo bye' EXIT\nL",
  "trap 'exit 0' EXIT\nL",
  "trap 'exit $?' EXIT\nL",
  "trap 'rc=$?; ok; exit $rc' EXIT\nL",
  "trap 'exit 0' EXIT\ntrap - EXIT\nL",
  "trap '' INT\nL",
].map(around);

/** What runs a script or a command that is given as a word or a text. */
const NESTED: readonly Layer[] = [
  quoted('eval'),
  quoted('bash -c'),
  quoted('bash -ec'),
  quoted('sh -c'),
  quoted('sh -ec'),
  inBash(quoted('bash -o pipefail -c')),
];

/** A shell that reads the part as its standard input. Bash expands the text unless the delimiter is quoted. */
const HERE_DOCUMENTS: readonly Layer[] = ['bash', 'bash -e', 'sh -e', 'bash -es a b', 'bash -s --'].flatMap(shell => [
  hereDocument(shell, '<<', "'"),
  hereDocument(shell, '<<', ''),
  hereDocument(shell, '<<-', '"'),
]);

function hereDocument(shell: string, operator: string, quote: string): Layer {
  return part => {
    if (part.bash && shell.startsWith('sh')) return part;
    if (quote === '' && /[$`\\]/.test(part.text)) return part;
    const end = `END${part.text.split('<<').length}`;
    return list(`${shell} ${operator}${quote}${end}${quote}\n${part.text}\n${end}`)(part);
  };
}

const BASH_ONLY = [
  'C |& cat',
  'C | cat\nexit ${PIPESTATUS[0]}',
  'set +e\nC | cat\nexit ${PIPESTATUS[0]}',
  'set +e\nC | cat\n[ ${PIPESTATUS[0]} -eq 0 ]',
  'set +e\nC | cat\n[[ ${PIPESTATUS[0]} -eq 0 ]]',
  'set +e\nC | cat\nrc=${PIPESTATUS[0]}\nok\nexit $rc',
  'set +e\nC | cat\nexit ${PIPESTATUS[1]}',
  'set -o pipefail\nC | cat\nok',
  'if [[ a == a ]]; then\nL\nfi',
  'cat <(C)',
  'time C',
  "trap 'exit 1' ERR\nL",
  "trap 'echo failed' ERR\nL",
  "set -E\ntrap 'exit 1' ERR\nL",
  'for ((i = 0; i < 2; i++)); do\nL\ndone',
  'if ((1)); then\nL\nfi',
  'rc=0\nC || rc=$?\n(( rc == 0 ))',
  'failed=0\nC || ((failed += 1))\n((failed == 0))',
  'declare x=$(C)',
].map(template => inBash(around(template)));

function quoted(runs: string): Layer {
  return part =>
    part.text.includes("'") || (part.bash && runs.startsWith('sh'))
      ? part
      : command(`${runs} '\n${part.text}\n'`)(part);
}

/** Statements that can stand before and after the part. */
const BESIDE = fc.constantFrom(
  'ok',
  'ok',
  'ok',
  'echo a',
  'true',
  ':',
  'x=1',
  'set +e',
  'set -e',
  'set -eu',
  'set +o errexit',
  'set -o errexit',
  'rc=$?',
  'ok || true',
  'cd .',
  'wait',
  'if maybe; then ok; fi',
  '( ok )',
  '[ a = a ]',
  'ok && also-ok',
  'ok | cat',
  'cat <<END0\ncargo test\nEND0',
  'ok <<-"END0"\n\tcargo test\n\tEND0',
);
const BEFORE = fc.oneof(
  { weight: 6, arbitrary: BESIDE },
  {
    weight: 1,
    arbitrary: fc.constantFrom('# cargo is not called', 'echo "cargo test"'),
  },
);
const AFTER = fc.oneof(
  { weight: 6, arbitrary: BESIDE },
  { weight: 2, arbitrary: fc.constantFrom('exit $?', 'exit', 'exit 0', 'exit ${rc:-0}', 'exit "$?"', '[ $? -eq 0 ]') },
);

const sequence: fc.Arbitrary<Layer> = fc
  .tuple(fc.array(BEFORE, { maxLength: 2 }), fc.array(AFTER, { maxLength: 2 }))
  .map(
    ([before, after]) =>
      part =>
        list([...before, part.text, ...after].join('\n'))(part),
  );

const pipefail: fc.Arbitrary<Layer> = fc
  .constantFrom('set -o pipefail', 'set -euo pipefail', 'set +o pipefail', 'set -eo pipefail', 'shopt -so pipefail')
  .map(set => inBash(part => list(`${set}\n${part.text}`)(part)));

/** A function of which the part is the body, and its one call. */
const functionCall: fc.Arbitrary<Layer> = fc
  .record({
    last: fc.constantFrom('', '', '\nreturn', '\nreturn $?', '\nreturn 0', '\nok', '\nrc=$?\nok\nreturn $rc'),
    keyword: fc.boolean(),
    body: fc.constantFrom('{}', '{}', '{}', '()'),
    arguments: fc.constantFrom('', '', ' a'),
  })
  .map(({ last, keyword, body, arguments: given }) => part => {
    const name = `step${part.functions.length + 1}`;
    const [open, close] = body;
    const definition = `${keyword ? `function ${name}` : `${name}()`} ${open}\n${part.text}${last}\n${close}`;
    return {
      functions: [...part.functions, definition],
      text: name + given,
      isCommand: true,
      bash: part.bash || keyword,
    };
  });

const withReturn: fc.Arbitrary<Layer> = fc
  .constantFrom('C || return 1', 'C || return', 'C || return 0', 'C || return $?', 'if ! C; then return 1; fi\nok')
  .chain(template => functionCall.map(call => part => call(around(template)(part))));

const withLocal: fc.Arbitrary<Layer> = fc
  .constantFrom('local x=$(C)', 'local x\nx=$(C)')
  .chain(template => functionCall.map(call => part => call(around(template)(part))));

const layer: fc.Arbitrary<Layer> = fc.oneof(
  { weight: 8, arbitrary: sequence },
  { weight: 5, arbitrary: fc.constantFrom(...LISTS) },
  { weight: 1, arbitrary: fc.constantFrom(...NEGATIONS) },
  { weight: 3, arbitrary: fc.constantFrom(...PIPELINES) },
  { weight: 4, arbitrary: fc.constantFrom(...CONDITIONS) },
  { weight: 3, arbitrary: fc.constantFrom(...GROUPS) },
  { weight: 2, arbitrary: fc.constantFrom(...LOOPS) },
  { weight: 1, arbitrary: fc.constantFrom(...CASES) },
  { weight: 2, arbitrary: fc.constantFrom(...SUBSTITUTIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...BACKGROUND) },
  { weight: 3, arbitrary: fc.constantFrom(...KEPT) },
  { weight: 1, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 2, arbitrary: fc.constantFrom(...NESTED) },
  { weight: 2, arbitrary: fc.constantFrom(...HERE_DOCUMENTS) },
  { weight: 3, arbitrary: fc.constantFrom(...BASH_ONLY) },
  { weight: 2, arbitrary: pipefail },
  { weight: 3, arbitrary: functionCall },
  { weight: 1, arbitrary: withReturn },
  { weight: 1, arbitrary: withLocal },
);

const CARGO: Part = { text: 'cargo test', functions: [], isCommand: true, bash: false };

const most: fc.Arbitrary<Layer[]> = fc.array(layer, { minLength: 0, maxLength: 4 });

/** A script whose `cargo test` is wrapped in up to four layers. */
export const scripts: fc.Arbitrary<Script> = most.map(layers => {
  const { functions, text, bash } = layers.reduce((part, each) => each(part), CARGO);
  return { text: `${[...functions, text].join('\n')}\n`, bash };
});
