/** Environment variables that library code reads. */
import type { Package } from '../cargo/model.js';
import { enclosing, functionsOf, isOn, itemsOf } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import type { LibraryFile } from '../rust/crate-model.js';
import type { Field, RustFile } from '../rust/model.js';
import { argumentsOf, methodCalls, type PathCall, pathCalls } from '../rust/scan.js';
import { inside, isText, isWord, kindAt, lineAt, stringValue, wordAt } from '../rust/tokens.js';
import { Punct, type Range } from '../rust/tokens-model.js';

export interface Variable {
  /** Absent where the name is not a literal. */
  readonly name?: string;
  readonly path: string;
  readonly line: number;
}

type Found = Variable & { readonly at: number };

const READS = /^(std::env|dotenvy|dotenv|env)::(var|var_os)$/;
/** Reads that give no name: by a prefix, a struct's fields, or all there is. */
const READS_MANY =
  /(^|::)Env::(prefixed|raw|var)$|(^|::)Environment::(with_prefix|default)$|^(envy|serde_env|env_var)::(from_env|prefixed|from_env_with_prefix)$|^std::env::(vars|vars_os)$|^rocket::build$|(^|::)Envconfig::init_from_env$/;
/** A filter of what is logged, by `RUST_LOG`. */
const FILTERS =
  /(^|::)EnvFilter::(from_default_env|try_from_default_env)$|^(pretty_)?env_logger::(init|try_init|builder|init_timed)$|(^|::)env_logger::(Builder|Env)::(from_default_env|default)$/;
/** The same by a variable that it is given. */
const NAMED_FILTERS =
  /(^|::)EnvFilter::(from_env|try_from_env)$|^(pretty_)?env_logger::(init_custom_env|try_init_custom_env)$/;

/** Names of functions that say too little to follow. */
const COMMON = /^(get|new|from|read|load|parse|value|string|fetch|lookup|find|with|set|try_from|try_get)$/;

/** Every place that reads the environment, in order. */
export function variablesOf(library: readonly LibraryFile[], packages: readonly Package[]): Variable[] {
  const consts = constsOf(library);
  const depends = (pattern: RegExp) =>
    packages.some(({ dependencies }) =>
      dependencies.some(({ package: name, kind }) => kind === 'normal' && pattern.test(name)),
    );
  const readsFilter = depends(/^(tracing-subscriber|env_logger|pretty_env_logger)$/);
  const hasClap = depends(/^(clap|structopt)$/);
  const readers = readersOf(library);
  return library.flatMap(source => {
    const { file } = source;
    const { tokens } = file;
    const all = { from: 0, to: tokens.count };
    const found: Found[] = [];
    const add = (at: number, name?: string) => {
      if (isOn(source, at))
        found.push({ at, path: source.path, line: lineAt(tokens, at), ...(name === undefined ? {} : { name }) });
    };
    for (const call of pathCalls(tokens, all)) {
      const full = fullPath(file, call.path.filter(Boolean));
      const passed = readers.get(call.name);
      if (READS.test(full)) add(call.at, nameAt(file, call.args, consts));
      else if (READS_MANY.test(full)) add(call.at);
      else if (readsFilter && NAMED_FILTERS.test(full)) add(call.at, nameAt(file, call.args, consts));
      else if (readsFilter && FILTERS.test(full)) add(call.at, filterNear(file, call.at, consts));
      else if (passed !== undefined) addPassed(add, file, call, passed, consts);
    }
    for (const call of methodCalls(tokens, all)) {
      const passed = readers.get(call.name);
      const only = argumentsOf(tokens, call.args).length === 1;
      if (
        readsFilter &&
        /^(from_env_lossy|from_env|try_from_env|parse_default_env)$/.test(call.name) &&
        isFilter(file, call.at)
      )
        add(call.at, filterNear(file, call.at, consts));
      else if (hasClap && call.name === 'env' && only && stringValue(tokens, call.args.from) !== undefined)
        add(call.at, stringValue(tokens, call.args.from));
      else if (passed !== undefined) addPassed(add, file, call, passed, consts);
    }
    for (const [at, name] of fieldVariables(file)) add(at, name);
    return found.sort((a, b) => a.at - b.at).map(({ at: _at, ...variable }) => variable);
  });
}

/** Where code logs by what `RUST_LOG` says without asking for a filter: `tracing_subscriber::fmt::init()`. */
export function logsByDefault(library: readonly LibraryFile[]): boolean {
  return library.some(source =>
    [...pathCalls(source.file.tokens, { from: 0, to: source.file.tokens.count })].some(
      ({ path, at }) =>
        /^tracing_subscriber::fmt::(try_)?init$/.test(fullPath(source.file, path.filter(Boolean))) && isOn(source, at),
    ),
  );
}

