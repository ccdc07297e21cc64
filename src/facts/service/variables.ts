/** Environment variables that library code reads. */

import { memo } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import { type MethodCall, methodCalls, type PathCall, pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Field, RustFile } from '../../rust/model.js';
import { splitArguments } from '../../rust/scan.js';
import { inside, isText, isWord, kindAt, lineAt, stringValue, wordAt } from '../../rust/tokens.js';
import { Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { activeItems, enclosing, functionFacts, isActive } from '../code/functions.js';
import { fullPath } from '../code/imports.js';

export interface Variable {
  /** Absent if the name is not a literal. */
  readonly name?: string;
  readonly path: string;
  readonly line: number;
}

type Found = Variable & { readonly at: number };

/** Functions that read the environment; a path that begins with `*::` can have any path before it. */
interface Reader {
  readonly sort: ReadingCall['sort'];
  readonly of: string;
  readonly names: string;
}

const READERS: readonly Reader[] = [
  { sort: 'named', of: 'std::env dotenvy dotenv env', names: 'var var_os' },
  { sort: 'many', of: 'std::env', names: 'vars vars_os' },
  { sort: 'many', of: 'envy serde_env env_var', names: 'from_env prefixed from_env_with_prefix' },
  { sort: 'many', of: '*::Env', names: 'prefixed raw var' },
  { sort: 'many', of: '*::Environment', names: 'with_prefix default' },
  { sort: 'many', of: '*::Envconfig', names: 'init_from_env' },
  { sort: 'many', of: 'rocket', names: 'build' },
  { sort: 'named-filter', of: '*::EnvFilter', names: 'from_env try_from_env' },
  { sort: 'named-filter', of: 'env_logger pretty_env_logger', names: 'init_custom_env try_init_custom_env' },
  { sort: 'filter', of: '*::EnvFilter', names: 'from_default_env try_from_default_env' },
  { sort: 'filter', of: 'env_logger pretty_env_logger', names: 'init try_init builder init_timed' },
  { sort: 'filter', of: '*::env_logger::Builder *::env_logger::Env', names: 'from_default_env default' },
];
const READER_PATHS = READERS.map(({ sort, of, names }) => ({ sort, path: pathPattern(of, names) }));
const READER_NAMES = new Set(READERS.flatMap(({ names }) => names.split(' ')));
/** Methods of a filter. */
const FILTERING = new Set(['from_env_lossy', 'from_env', 'try_from_env', 'parse_default_env']);
/** The word in an attribute of a field that names its variable: `#[arg(env = "PORT")]`. */
const CLAP_WORD = 'env';
/** The attribute that names it by `from`. */
const ENVCONFIG = 'envconfig';
/** Without one of them a file reads nothing by itself. */
const ENVIRONMENT = searchWords(
  READERS.flatMap(({ of }) => of.split(' ').map(firstWord)),
  FILTERING,
  [CLAP_WORD, ENVCONFIG],
);

function pathPattern(of: string, names: string): RegExp {
  const paths = of.split(' ').map(path => (path.startsWith('*::') ? `(?:.*::)?${path.slice(3)}` : path));
  return new RegExp(`^(?:${paths.join('|')})::(?:${names.replaceAll(' ', '|')})$`);
}

/** The first word of a path that tells it: `env` of `std::env`. */
function firstWord(path: string): string {
  return path.split('::').find(word => word !== 'std' && word !== '*') ?? path;
}

/** Names of functions that say too little to follow. */
const COMMON = /^(get|new|from|read|load|parse|value|string|fetch|lookup|find|with|set|try_from|try_get)$/;

/** Every place that reads the environment, in order. */
export function environmentVariables(library: readonly LibraryFile[], packages: readonly Package[]): Variable[] {
  const consts = constsOf(library);
  const depends = (pattern: RegExp) =>
    packages.some(({ dependencies }) =>
      dependencies.some(({ package: name, kind }) => kind === 'normal' && pattern.test(name)),
    );
  const readsFilter = depends(/^(tracing-subscriber|env_logger|pretty_env_logger)$/);
  const hasClap = depends(/^(clap|structopt)$/);
  const readers = readersOf(library);
  const asked = searchWords(readers.keys());
  return library.flatMap(source => {
    const { file } = source;
    const found: Found[] = [];
    const add = (at: number, name?: string) => {
      if (isActive(source, at))
        found.push({ at, path: source.path, line: lineAt(file.tokens, at), ...(name === undefined ? {} : { name }) });
    };
    const known = new Set<number>();
    for (const { sort, at, args } of mentions(file.tokens, ENVIRONMENT) ? readingsIn(file) : []) {
      if (sort === 'clap' ? !hasClap : (sort === 'filter' || sort === 'named-filter') && !readsFilter) continue;
      known.add(at);
      add(
        at,
        sort === 'many' ? undefined : sort === 'filter' ? filterNear(file, at, consts) : nameAt(file, args, consts),
      );
    }
    for (const [at, name] of mentions(file.tokens, ENVIRONMENT) ? fieldVariables(file) : []) add(at, name);
    if (mentions(file.tokens, asked))
      for (const call of callsIn(file)) {
        const passed = known.has(call.at) ? undefined : readers.get(call.name);
        if (passed !== undefined) addPassed(add, file, call, passed, consts);
      }
    return found.sort((a, b) => a.at - b.at).map(({ at: _at, ...variable }) => variable);
  });
}

/** A call that reads the environment: `named` and `named-filter` are given the variable, and clap's `env` its literal. */
interface ReadingCall {
  readonly sort: 'named' | 'many' | 'named-filter' | 'filter' | 'clap';
  readonly at: number;
  readonly args: Range;
}

const readingsIn = memo((file: RustFile): readonly ReadingCall[] =>
  callsIn(file).flatMap(call => {
    const sort = 'path' in call ? sortOfPath(file, call) : sortOfMethod(file, call);
    return sort ? [{ sort, at: call.at, args: call.args }] : [];
  }),
);

/** The calls of a file by path, and of methods. */
function callsIn({ tokens }: RustFile): readonly (PathCall | MethodCall)[] {
  const all = { from: 0, to: tokens.count };
  return [...pathCalls(tokens, all), ...methodCalls(tokens, all)];
}

function sortOfPath(file: RustFile, { path, name }: PathCall): ReadingCall['sort'] | undefined {
  // What a `use` calls otherwise is one word.
  if (path.length > 1 && path[0] !== '' && !READER_NAMES.has(name)) return undefined;
  const full = fullPath(file, path.filter(Boolean));
  return READER_PATHS.find(reader => reader.path.test(full))?.sort;
}

function sortOfMethod(file: RustFile, { name, at, args }: MethodCall): ReadingCall['sort'] | undefined {
  if (FILTERING.has(name)) return isFilter(file, at) ? 'filter' : undefined;
  const isLiteral = name === CLAP_WORD && stringValue(file.tokens, args.from) !== undefined;
  return isLiteral && splitArguments(file.tokens, args).length === 1 ? 'clap' : undefined;
}

/** Where code logs by what `RUST_LOG` says without asking for a filter: `tracing_subscriber::fmt::init()`. */
export function logsByDefault(library: readonly LibraryFile[]): boolean {
  return library.some(
    source =>
      mentions(source.file.tokens, SUBSCRIBER) &&
      pathCalls(source.file.tokens, { from: 0, to: source.file.tokens.count }).some(
        ({ path, at }) => SUBSCRIBER_INIT.test(fullPath(source.file, path.filter(Boolean))) && isActive(source, at),
      ),
  );
}

const SUBSCRIBER = searchWords('tracing_subscriber');
const SUBSCRIBER_INIT = new RegExp(`^${SUBSCRIBER.words[0]}::fmt::(try_)?init$`);

function constsOf(library: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const consts = new Map<string, string>();
  for (const { file } of library) for (const [name, value] of constsIn(file)) consts.set(name, value);
  return consts;
}

const constsIn = memo((file: RustFile): readonly (readonly [string, string])[] =>
  activeItems(file).flatMap(item => {
    const isConst = (item.kind === 'const' || item.kind === 'static') && item.value;
    const value = isConst ? stringValue(file.tokens, isConst.from) : undefined;
    return value === undefined ? [] : [[item.name, value] as const];
  }),
);

/** Functions that read the variable whose name they are given, with the place of that parameter. */
function readersOf(library: readonly LibraryFile[]): ReadonlyMap<string, number> {
  return new Map(library.flatMap(source => (mentions(source.file.tokens, ENVIRONMENT) ? readersIn(source) : [])));
}

const readersIn = memo((source: LibraryFile): readonly (readonly [string, number])[] => {
  const { file } = source;
  const { tokens } = file;
  const functions = functionFacts(file);
  return readingsIn(file).flatMap(({ sort, at, args }) => {
    if (sort !== 'named' || !isActive(source, at)) return [];
    const name = isWord(tokens, args.to - 1) ? wordAt(tokens, args.to - 1) : undefined;
    const fn = enclosing(functions, at)?.fn;
    const index = fn?.params.findIndex(
      ({ pattern }) => isWord(tokens, pattern.to - 1) && wordAt(tokens, pattern.to - 1) === name,
    );
    const isReader = fn && name !== undefined && index !== undefined && index >= 0 && !COMMON.test(fn.name);
    return isReader ? [[fn.name, index] as const] : [];
  });
});

function addPassed(
  add: (at: number, name?: string) => void,
  file: RustFile,
  { at, args }: Pick<PathCall, 'at' | 'args'>,
  index: number,
  consts: ReadonlyMap<string, string>,
): void {
  const argument = splitArguments(file.tokens, args)[index];
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
  const within = enclosing(functionFacts(file), at)?.fn.body ?? { from: 0, to: file.tokens.count };
  for (const { name, args } of methodCalls(file.tokens, within))
    if (/^(with_env_var|filter|filter_or)$/.test(name)) {
      const variable = nameAt(file, splitArguments(file.tokens, args)[0] ?? args, consts);
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
const fieldVariables = memo((file: RustFile): readonly (readonly [number, string])[] =>
  activeItems(file).flatMap(item => {
    const fields =
      item.kind === 'struct' ? item.fields : item.kind === 'enum' ? item.variants.flatMap(each => each.fields) : [];
    return fields.flatMap(field => [...ofField(file, field)]);
  }),
);

/** clap uses the field's name in capitals if `env` has no value. */
function* ofField({ tokens }: RustFile, field: Field): Generator<readonly [number, string]> {
  for (const { path, args } of field.attributes) {
    if (!/^(arg|clap|structopt|bpaf|conf|config|envconfig)$/.test(path)) continue;
    const key = path === ENVCONFIG ? 'from' : CLAP_WORD;
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
