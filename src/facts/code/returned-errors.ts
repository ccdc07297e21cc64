/** The errors that public functions return, through aliases and boxed futures. */
import { memo } from '../../cache/memo.js';
import type { Module, PublicItem, RustCrate } from '../../rust/crate-model.js';
import type { FnItem, RustFile } from '../../rust/model.js';
import { moduleContents } from '../../rust/module-contents.js';
import { crateNames, type Entity, readPathSegments } from '../../rust/names.js';
import { byPlace } from '../../rust/own-items.js';
import { itemsByModule } from '../../rust/public-items.js';
import { type PublicFunction, publicItemReaders, sortByKind } from '../../rust/public-kinds.js';
import { isEmpty, isText, isWord, kindAt, matchAt, normalized, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { splitTypes } from '../../rust/trees.js';
import { mightMention, searchWords } from '../../rust/vocabulary.js';

/** The error of a public function's `Result`. */
export interface ReturnedError {
  readonly item: PublicItem;
  /** As it is written where it is defined, aliases followed: `String`, `crate::Error`, `Box < dyn Error >`. */
  readonly error: string;
  /** What the crates call it where they declare it: `ParcelError` of `Box<crate::Error>` where a `use … as` says so; else empty. */
  readonly name: string;
  /** Why it is not an error type of its own; absent for one that is. */
  readonly untyped?: string;
}

/** Where a path is written: what its names mean depends on the module. */
interface Scope {
  readonly file: RustFile;
  readonly module: Module;
  readonly crate: RustCrate;
}

/** A type alias of the crates: `type Result<T, E = Error> = …;` */
interface Alias extends Scope {
  readonly params: readonly { readonly name: string; readonly byDefault?: Range }[];
  readonly value: Range;
}

/** Types that are known to be an alias of a boxed error. */
const KNOWN_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'async_nats::Error': 'Box<dyn Error>',
    'tower::BoxError': 'Box<dyn Error>',
    'axum::BoxError': 'Box<dyn Error>',
  }),
);

/** The errors of all public functions of crates that return a `Result`, by file and line. */
export const returnedErrors = memo((crates: readonly RustCrate[]): readonly ReturnedError[] =>
  crates.flatMap(crate =>
    [...itemsByModule(crate)]
      .flatMap(([module, items]) =>
        functionsIn(items, module, crate).flatMap(({ item, fn }) => {
          const error = errorOf({ file: item.source.file, module, crate }, fn, crates);
          return error ? [{ item, ...error }] : [];
        }),
      )
      .sort((a, b) => byPlace(a.item, b.item)),
  ),
);

/** The public functions of a module whose type may be a `Result`. */
function functionsIn(items: readonly PublicItem[], module: Module, { edition }: RustCrate): readonly PublicFunction[] {
  const { named, others } = returning(items);
  if (others.size === 0) return named;
  const { items: declared, imports, globs } = moduleContents(module.items);
  // A name of the prelude means nothing else where no import or item gives it another meaning.
  const hasMeaning = (name: string) =>
    edition === '2015' || globs.length > 0 || declared.has(name) || imports.has(name);
  return [...named, ...[...others].flatMap(([name, functions]) => (hasMeaning(name) ? functions : []))];
}

interface Returning {
  /** Functions whose type is called `Result`, or is named by a path. */
  readonly named: readonly PublicFunction[];
  /** Other functions that return something, by the name of its type. */
  readonly others: ReadonlyMap<string, readonly PublicFunction[]>;
}

const returning = publicItemReaders.memo((items: readonly PublicItem[]): Returning => {
  const named: PublicFunction[] = [];
  const others = new Map<string, PublicFunction[]>();
  for (const each of sortByKind(items).functions) {
    const { tokens } = each.item.source.file;
    const type = output(tokens, each.fn.returns);
    const path = readPathSegments(tokens, type.from, type.to);
    const name = path[0];
    if (name === undefined) continue;
    const known = others.get(name);
    if (name === 'Result' || path.length > 1) named.push(each);
    else if (known) known.push(each);
    else others.set(name, [each]);
  }
  return { named, others };
});

