/** What public functions return as their error, through aliases and boxed futures. */
import { memo } from '../memo.js';
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
  /** The last name of the error's path, as it is declared: `ParcelError` of `Box<crate::Error>` where a `use … as` says so. */
  readonly name: string;
  /** What makes it no error type of its own; absent for a proper one. */
  readonly untyped?: string;
}

/** A type alias of the crate: `type Result<T, E = Error> = …;` */
interface Alias {
  readonly file: RustFile;
  readonly params: readonly { readonly name: string; readonly byDefault?: Range }[];
  readonly value: Range;
}

/** Types that are known to be an alias of a boxed error. */
const KNOWN_ALIASES: Readonly<Record<string, string>> = {
  'async_nats::Error': 'Box<dyn Error>',
  'tower::BoxError': 'Box<dyn Error>',
  'axum::BoxError': 'Box<dyn Error>',
};

/** The errors of all public functions that return a `Result`, in order. */
export function returnedErrors(
  items: readonly PublicItem[],
  library: readonly LibraryFile[],
): readonly ReturnedError[] {
  return errorsBy(items)(library);
}

const errorsBy = memo((items: readonly PublicItem[]) =>
  memo((library: readonly LibraryFile[]): ReturnedError[] => {
    const types = ownTypes(library);
    const found = items.flatMap(item => {
      const error = item.item?.kind === 'fn' ? errorOf(item.source.file, item.item, types) : undefined;
      return error ? [{ item, ...error }] : [];
    });
    if (found.length === 0) return [];
    const renames = renamesOf(library);
    return found.map(each => ({ ...each, name: renames.get(each.name) ?? each.name }));
  }),
);

/** What a `use … as` of the crate calls otherwise, by the new name; a name that a type of the crate has itself is none. */
function renamesOf(library: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const { file } of library)
    for (const item of itemsOf(file))
      if (item.kind === 'use')
        for (const leaf of item.leaves) {
          const last = leaf.path.at(-1) ?? '';
          if (!leaf.glob && leaf.as !== last && leaf.as !== '_') renames.set(leaf.as, last);
        }
  for (const { file } of library)
    for (const { kind, name } of itemsOf(file)) if (kind === 'struct' || kind === 'enum') renames.delete(name);
  return renames;
}

/** The aliases of a crate by name, and its modules: a path that begins with one leads into the crate. */
interface OwnTypes {
  readonly aliases: ReadonlyMap<string, readonly Alias[]>;
  readonly modules: ReadonlySet<string>;
}

function ownTypes(library: readonly LibraryFile[]): OwnTypes {
  const aliases = new Map<string, Alias[]>();
  const modules = new Set(['crate', 'self', 'super', 'Self']);
  for (const { file } of library) {
    for (const item of itemsOf(file)) {
      if (item.kind === 'mod') modules.add(item.name);
      if (item.kind !== 'type' || !item.value) continue;
      const params = splitTypes(file.tokens, item.generics.params).map(range => paramOf(file.tokens, range));
      const alias = { file, params, value: item.value };
      const known = aliases.get(item.name);
      if (known) known.push(alias);
      else aliases.set(item.name, [alias]);
    }
  }
  return { aliases, modules };
}

/** `E` or `E = Error` */
function paramOf(tokens: Tokens, { from, to }: Range): Alias['params'][number] {
  for (let at = from + 1; at < to; at += 1)
    if (isText(tokens, at, '=')) return { name: wordAt(tokens, from), byDefault: { from: at + 1, to } };
  return { name: wordAt(tokens, from) };
}

/** The alias that a path of a file means, where it leads into the crate: one of the same file before others. */
function aliasOf({ aliases, modules }: OwnTypes, file: RustFile, full: string): Alias | undefined {
  const words = full.split('::');
  if (words.length > 1 && !modules.has(words[0] ?? '')) return undefined;
  const known = aliases.get(words.at(-1) ?? '') ?? [];
  return known.find(each => each.file === file) ?? known[0];
}

