/** Facts for the person who attests: what code shows of responsibilities, input, untrusted data, memory and complexity. */
import { type Files, judged, textOf } from '../files.js';
import { memo } from '../memo.js';
import type { LibraryFile, PublicItem } from '../rust/crate-model.js';
import type { FnItem, RustFile } from '../rust/model.js';
import { methodCalls, pathCalls } from '../rust/scan.js';
import { endLineAt, inside, isText, isWord, kindAt, lineAt, wordAt } from '../rust/tokens.js';
import { Kind, Punct, type Range } from '../rust/tokens-model.js';
import { documentationOf, functionsOf, isOn } from './functions.js';
import { fullPath } from './imports.js';
import { sharedCycles } from './shared-cycles.js';
import { lastName, methodsIn, type TypeTraits, wordsOf } from './types.js';

export interface Hint {
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
}

/** So many hints of a kind are enough for a person. */
const MOST = 20;
const LONG_FILE = 1_000;
const MANY_METHODS = 40;
const LONG_FUNCTION = 150;

/** Library files over 1,000 lines of code, types with over 40 methods, functions over 150 lines. */
export function responsibilityHints(library: readonly LibraryFile[], traits: TypeTraits): Hint[] {
  const files = library.flatMap(source => {
    const lines = codeLines(source);
    return lines > LONG_FILE ? [{ path: source.path, line: 1, message: `${lines} lines of code` }] : [];
  });
  const methods = new Map<string, number>();
  for (const source of library)
    for (const [name, count] of methodsIn(source)) methods.set(name, (methods.get(name) ?? 0) + count);
  const types = [...methods].flatMap(([name, count]) => {
    const first = count > MANY_METHODS ? traits.impls.get(name)?.[0] : undefined;
    return first ? [{ path: first.path, line: first.impl.line, message: `\`${name}\` has ${count} methods` }] : [];
  });
  return [...files.slice(0, MOST), ...types.slice(0, MOST), ...library.flatMap(longFunctions).slice(0, MOST)];
}

const longFunctions = memo((source: LibraryFile): Hint[] =>
  functionsOf(source.file).flatMap(({ fn }) => {
    if (!fn.body || !isOn(source, fn.range.from)) return [];
    const lines = endLineAt(source.file.tokens, fn.body.to) - fn.line + 1;
    return lines > LONG_FUNCTION
      ? [{ path: source.path, line: fn.line, message: `\`${fn.name}\` has ${lines} lines` }]
      : [];
  }),
);

/** Lines on which a token of library code begins. */
const codeLines = memo(({ file: { tokens }, off }: LibraryFile): number => {
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
    while (line + 1 < lineStarts.length && (lineStarts[line + 1] as number) <= (start[at] as number)) line += 1;
    if (line !== last) lines += 1;
    last = line;
  }
  return lines;
});

/** Public functions that take text or bytes and return no Result. */
export function inputHints(items: readonly (readonly PublicItem[])[]): Hint[] {
  return items.flatMap(takingText).slice(0, MOST);
}

const takingText = memo((items: readonly PublicItem[]): Hint[] =>
  items.flatMap(({ item, source, path, file, line }) => {
    if (item?.kind !== 'fn') return [];
    const takes = item.params.some(({ type }) => takesText(source.file, type));
    const returns = takes ? wordsOf(source.file, item.returns) : [];
    if (!takes || returns.some(word => word.endsWith('Result'))) return [];
    return [{ path: file, line, message: `\`${path}\` takes text or bytes, and returns no Result` }];
  }),
);

function takesText(file: RustFile, type: Range): boolean {
  const words = wordsOf(file, type);
  return words.includes('str') || words.includes('String') || (words.includes('u8') && hasSlice(file, type));
}

/** `&[u8]`, also as `impl AsRef<[u8]>`. */
function hasSlice({ tokens }: RustFile, type: Range): boolean {
  for (let at = type.from; at + 2 < type.to; at += 1)
    if (isText(tokens, at, '[') && isText(tokens, at + 1, 'u8') && isText(tokens, at + 2, ']')) return true;
  return false;
}

