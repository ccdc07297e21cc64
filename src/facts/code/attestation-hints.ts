/** Hints for the person who attests: what code shows about responsibilities, input, untrusted data, memory, and complexity. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import { type MethodCall, methodCalls, pathCalls } from '../../rust/calls.js';
import { libraryFileReaders } from '../../rust/crate-files.js';
import type { LibraryFile, PublicItem } from '../../rust/crate-model.js';
import { type FnItem, type Item, itemsInside } from '../../rust/model.js';
import { publicItemReaders, sortByKind } from '../../rust/public-kinds.js';
import { endAt, endLineAt, isText, isWord, kindAt, lineAt, matchAt, wordAt } from '../../rust/tokens.js';
import { Kind, Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { type Files, readText } from '../../snapshot/files.js';
import { documentationText } from './documentation.js';
import { isActive } from './functions.js';
import { fullPath, type SoughtPath } from './imports.js';
import { describeRepetition } from './repetitions.js';
import { sharedCycles } from './shared-cycles.js';
import { findImpls, type TypeTraits } from './trait-impls.js';

export interface Hint {
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
}

/** The most hints of one kind: more do not help a person. */
const MOST = 20;

/** The first hints of many sources. The search ends when there are enough. */
function firstOf<S>(sources: readonly S[], hintsOf: (source: S) => readonly Hint[]): Hint[] {
  const hints: Hint[] = [];
  for (const source of sources) {
    if (hints.length >= MOST) break;
    const found = hintsOf(source);
    if (found.length > 0) hints.push(...found.slice(0, MOST));
  }
  return hints.slice(0, MOST);
}

const LONG_FILE = 1_000;
const MANY_METHODS = 40;
const LONG_FUNCTION = 150;

/** Library files over 1,000 lines of code, types with over 40 methods, functions over 150 lines. */
export function responsibilityHints(library: readonly LibraryFile[], traits: TypeTraits): Hint[] {
  return [
    ...firstOf(library, longFile),
    ...largeTypes(library, traits).slice(0, MOST),
    ...firstOf(library, longFunctions),
  ];
}

/** Types with many methods, in the order of their first impl. */
function largeTypes(library: readonly LibraryFile[], traits: TypeTraits): Hint[] {
  const methods = new Map<string, number>();
  for (const source of library)
    for (const impl of findImpls(source))
      if (impl.methods > 0) methods.set(impl.name, (methods.get(impl.name) ?? 0) + impl.methods);
  const large = new Set<string>();
  for (const [name, count] of methods) if (count > MANY_METHODS) large.add(name);
  if (large.size === 0) return [];
  return [...traits.impls].flatMap(([name, [first]]) => {
    const count = methods.get(name);
    if (!large.has(name) || !first) return [];
    return [{ path: first.path, line: first.impl.line, message: `\`${name}\` has ${count} methods` }];
  });
}

const longFunctions = libraryFileReaders.memo((source: LibraryFile): readonly Hint[] => {
  const { file, path } = source;
  if (file.tokens.lineStarts.length <= LONG_FUNCTION) return NONE;
  return longIn(file.tokens, file.items).flatMap(({ name, line, range, body }) => {
    const lines = body ? endLineAt(file.tokens, body.to) - line + 1 : 0;
    if (lines <= LONG_FUNCTION || !isActive(source, range.from)) return [];
    return [{ path, line, message: `\`${name}\` has ${lines} lines` }];
  });
});

/** The functions that may have so many lines: what stands in a shorter item has not. */
function longIn(tokens: Tokens, items: readonly Item[]): FnItem[] {
  const found: FnItem[] = [];
  for (const item of items) {
    const beyond = tokens.lineStarts[item.line - 1 + LONG_FUNCTION];
    const end = endAt(tokens, Math.min(item.range.to, tokens.count - 1));
    if (beyond === undefined || end <= beyond) continue;
    if (item.kind === 'fn') found.push(item);
    else found.push(...longIn(tokens, itemsInside(item)));
  }
  return found;
}

const longFile = libraryFileReaders.memo((source: LibraryFile): readonly Hint[] => {
  if (source.file.tokens.lineStarts.length <= LONG_FILE) return NONE;
  const lines = linesOfCode(source);
  return lines > LONG_FILE ? [{ path: source.path, line: 1, message: `${lines} lines of code` }] : NONE;
});

const NONE: readonly Hint[] = [];

