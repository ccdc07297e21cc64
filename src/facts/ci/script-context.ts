/** Where a script runs: its shell, directory, variables, and files. */
import { type Files, readText, resolve } from '../../snapshot/files.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { NamedRun } from './model.js';
import type { ShellOptions } from './shell-state.js';
import { programName } from './unwrap.js';

/** Where a script runs. */
export interface ScriptContext {
  readonly files: Files;
  /** The shell as a step names it: `bash`, `pwsh`, `cmd`, `nix develop -c bash -e {0}`. */
  readonly shell: string;
  /** The working directory, relative to the root of the repository. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, string>;
  /** A command that is looked for by its name. */
  readonly named?: NamedRun | undefined;
}

/** The options `-e` and `-o pipefail` of a shell's command line. */
export function shellOptions(shell: string): ShellOptions {
  const words = shell.split(/\s+/);
  return {
    errexit: words.some(
      (word, index) => /^-[A-Za-z]*e/.test(word) || (word === 'errexit' && words[index - 1]?.endsWith('o') === true),
    ),
    pipefail: words.some((word, index) => word === 'pipefail' && /^-[A-Za-z]*o$/.test(words[index - 1] ?? '')),
    ...(programName(words[0] ?? '') === 'sh' && { posix: true }),
  };
}

/** The shell of a script that is run by its path. */
export function readShebang(path: string, context: ScriptContext): string {
  const text = readText(context.files, localPath(path, context));
  return (text.read && /^#!\s*(\S[^\n]{0,200})/.exec(text.value)?.[1]) || 'bash';
}

/** The context of a script that gets arguments. */
export function withArgs(context: ScriptContext, args: readonly string[]): ScriptContext {
  const variables = new Map([...context.variables].filter(([name]) => !/^\d+$/.test(name)));
  args.forEach((arg, index) => variables.set(String(index + 1), arg));
  // An argument that is not given is empty.
  for (let index = args.length + 1; index <= 9; index += 1) variables.set(String(index), '');
  variables.set('@', args.join(' '));
  return { ...context, variables };
}

/** Whether a path is that of a file in the repository. */
export function isLocal(path: string, context: ScriptContext): boolean {
  return !path.includes(UNKNOWN_TEXT) && context.files.entries.has(localPath(path, context));
}

/** The path relative to the step's directory, otherwise to the root (`$GITHUB_WORKSPACE/ci/test.sh`). */
export function localPath(path: string, context: ScriptContext): string {
  const plain = path.replace(/^\uE000\//, '');
  const here = resolve(context.folder, plain);
  return context.files.entries.has(here) ? here : resolve('', plain);
}
