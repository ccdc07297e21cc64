/** Follows the rounds of a loop. */
import { ShellState } from './shell-state.js';

/** The states in which the body runs next, and those in which the loop ends or is left. */
export interface Round {
  readonly enter: readonly ShellState[];
  readonly end: readonly ShellState[];
}

export interface Loop {
  /** How many rounds are followed at most. */
  readonly rounds: number;
  readonly condition: (state: ShellState, round: number) => Round;
  readonly body: (state: ShellState) => ShellState[];
}

/** Runs the body as long as the condition says, and not again if a round has changed nothing. */
export function runLoop(state: ShellState, { rounds, condition, body }: Loop): ShellState[] {
  state.loops = [...state.loops, 0];
  const ended: ShellState[] = [];
  let running = [state];
  for (let round = 0; round < rounds && running.length > 0; round += 1) {
    const before = running.map(each => each.clone());
    const after: ShellState[] = [];
    for (const each of running) {
      const { enter, end } = condition(each, round);
      for (const one of end) {
        if (one.leaving) after.push(one);
        else ended.push(one.end(one.loops.at(-1) ?? 0));
      }
      for (const one of enter.flatMap(body)) {
        one.loops = [...one.loops.slice(0, -1), one.status];
        after.push(one);
      }
    }
    const [again, over] = parted(after, goesOn);
    const isNew = (each: ShellState) => round + 1 < rounds && !before.some(one => one.equals(each));
    const [changed, same] = parted(ShellState.joined(again), isNew);
    ended.push(...over, ...same);
    running = changed;
  }
  for (const each of ended) each.loops = each.loops.slice(0, -1);
  return joinedRunning(ended);
}

/** Whether a loop goes on after a round. `break` and `continue` can leave several loops. */
function goesOn(state: ShellState): boolean {
  const { leaving } = state;
  if (!leaving) return true;
  if (leaving.kind === 'exit' || leaving.kind === 'return') return false;
  state.leaving = leaving.levels > 1 ? { ...leaving, levels: leaving.levels - 1 } : undefined;
  return leaving.kind === 'continue' && leaving.levels <= 1;
}

/** Joins those that run on, and keeps those that leave. */
export function joinedRunning(states: readonly ShellState[]): ShellState[] {
  const [running, left] = parted(states, ({ leaving }) => leaving === undefined);
  return [...ShellState.joined(running), ...left];
}

/** Those for which it holds, and those for which it does not. */
export function parted(
  states: readonly ShellState[],
  holds: (state: ShellState) => boolean,
): [ShellState[], ShellState[]] {
  const yes: ShellState[] = [];
  const no: ShellState[] = [];
  for (const each of states) (holds(each) ? yes : no).push(each);
  return [yes, no];
}
