/** What a crate makes of one of its files: the same objects for every crate and snapshot that has the file. */
import { memo } from '../memo.js';
import type { LibraryFile, Off, Placed, SourceFile } from './crate-model.js';
import type { Item, ModItem } from './model.js';
import { type OffBy, offRanges } from './off.js';

/** What a build leaves out: by default what `offBy` says of one with all features. */
export interface Build {
  /** Tells builds apart. */
  readonly key: string;
  readonly offBy: OffBy;
}

/** How many places of one blob are kept apart. */
const PLACES = 1_000;

/** Remembers by the object and a key: what depends on where a file stands, and in which build. */
function memoAt<R>(): (argument: object, key: string, make: () => R) => R {
  const places = memo<object, Map<string, R>>(() => new Map());
  return (argument, key, make) => {
    const known = places(argument);
    if (known.has(key)) return known.get(key) as R;
    const made = make();
    if (known.size >= PLACES) known.clear();
    known.set(key, made);
    return made;
  };
}

const filesAt = memoAt<LibraryFile>();

/** A file as a crate sees it; `whole`: all of it is off. */
export function libraryFile(
  { path, file }: SourceFile,
  build: Build,
  whole: Off['why'] | undefined,
  hidden: boolean,
): LibraryFile {
  return filesAt(file, `${path}\0${whole}\0${hidden}\0${build.key}`, () => {
    const off = whole ? [{ from: 0, to: file.tokens.count, why: whole }] : offRanges(file, build.offBy);
    return { path, file, off, ...(hidden ? { hidden } : {}) };
  });
}

/** The items of a module that no macro call adds to. */
export interface PlainItems {
  readonly placed: readonly Placed[];
  readonly mods: readonly { readonly item: ModItem; readonly off?: Off['why'] | undefined }[];
}

const plainAt = memoAt<PlainItems | undefined>();

/** Absent where a macro call hands items on or includes a file: what that gives depends on other files. */
export function plainItems(items: readonly Item[], source: SourceFile, build: Build): PlainItems | undefined {
  return plainAt(items, `${source.path}\0${build.key}`, () => readPlain(items, source, build));
}

function readPlain(items: readonly Item[], source: SourceFile, { offBy }: Build): PlainItems | undefined {
  const placed: Placed[] = [];
  const mods: PlainItems['mods'][number][] = [];
  for (const item of items) {
    if (item.kind === 'macro-call' && (item.items || item.macro === 'include')) return undefined;
    const off = offBy(item.attributes);
    if (item.kind === 'mod') mods.push({ item, off });
    else if (!off) placed.push({ item, source });
  }
  return { placed, mods };
}
