/** What public functions return as their error, through aliases and boxed futures. */
import type { LibraryFile, PublicItem } from '../rust/crate-model.js';
import type { FnItem, RustFile } from '../rust/model.js';
import { isEmpty, isText, isWord, kindAt, normalized, wordAt } from '../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../rust/tokens-model.js';
import { splitTypes } from '../rust/trees.js';
import { itemsOf } from './functions.js';
import { fullPath } from './imports.js';

/** The error of a public function's `Result`. */
export interface ReturnedError {
  readonly item: PublicItem;
  /** As it is written where it is defined, aliases followed: `String`, `crate::Error`, `Box < dyn Error >`. */
  readonly error: string;
  /** The last name of the error's path: `Error`. */
  readonly name: string;
  /** What makes it no error type of its own; absent for a proper one. */
  readonly untyped?: string;
}

/** A type alias of the crate: `type Result<T, E = Error> = …;` */
interface Alias {
  readonly file: RustFile;
  readonly params: readonly string[];
  readonly value: Range;
}

/** Types that are known to be an alias of a boxed error. */
const KNOWN_ALIASES: Readonly<Record<string, string>> = {
  'async_nats::Error': 'Box<dyn Error>',
  'tower::BoxError': 'Box<dyn Error>',
  'axum::BoxError': 'Box<dyn Error>',
};

/** The errors of all public functions that return a `Result`, in order. */
export function returnedErrors(items: readonly PublicItem[], library: readonly LibraryFile[]): ReturnedError[] {
  const aliases = aliasesOf(library);
  return items.flatMap(item => {
    const fn = item.item;
    if (fn?.kind !== 'fn' || item.source === undefined) return [];
    const error = errorOf(item.source.file, fn, aliases);
    return error ? [{ item, ...error }] : [];
  });
}

function aliasesOf(library: readonly LibraryFile[]): ReadonlyMap<string, Alias> {
  const aliases = new Map<string, Alias>();
  for (const { file } of library) {
    for (const item of itemsOf(file)) {
      if (item.kind !== 'type' || !item.value) continue;
      const params = splitTypes(file.tokens, item.generics.params).map(range => wordAt(file.tokens, range.from));
      aliases.set(item.name, { file, params, value: item.value });
    }
  }
  return aliases;
}

type ErrorType = Omit<ReturnedError, 'item'>;

function errorOf(file: RustFile, fn: FnItem, aliases: ReadonlyMap<string, Alias>): ErrorType | undefined {
  const returned = output(file.tokens, fn.returns);
  return isEmpty(returned) ? undefined : errorOfType(file, returned, aliases, 4);
}

/** What is returned in the end: the `Output` of a future, boxed or not, or the type itself. */
function output(tokens: Tokens, type: Range): Range {
  for (let at = type.from; at < type.to; at += 1) {
    if (isText(tokens, at, 'Output') && isText(tokens, at + 1, '=')) {
      const close = closing(tokens, at, type);
      return { from: at + 2, to: close };
    }
    if (
      (isText(tokens, at, 'BoxFuture') || isText(tokens, at, 'LocalBoxFuture')) &&
      kindAt(tokens, at + 1) === Punct.Less
    ) {
      const end = tokens.match[at + 1] as number;
      const args = splitTypes(tokens, { from: at + 2, to: end > at ? end : type.to });
      return args.at(-1) ?? type;
    }
  }
  return type;
}

function closing(tokens: Tokens, at: number, within: Range): number {
  for (let index = at - 1; index >= within.from; index -= 1) {
    const end = tokens.match[index] as number;
    if (kindAt(tokens, index) === Punct.Less && end > at) return Math.min(end, within.to);
  }
  return within.to;
}