/** What a path means: where it leads, and the alias that it is. */
interface Meaning {
  /** `crate::Name` of what the crates declare themselves, else the path with its imports followed. */
  readonly full: string;
  readonly alias?: Alias;
}

function meaningOf({ module, crate }: Scope, words: readonly string[], crates: readonly RustCrate[]): Meaning {
  // `Self::Error` is what each implementation says.
  if (words[0] === 'Self') return { full: words.join('::') };
  const found = crateNames(crate).resolve(words, module);
  const own = found.find(each => each.kind === 'item' && TYPES.has(each.item.kind));
  if (own?.kind === 'item') return declared(own, crate);
  const external = found.find(each => each.kind === 'external');
  if (external?.kind !== 'external') return { full: words.join('::') };
  const other = crates.find(each => each.name === external.crate && each !== crate);
  const there = other && crateNames(other).resolve(['crate', ...external.path], other.root);
  const theirs = there?.find(each => each.kind === 'item' && TYPES.has(each.item.kind));
  return other && theirs?.kind === 'item' ? declared(theirs, other) : { full: outside(external.crate, external.path) };
}

/** `use anyhow::{anyhow, Result}` also imports the crate's macro, which is not a path into the crate. */
function outside(crate: string, [first = '', ...rest]: readonly string[]): string {
  return [crate, ...(first === crate && rest.length > 0 ? [] : [first]), ...rest].filter(Boolean).join('::');
}

/** What may be a type: a function or a macro may share its name. */
const TYPES: ReadonlySet<string> = new Set(['struct', 'enum', 'union', 'trait', 'type']);

function declared({ item, placed, module }: Entity & { readonly kind: 'item' }, crate: RustCrate): Meaning {
  const full = `crate::${item.name}`;
  if (item.kind !== 'type' || !item.value) return { full };
  const { file } = placed.source;
  const params = splitTypes(file.tokens, item.generics.params).map(range => paramOf(file.tokens, range));
  return { full, alias: { file, module, crate, params, value: item.value } };
}

/** `E` or `E = Error` */
function paramOf(tokens: Tokens, { from, to }: Range): Alias['params'][number] {
  for (let at = from + 1; at < to; at += 1)
    if (isText(tokens, at, '=')) return { name: wordAt(tokens, from), byDefault: { from: at + 1, to } };
  return { name: wordAt(tokens, from) };
}

type ErrorType = Omit<ReturnedError, 'item'>;

function errorOf(scope: Scope, fn: FnItem, crates: readonly RustCrate[]): ErrorType | undefined {
  const returned = output(scope.file.tokens, fn.returns);
  return isEmpty(returned) ? undefined : errorOfType(scope, returned, crates, 4);
}

const BOXED_FUTURES = searchWords('BoxFuture LocalBoxFuture');
const FUTURES = searchWords('Output', BOXED_FUTURES.words);

/** The type that callers get: the `Output` of a future, boxed or not, or the type itself. */
function output(tokens: Tokens, type: Range): Range {
  if (!mightMention(tokens, FUTURES)) return type;
  for (let at = type.from; at < type.to; at += 1) {
    if (isText(tokens, at, 'Output') && isText(tokens, at + 1, '=')) {
      const close = closing(tokens, at, type);
      return { from: at + 2, to: close };
    }
    if (BOXED_FUTURES.isAt(tokens, at) && kindAt(tokens, at + 1) === Punct.Less) {
      const end = matchAt(tokens, at + 1);
      const args = splitTypes(tokens, { from: at + 2, to: end > at ? end : type.to });
      return args.at(-1) ?? type;
    }
  }
  return type;
}

