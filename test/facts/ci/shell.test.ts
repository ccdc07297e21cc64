import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLines } from '../../../src/facts/ci/script-lines.js';
import { readShell } from '../../../src/facts/ci/shell.js';

const commands = (text: string, variables: Record<string, string> = {}) =>
  readShell(text, new Map(Object.entries(variables))).commands.map(({ words }) => words.join(' '));

describe('whether a failure fails the script', () => {
  /** The commands called `cargo` of a script, each with whether its failure fails it. */
  const fatal = (text: string, options?: Parameters<typeof readShell>[2]) =>
    readShell(text, new Map(), options)
      .commands.filter(({ words }) => words[0] === 'cargo')
      .map(({ swallowed }) => !swallowed);

  it.each([
    'cargo test',
    'cargo test\necho done',
    'set -o pipefail\ncargo test | tee log',
    'set +e\necho\nset -e\ncargo test\necho',
    'echo a | cargo test',
    'cargo test || exit 1',
    'cargo test || { echo failed; exit 1; }',
    'cargo test || (echo failed; exit 1)',
    'cargo test || exit',
    'die() { echo "$1"; exit 1; }\ncargo test || die failed',
    'cargo test || false',
    'cargo test && echo good',
    'if ! cargo test; then exit 1; fi',
    'if cargo test; then echo good; else exit 1; fi',
    '(cargo test)\necho done',
    '{ cargo test; }\necho done',
    'f() { cargo test; }\nf\necho done',
    'f() { cargo test || return 1; }\nf\necho done',
    'for i in 1; do cargo test; done\necho done',
    'case x in x) cargo test;; esac\necho done',
    'out=$(cargo test)\necho done',
    'set +e\ncargo test',
    'set +e\ncargo test\nexit $?',
    'set +e\ncargo test\nrc=$?\necho done\nexit $rc',
    'rc=0\ncargo test || rc=$?\necho done\nexit "${rc}"',
    'failed=\ncargo test || failed=1\nif [ -n "$failed" ]; then exit 1; fi',
    'cargo test | tee log\nexit ${PIPESTATUS[0]}',
    'cargo test | tee log\n[ "${PIPESTATUS[0]}" -eq 0 ]',
    'cargo test & pid=$!\nwait $pid',
    'time cargo test\necho',
    'while ! cargo test; do\nexit 1\ndone\necho',
    'if cargo test; then exit 0; fi\nexit 1',
    'if cargo test; then echo; else echo failed; false; fi',
    'if [ "$X" = y ]; then echo; elif cargo test; then echo; else exit 1; fi',
    'set +e\ncargo test | cat\n[ ${PIPESTATUS[0]} -eq 0 ]\n[ $? -eq 0 ]',
    'set +e\ncargo test | cat\n[[ ${PIPESTATUS[0]} -eq 0 && a = a ]] || exit 1\necho',
    'failed=0\ncargo test || ((failed += 1))\nexit $((failed > 0))',
    'f() { cargo test; echo; }\neval "f"\necho',
    'f() { cargo test; echo; }\nf &\nwait $!',
    'f() { cargo test && echo; }\nf\necho done',
    '{ cargo test; exit; } | cat\nexit ${PIPESTATUS[0]}',
    'for t in a b; do cargo test || rc=1; done\nexit ${rc:-0}',
    'n=0\nwhile [ $n -lt 2 ]; do n=$((n + 1)); cargo test; done\necho',
    'case a in a) cargo test;; *) cargo doc;; esac\necho',
    'trap "rc=$?; echo; exit $rc" EXIT\ncargo test',
    'trap "exit 1" ERR\nset +e\ncargo test\necho',
    'set +e\ntrap "exit 1" ERR\n(cargo test)\necho',
    'shopt -so pipefail\ncargo test | tee log',
  ])('does in %j', text => expect(fatal(text)).toEqual([true]));

  it.each([
    'cargo test | tee log',
    'set -o pipefail\nset +o pipefail\ncargo test | tee log',
    'set +e\ncargo test\necho done',
    'set +o errexit\ncargo test\necho done',
    'cargo test || true',
    'cargo test || echo failed',
    'cargo test || ./tell-somebody',
    'cargo test || exit 0',
    'cargo test &\necho done',
    '! cargo test',
    'if cargo test; then echo good; fi',
    'while cargo test; do sleep 1; done',
    'cargo test && echo good\necho done',
    '{ cargo test && echo good; }\necho done',
    '(cargo test; echo) || true',
    'f() { cargo test; echo; }\nf || true',
    'echo "$(cargo test)"',
    'export out=$(cargo test)',
    'cat <(cargo test)',
    'trap "exit 0" EXIT\ncargo test',
    'finish() { exit 0; }\ntrap finish EXIT\ncargo test',
    'set +e\ncargo test\nexit 0',
    'rc=0\ncargo test || rc=$?\necho "$rc"',
    '! cargo test || rc=1\nexit ${rc:-0}',
    'x=$(cargo test; echo)',
    'set +e\ncargo test | cat\nexit ${PIPESTATUS[1]}',
    'set +e\ncargo test\necho\nexit $?',
    'failed=\ncargo test | cat || failed=1\ntest -z "$failed"',
    'failed=0\n{ cargo test; echo; } || failed=1\nexit $failed',
    'f() { cargo test; echo; }\nfailed=0\nf || failed=1\nexit $failed',
    'cargo test || rc=1\n[ -f log ] && echo',
    'until cargo test; do break; done',
    'for t in a b; do cargo test || continue; done',
    'set +e\n(set -e; cargo test)\necho',
    'set +e\nf() { cargo test; }\ntrap "exit 1" ERR\nf || echo',
    'trap "exit 0" EXIT\ntrap "exit 1" INT\ncargo test',
    'f() { set -e; cargo test; echo; }\nx=$(f) || exit 1',
  ])('does not in %j', text => expect(fatal(text)).toEqual([false]));

  it('is told by the options of the shell', () => {
    expect(fatal('cargo test\necho', { errexit: false, pipefail: false })).toEqual([false]);
    expect(fatal('cargo test | tee log', { errexit: true, pipefail: true })).toEqual([true]);
    expect(fatal('x=$(cargo test; echo)', { errexit: true, pipefail: false, posix: true })).toEqual([true]);
    expect(fatal('trap "exit 1" ERR\ncargo test\necho', { errexit: false, pipefail: false })).toEqual([true]);
  });

  it('is the status of the last program in PowerShell and cmd', () => {
    const windows = (text: string) =>
      readLines(text)
        .commands.filter(({ words }) => words[0] === 'cargo')
        .map(({ swallowed }) => !swallowed);
    expect(windows('cargo test')).toEqual([true]);
    expect(windows('cargo test\ncargo doc')).toEqual([false, true]);
    expect(windows('cargo test\nWrite-Output done')).toEqual([true]);
    expect(windows('cargo test\nif ($LASTEXITCODE -ne 0) { exit 1 }\ncargo doc')).toEqual([true, true]);
    expect(windows('cargo test || exit /b 1\ncargo doc')).toEqual([true, true]);
    expect(windows('$PSNativeCommandUseErrorActionPreference = $true\ncargo test\ncargo doc')).toEqual([true, true]);
  });
});

