/** Cycles among a crate's top-level modules, each with its shortest loop. */

import { libraryFileReaders } from '../../rust/crate-files.js';
import type { LibraryFile, Module, RustCrate } from '../../rust/crate-model.js';
import { moduleContents } from '../../rust/module-contents.js';
import { crateNames, type Entity, readPathSegments } from '../../rust/names.js';
import { kindAt, lineAt } from '../../rust/tokens.js';
import { Kind, Punct } from '../../rust/tokens-model.js';
import { mightMention, searchWords } from '../../rust/vocabulary.js';
import { isActive } from './functions.js';

export interface ModuleDependency {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly line: number;
}

/** The shortest loop of each group of modules that need each other. */
export function moduleCycles(crate: RustCrate): readonly (readonly ModuleDependency[])[] {
  const ties = tiesOf(crate);
  return findCycles(new Map([...ties].map(([name, to]) => [name, [...to.keys()]]))).map(loop =>
    loop.map((from, index) => ties.get(from)?.get(loop[(index + 1) % loop.length] ?? '') as ModuleDependency),
  );
}

/** What each top-level module needs of others: the first place for each. */
function tiesOf(crate: RustCrate): ReadonlyMap<string, ReadonlyMap<string, ModuleDependency>> {
  const names = crateNames(crate);
  const files = new Map(crate.files.map(file => [file.path, file]));
  const ties = new Map<string, Map<string, ModuleDependency>>();
  const walked = new Set<string>();
  // Most names come from std, and need not be resolved.
  const hasStd = crate.modules.some(({ name }) => name === 'std');
  for (const module of crate.modules) {
    const from = topOf(module.path);
    if (from === undefined) continue;
    const note = ({ path, line, file }: PathInto) => {
      for (const to of targetsOf(names.resolve(path, module))) {
        if (to === from) continue;
        const own = ties.get(from) ?? new Map<string, ModuleDependency>();
        ties.set(from, own);
        if (!own.has(to)) own.set(to, { from, to, path: file, line });
      }
    };
    for (const { item, source } of moduleContents(module.items).uses)
      for (const { path, line } of item.leaves)
        if (path[0] !== 'std' || hasStd) note({ path, line, file: source.path });
    const source = files.get(module.source.path);
    if (!source || walked.has(source.path) || module.item?.items) continue;
    walked.add(source.path);
    for (const each of pathsIntoCrate(source)) note(each);
  }
  return ties;
}

interface PathInto {
  readonly path: readonly string[];
  readonly file: string;
  readonly line: number;
}

const INTO_CRATE = searchWords('crate super');

/** The paths of a file that begin with `crate` or `super`, wherever they stand. */
const pathsIntoCrate = libraryFileReaders.memo((source: LibraryFile): readonly PathInto[] => {
  const { tokens } = source.file;
  const found: PathInto[] = [];
  if (!mightMention(tokens, INTO_CRATE)) return found;
  const { kind } = tokens;
  for (let sep = kind.indexOf(Kind.PathSep); sep >= 0; sep = kind.indexOf(Kind.PathSep, sep + 1)) {
    const at = sep - 1;
    if (!INTO_CRATE.isAt(tokens, at) || kindAt(tokens, at - 1) === Punct.ParenOpen) continue;
    if (isActive(source, at))
      found.push({ path: readPathSegments(tokens, at, tokens.count), file: source.path, line: lineAt(tokens, at) });
  }
  return found;
});

/** The top-level modules that entities stand in: of an item its own, of the root none. */
function targetsOf(entities: readonly Entity[]): string[] {
  return entities.flatMap(entity => {
    const top = entity.kind === 'external' ? undefined : topOf((entity as { module: Module }).module.path);
    return top === undefined ? [] : [top];
  });
}

function topOf(path: string): string | undefined {
  const from = path.indexOf('::') + 2;
  if (from < 2) return undefined;
  const to = path.indexOf('::', from);
  return to < 0 ? path.slice(from) : path.slice(from, to);
}

/**
 * The cycles of a directed graph: for each strongly connected component with more than one node its shortest loop, in a
 * stable order.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  return components(graph)
    .filter(({ length }) => length > 1)
    .map(nodes => shortestLoop(graph, new Set(nodes)))
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** Strongly connected components (Tarjan), without recursion. */
function components(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const on = new Set<string>();
  const found: string[][] = [];
  for (const start of graph.keys()) {
    if (index.has(start)) continue;
    const work: { node: string; next: number }[] = [{ node: start, next: 0 }];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { node } = frame;
      if (frame.next === 0) {
        index.set(node, index.size);
        low.set(node, index.get(node) ?? 0);
        stack.push(node);
        on.add(node);
      }
      const to = (graph.get(node) ?? [])[frame.next];
      frame.next += 1;
      if (to !== undefined) {
        if (!index.has(to)) work.push({ node: to, next: 0 });
        else if (on.has(to)) low.set(node, Math.min(low.get(node) ?? 0, index.get(to) ?? 0));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
      if (low.get(node) !== index.get(node)) continue;
      const component: string[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        on.delete(member);
        component.push(member);
        if (member === node) break;
      }
      found.push(component.sort());
    }
  }
  return found;
}

/** The shortest loop within a component; of several the first by name. */
function shortestLoop(graph: ReadonlyMap<string, readonly string[]>, nodes: ReadonlySet<string>): string[] {
  let best: string[] | undefined;
  for (const start of [...nodes].sort()) {
    const before = new Map<string, string>();
    const queue = [start];
    search: for (let at = 0; at < queue.length; at += 1) {
      const node = queue[at] ?? '';
      for (const to of graph.get(node) ?? []) {
        if (to === start) {
          const loop = [node];
          for (let back = before.get(node); back !== undefined; back = before.get(back)) loop.unshift(back);
          if (!best || loop.length < best.length) best = loop;
          break search;
        }
        if (!nodes.has(to) || before.has(to)) continue;
        before.set(to, node);
        queue.push(to);
      }
    }
  }
  return best ?? [];
}
