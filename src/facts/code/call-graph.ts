/** Which functions of a crate a function may reach, by name: exact enough to ask what a program does. */
import { memo } from '../../cache/memo.js';
import { methodCalls, pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem, RustFile } from '../../rust/model.js';
import type { Range } from '../../rust/tokens-model.js';
import { activeItems, type FunctionFact, functionFacts, isActive } from './functions.js';
import { fullPath } from './imports.js';
import { lastName, nameWords } from './trait-impls.js';

/** A function of library code with its body. */
export interface Body {
  readonly source: LibraryFile;
  readonly fn: FnItem;
  readonly range: Range;
  /** The type or trait that it is a method of. */
  readonly owner?: string;
}

export interface CallGraph {
  /** The functions of library code, by name. */
  readonly bodies: ReadonlyMap<string, readonly Body[]>;
  /** The words in the types of each struct's fields, by the struct's name. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

/** If more functions than this share a name, the name says little: only those of types nearby are followed. */
const COMMON = 4;
const MOST = 5_000;

/** Reads the functions and the fields of library code. */
export function buildCallGraph(library: readonly LibraryFile[]): CallGraph {
  const bodies = new Map<string, Body[]>();
  const fields = new Map<string, Set<string>>();
  for (const source of library) {
    for (const body of bodiesIn(source)) {
      const known = bodies.get(body.fn.name);
      if (known) known.push(body);
      else bodies.set(body.fn.name, [body]);
    }
    for (const [name, types] of fieldsIn(source.file)) {
      const words = fields.get(name) ?? new Set();
      for (const word of types) words.add(word);
      fields.set(name, words);
    }
  }
  return { bodies, fields };
}

const bodiesIn = memo((source: LibraryFile): readonly Body[] =>
  functionFacts(source.file).flatMap(fact => {
    const { fn } = fact;
    if (!fn.body || !isActive(source, fn.range.from)) return [];
    return [{ source, fn, range: fn.body, ...ownerOf(source, fact) }];
  }),
);

/** The words in the types of each struct's fields. */
const fieldsIn = memo((file: RustFile): readonly (readonly [string, readonly string[]])[] =>
  activeItems(file).flatMap(item =>
    item.kind === 'struct' ? [[item.name, item.fields.flatMap(({ type }) => nameWords(file, type))] as const] : [],
  ),
);

function ownerOf({ file }: LibraryFile, { owner }: FunctionFact): { owner?: string } {
  if (!owner) return {};
  return { owner: owner.kind === 'impl' ? lastName(file, owner.self) : owner.name };
}

/** The functions that the given ones may reach, themselves included. */
export function reachedFrom(starts: readonly Body[], graph: CallGraph): readonly Body[] {
  const found = new Set<Body>(starts);
  const queue = [...starts];
  for (let next = queue.pop(); next && found.size < MOST; next = queue.pop()) {
    for (const body of calledBy(next, graph)) {
      if (found.has(body)) continue;
      found.add(body);
      queue.push(body);
    }
  }
  return [...found];
}

function calledBy(body: Body, { bodies, fields }: CallGraph): readonly Body[] {
  const { tokens } = body.source.file;
  let near: ReadonlySet<string> | undefined;
  const isNear = (owner: string) => {
    near ??= new Set([
      ...nameWords(body.source.file, { from: body.fn.signature.from, to: body.range.to }),
      ...(body.owner === undefined ? [] : [body.owner, ...(fields.get(body.owner) ?? [])]),
    ]);
    return near.has(owner);
  };
  const follow = (name: string) => {
    const candidates = bodies.get(name) ?? [];
    return candidates.length <= COMMON ? candidates : candidates.filter(({ owner }) => owner && isNear(owner));
  };
  // Of functions that share a name with many methods, those that belong to no type are few, or their module is named.
  const free = (name: string, path: readonly string[]) => {
    const candidates = bodies.get(name) ?? [];
    if (candidates.length <= COMMON) return [];
    const functions = candidates.filter(({ owner }) => owner === undefined);
    if (functions.length <= COMMON) return functions;
    const module = fullPath(body.source.file, path.filter(Boolean)).split('::').at(-2);
    return functions.filter(({ source }) => source === body.source || (module && isModule(source.path, module)));
  };
  const byPath = [...pathCalls(tokens, body.range)].flatMap(({ name, path }) => {
    const type = path.at(-2) === 'Self' ? body.owner : path.at(-2);
    const own = type === undefined ? [] : (bodies.get(name) ?? []).filter(({ owner }) => owner === type);
    return own.length > 0 ? own : [...follow(name), ...free(name, path)];
  });
  return [...byPath, ...[...methodCalls(tokens, body.range)].flatMap(({ name }) => follow(name))];
}

function isModule(path: string, name: string): boolean {
  return path.endsWith(`/${name}.rs`) || path.endsWith(`/${name}/mod.rs`);
}
