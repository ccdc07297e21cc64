/**
 * Lists what a script does: the effects of its commands, and of what they run, a few levels deep: targets of make, just, and cargo-make,
 * Cargo aliases, and shell scripts of the repository. A task that cannot be followed might do what its name says.
 */

import { memo } from '../../cache/memo.js';
import { type Files, parentDirectory, readText, resolve } from '../../snapshot/files.js';
import { cargoSubcommand } from './cargo-command.js';
import { cargoAliases, cargoMakeRecipe } from './cargo-tasks.js';
import { type CommandEffect, maybe, NOTHING } from './effect.js';
import { flakeChecks } from './flake-checks.js';
import type { Purpose } from './model.js';
import { namedCommand, withPossibly } from './named-run.js';
import { packageScripts } from './npm-scripts.js';
import { isLocal, localPath, readShebang, type ScriptContext, shellOptions, withArgs } from './script-context.js';
import { readLines } from './script-lines.js';
import { readShell } from './shell.js';
import { firstText, justRecipe, makeRecipe, readJustfile, readMakefile, type TaskFile } from './tasks.js';
import { JUST_SHOWS, MAKE_IGNORES, MAKE_SHOWS, optionValue } from './task-options.js';
import { toolEffect } from './tools.js';
import { programName, unwrap } from './unwrap.js';

/** An effect of one command of a script. */
export interface ScriptEffect {
  readonly effect: CommandEffect;
  /** The line within the script, from 0. */
  readonly line: number;
  /** The command as a finding shows it. */
  readonly shown: string;
  /** Whether its failure does not fail the script. */
  readonly swallowed: boolean;
}

const DEEPEST = 4;
const MOST = 2_000;
const MOST_TEXT = 512 * 1024;
const ANYTHING: readonly Purpose[] = ['test', 'security', 'license', 'docs', 'publish', 'notify', 'bench'];

/** How many more commands and characters are followed from one script. */
interface Budget {
  left: number;
  text: number;
}

/** The effects of a script, in order. Commands without an effect are omitted. */
export function commandEffects(script: string, context: ScriptContext): ScriptEffect[] {
  const budget = { left: MOST, text: MOST_TEXT };
  const all = scriptEffects(script, context, 0, budget);
  return [
    ...new Map(all.map(each => [JSON.stringify([each.line, each.shown, each.effect, each.swallowed]), each])).values(),
  ];
}

function scriptEffects(script: string, context: ScriptContext, depth: number, budget: Budget): ScriptEffect[] {
  const program = programName(context.shell.trim().split(/\s+/)[0] ?? '');
  budget.text -= script.length;
  if (budget.text < 0) return [];
  const windows = /^(pwsh|powershell|cmd)$/.test(program);
  if (/^(python3?|node|perl|ruby|nu)$/.test(program)) {
    const effect = withPossibly(NOTHING, context.named);
    return effect.may.length > 0 ? [{ effect, line: 0, shown: `a script of ${program}`, swallowed: false }] : [];
  }
  const { commands, broken } = windows
    ? readLines(script)
    : readShell(script, context.variables, shellOptions(context.shell));
  const out: ScriptEffect[] = [];
  for (const { words, input, line, swallowed, folder, variables, options } of commands) {
    if ((budget.left -= 1) < 0) break;
    const here = {
      ...context,
      folder: resolve(context.folder, folder.replace(/^\//, '')),
      variables: windows ? context.variables : variables,
      // `eval` and `source` run in this shell, and have its options.
      shell: windows
        ? context.shell
        : `${options.posix ? 'sh' : 'bash'}${options.errexit ? ' -e' : ''}${options.pipefail ? ' -o pipefail' : ''}`,
    };
    const shown = words.join(' ').replace(/\s+/g, ' ').trim().slice(0, 100);
    for (const inner of effectsWithNamed(words, here, depth, budget, input)) {
      const through = inner.shown === '' || depth > 0 ? shown : `${shown} → ${inner.shown}`;
      out.push({ effect: inner.effect, line, shown: through, swallowed: swallowed || inner.swallowed });
    }
  }
  // A command that is not understood does not count against the module.
  if (broken)
    out.push({
      effect: withPossibly({ does: [], may: ANYTHING }, context.named),
      line: 0,
      shown: 'a script that could not be read',
      swallowed: false,
    });
  return out;
}

type Inner = Omit<ScriptEffect, 'line'>;

/** The effects of a command, and whether it is the one that is looked for by its name. */
function effectsWithNamed(
  given: readonly string[],
  context: ScriptContext,
  depth: number,
  budget: Budget,
  input?: string,
): Inner[] {
  const effects = effectsOfCommand(given, context, depth, budget, input);
  const { named } = context;
  if (!named) return effects;
  const inner = unwrap(given, input);
  const effect = inner.kind === 'command' ? namedCommand(inner.words, named) : NOTHING;
  const isNone = effect.does.length + effect.may.length === 0;
  return isNone ? effects : [...effects, { effect, shown: '', swallowed: false }];
}

function effectsOfCommand(
  given: readonly string[],
  context: ScriptContext,
  depth: number,
  budget: Budget,
  input?: string,
): Inner[] {
  const inner = unwrap(given, input);
  if (inner.kind === 'script')
    return depth < DEEPEST
      ? scriptEffects(
          inner.text,
          withArgs({ ...context, shell: inner.shell ?? context.shell }, inner.args),
          depth + 1,
          budget,
        )
      : [];
  if (inner.kind === 'file')
    return effectsOfFile(inner.path, inner.args, { ...context, shell: inner.shell ?? context.shell }, depth, budget);
  const { words } = inner;
  const [first = '', ...args] = words;
  const name = programName(first);
  if (name === 'make' || name === 'gmake') return effectsOfMake(args, context, depth, budget);
  if (name === 'just') return effectsOfJust(args, context, depth, budget);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name)) {
    const followed = effectsOfPackageScript([name, ...args], context, depth, budget);
    if (followed.length > 0) return followed;
  }
  if (name === 'cargo' || name === 'cross') {
    const followed = effectsOfCargoTask(words, context, depth, budget);
    if (followed) return followed;
  }
  if (first.includes('/') && !/^(?:cargo|cross)$/.test(name) && isLocal(first, context))
    return effectsOfFile(first, args, { ...context, shell: readShebang(first, context) }, depth, budget);
  if (/^(python3?|node|deno|bun|ruby|perl|pwsh|powershell|tsx)$/.test(name)) return effectsOfInterpreter(args, context);
  const effect = toolEffect(words);
  const extra = effect.does.includes('nix') && effect.does.includes('test') ? flakeChecks(context.files) : [];
  return effect.does.length > 0 || effect.may.length > 0
    ? [{ effect: located({ ...effect, does: [...effect.does, ...extra] }, context), shown: '', swallowed: false }]
    : [];
}