function closing(tokens: Tokens, at: number, within: Range): number {
  for (let index = at - 1; index >= within.from; index -= 1) {
    const end = matchAt(tokens, index);
    if (kindAt(tokens, index) === Punct.Less && end > at) return Math.min(end, within.to);
  }
  return within.to;
}

function errorOfType(scope: Scope, type: Range, crates: readonly RustCrate[], depth: number): ErrorType | undefined {
  const path = pathOf(scope.file.tokens, type);
  if (!path || depth === 0) return undefined;
  const { args } = path;
  const { full, alias } = meaningOf(scope, path.words, crates);
  if (full === 'anyhow::Result')
    return args.length < 2
      ? { error: 'anyhow::Error', name: '', untyped: 'anyhow::Error' }
      : describe(scope, args[1] as Range, crates);
  if (path.words.at(-1) === 'Result' && args.length >= 2) return describe(scope, args[1] as Range, crates);
  if (alias) return errorOfAlias(alias, scope, args, crates, depth);
  return full === 'std::io::Result' ? { error: 'std::io::Error', name: '' } : undefined;
}

/** Follows `type Result<T, E = Error> = std::result::Result<T, E>;`: an argument that is given stands for its parameter. */
function errorOfAlias(
  alias: Alias,
  scope: Scope,
  args: readonly Range[],
  crates: readonly RustCrate[],
  depth: number,
): ErrorType | undefined {
  const inner = errorOfType(alias, output(alias.file.tokens, alias.value), crates, depth - 1);
  if (!inner) return undefined;
  const position = alias.params.findIndex(({ name }) => name === inner.error);
  if (position < 0) return inner;
  const given = args[position];
  if (given) return describe(scope, given, crates);
  const otherwise = alias.params[position]?.byDefault;
  return otherwise && describe(alias, otherwise, crates);
}

/** The name of what the crates declare, or of what is not seen to be declared anywhere; a name of another crate does not count. */
function ownName(full: string): string {
  return full.startsWith('crate::') || !full.includes('::') ? (full.split('::').at(-1) ?? '') : '';
}

function describe(scope: Scope, type: Range, crates: readonly RustCrate[]): ErrorType {
  const { tokens } = scope.file;
  const error = normalized(tokens, type);
  const path = unboxed(tokens, pathOf(tokens, type));
  const { full, alias } = path ? meaningOf(scope, path.words, crates) : { full: error, alias: undefined };
  const name = ownName(full);
  const untyped = untypedBy(error, full);
  if (untyped) return { error, name, untyped };
  if (!alias || path?.args.length !== 0) return { error, name };
  const meant = normalized(alias.file.tokens, alias.value);
  const target = pathOf(alias.file.tokens, alias.value);
  const of = target ? meaningOf(alias, target.words, crates).full : meant;
  const bad = untypedBy(meant, of);
  return { error: meant, name: ownName(of), ...(bad ? { untyped: bad } : {}) };
}

/** `Box<E>`, `Arc<E>` and error-stack's `Report<E>` are what they hold. */
function unboxed(tokens: Tokens, path: ReturnType<typeof pathOf>): ReturnType<typeof pathOf> {
  const [held] = path?.args ?? [];
  const isBox = held !== undefined && /^(Box|Arc|Rc|Report)$/.test(path?.words.at(-1) ?? '');
  return isBox ? (pathOf(tokens, held) ?? path) : path;
}

/** The types that the standard does not accept as error types. */
function untypedBy(error: string, full: string): string | undefined {
  const tight = error.replace(/\s+/g, '');
  if (full === 'anyhow::Error') return 'anyhow::Error';
  const alias = KNOWN_ALIASES.get(full);
  if (alias !== undefined) return alias;
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
  const end = matchAt(tokens, at);
  if (end < 0) return undefined;
  const args = splitTypes(tokens, { from: at + 1, to: end });
  return { words, args: args.filter(range => kindAt(tokens, range.from) !== Kind.Lifetime) };
}
