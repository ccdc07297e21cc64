/** Blocking calls that public functions come to, followed through the crate's own functions. */
import type { LibraryFile, PublicItem, RustCrate } from '../../rust/crate-model.js';
import type { FnItem, Item } from '../../rust/model.js';
import { crateNames } from '../../rust/names.js';
import { columnAt, lineAt } from '../../rust/tokens.js';
import { mayBlock } from './blocking.js';
import { ownBlockingCalls, ownCalls, type OwnFunction, OwnFunctions, ownFunctions } from './own-calls.js';

export interface PublicBlocking {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The call, as it is known. */
  readonly what: string;
  /** A public function that comes here. */
  readonly by: string;
}

/** How far calls are followed. */
const DEEPEST = 6;

/** Each blocking call once, with the first public function that comes to it; by file and line. */
export function blockingInPublic(
  items: readonly (readonly PublicItem[])[],
  library: readonly LibraryFile[],
  crates: readonly RustCrate[],
): PublicBlocking[] {
  // A library calls nothing of the package's binaries.
  const paths = new Set(crates.flatMap(crate => crate.files.map(({ path }) => path)));
  const ofLibraries = library.filter(({ path }) => paths.has(path));
  if (!ofLibraries.some(blocks)) return [];
  const functions = new OwnFunctions(ofLibraries);
  const found = new Map<string, PublicBlocking>();
  for (const { fn, path } of [...publicFunctions(items), ...traitMethods(items, crates)]) {
    const own = functions.of(fn);
    if (own) follow(own, path, { functions, found, seen: new Set() }, 0, fn.async);
  }
  return [...found.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

/** Whether a function of a file blocks by itself; without one, no call can reach one. */
function blocks(source: LibraryFile): boolean {
  return mayBlock(source.file) && ownFunctions(source).some(own => ownBlockingCalls(own).length > 0);
}

interface Start {
  readonly fn: FnItem;
  readonly path: string;
}

function publicFunctions(items: readonly (readonly PublicItem[])[]): Start[] {
  return items.flat().flatMap(({ item, path }) => (item?.kind === 'fn' ? [{ fn: item, path }] : []));
}

/** The methods in `impl PublicTrait for PublicType`: users of the type call them through the trait. */
function traitMethods(items: readonly (readonly PublicItem[])[], crates: readonly RustCrate[]): Start[] {
  const paths = new Map<Item, string>();
  for (const { item, path } of items.flat()) if (item) paths.set(item, path);
  return crates.flatMap(crate =>
    crate.modules.flatMap(module =>
      module.items.flatMap(({ item: impl, source }): Start[] => {
        if (impl.kind !== 'impl' || !impl.trait || impl.hidden) return [];
        const named = (range: typeof impl.self) => crateNames(crate).typeEntities(source.file.tokens, range, module);
        const type = named(impl.self).flatMap(each => (each.kind === 'item' ? (paths.get(each.item) ?? []) : []))[0];
        const isPublic = named(impl.trait).some(
          each => each.kind === 'external' || (each.kind === 'item' && paths.has(each.item)),
        );
        if (type === undefined || !isPublic) return [];
        return impl.items.flatMap(fn => (fn.kind === 'fn' ? [{ fn, path: `${type}::${fn.name}` }] : []));
      }),
    ),
  );
}

interface Following {
  readonly functions: OwnFunctions;
  readonly found: Map<string, PublicBlocking>;
  readonly seen: Set<FnItem>;
}

/** `async`: whoever calls is asynchronous, so that files and processes block it too. */
function follow(own: OwnFunction, by: string, following: Following, depth: number, async: boolean): void {
  const { functions, found, seen } = following;
  if (seen.has(own.fn) || depth > DEEPEST || own.drop) return;
  seen.add(own.fn);
  const { file, path } = own.source;
  for (const each of ownBlockingCalls(own)) {
    if (each.kind === 'io' && !each.async && !async) continue;
    const place = { path, line: lineAt(file.tokens, each.at), column: columnAt(file.tokens, each.at), what: each.what };
    const key = `${path}\0${place.line}\0${each.what}`;
    if (!found.has(key)) found.set(key, { ...place, by });
  }
  for (const call of ownCalls(own)) {
    const callee = functions.called(call);
    if (callee) follow(callee, by, following, depth + 1, async || call.async);
  }
}