/** Resolves the directory in which Cargo looks for its manifest. */
function located(effect: CommandEffect, { folder }: ScriptContext): CommandEffect {
  return effect.tested
    ? { ...effect, tested: { ...effect.tested, folder: resolve(folder, effect.tested.folder) } }
    : effect;
}

/** The effects of a script of the repository. A shell script is followed. Any other script might do what its name and arguments say. */
function effectsOfFile(
  path: string,
  args: readonly string[],
  context: ScriptContext,
  depth: number,
  budget: Budget,
): Inner[] {
  const file = localPath(path, context);
  const text = readText(context.files, file);
  // A Rust file is not a shell script, and its text is not available here.
  if (!text.read) return file.endsWith('.rs') ? unfollowed([file, ...args], context) : [];
  const shebang = /^#!.*/.exec(text.value.slice(0, 200))?.[0] ?? '';
  const shell = /\.(ps1|cmd|bat)$/i.test(file) ? 'pwsh' : `bash ${context.shell.replace(/^\S+/, '')}`;
  const followed = shell === 'pwsh' || /\.(sh|bash)$/.test(file) || /\b(ba|da|z|k)?sh\b/.test(shebang);
  if (!followed) return unfollowed([file, ...args], context);
  return depth < DEEPEST
    ? scriptEffects(text.value, withArgs({ ...context, shell }, args), depth + 1, budget)
    : unfollowed([file, ...args], context);
}

function unfollowed(words: readonly string[], { named }: ScriptContext): Inner[] {
  const effect = withPossibly(maybe(words), named);
  return effect.may.length > 0 ? [{ effect, shown: '', swallowed: false }] : [];
}

function effectsOfInterpreter(args: readonly string[], context: ScriptContext): Inner[] {
  const file = args.find(arg => !arg.startsWith('-'));
  return file !== undefined && isLocal(file, context) ? unfollowed(args, context) : [];
}