/** The lines on which a token of library code begins. */
function linesOfCode({ file: { tokens }, off }: LibraryFile): number {
  const { count, start, lineStarts } = tokens;
  let lines = 0;
  let line = 0;
  let last = -1;
  let next = 0;
  for (let at = 0; at < count; at += 1) {
    while (next < off.length && (off[next] as Range).to <= at) next += 1;
    const skip = off[next];
    if (skip && skip.from <= at) {
      at = skip.to - 1;
      continue;
    }
    while (line + 1 < lineStarts.length && (lineStarts[line + 1] ?? 0) <= (start[at] ?? 0)) line += 1;
    if (line !== last) lines += 1;
    last = line;
  }
  return lines;
}

/** Public functions that take text or bytes and return no Result. */
export function inputHints(items: readonly (readonly PublicItem[])[]): Hint[] {
  return firstOf(items, takingText);
}

const takingText = memo((items: readonly PublicItem[]): readonly Hint[] => {
  const hints: Hint[] = [];
  for (const { item, fn } of sortByKind(items).functions) {
    const { source, path, file, line } = item;
    const { tokens } = source.file;
    if (fn.params.some(({ type }) => takesText(tokens, type)) && !givesResult(tokens, fn.returns))
      hints.push({ path: file, line, message: `\`${path}\` takes text or bytes and returns no \`Result\`` });
  }
  return hints;
});

/** `str` and `String`; `&[u8]`, also as `impl AsRef<[u8]>`. */
function takesText(tokens: Tokens, { from, to }: Range): boolean {
  for (let at = from; at < to; at += 1) {
    if (!isWord(tokens, at)) continue;
    if (isText(tokens, at, 'str') || isText(tokens, at, 'String')) return true;
    const isSlice = at > from && at + 1 < to && isText(tokens, at - 1, '[') && isText(tokens, at + 1, ']');
    if (isSlice && isText(tokens, at, 'u8')) return true;
  }
  return false;
}

/** Whether a word of a type ends in `Result`. */
function givesResult(tokens: Tokens, { from, to }: Range): boolean {
  for (let at = from; at < to; at += 1) if (isWord(tokens, at) && wordAt(tokens, at).endsWith('Result')) return true;
  return false;
}

const READS = ['read_to_end', 'read_to_string'];
const READERS = new Set([...READS, ...'from_slice from_str from_reader from_utf8 deserialize decode parse'.split(' ')]);
const READING = searchWords(READERS);

/** Fuzz targets; untrusted data that is unwrapped; reads without a bound. */
export function untrustedHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const fuzz = assessedFiles(files)
    .filter(({ path }) => path.endsWith('.rs') && /(?:^|\/)fuzz_targets\//.test(path))
    .map(({ path }) => ({ path, line: 1, message: 'a fuzz target' }));
  return [...fuzz.slice(0, MOST), ...firstOf(library, readsIn)];
}

function readsIn(source: LibraryFile): readonly Hint[] {
  return mentions(source.file.tokens, READING) ? allReads(source) : [];
}

const allReads = memo((source: LibraryFile): readonly Hint[] => {
  const { tokens } = source.file;
  const all = { from: 0, to: tokens.count };
  const hints: Hint[] = [];
  for (const calls of [pathCalls(tokens, all), methodCalls(tokens, all)])
    for (const call of calls) {
      const message = READERS.has(call.name) && isActive(source, call.at) ? trustIn(tokens, call) : undefined;
      if (message) hints.push({ path: source.path, line: lineAt(tokens, call.at), message });
    }
  return hints;
});

/** What a reading call assumes about its input. */
function trustIn(tokens: Tokens, { name, at, next }: MethodCall): string | undefined {
  if (READS.includes(name)) return isTaken(tokens, at) ? undefined : `\`${name}\` reads without a limit`;
  const opened =
    isText(tokens, next, '.') && (isText(tokens, next + 1, 'unwrap') || isText(tokens, next + 1, 'expect'));
  return opened ? `the result of \`${name}\` is unwrapped` : undefined;
}

/** `reader.take(limit).read_to_end(…)` */
function isTaken(tokens: Tokens, at: number): boolean {
  const close = at - 2;
  const open = kindAt(tokens, close) === Punct.ParenClose ? matchAt(tokens, close) : -1;
  return open > 0 && isText(tokens, open - 1, 'take');
}