function constsOf(library: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const consts = new Map<string, string>();
  for (const { file } of library)
    for (const item of itemsOf(file)) {
      if ((item.kind !== 'const' && item.kind !== 'static') || !item.value) continue;
      const value = stringValue(file.tokens, item.value.from);
      if (value !== undefined) consts.set(item.name, value);
    }
  return consts;
}

/** Functions that read the variable whose name they are given, with the place of that parameter. */
function readersOf(library: readonly LibraryFile[]): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const source of library) {
    const { file } = source;
    const functions = functionsOf(file);
    for (const { path, args, at } of pathCalls(file.tokens, { from: 0, to: file.tokens.count })) {
      if (!READS.test(fullPath(file, path.filter(Boolean))) || !isOn(source, at)) continue;
      const name = isWord(file.tokens, args.to - 1) ? wordAt(file.tokens, args.to - 1) : undefined;
      const fn = enclosing(functions, at)?.fn;
      const index = fn?.params.findIndex(
        ({ pattern }) => isWord(file.tokens, pattern.to - 1) && wordAt(file.tokens, pattern.to - 1) === name,
      );
      if (fn && name !== undefined && index !== undefined && index >= 0 && !COMMON.test(fn.name))
        readers.set(fn.name, index);
    }
  }
  return readers;
}

function addPassed(
  add: (at: number, name?: string) => void,
  file: RustFile,
  { at, args }: Pick<PathCall, 'at' | 'args'>,
  index: number,
  consts: ReadonlyMap<string, string>,
): void {
  const argument = argumentsOf(file.tokens, args)[index];
  const name = argument && nameAt(file, argument, consts);
  if (name !== undefined && /^[A-Z][A-Z0-9_]*$/.test(name)) add(at, name);
}

function nameAt({ tokens }: RustFile, args: Range, consts: ReadonlyMap<string, string>): string | undefined {
  const from = isText(tokens, args.from, '&') ? args.from + 1 : args.from;
  return (
    stringValue(tokens, from) ?? (isWord(tokens, args.to - 1) ? consts.get(wordAt(tokens, args.to - 1)) : undefined)
  );
}

/** The variable of a logger: `Env::default().filter_or("PARCEL_LOG", "info")` names another one. */
function filterNear(file: RustFile, at: number, consts: ReadonlyMap<string, string>): string {
  const within = enclosing(functionsOf(file), at)?.fn.body ?? { from: 0, to: file.tokens.count };
  for (const { name, args } of methodCalls(file.tokens, within))
    if (/^(with_env_var|filter|filter_or)$/.test(name)) {
      const variable = nameAt(file, argumentsOf(file.tokens, args)[0] ?? args, consts);
      if (variable !== undefined && /^[A-Z][A-Z0-9_]*$/.test(variable)) return variable;
    }
  return 'RUST_LOG';
}

/** Whether a method is called on what begins with `EnvFilter` or a logger's builder. */
function isFilter({ tokens }: RustFile, at: number): boolean {
  for (let before = at - 2; before >= 0; ) {
    const kind = kindAt(tokens, before);
    if (kind === Punct.ParenClose) before = (tokens.match[before] ?? 0) - 1;
    else if (kind === Punct.Dot || isText(tokens, before, '::')) before -= 1;
    else if (isWord(tokens, before)) {
      if (/^(EnvFilter|env_logger|Builder)$/.test(wordAt(tokens, before))) return true;
      before -= 1;
    } else return false;
  }
  return false;
}

/** `#[arg(env = "PORT")]` of a field or a variant’s field, and the like of other crates. */
function* fieldVariables(file: RustFile): Generator<readonly [number, string]> {
  for (const item of itemsOf(file)) {
    if (item.kind === 'struct') for (const field of item.fields) yield* ofField(file, field);
    if (item.kind === 'enum')
      for (const variant of item.variants) for (const field of variant.fields) yield* ofField(file, field);
  }
}

/** clap takes the field's name in capitals where `env` stands alone. */
function* ofField({ tokens }: RustFile, field: Field): Generator<readonly [number, string]> {
  for (const { path, args } of field.attributes) {
    if (!/^(arg|clap|structopt|bpaf|conf|config|envconfig)$/.test(path)) continue;
    const key = path === 'envconfig' ? 'from' : 'env';
    for (let at = args.from; at < args.to; at += 1) {
      if (!isText(tokens, at, key) || isText(tokens, at - 1, '.') || isText(tokens, at - 1, '::')) continue;
      if (isText(tokens, at + 1, '=')) yield [at, stringValue(tokens, at + 2) ?? field.name.toUpperCase()];
      else if (kindAt(tokens, at + 1) === Punct.ParenOpen) {
        const name = stringValue(tokens, inside(tokens, at + 1).from);
        if (name !== undefined) yield [at, name];
      } else if (path !== 'config') yield [at, field.name.toUpperCase()];
    }
  }
}