function effectsOfMake(args: readonly string[], context: ScriptContext, depth: number, budget: Budget): Inner[] {
  if (args.some(arg => MAKE_SHOWS.test(arg))) return [];
  if (args.some(arg => MAKE_IGNORES.test(arg)))
    return effectsOfMake(
      args.filter(arg => !MAKE_IGNORES.test(arg)),
      context,
      depth,
      budget,
    ).map(each => ({ ...each, swallowed: true }));
  const folder = resolve(context.folder, optionValue(args, '-C', '--directory') ?? '');
  const named = optionValue(args, '-f', '--file');
  const file = firstText(
    context.files,
    (named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named]).map(name => resolve(folder, name)),
  );
  const words = args
    .filter((arg, index) => !/^-[CfjlIo]$|^--(directory|file)$/.test(args[index - 1] ?? '') || /^[-]/.test(arg))
    .filter(arg => !arg.startsWith('-'));
  const tasks = file && readOnce(context.files, file, readMakefile);
  const recipe = tasks && depth < DEEPEST && budget.text > 0 ? makeRecipe(tasks, words) : undefined;
  if (recipe === undefined || !tasks) return unfollowed(words.length > 0 ? words : ['all'], context);
  const shell = `sh ${tasks.variables.get('.SHELLFLAGS')?.replace(/c(?=\s|$)/, '') ?? ''}`;
  return effectsOfRecipe(recipe, { ...context, shell, folder }, depth + 1, budget, tasks.rules.has('.ONESHELL'));
}

/** Each line of a recipe runs in its own shell, and the first failure ends the recipe. A recipe that begins with `#!` is one script. */
function effectsOfRecipe(
  recipe: string,
  context: ScriptContext,
  depth: number,
  budget: Budget,
  whole = false,
): Inner[] {
  if (whole) return scriptEffects(recipe, context, depth, budget);
  const at = recipe.indexOf('#!');
  if (at >= 0 && (at === 0 || recipe[at - 1] === '\n')) {
    const shell = recipe.slice(0, at).trim() === '' ? recipe.slice(at + 2).split('\n', 1)[0] : 'bash -e';
    return scriptEffects(recipe, { ...context, shell: `bash ${shell?.replace(/^\s*\S+/, '') ?? ''}` }, depth, budget);
  }
  return recipe.split('\n').flatMap(line => scriptEffects(line, context, depth, budget));
}

const taskFiles = memo(({ entries }: Files) => ({ entries, known: new Map<string, TaskFile>() }));

/** Reads a task file on first use. */
function readOnce(files: Files, file: { path: string; text: string }, reader: (text: string) => TaskFile): TaskFile {
  const { known } = taskFiles(files);
  const read = known.get(file.path) ?? reader(file.text);
  known.set(file.path, read);
  return read;
}

function effectsOfJust(args: readonly string[], context: ScriptContext, depth: number, budget: Budget): Inner[] {
  if (args.some(arg => JUST_SHOWS.test(arg))) return [];
  const named = optionValue(args, '-f', '--justfile');
  const folders = named === undefined ? [context.folder, ''] : [''];
  const names = named === undefined ? ['justfile', 'Justfile', '.justfile'] : [named];
  const file = firstText(
    context.files,
    folders.flatMap(folder => names.map(name => resolve(folder, name))),
  );
  const words = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^(-f|--justfile|-d|--working-directory)$/.test(args[index - 1] ?? ''),
  );
  const recipe =
    file && depth < DEEPEST && budget.text > 0
      ? justRecipe(readOnce(context.files, file, readJustfile), words)
      : undefined;
  if (recipe === undefined || !file) return unfollowed(words.length > 0 ? words : ['default'], context);
  return effectsOfRecipe(recipe, { ...context, shell: 'sh', folder: parentDirectory(file.path) }, depth + 1, budget);
}

/** The effects of a Cargo alias or a task of cargo-make. Absent if the command is neither. */
function effectsOfCargoTask(
  words: readonly string[],
  context: ScriptContext,
  depth: number,
  budget: Budget,
): Inner[] | undefined {
  const subcommand = cargoSubcommand(words);
  if (!subcommand || depth >= DEEPEST) return undefined;
  const { name, args } = subcommand;
  const alias = cargoAliases(context.files).get(name);
  if (alias) return effectsWithNamed([words[0] ?? 'cargo', ...alias, ...args], { ...context }, depth + 1, budget);
  if (name !== 'make') return undefined;
  const recipe = cargoMakeRecipe(context.files, args.find(arg => !arg.startsWith('-')) ?? 'default');
  return recipe === undefined ? undefined : scriptEffects(recipe, { ...context, shell: 'bash -e' }, depth + 1, budget);
}

/** The effects of a script of `package.json`; none if there is no such script, or nothing in it is known. */
function effectsOfPackageScript(
  words: readonly string[],
  context: ScriptContext,
  depth: number,
  budget: Budget,
): Inner[] {
  const scripts = depth < DEEPEST ? packageScripts(context.files, context.folder, words) : undefined;
  if (!scripts) return [];
  const inner = { ...context, shell: 'sh', folder: scripts.folder };
  return scripts.texts.flatMap(text => scriptEffects(text, inner, depth + 1, budget));
}