describe('the working directory', () => {
  it.each([
    ['pushd a; in-a; popd; back', { 'in-a': '/a', back: '' }],
    ['pushd a; pushd b; popd; in-a', { 'in-a': '/a' }],
    ['cd a; cd -; back', { back: '' }],
    ['cd a; cd b; cd -; in-a', { 'in-a': '/a' }],
    ['(cd a); back', { back: '' }],
    ['popd; here', { here: '' }],
  ])('of %j', (text, folders) => {
    const read = readShell(text).commands.map(({ words, folder }) => [words[0], folder]);
    expect(Object.fromEntries(read)).toMatchObject(folders);
  });
});

describe('what a command reads', () => {
  it.each([
    ['bash <<EOF\na $X\nEOF', 'a 1\n'],
    ["bash <<'EOF'\na $X\nEOF", 'a $X\n'],
    ['bash <<-EOF\n\ta\n\tEOF', 'a\n'],
    ['bash <<< "a $X"', 'a 1\n'],
    ['bash 3<<EOF\na\nEOF', undefined],
  ])('in %j', (text, input) => {
    expect(readShell(text, new Map([['X', '1']])).commands[0]?.input).toBe(input);
  });
});

describe('readShell', () => {
  it.each([
    ['a && b; c | d', ['a', 'b', 'c', 'd']],
    ['echo "cargo test" # cargo test', ['echo cargo test']],
    ['cat <<EOF\ncargo test\nEOF\nx', ['cat', 'x']],
    ['for t in a b; do run $t; done', ['run a', 'run b']],
    ['f() { inside; }; f', ['inside']],
    ['f() { inside; }', []],
    ['f() { echo "$ ${*@Q}"; "$@"; }; f cargo test "-- a"; "$@"', ['echo $ \uE000', 'cargo test -- a', '\uE000']],
    ['f() { echo "$1"; shift; "$@"; }; f "Run the tests" cargo test', ['echo Run the tests', 'shift', 'cargo test']],
    ['out=$(tool --json)', ['tool --json']],
    ['if [ "linux" == "macos" ]; then a; else b; fi', ['[ linux == macos ]', 'b']],
    ['[ x = y ] && a', ['[ x = y ]']],
    ['case x in x) a;; y) b;; esac', ['a']],
    ['flags="--a --b"; run $flags', ['run --a --b']],
    ['run ${MODE:-full}', ['run full']],
    [
      'TOOL=(cargo hack check)\nTOOL+=(--all)\n${TOOL[@]} -p a\n"${TOOL[@]}"',
      ['cargo hack check --all -p a', 'cargo hack check --all'],
    ],
    ['declare -a T=(a b); "${T[@]}" c', ['declare -a T=(a b)', 'a b c']],
    ['(cd sub && a)', ['cd sub', 'a']],
    ['bash -e <<EOF\ncargo test\nEOF', ['bash -e']],
    ['case x in x) a;; *) b;; esac', ['a']],
    ['exit 0\na', ['exit 0']],
    ['eval "a b"', ['a b']],
    ['n=1; run $((n + 1)) $?', ['run 2 0']],
  ])('%s', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });

  it('knows the lines, the folder, and what swallows a failure', () => {
    const { commands: all } = readShell('cd sub\na ||\n  true\nb & \nc || exit 1');
    expect(all.map(({ words, line, folder, swallowed }) => [words[0], line, folder, swallowed])).toEqual([
      ['cd', 0, '/sub', false],
      ['a', 1, '/sub', true],
      ['true', 2, '/sub', false],
      ['b', 3, '/sub', true],
      ['c', 4, '/sub', false],
      ['exit', 4, '/sub', false],
    ]);
  });

  it('says that a script is broken', () => {
    expect(readShell('if true; then a').broken).toBe(true);
    expect(readShell('a').broken).toBe(false);
  });

  it('reads any text, in PowerShell too, and gives no command without words', () => {
    const piece = fc.constantFrom(
      'if',
      'then',
      'fi',
      '$(',
      ')',
      '`',
      '"',
      "'",
      '<<E',
      '\n',
      'a',
      ' ',
      ';',
      '&&',
      '||',
      '{',
      '}',
      'f()',
      '$x',
      '${',
      'case',
      'esac',
      '|',
      '&',
      '^',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 80 }).map(parts => parts.join('')),
        text => {
          for (const { words } of [...readShell(text).commands, ...readLines(text).commands])
            expect(words.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
