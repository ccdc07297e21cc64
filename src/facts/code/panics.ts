/** Where library code panics: `todo!`, `unimplemented!`, `panic!`, `.unwrap()`, `.expect(…)` without a literal reason. */
import { memo } from '../../cache/memo.js';
import { methodCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Included } from '../../rust/inactive-code.js';
import type { Item, RustFile, ValueItem } from '../../rust/model.js';
import { columnAt, inside, isText, kindAt, lineAt, matchAt, stringValue, tokenText } from '../../rust/tokens.js';
import { Kind, Punct, type Range } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import type { Files } from '../../snapshot/files.js';
import { documentationText, headingsOf } from './documentation.js';
import {
  activeItems,
  eachToken,
  enclosing,
  type FunctionFact,
  functionFacts,
  holds,
  includedDocs,
  includedText,
} from './functions.js';

export interface Panic {
  readonly what: 'todo!' | 'unimplemented!' | 'panic!' | '.unwrap()' | '.expect()';
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A panic that may be documented in files which the documentation of its function includes. */
interface Found extends Panic {
  readonly documents: readonly Included[];
}

/**
 * Which of `unwrap` and `expect` the crate itself defines: `parser.expect(Token::Comma)?` does not panic. An `unwrap` of the crate's
 * own counts as one as soon as it panics like that of the standard library.
 */
export function ownMethods(library: readonly LibraryFile[]): ReadonlySet<string> {
  const own = library.flatMap(({ file }) => (mentions(file.tokens, OPENING) ? openingIn(file) : []));
  const names = new Set(own.map(({ name }) => name));
  if (own.some(({ name, panics }) => name === 'unwrap' && panics)) names.delete('unwrap');
  return names;
}

const OPENING = searchWords('unwrap expect');
const MACROS = ['todo', 'unimplemented', 'panic'] as const;

/** The methods of such a name that a file defines. */
const openingIn = memo((file: RustFile): readonly { readonly name: string; readonly panics: boolean }[] =>
  functionFacts(file).flatMap(({ fn: { name, receiver, body }, owner }) => {
    if (!owner || !receiver || !OPENING.has(name)) return [];
    return [{ name, panics: body !== undefined && maySayNo(file, body) }];
  }),
);

const PANICS = new Set([...OPENING.words, ...MACROS, 'unreachable', 'unwrap_failed']);

function maySayNo({ tokens }: RustFile, body: Range): boolean {
  for (let at = body.from; at < body.to; at += 1) if (PANICS.has(tokenText(tokens, at))) return true;
  return false;
}

/**
 * Finds them. Allowed: a `panic!` in a `const fn` or under a `# Panics` section, `.expect("a literal reason")`, `.unwrap()` right on a
 * std lock, what a static or const builds from literals (it panics always or never), and `doc(hidden)` items.
 */
export function findPanics(source: LibraryFile, own: ReadonlySet<string>, files: Files): Panic[] {
  if (source.hidden || !mentions(source.file.tokens, PANICKING)) return [];
  return allPanics(source).flatMap(({ documents, ...panic }) => {
    const { what } = panic;
    const isOwn = (what === '.unwrap()' && own.has('unwrap')) || (what === '.expect()' && own.has('expect'));
    const isDocumented = documents.some(each => hasPanicsSection(includedText(files, source.path, each)));
    return isOwn || isDocumented ? [] : [panic];
  });
}

const PANIC_WORD = /\bpanics?\b/i;

/** Whether a Markdown text has a section about panics. One that is too long to be parsed may have it. */
function hasPanicsSection(markdown: string): boolean {
  // Most documentation does not mention them.
  if (!PANIC_WORD.test(markdown)) return false;
  return headingsOf(markdown)?.some(heading => /^panics?\b/i.test(heading)) ?? true;
}

const PANICKING = searchWords(MACROS, OPENING.words);

const NO_DOCUMENTS: readonly Included[] = [];

const allPanics = memo((source: LibraryFile): readonly Found[] => {
  const { file, path } = source;
  const { tokens } = file;
  const functions = functionFacts(file);
  let quiet: readonly Range[] | undefined;
  const out: Found[] = [];
  const found = (what: Panic['what'], at: number, documents = NO_DOCUMENTS) => {
    quiet ??= quietRanges(file);
    if (!quiet.some(range => holds(range, at)))
      out.push({ what, path, line: lineAt(tokens, at), column: columnAt(tokens, at), documents });
  };
  eachToken(source, at => {
    const kind = tokens.kind[at];
    if (kind === Punct.Not && kindAt(tokens, at - 1) === Kind.Ident && isGroup(kindAt(tokens, at + 1))) {
      const name = MACROS.find(each => isText(tokens, at - 1, each));
      const around = name === 'panic' ? enclosing(functions, at) : undefined;
      if (name && !(name === 'panic' && mayPanic(file, around))) found(`${name}!`, at - 1, documentsOf(file, around));
    } else if (kind === Punct.Dot && kindAt(tokens, at + 2) === Punct.ParenOpen) {
      if (isText(tokens, at + 1, 'unwrap') && kindAt(tokens, at + 3) === Punct.ParenClose) {
        if (!isLock(file, at)) found('.unwrap()', at + 1);
      } else if (isText(tokens, at + 1, 'expect') && !hasReason(file, inside(tokens, at + 2))) {
        found('.expect()', at + 1);
      }
    }
  });
  return out;
});

function isGroup(kind: number): boolean {
  return kind === Punct.ParenOpen || kind === Punct.BracketOpen || kind === Punct.BraceOpen;
}

/** One literal, or `concat!(…)`; anything else may say nothing in a backtrace. */
function hasReason({ tokens }: RustFile, args: Range): boolean {
  const first = kindAt(tokens, args.from);
  if (first === Kind.Str || first === Kind.RawStr) return stringValue(tokens, args.from)?.trim() !== '';
  return isText(tokens, args.from, 'concat') && isText(tokens, args.from + 1, '!');
}

/** `.lock()`, `.read()` or `.write()`, without arguments, right before the dot. */
function isLock({ tokens }: RustFile, dot: number): boolean {
  if (kindAt(tokens, dot - 1) !== Punct.ParenClose || kindAt(tokens, dot - 2) !== Punct.ParenOpen) return false;
  return kindAt(tokens, dot - 4) === Punct.Dot && ['lock', 'read', 'write'].includes(tokenText(tokens, dot - 3));
}

function mayPanic(file: RustFile, around: FunctionFact | undefined): boolean {
  // In a macro's definition, the function is that of the caller.
  if (!around) return true;
  if (around.fn.const) return true;
  const documented = [around.fn, ...(around.owner ? [around.owner] : [])];
  return documented.some(each => hasPanicsSection(documentationText(file, each)));
}

function documentsOf(file: RustFile, around: FunctionFact | undefined): readonly Included[] {
  return around ? [around.fn, ...(around.owner ? [around.owner] : [])].flatMap(each => includedDocs(file, each)) : [];
}

/** Hidden items, and statics and consts (of `lazy_static!` too, and in functions) that are built from literals. */
function quietRanges(file: RustFile): Range[] {
  const items = activeItems(file);
  const hidden = items.filter(item => item.hidden).map(item => item.range);
  const built = items
    .filter(item => isValue(item) && builtFromLiterals(file, item.value, isReference(file, item)))
    .map(item => item.range);
  return [...hidden, ...built, ...localStatics(file), ...firstUses(file)];
}

/** `NAME.get_or_init(|| …)`: a static that is built where it is first used. */
function firstUses(file: RustFile): Range[] {
  const { tokens } = file;
  const out: Range[] = [];
  for (const { name, at, args } of methodCalls(tokens, { from: 0, to: tokens.count })) {
    if (name !== 'get_or_init' || !/^[A-Z][A-Z0-9_]*$/.test(tokenText(tokens, at - 2))) continue;
    if (isText(tokens, args.from, '||') && builtFromLiterals(file, args)) out.push(args);
  }
  return out;
}

function isValue(item: Item): item is ValueItem {
  return item.kind === 'static' || item.kind === 'const';
}

/** `static ref NAME: T = …;` of `lazy_static!`. */
function isReference({ tokens }: RustFile, { range, value }: ValueItem): boolean {
  for (let at = range.from; at < (value?.from ?? range.from); at += 1)
    if (isText(tokens, at, 'static')) return isText(tokens, at + 1, 'ref');
  return false;
}

const LITERALS: readonly number[] = [Kind.Str, Kind.RawStr, Kind.Number, Kind.Char];
/** What a value is built from while the program runs, or by turns. */
const RUNS = /^(env|args|File|read_to_string|for|while|let)$/;
/** Macros whose literals are messages for people. */
const SAYS = /^(expect|panic|trace|debug|info|warn|error|println|eprintln)$/;

/**
 * What the compiler computes panics at build time. What is built later, in a closure without parameters or by
 * `lazy_static!`, is so from paths, calls and at least one literal: `Config::load().unwrap()` may well say no.
 */
function builtFromLiterals({ tokens }: RustFile, value: Range | undefined, isLazy = false): boolean {
  if (!value) return false;
  let later = isLazy;
  let literal = false;
  for (let at = value.from; at < value.to; at += 1) {
    const kind = kindAt(tokens, at);
    const text = tokenText(tokens, at);
    if (RUNS.test(text)) return false;
    later ||= kind === Kind.OrOr;
    literal ||= LITERALS.includes(kind);
    const open = kindAt(tokens, at + 1) === Punct.Not ? at + 2 : at + 1;
    if (SAYS.test(text) && isGroup(kindAt(tokens, open))) at = Math.max(at, matchAt(tokens, open));
  }
  return literal || !later;
}

/** `static NAME: T = …;` inside functions. */
function localStatics(file: RustFile): Range[] {
  const { tokens } = file;
  const out: Range[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (kindAt(tokens, at) !== Kind.Ident || !(isText(tokens, at, 'static') || isText(tokens, at, 'const'))) continue;
    const named = kindAt(tokens, at + 1) === Kind.Ident && kindAt(tokens, at + 2) === Punct.Colon;
    const reference = isText(tokens, at + 1, 'ref') && kindAt(tokens, at + 3) === Punct.Colon;
    if (!named && !reference) continue;
    let end = at;
    while (end < tokens.count && kindAt(tokens, end) !== Punct.Semicolon)
      end = Math.max(end + 1, matchAt(tokens, end) + 1);
    const range = { from: at, to: Math.min(end, tokens.count) };
    if (builtFromLiterals(file, range, reference)) out.push(range);
    at = range.from + 2;
  }
  return out;
}