const LIMITS =
  /\b(?:dhat|heaptrack|mem_limit|MemoryMax|MemoryHigh|memory\.(?:max|high)|memory (?:budget|limit)s?)\b|--memory=\w+|\bmemory: *["']?\d+ ?[kmg]i?b?\b/i;

/** dhat, heaptrack, limits, a budget in a document. */
export function memoryHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const found: Hint[] = [];
  for (const { path } of assessedFiles(files)) {
    if (path.endsWith('.rs') || !/\.(toml|ya?ml|nix|md|service)$|Dockerfile$/.test(path)) continue;
    const text = readText(files, path);
    const mark = text.read ? LIMITS.exec(text.value) : null;
    if (text.read && mark)
      found.push({
        path,
        line: text.value.slice(0, mark.index).split('\n').length,
        message: `mentions \`${mark[0]}\``,
      });
  }
  const allocators = firstOf(library, firstAllocator);
  return [...found, ...allocators].slice(0, MOST);
}

/** Code that keeps memory forever, and steps of CI that look for leaks. */
export function leakHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const cycles = sharedCycles(library).map(({ name, path, line }) => ({
    path,
    line,
    message: `an \`Rc\` or \`Arc\` of \`${name}\` can lead back to it`,
  }));
  const looked = assessedFiles(files).flatMap(({ path }) => {
    if (!path.startsWith('.github/') || !/^\.github\/workflows\/.+\.ya?ml$/.test(path)) return [];
    const text = readText(files, path);
    const mark = text.read ? /\b(miri|valgrind|leaksanitizer|sanitizer=(leak|address))\b/i.exec(text.value) : null;
    return text.read && mark
      ? [{ path, line: text.value.slice(0, mark.index).split('\n').length, message: `CI runs \`${mark[0]}\`` }]
      : [];
  });
  const keeping = library.filter(({ file }) => mentions(file.tokens, KEEPING));
  const leaks = [...firstOf(keeping, keptIn), ...firstOf(keeping, leakedIn)];
  return [...leaks.slice(0, MOST), ...cycles.slice(0, MOST), ...looked.slice(0, MOST)];
}

const LEAK = searchWords('leak');
const KEEPS: readonly SoughtPath[] = [
  { words: 'forget', path: /(^|::)mem::forget$/ },
  { words: 'leak', path: /(^|::)(Box|Vec|String)::leak$/ },
  { words: 'ManuallyDrop', path: /(^|::)ManuallyDrop::new$/ },
];
const KEEPING = searchWords(LEAK.words, ...KEEPS.map(({ words }) => words));

const keptIn = memo((source: LibraryFile): readonly Hint[] => {
  const { file, path } = source;
  return pathCalls(file.tokens, { from: 0, to: file.tokens.count }).flatMap(({ path: words, at }) => {
    const full = fullPath(file, words.filter(Boolean));
    return KEEPS.some(each => each.path.test(full)) && isActive(source, at)
      ? [{ path, line: lineAt(file.tokens, at), message: `\`${words.join('::')}\` can leak memory` }]
      : [];
  });
});

const leakedIn = memo((source: LibraryFile): readonly Hint[] => {
  const { tokens } = source.file;
  return methodCalls(tokens, { from: 0, to: tokens.count }).flatMap(({ name, at, args }) =>
    LEAK.has(name) && args.from === args.to && isActive(source, at)
      ? [{ path: source.path, line: lineAt(tokens, at), message: '`leak` leaks memory' }]
      : [],
  );
});

/** Public functions with nested loops or recursion whose documentation names no complexity. */
export function complexityHints(items: readonly (readonly PublicItem[])[]): Hint[] {
  return firstOf(items, repeatingIn);
}

const repeatingIn = publicItemReaders.memo((items: readonly PublicItem[]): readonly Hint[] => {
  const hints: Hint[] = [];
  for (const { item, fn } of sortByKind(items).functions) {
    const { owner, source, path, file, line } = item;
    const repeats = fn.body && describeRepetition(source.file, fn, fn.body, owner);
    if (repeats && !/\bO\(/.test(documentationText(source.file, fn)))
      hints.push({ path: file, line, message: `\`${path}\` ${repeats} but documents no complexity` });
  }
  return hints;
});

const ALLOCATORS = new Set(['dhat', 'jemallocator', 'mimalloc', 'peak_alloc', 'cap']);
const ALLOCATING = searchWords(ALLOCATORS);

/** The first path of a file that leads to what counts or bounds allocations. */
function firstAllocator(source: LibraryFile): readonly Hint[] {
  const { tokens } = source.file;
  if (!mentions(tokens, ALLOCATING)) return [];
  for (let at = 0; at + 1 < tokens.count; at += 1) {
    if (tokens.kind[at + 1] !== Kind.PathSep || !isWord(tokens, at) || !isActive(source, at)) continue;
    const word = wordAt(tokens, at);
    if (ALLOCATORS.has(word)) return [{ path: source.path, line: lineAt(tokens, at), message: `uses \`${word}\`` }];
  }
  return [];
}