const READERS = /^(from_slice|from_str|from_reader|from_utf8|read_to_end|read_to_string|deserialize|decode|parse)$/;

/** Fuzz targets; untrusted data that is unwrapped; reads without a bound. */
export function untrustedHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const fuzz = judged(files)
    .filter(({ path }) => /(^|\/)fuzz_targets\/.+\.rs$/.test(path))
    .map(({ path }) => ({ path, line: 1, message: 'a fuzz target' }));
  return [...fuzz.slice(0, MOST), ...library.flatMap(readsIn).slice(0, MOST)];
}

const readsIn = memo((source: LibraryFile): Hint[] => {
  const { tokens } = source.file;
  const all = { from: 0, to: tokens.count };
  return [...pathCalls(tokens, all), ...methodCalls(tokens, all)].flatMap(({ name, at, next }) => {
    if (!READERS.test(name) || !isOn(source, at)) return [];
    const place = { path: source.path, line: lineAt(tokens, at) };
    if (/^read_to_(end|string)$/.test(name) && isTaken(source.file, at)) return [];
    if (/^read_to_(end|string)$/.test(name)) return [{ ...place, message: `\`${name}\` reads without a bound` }];
    return isText(tokens, next, '.') && /^(unwrap|expect)$/.test(wordAt(tokens, next + 1))
      ? [{ ...place, message: `what \`${name}\` reads is unwrapped` }]
      : [];
  });
});

/** `reader.take(limit).read_to_end(…)` */
function isTaken({ tokens }: RustFile, at: number): boolean {
  const close = at - 2;
  const open = kindAt(tokens, close) === Punct.ParenClose ? (tokens.match[close] as number) : -1;
  return open > 0 && isText(tokens, open - 1, 'take');
}

const LIMITS =
  /\b(?:dhat|heaptrack|mem_limit|MemoryMax|MemoryHigh|memory\.(?:max|high)|memory (?:budget|limit)s?)\b|--memory=\w+|\bmemory: *["']?\d+ ?[kmg]i?b?\b/i;

/** dhat, heaptrack, limits, a budget in a document. */
export function memoryHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const found: Hint[] = [];
  for (const { path } of judged(files)) {
    if (!/\.(toml|ya?ml|nix|md|service)$|Dockerfile$/.test(path)) continue;
    const text = textOf(files, path);
    const mark = text.read ? LIMITS.exec(text.value) : null;
    if (text.read && mark)
      found.push({
        path,
        line: text.value.slice(0, mark.index).split('\n').length,
        message: `it speaks of \`${mark[0]}\``,
      });
  }
  const allocators = library.flatMap(firstAllocator);
  return [...found, ...allocators].slice(0, MOST);
}

const LEAKS = /(^|::)(mem::forget|Box::leak|Vec::leak|String::leak|ManuallyDrop::new)$/;

/** What keeps memory for good; and what looks for leaks in CI. */
export function leakHints(files: Files, library: readonly LibraryFile[]): Hint[] {
  const cycles = sharedCycles(library).map(({ name, path, line }) => ({
    path,
    line,
    message: `an \`Rc\` or \`Arc\` of \`${name}\` may lead back to it`,
  }));
  const looked = judged(files).flatMap(({ path }) => {
    if (!/^\.github\/workflows\/.+\.ya?ml$/.test(path)) return [];
    const text = textOf(files, path);
    const mark = text.read ? /\b(miri|valgrind|leaksanitizer|sanitizer=(leak|address))\b/i.exec(text.value) : null;
    return text.read && mark
      ? [{ path, line: text.value.slice(0, mark.index).split('\n').length, message: `CI runs \`${mark[0]}\`` }]
      : [];
  });
  const leaks = [...library.flatMap(keptIn), ...library.flatMap(leakedIn)];
  return leaks.slice(0, MOST).concat(cycles.slice(0, MOST), looked.slice(0, MOST));
}

