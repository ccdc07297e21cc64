/**
 * What a script does: its commands, unwrapped, and what they lead to: targets of make, just and cargo-make, Cargo's aliases,
 * and shell scripts of the repository, a few levels deep. What is named and cannot be followed may do what its name says.
 */

import { memo } from '../../cache/memo.js';
import { withoutStringsAndComments } from '../../formats/nix.js';
import { type Files, parentDirectory, readText, resolve } from '../../snapshot/files.js';
import { cargoSubcommand } from './cargo-command.js';
import { aliasesOf, cargoMakeRecipe } from './cargo-tasks.js';
import { type CommandEffect, maybe } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { Purpose } from './model.js';
import { readLines } from './script-lines.js';
import { readShell } from './shell.js';
import type { ShellOptions } from './shell-failures.js';
import { firstText, justRecipe, makeRecipe, readJustfile, readMakefile, type TaskFile } from './tasks.js';
import { toolEffect } from './tools.js';
import { programName, unwrap } from './unwrap.js';

/** A deed of one command of a script. */
export interface ScriptEffect {
  readonly deed: CommandEffect;
  /** The line within the script, from 0. */
  readonly line: number;
  readonly shown: string;
  readonly swallowed: boolean;
}

export interface World {
  readonly files: Files;
  /** As a step names it: `bash`, `pwsh`, `cmd`, `nix develop -c bash -e {0}`. */
  readonly shell: string;
  /** Where it runs, from the repository's root. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, string>;
}

const DEEPEST = 4;
const MOST = 2_000;
const MOST_TEXT = 512 * 1024;
const ANYTHING: readonly Purpose[] = ['test', 'security', 'licence', 'docs', 'publish', 'notify', 'bench'];

/** How many commands and characters may still be followed from one script. */
interface Trail {
  left: number;
  text: number;
}

/** The deeds of a script, in its order; commands that do nothing of note are left out. */
export function commandEffects(script: string, world: World): ScriptEffect[] {
  const trail = { left: MOST, text: MOST_TEXT };
  const all = scriptDeeds(script, world, 0, trail);
  return [
    ...new Map(all.map(each => [JSON.stringify([each.line, each.shown, each.deed, each.swallowed]), each])).values(),
  ];
}

function scriptDeeds(script: string, world: World, depth: number, trail: Trail): ScriptEffect[] {
  const program = programName(world.shell.trim().split(/\s+/)[0] ?? '');
  trail.text -= script.length;
  if (trail.text < 0) return [];
  const windows = /^(pwsh|powershell|cmd)$/.test(program);
  if (/^(python3?|node|perl|ruby|nu)$/.test(program)) return [];
  const { commands, broken } = windows ? readLines(script) : readShell(script, world.variables, optionsOf(world.shell));
  const out: ScriptEffect[] = [];
  for (const { words, line, swallowed, folder, variables, options } of commands) {
    if ((trail.left -= 1) < 0) break;
    const here = {
      ...world,
      folder: resolve(world.folder, folder.replace(/^\//, '')),
      variables: windows ? world.variables : variables,
      // What runs in this very shell has its options: `eval`, `source`.
      shell: windows ? world.shell : `bash${options.errexit ? ' -e' : ''}${options.pipefail ? ' -o pipefail' : ''}`,
    };
    const shown = words.join(' ').replace(/\s+/g, ' ').trim().slice(0, 100);
    for (const inner of commandDeeds(words, here, depth, trail)) {
      const through = inner.shown === '' || depth > 0 ? shown : `${shown} → ${inner.shown}`;
      out.push({ deed: inner.deed, line, shown: through, swallowed: swallowed || inner.swallowed });
    }
  }
  // A command that is not understood does not count against the module.
  if (broken)
    out.push({
      deed: { does: [], may: ANYTHING },
      line: 0,
      shown: 'a script that could not be read',
      swallowed: false,
    });
  return out;
}

type Inner = Omit<ScriptEffect, 'line'>;

function commandDeeds(given: readonly string[], world: World, depth: number, trail: Trail): Inner[] {
  const inner = unwrap(given);
  if (inner.kind === 'script')
    return depth < DEEPEST
      ? scriptDeeds(inner.text, withArgs({ ...world, shell: inner.shell ?? world.shell }, inner.args), depth + 1, trail)
      : [];
  if (inner.kind === 'file')
    return fileDeeds(inner.path, inner.args, { ...world, shell: inner.shell ?? world.shell }, depth, trail);
  const { words } = inner;
  const [first = '', ...args] = words;
  const name = programName(first);
  if (name === 'make' || name === 'gmake') return makeDeeds(args, world, depth, trail);
  if (name === 'just') return justDeeds(args, world, depth, trail);
  if (name === 'cargo' || name === 'cross') {
    const followed = cargoTask(words, world, depth, trail);
    if (followed) return followed;
  }
  if (first.includes('/') && !/^(?:cargo|cross)$/.test(name) && isLocal(first, world))
    return fileDeeds(first, args, { ...world, shell: shebangOf(first, world) }, depth, trail);
  if (/^(python3?|node|deno|bun|ruby|perl|pwsh|powershell|tsx)$/.test(name)) return ofInterpreter(args, world);
  const deed = toolEffect(words);
  const extra = deed.does.includes('nix') && deed.does.includes('test') ? flakeChecks(world.files) : [];
  return deed.does.length > 0 || deed.may.length > 0
    ? [{ deed: located({ ...deed, does: [...deed.does, ...extra] }, world), shown: '', swallowed: false }]
    : [];
}

/** Where Cargo looks for its manifest. */
function located(deed: CommandEffect, { folder }: World): CommandEffect {
  return deed.tested ? { ...deed, tested: { ...deed.tested, folder: resolve(folder, deed.tested.folder) } } : deed;
}

/** `-e` and `-o pipefail` of a shell's command line. */
function optionsOf(shell: string): ShellOptions {
  const words = shell.split(/\s+/);
  return {
    errexit: words.some(
      (word, index) => /^-[A-Za-z]*e/.test(word) || (word === 'errexit' && words[index - 1]?.endsWith('o') === true),
    ),
    pipefail: words.some((word, index) => word === 'pipefail' && /^-[A-Za-z]*o$/.test(words[index - 1] ?? '')),
  };
}

/** What a script that is run by its name says of its shell. */
function shebangOf(path: string, world: World): string {
  const text = readText(world.files, localPath(path, world));
  return (text.read && /^#!\s*(\S[^\n]{0,200})/.exec(text.value)?.[1]) || 'bash';
}

function withArgs(world: World, args: readonly string[]): World {
  const variables = new Map([...world.variables].filter(([name]) => !/^\d+$/.test(name)));
  args.forEach((arg, index) => variables.set(String(index + 1), arg));
  // A script that is given nothing sees nothing: `$1` is empty.
  for (let index = args.length + 1; index <= 9; index += 1) variables.set(String(index), '');
  variables.set('@', args.join(' '));
  return { ...world, variables };
}

function isLocal(path: string, world: World): boolean {
  return !path.includes(UNKNOWN_TEXT) && world.files.entries.has(localPath(path, world));
}

/** From the step's folder, else from the root (`$GITHUB_WORKSPACE/ci/test.sh`). */
function localPath(path: string, world: World): string {
  const plain = path.replace(/^\uE000\//, '');
  const here = resolve(world.folder, plain);
  return world.files.entries.has(here) ? here : resolve('', plain);
}

/** A script of the repository: one for a shell is followed, another may do what its name and arguments say. */
function fileDeeds(path: string, args: readonly string[], world: World, depth: number, trail: Trail): Inner[] {
  const file = localPath(path, world);
  const text = readText(world.files, file);
  // A Rust file is not a shell script, and its text is not available here.
  if (!text.read) return file.endsWith('.rs') ? unfollowed([file, ...args]) : [];
  const shebang = /^#!.*/.exec(text.value.slice(0, 200))?.[0] ?? '';
  const shell = /\.(ps1|cmd|bat)$/i.test(file) ? 'pwsh' : `bash ${world.shell.replace(/^\S+/, '')}`;
  const followed = shell === 'pwsh' || /\.(sh|bash)$/.test(file) || /\b(ba|da|z|k)?sh\b/.test(shebang);
  if (!followed) return unfollowed([file, ...args]);
  return depth < DEEPEST
    ? scriptDeeds(text.value, withArgs({ ...world, shell }, args), depth + 1, trail)
    : unfollowed([file, ...args]);
}

function unfollowed(words: readonly string[]): Inner[] {
  const deed = maybe(words);
  return deed.may.length > 0 ? [{ deed, shown: '', swallowed: false }] : [];
}

function ofInterpreter(args: readonly string[], world: World): Inner[] {
  const file = args.find(arg => !arg.startsWith('-'));
  return file !== undefined && isLocal(file, world) ? unfollowed(args) : [];
}

/** The value of an option, as `-C dir`, `-Cdir` or `--directory=dir`. */
function optionOf(args: readonly string[], short: string, long: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === short || arg === long) return args[index + 1];
    if (arg.startsWith(`${long}=`)) return arg.slice(long.length + 1);
    if (arg.startsWith(short) && arg.length > 2) return arg.slice(2);
  }
  return undefined;
}

/** Options with which make and just only show what they would run, or forget what fails. */
const MAKE_SHOWS =
  /^(?:-[a-mor-uw-zA-Z]*[nqpv][a-zA-Z]*|--(?:dry-run|just-print|recon|question|version|help|print-data-base))$/;
const MAKE_IGNORES = /^(?:-[a-hj-zA-Z]*i[a-zA-Z]*|--ignore-errors)$/;
const JUST_SHOWS = /^(?:-n|-l|-s|--(?:dry-run|list|show|summary|evaluate|dump|help|version|choose|fmt))$/;

function makeDeeds(args: readonly string[], world: World, depth: number, trail: Trail): Inner[] {
  if (args.some(arg => MAKE_SHOWS.test(arg))) return [];
  if (args.some(arg => MAKE_IGNORES.test(arg)))
    return makeDeeds(
      args.filter(arg => !MAKE_IGNORES.test(arg)),
      world,
      depth,
      trail,
    ).map(each => ({ ...each, swallowed: true }));
  const folder = resolve(world.folder, optionOf(args, '-C', '--directory') ?? '');
  const named = optionOf(args, '-f', '--file');
  const file = firstText(
    world.files,
    (named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named]).map(name => resolve(folder, name)),
  );
  const words = args
    .filter((arg, index) => !/^-[CfjlIo]$|^--(directory|file)$/.test(args[index - 1] ?? '') || /^[-]/.test(arg))
    .filter(arg => !arg.startsWith('-'));
  const tasks = file && readOnce(world.files, file, readMakefile);
  const recipe = tasks && depth < DEEPEST && trail.text > 0 ? makeRecipe(tasks, words) : undefined;
  if (recipe === undefined || !tasks) return unfollowed(words.length > 0 ? words : ['all']);
  const shell = `sh ${tasks.variables.get('.SHELLFLAGS')?.replace(/c(?=\s|$)/, '') ?? ''}`;
  return recipeDeeds(recipe, { ...world, shell, folder }, depth + 1, trail, tasks.rules.has('.ONESHELL'));
}

/** Each line of a recipe is a shell of its own, and the first that fails ends it; a recipe with `#!` is one script. */
function recipeDeeds(recipe: string, world: World, depth: number, trail: Trail, whole = false): Inner[] {
  if (whole) return scriptDeeds(recipe, world, depth, trail);
  const at = recipe.indexOf('#!');
  if (at >= 0 && (at === 0 || recipe[at - 1] === '\n')) {
    const shell = recipe.slice(0, at).trim() === '' ? recipe.slice(at + 2).split('\n', 1)[0] : 'bash -e';
    return scriptDeeds(recipe, { ...world, shell: `bash ${shell?.replace(/^\s*\S+/, '') ?? ''}` }, depth, trail);
  }
  return recipe.split('\n').flatMap(line => scriptDeeds(line, world, depth, trail));
}

const taskFiles = memo(({ entries }: Files) => ({ entries, known: new Map<string, TaskFile>() }));

/** Reads a task file on first use. */
function readOnce(files: Files, file: { path: string; text: string }, reader: (text: string) => TaskFile): TaskFile {
  const { known } = taskFiles(files);
  const read = known.get(file.path) ?? reader(file.text);
  known.set(file.path, read);
  return read;
}

function justDeeds(args: readonly string[], world: World, depth: number, trail: Trail): Inner[] {
  if (args.some(arg => JUST_SHOWS.test(arg))) return [];
  const named = optionOf(args, '-f', '--justfile');
  const folders = named === undefined ? [world.folder, ''] : [''];
  const names = named === undefined ? ['justfile', 'Justfile', '.justfile'] : [named];
  const file = firstText(
    world.files,
    folders.flatMap(folder => names.map(name => resolve(folder, name))),
  );
  const words = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^(-f|--justfile|-d|--working-directory)$/.test(args[index - 1] ?? ''),
  );
  const recipe =
    file && depth < DEEPEST && trail.text > 0
      ? justRecipe(readOnce(world.files, file, readJustfile), words)
      : undefined;
  if (recipe === undefined || !file) return unfollowed(words.length > 0 ? words : ['default']);
  return recipeDeeds(recipe, { ...world, shell: 'sh', folder: parentDirectory(file.path) }, depth + 1, trail);
}

/** Cargo's aliases and tasks of cargo-make; undefined if it is neither. */
function cargoTask(words: readonly string[], world: World, depth: number, trail: Trail): Inner[] | undefined {
  const subcommand = cargoSubcommand(words);
  if (!subcommand || depth >= DEEPEST) return undefined;
  const { name, args } = subcommand;
  const alias = aliasesOf(world.files).get(name);
  if (alias) return commandDeeds([words[0] ?? 'cargo', ...alias, ...args], { ...world }, depth + 1, trail);
  if (name !== 'make') return undefined;
  const recipe = cargoMakeRecipe(world.files, args.find(arg => !arg.startsWith('-')) ?? 'default');
  return recipe === undefined ? undefined : scriptDeeds(recipe, { ...world, shell: 'bash -e' }, depth + 1, trail);
}

/** What a flake's own checks run in addition to tests, as crane names them. */
const flakeChecks = memo((files: Files): readonly Purpose[] => {
  const text = readText(files, 'flake.nix');
  const code = text.read ? withoutStringsAndComments(text.value) : '';
  const purposes: Purpose[] = [];
  if (/\bcargoAudit\b|\bcargoDeny\b/.test(code)) purposes.push('security');
  if (/\bcargoDeny\b/.test(code)) purposes.push('licence');
  if (/\bcargoDoc\b/.test(code)) purposes.push('docs');
  return purposes;
});
