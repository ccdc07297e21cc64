/** Follows the compound commands of a shell: lists with `&&` and `||`, conditions, loops. https://www.gnu.org/software/bash/manual/html_node/Compound-Commands.html */
import type {
  AndOr,
  ArithmeticExpression,
  ArithmeticFor,
  Case,
  CompoundList,
  For,
  If,
  SyntaxNode,
  While,
} from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';
import { evaluate } from './shell-arithmetic.js';
import { joinedRunning, parted, runLoop } from './shell-loops.js';
import { ShellState } from './shell-state.js';
import { mayFit } from './shell-words.js';

/** The most rounds of a loop that are followed. */
const MOST_ROUNDS = 20;

/** Follows the parts of a compound command. `ignored` says whether `set -e` has no effect in them. */
export interface Runner {
  visit(node: SyntaxNode, state: ShellState, ignored: boolean): ShellState[];
  list(list: CompoundList, state: ShellState, ignored: boolean): ShellState[];
  /** The commands within words. */
  insideAll(words: readonly SyntaxNode[], state: ShellState): ShellState[];
}

export function runAndOr(
  { commands, operators }: AndOr,
  state: ShellState,
  ignored: boolean,
  runner: Runner,
): ShellState[] {
  let running = [state];
  const left: ShellState[] = [];
  commands.forEach((each, index) => {
    const operator = operators[index - 1];
    const isLast = index === commands.length - 1;
    const next = running.flatMap(one => {
      const runs = operator === undefined || (operator === '&&') === (one.status === 0);
      return runs ? runner.visit(each, one, ignored || !isLast) : [one];
    });
    left.push(...next.filter(({ leaving }) => leaving));
    running = next.filter(({ leaving }) => !leaving);
  });
  // `[ -f x ] && …` does not fail the script where it is not known whether x is there.
  for (const each of running) if (each.assumed && each.status !== 0) each.end(0);
  return [...ShellState.joined(running), ...left];
}

export function runIf(node: If, state: ShellState, ignored: boolean, runner: Runner): ShellState[] {
  const ended: ShellState[] = [];
  let running = [state];
  for (const { clause, then } of [node, ...node.elif]) {
    const tested = running.flatMap(each => runner.list(clause, each, true));
    ended.push(...tested.filter(({ leaving }) => leaving));
    const [yes, no] = parted(
      tested.filter(({ leaving }) => !leaving),
      each => each.status === 0,
    );
    ended.push(...yes.flatMap(each => runner.list(then, each, ignored)));
    running = no;
  }
  const { else: otherwise } = node;
  ended.push(...running.flatMap(each => (otherwise ? runner.list(otherwise, each, ignored) : [each.end(0)])));
  return joinedRunning(ended);
}

export function runCase({ word, items }: Case, state: ShellState, ignored: boolean, runner: Runner): ShellState[] {
  const ended: ShellState[] = [];
  let running = runner.insideAll([word], state);
  for (const { pattern, body } of items) {
    const next: ShellState[] = [];
    for (const each of running) {
      const text = each.variables.expand(word);
      const fits = pattern.map(one => fitsPattern(text, one.value));
      if (!fits.includes(true)) next.push(each);
      if (fits.includes(true) || fits.includes(undefined))
        ended.push(...runner.list(body, fits.includes(true) ? each : each.clone(), ignored));
    }
    running = next;
  }
  return joinedRunning([...ended, ...running.map(each => each.end(0))]);
}

export function runFor(
  { name, wordlist, body }: For,
  state: ShellState,
  ignored: boolean,
  runner: Runner,
): ShellState[] {
  return runner.insideAll(wordlist ?? [], state).flatMap(each => {
    const values = (wordlist ?? []).flatMap(word => each.variables.expandToWords(word));
    // The body is run once for each value of a short list, and once for a long or unknown list.
    const rounds = values.length > 0 ? values.slice(0, MOST_ROUNDS) : [UNKNOWN_TEXT];
    return runLoop(each, {
      rounds: rounds.length,
      condition: (one, round) => {
        one.variables.set(name.value, rounds[round] ?? UNKNOWN_TEXT);
        return { enter: [one], end: [] };
      },
      body: one => runner.list(body, one, ignored),
    });
  });
}

export function runArithmeticFor(
  { initialize, test, update, body }: ArithmeticFor,
  state: ShellState,
  ignored: boolean,
  runner: Runner,
): ShellState[] {
  if (initialize) evaluate(initialize, state.variables);
  return runLoop(state, {
    rounds: MOST_ROUNDS,
    condition: (one, round) => {
      if (round > 0 && update) evaluate(update, one.variables);
      // If it is not known how often the body runs, it runs once.
      return (truth(test, one) ?? round === 0) ? { enter: [one], end: [] } : { enter: [], end: [one] };
    },
    body: one => runner.list(body, one, ignored),
  });
}

export function runWhile(
  { kind, clause, body }: While,
  state: ShellState,
  ignored: boolean,
  runner: Runner,
): ShellState[] {
  return runLoop(state, {
    rounds: MOST_ROUNDS,
    condition: one => {
      const tested = runner.list(clause, one, true);
      const [enter, end] = parted(tested, each => !each.leaving && (each.status === 0) === (kind === 'while'));
      return { enter, end };
    },
    body: one => runner.list(body, one, ignored),
  });
}

/** Whether an arithmetic condition holds: its value is not 0. */
export function truth(expression: ArithmeticExpression | undefined, { variables }: ShellState): boolean | undefined {
  const value = expression && evaluate(expression, variables);
  return value === undefined ? undefined : value !== 0;
}

/** Whether a text fits a pattern of `case`; undefined if this is not known. */
function fitsPattern(text: string, pattern: string): boolean | undefined {
  if (pattern === '*') return true;
  if (text.includes(UNKNOWN_TEXT)) return undefined;
  return mayFit(text, pattern) ? (text === pattern ? true : undefined) : false;
}