type ErrorType = Omit<ReturnedError, 'item'>;

function errorOf(file: RustFile, fn: FnItem, types: OwnTypes): ErrorType | undefined {
  const returned = output(file.tokens, fn.returns);
  return isEmpty(returned) ? undefined : errorOfType(file, returned, types, 4);
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

function errorOfType(file: RustFile, type: Range, types: OwnTypes, depth: number): ErrorType | undefined {
  const { tokens } = file;
  const path = pathOf(tokens, type);
  if (!path || depth === 0) return undefined;
  const name = path.words.at(-1) ?? '';
  const full = fullPath(file, path.words);
  const args = path.args;
  if (full === 'anyhow::Result')
    return args.length < 2
      ? { error: 'anyhow::Error', name: 'Error', untyped: 'anyhow::Error' }
      : describe(file, args[1] as Range, types);
  const own = aliasOf(types, file, full);
  if (name === 'Result' && args.length >= 2) return describe(file, args[1] as Range, types);
  if (own) return errorOfAlias(own, file, args, types, depth);
  return full === 'std::io::Result' ? { error: 'std::io::Error', name: '' } : undefined;
}

/** Follows `type Result<T, E = Error> = std::result::Result<T, E>;`: an argument that is given stands for its parameter. */
function errorOfAlias(
  alias: Alias,
  file: RustFile,
  args: readonly Range[],
  types: OwnTypes,
  depth: number,
): ErrorType | undefined {
  const inner = errorOfType(alias.file, output(alias.file.tokens, alias.value), types, depth - 1);
  if (!inner) return undefined;
  const position = alias.params.findIndex(({ name }) => name === inner.error);
  if (position < 0) return inner;
  const given = args[position];
  if (given) return describe(file, given, types);
  const otherwise = alias.params[position]?.byDefault;
  return otherwise && describe(alias.file, otherwise, types);
}

function describe(file: RustFile, type: Range, types: OwnTypes): ErrorType {
  const error = normalized(file.tokens, type);
  const path = unboxed(file.tokens, pathOf(file.tokens, type));
  const full = path ? fullPath(file, path.words) : error;
  // An error of the standard library is none of the crate's, whatever the crate calls its own.
  const name = /^(std|core|alloc)::/.test(full) ? '' : (full.split('::').at(-1) ?? '');
  const untyped = untypedBy(error, full);
  if (untyped) return { error, name, untyped };
  const alias = path && path.args.length === 0 ? aliasOf(types, file, full) : undefined;
  if (alias) {
    const meant = normalized(alias.file.tokens, alias.value);
    const target = pathOf(alias.file.tokens, alias.value);
    const of = untypedBy(meant, target ? fullPath(alias.file, target.words) : meant);
    return { error: meant, name: target?.words.at(-1) ?? name, ...(of ? { untyped: of } : {}) };
  }
  return { error, name };
}

/** `Box<E>` and `Arc<E>` are what they hold. */
function unboxed(tokens: Tokens, path: ReturnType<typeof pathOf>): ReturnType<typeof pathOf> {
  const [held] = path?.args ?? [];
  const isBox = held !== undefined && /^(Box|Arc|Rc)$/.test(path?.words.at(-1) ?? '');
  return isBox ? (pathOf(tokens, held) ?? path) : path;
}

/** What the standard names as no error type. */
function untypedBy(error: string, full: string): string | undefined {
  const tight = error.replace(/\s+/g, '');
  if (full === 'anyhow::Error') return 'anyhow::Error';
  if (KNOWN_ALIASES[full]) return KNOWN_ALIASES[full];
  if (tight === 'String' || full === 'std::string::String') return 'String';
  if (/^&('\w+)?str$/.test(tight)) return '&str';
  if (tight === '()') return '()';
  return /^Box<\(?dyn(?:::)?(?:\w+::)*Error(?:[+>])/.test(tight) ? 'Box<dyn Error>' : undefined;
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
