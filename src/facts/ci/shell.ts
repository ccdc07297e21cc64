/**
 * Lists the simple commands that a shell script runs, with their words as far as they are known. Variables that the script or the workflow
 * sets are replaced. Here-documents, comments, and quoted text do not count as commands. Functions count where they are called. If a
 * condition is known, only one branch counts, otherwise both. Never throws.
 *
 * Whether a failing command fails the script is found by following the script: once as if every command succeeded, and from each command on
 * once more as if it failed. Runs that come to the same state are joined, so that few are followed at any time.
 */

import { type ParsedScript, parse } from 'unbash';
import { memoByText } from '../../cache/memo.js';
import type { SimpleCommand } from './shell-commands.js';
import { ShellRun } from './shell-run.js';
import { type ShellOptions, ShellState } from './shell-state.js';
import { Variables } from './shell-variables.js';
import { isTooDeep } from './shell-words.js';

export interface ScriptRead {
  readonly commands: readonly SimpleCommand[];
  /** Whether a part could not be parsed. */
  readonly broken: boolean;
}

const LONGEST = 128 * 1024;

/** The shell of a step that does not name one: `bash -e {0}`. */
const STEP: ShellOptions = { errexit: true, pipefail: false };

/** Reads a script of `sh` or Bash. @param variables those of the environment, and the arguments as `1`, `2`, … and `@` */
export function readShell(
  text: string,
  variables: ReadonlyMap<string, string> = new Map(),
  options: ShellOptions = STEP,
): ScriptRead {
  const script = parsedScript(text);
  if (!script) return { commands: [], broken: true };
  const run = new ShellRun(text, parsedScript);
  try {
    run.start(script, new ShellState(options, new Variables(variables)));
    return { commands: run.read(), broken: (script.errors?.length ?? 0) > 0 };
  } catch {
    return { commands: run.read(), broken: true };
  }
}

/** How many of the scripts that were parsed last are kept: steps of many jobs run the same script with different variables. */
const RECENT_SCRIPTS = 64;
const parsed = memoByText(text => parse(text), RECENT_SCRIPTS);

/** Undefined if a text is too long or too deep, or cannot be parsed at all. */
function parsedScript(text: string): ParsedScript | undefined {
  if (text.length > LONGEST || isTooDeep(text)) return undefined;
  try {
    return parsed(text);
  } catch {
    return undefined;
  }
}
