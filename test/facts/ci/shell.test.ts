import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLines } from '../../../src/facts/ci/script-lines.js';
import { readShell } from '../../../src/facts/ci/shell.js';

const commands = (text: string, variables: Record<string, string> = {}) =>
  readShell(text, new Map(Object.entries(variables))).commands.map(({ words }) => words.join(' '));

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
