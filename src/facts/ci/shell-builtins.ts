/** What the builtins of a shell do to its options, its traps, and its jobs. https://www.gnu.org/software/bash/manual/html_node/Shell-Builtin-Commands.html */
import { UNKNOWN_TEXT } from './expression.js';
import type { ShellState } from './shell-state.js';

/** Builtins whose arguments are assignments. */
export const DECLARES: ReadonlySet<string> = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);

/** Builtins that are taken to succeed. */
const SUCCEEDS: ReadonlySet<string> = new Set([
  ...DECLARES,
  ':',
  'true',
  'echo',
  'printf',
  'set',
  'shopt',
  'trap',
  'shift',
  'unset',
  'unalias',
  'alias',
  'umask',
  'ulimit',
]);

/** How deep the stack of directories gets. */
const MOST_FOLDERS = 20;

/** Names of functions that end a script, wherever they come from. */
const DIES = /^(?:die|fail|abort|bail|fatal|panic|error_exit)$/;

/** Runs a builtin that sets the status of the shell. False if the command is none. */
export function runBuiltin(state: ShellState, [name = '', ...args]: readonly string[]): boolean {
  if (name === 'set') setOptions(state, args);
  else if (name === 'shopt') shopt(state, args);
  else if (name === 'trap') trap(state, args);
  else if (name === 'shift') state.variables.shift(args[0] === undefined ? 1 : Number(args[0]) || 1);
  if (SUCCEEDS.has(name)) state.end(0);
  else if (name === 'false') state.end(1);
  else if (name === 'wait') wait(state, args);
  else if (name === 'exit' || name === 'return') leave(state, name, args[0]);
  else if (name === 'break' || name === 'continue') {
    state.end(0);
    if (state.loops.length > 0) state.leaving = { kind: name, levels: Number(args[0] ?? 1) || 1 };
  } else if (DIES.test(name) && !state.nominal) leave(state, 'exit', '1');
  else return false;
  return true;
}

/** What `cd`, `pushd`, and `popd` do to the working directory. A directory that is not known is taken to be in the one before. */
export function changeFolder(state: ShellState, [name = '', ...args]: readonly string[]): void {
  const to = args.find(arg => arg === '-' || !arg.startsWith('-'));
  if (name === 'popd' || (name === 'cd' && to === '-')) {
    const back = state.folders.at(-1);
    if (back === undefined) return;
    state.folders = name === 'popd' ? state.folders.slice(0, -1) : [...state.folders.slice(0, -1), state.folder];
    state.folder = back;
  } else if ((name === 'cd' || name === 'pushd') && to !== undefined) {
    state.folders =
      name === 'pushd'
        ? [...state.folders, state.folder].slice(-MOST_FOLDERS)
        : [...state.folders.slice(0, -1), state.folder];
    state.folder = `${state.folder}/${to}`.slice(-1_000);
  }
}

function leave(state: ShellState, kind: 'exit' | 'return', status: string | undefined): void {
  // A status that is not known is most likely that of what has failed.
  const given = status === undefined ? state.status : /^\d+$/.test(status) ? Number(status) : Number(!state.nominal);
  state.end(given & 0xff);
  state.leaving = { kind };
}

function setOptions(state: ShellState, args: readonly string[]): void {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!/^[-+][A-Za-z]+$/.test(arg)) return;
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? (args[(at += 1)] ?? '') : letter;
      setOption(state, name, arg.startsWith('-'));
    }
  }
}

function setOption(state: ShellState, name: string, on: boolean): void {
  if (name === 'e' || name === 'errexit') state.options = { ...state.options, errexit: on };
  else if (name === 'pipefail') state.options = { ...state.options, pipefail: on };
  else if (name === 'E' || name === 'errtrace') state.errtrace = on;
}

/** `shopt -so pipefail`, `shopt -s inherit_errexit` */
function shopt(state: ShellState, args: readonly string[]): void {
  const flags = args.filter(arg => arg.startsWith('-')).join('');
  if (!/[su]/.test(flags)) return;
  for (const name of args.filter(arg => !arg.startsWith('-'))) {
    if (flags.includes('o')) setOption(state, name, flags.includes('s'));
    else if (name === 'inherit_errexit') state.options = { ...state.options, posix: flags.includes('s') };
  }
}

function trap(state: ShellState, args: readonly string[]): void {
  const given = args[0] === '--' ? args.slice(1) : args;
  const [action = '', ...signals] = given.length === 1 ? ['-', ...given] : given;
  const text = action === '-' || action === '' ? undefined : action;
  for (const signal of signals) {
    if (/^(?:SIG)?EXIT$|^0$/i.test(signal)) state.onExit = text;
    else if (/^(?:SIG)?ERR$/i.test(signal)) state.onError = text;
  }
}

/** `wait` alone succeeds. With jobs, its status is that of the last one. */
function wait(state: ShellState, args: readonly string[]): void {
  const statuses = [...state.jobs.values()];
  const worst = Math.max(0, ...statuses);
  const asked = args.filter(arg => !arg.startsWith('-'));
  const last = asked.at(-1);
  if (last === undefined) state.end(args.includes('-n') ? worst : 0);
  else
    state.end(
      state.jobs.get(last) ?? (last.includes(UNKNOWN_TEXT) ? worst : (statuses[Number(last.slice(1)) - 1] ?? 0)),
    );
}