const keptIn = memo((source: LibraryFile): Hint[] => {
  const { file, path } = source;
  return pathCalls(file.tokens, { from: 0, to: file.tokens.count }).flatMap(({ path: words, at }) => {
    const full = fullPath(file, words.filter(Boolean));
    return LEAKS.test(full) && isOn(source, at)
      ? [{ path, line: lineAt(file.tokens, at), message: `\`${words.join('::')}\` keeps memory` }]
      : [];
  });
});

const leakedIn = memo((source: LibraryFile): Hint[] => {
  const { tokens } = source.file;
  return methodCalls(tokens, { from: 0, to: tokens.count }).flatMap(({ name, at, args }) =>
    name === 'leak' && args.from === args.to && isOn(source, at)
      ? [{ path: source.path, line: lineAt(tokens, at), message: '`leak` keeps memory' }]
      : [],
  );
});

/** Public functions with nested loops or recursion whose documentation names no complexity. */
export function complexityHints(items: readonly (readonly PublicItem[])[]): Hint[] {
  return items.flatMap(repeatingIn).slice(0, MOST);
}

const repeatingIn = memo((items: readonly PublicItem[]): Hint[] =>
  items.flatMap(({ item, owner, source, path, file, line }) => {
    if (item?.kind !== 'fn' || !item.body) return [];
    const repeats = repeatsOf(source.file, item, item.body, owner);
    if (!repeats || /\bO\(/.test(documentationOf(source.file, item))) return [];
    return [{ path: file, line, message: `\`${path}\` ${repeats}, and names no complexity` }];
  }),
);

/** How a function may take longer than its input is long. */
function repeatsOf(file: RustFile, fn: FnItem, body: Range, owner: PublicItem['owner']): string | undefined {
  if (loopDepth(file, body) >= 2) return 'has nested loops';
  const type = owner?.kind === 'impl' ? lastName(file, owner.self) : undefined;
  const recursive = pathCalls(file.tokens, body).some(
    ({ name, path }) =>
      name === fn.name && (path.length === 1 ? type === undefined : path.at(-2) === 'Self' || path.at(-2) === type),
  );
  return recursive || callsOnSelf(file, body, fn.name) ? 'calls itself' : undefined;
}

/** `self.name(…)` */
function callsOnSelf({ tokens }: RustFile, body: Range, name: string): boolean {
  return methodCalls(tokens, body).some(
    call => call.name === name && isText(tokens, call.at - 2, 'self') && !isText(tokens, call.at - 3, '.'),
  );
}

/** How deep loops stand in each other. */
function loopDepth({ tokens }: RustFile, range: Range, depth = 0): number {
  if (depth > 5) return depth;
  let deepest = depth;
  for (let at = range.from; at < range.to; at += 1) {
    if (tokens.kind[at] !== Kind.Ident) continue;
    if (!(isText(tokens, at, 'for') || isText(tokens, at, 'while') || isText(tokens, at, 'loop'))) continue;
    if (isText(tokens, at + 1, '<')) continue;
    let open = at + 1;
    while (open < range.to && kindAt(tokens, open) !== Punct.BraceOpen && kindAt(tokens, open) !== Punct.Semicolon)
      open += 1;
    if (kindAt(tokens, open) !== Punct.BraceOpen) continue;
    const body = inside(tokens, open, range.to);
    deepest = Math.max(deepest, loopDepth({ tokens } as RustFile, body, depth + 1));
    at = body.to;
  }
  return deepest;
}

const ALLOCATORS = /^(dhat|jemallocator|mimalloc|peak_alloc|cap)$/;

/** The first path of a file that leads to what counts or bounds allocations. */
const firstAllocator = memo((source: LibraryFile): Hint[] => {
  const { tokens } = source.file;
  for (let at = 0; at + 1 < tokens.count; at += 1) {
    if (tokens.kind[at + 1] !== Kind.PathSep || !isWord(tokens, at) || !isOn(source, at)) continue;
    const word = wordAt(tokens, at);
    if (ALLOCATORS.test(word)) return [{ path: source.path, line: lineAt(tokens, at), message: `it uses \`${word}\`` }];
  }
  return [];
});
