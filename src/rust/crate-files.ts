/** A crate's view of its files. All crates and snapshots with the same file share the objects. */

import { memo, memoByObjectAndKey, together } from '../cache/memo.js';
import { baseName, parentDirectory, resolve } from '../snapshot/files.js';
import { offReason } from './cfg.js';
import type { LibraryFile, Off, Placed, SourceFile } from './crate-model.js';
import { looseModules, type OffReason, offRanges } from './inactive-code.js';
import { moduleFileCandidates, type Place, placeOfFile, placeOfRoot } from './locate.js';
import type { Item, ModItem } from './model.js';
import { moduleContents } from './module-contents.js';

/** A build and the code that it excludes. */
export interface Build {
  /** Identifies the build in caches. */
  readonly key: string;
  readonly offReason: OffReason;
}

/** The build with all features, which criteria read by default. */
export const ALL_FEATURES: Build = { key: '', offReason };

const libraryFileCache = memoByObjectAndKey<LibraryFile>();

/** The readers that run on every file of library code. */
export const libraryFileReaders = together<LibraryFile>();

/** A file as a crate sees it. @param whole whether all of its code is off */
export function libraryFile(
  { path, file }: SourceFile,
  build: Build,
  whole: Off['why'] | undefined,
  hidden: boolean,
): LibraryFile {
  return libraryFileCache(file, `${path}\0${whole}\0${hidden}\0${build.key}`, () => {
    const off = whole ? [{ from: 0, to: file.tokens.count, why: whole }] : offRanges(file, build.offReason);
    const made = { path, file, off, ...(hidden ? { hidden } : {}) };
    if (!whole && build === ALL_FEATURES) libraryFileReaders.read(made);
    return made;
  });
}

/** The items of a module without macro calls that add items. */
export interface PlainItems {
  readonly placed: readonly Placed[];
  readonly mods: readonly { readonly item: ModItem; readonly off?: Off['why'] | undefined }[];
}

const plainItemsCache = memoByObjectAndKey<PlainItems | undefined>();

/** The plain items of a module. Absent if a macro call adds items or includes a file, because they depend on other files. */
export function plainItems(items: readonly Item[], source: SourceFile, build: Build): PlainItems | undefined {
  return plainItemsCache(items, `${source.path}\0${build.key}`, () => readPlain(items, source, build));
}

function readPlain(items: readonly Item[], source: SourceFile, { offReason }: Build): PlainItems | undefined {
  const placed: Placed[] = [];
  const mods: PlainItems['mods'][number][] = [];
  for (const item of items) {
    if (item.kind === 'macro-call' && (item.items || item.macro === 'include')) return undefined;
    const off = offReason(item.attributes);
    if (item.kind === 'mod') mods.push({ item, off });
    else if (!off) placed.push({ item, source });
  }
  moduleContents(placed);
  return { placed, mods };
}

/** Whether an inline module contains `mod name;` or a macro call, which can lead to other files. */
export const mayReachFiles: (item: ModItem) => boolean = memo(({ items }) =>
  (items ?? []).some(
    each => each.kind === 'macro-call' || (each.kind === 'mod' && (!each.items || mayReachFiles(each))),
  ),
);

const candidateCache = memoByObjectAndKey<ReturnType<typeof moduleFileCandidates>>();

/** The files that a `mod name;` can refer to, depending on its place. */
export function candidateFiles(item: ModItem, place: Place): ReturnType<typeof moduleFileCandidates> {
  const { folder, relative = '' } = place;
  return candidateCache(item, `${folder}\0${relative}`, () => moduleFileCandidates(place, item.name, item.attributes));
}

const NOWHERE: readonly string[] = [];
const loosePathCache = memoByObjectAndKey<readonly string[]>();

/** The files that any `mod x;` or `include!` in a file can refer to. */
export function loosePaths(source: SourceFile, isRoot: boolean, manifest: string): readonly string[] {
  const { mods, includes } = looseModules(source.file);
  if (mods.length === 0 && includes.length === 0) return NOWHERE;
  return loosePathCache(source.file, `${source.path}\0${isRoot}\0${manifest}`, () => {
    const { path } = source;
    const folder = parentDirectory(path);
    const place = isRoot ? placeOfRoot(path) : placeOfFile(path, baseName(path).slice(0, -3));
    return [
      ...mods.flatMap(mod => looseCandidates(place, folder, mod.name, mod.path)),
      ...includes.map(each => resolve(each.manifest ? manifest : folder, each.path)),
    ];
  });
}

/** The files that modules of these names, declared in a file, can be in. */
export function modulePaths({ path }: SourceFile, isRoot: boolean, names: ReadonlySet<string>): string[] {
  const place = isRoot ? placeOfRoot(path) : placeOfFile(path, baseName(path).slice(0, -3));
  return [...names].flatMap(name => looseCandidates(place, parentDirectory(path), name, undefined));
}

/** Every file that a loose `mod name;` can refer to. In a macro's body, it is a module of the caller, which is often a neighbor. */
function looseCandidates(place: Place, folder: string, name: string, path: string | undefined): string[] {
  const usual = moduleFileCandidates(place, name, []).flatMap(group => group.files.map(file => file.path));
  const beside = [`${name}.rs`, `${name}/mod.rs`].map(file => resolve(folder, file));
  return [...(path === undefined ? [] : [resolve(place.folder, path)]), ...usual, ...beside];
}