function errorOfType(
  file: RustFile,
  type: Range,
  aliases: ReadonlyMap<string, Alias>,
  depth: number,
): ErrorType | undefined {
  const { tokens } = file;
  const path = pathOf(tokens, type);
  if (!path || depth === 0) return undefined;
  const name = path.words.at(-1) ?? '';
  const full = fullPath(file, path.words);
  const args = path.args;
  if (full === 'anyhow::Result')
    return args.length < 2
      ? { error: 'anyhow::Error', name: 'Error', untyped: 'anyhow::Error' }
      : describe(file, args[1] as Range, aliases);
  const own =
    path.words.length <= 2 || ['crate', 'self', 'super'].includes(path.words[0] ?? '') ? aliases.get(name) : undefined;
  const imported = full.includes('::') && !/^(crate|self|super)\b/.test(full);
  if (name === 'Result' && args.length >= 2) return describe(file, args[1] as Range, aliases);
  if (own && !imported) return errorOfAlias(own, file, args, aliases, depth);
  return undefined;
}

/** Follows `type Result<T, E = Error> = std::result::Result<T, E>;`: an argument that is given stands for its parameter. */
function errorOfAlias(
  alias: Alias,
  file: RustFile,
  args: readonly Range[],
  aliases: ReadonlyMap<string, Alias>,
  depth: number,
): ErrorType | undefined {
  const inner = errorOfType(alias.file, output(alias.file.tokens, alias.value), aliases, depth - 1);
  if (!inner) return undefined;
  const position = alias.params.indexOf(inner.error);
  if (position < 0) return inner;
  const given = args[position];
  return given ? describe(file, given, aliases) : undefined;
}

function describe(file: RustFile, type: Range, aliases: ReadonlyMap<string, Alias>): ErrorType {
  const error = normalized(file.tokens, type);
  const path = pathOf(file.tokens, type);
  const name = path?.words.at(-1) ?? '';
  const full = path ? fullPath(file, path.words) : error;
  const untyped = untypedBy(error, full);
  if (untyped) return { error, name, untyped };
  const alias =
    path && path.args.length === 0 && !(full.includes('::') && !/^(crate|self|super)\b/.test(full))
      ? aliases.get(name)
      : undefined;
  if (alias) {
    const meant = normalized(alias.file.tokens, alias.value);
    const target = pathOf(alias.file.tokens, alias.value);
    const of = untypedBy(meant, target ? fullPath(alias.file, target.words) : meant);
    return { error: meant, name: target?.words.at(-1) ?? name, ...(of ? { untyped: of } : {}) };
  }
  return { error, name };
}

/** What the standard names as no error type. */
function untypedBy(error: string, full: string): string | undefined {
  const tight = error.replace(/\s+/g, '');
  if (full === 'anyhow::Error') return 'anyhow::Error';
  if (KNOWN_ALIASES[full]) return KNOWN_ALIASES[full];
  if (tight === 'String' || full === 'std::string::String') return 'String';
  if (/^&('\w+)?str$/.test(tight)) return '&str';
  if (tight === '()') return '()';
  return /^Box<dyn(?:\w+::)*Error(?:[+>])/.test(tight) ? 'Box<dyn Error>' : undefined;
}

/** A path type: its words, and its arguments without lifetimes. */
function pathOf(tokens: Tokens, type: Range): { words: string[]; args: Range[] } | undefined {
  const words: string[] = [];
  let at = type.from;
  if (isText(tokens, at, '::')) at += 1;
  for (; at < type.to; at += 1) {
    if (isWord(tokens, at)) words.push(wordAt(tokens, at));
    else if (!isText(tokens, at, '::')) break;
  }
  if (words.length === 0 || words[0] === 'impl' || words[0] === 'dyn') return undefined;
  if (at >= type.to) return { words, args: [] };
  if (kindAt(tokens, at) !== Punct.Less) return undefined;
  const end = tokens.match[at] as number;
  if (end < 0) return undefined;
  const args = splitTypes(tokens, { from: at + 1, to: end });
  return { words, args: args.filter(range => kindAt(tokens, range.from) !== Kind.Lifetime) };
}
