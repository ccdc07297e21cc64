/**
 * Resolves paths in a module through imports, renames, globs, `crate`, `self`, `super`, enum variants, and type aliases. Precise enough for
 * criteria: a path that is not found is unknown, never absent.
 */
import { memo } from '../cache/memo.js';
import type { Module, Placed, RustCrate } from './crate-model.js';
import type { EnumItem, Item, Variant } from './model.js';
import { addTo, type Import, MAX_MEANINGS, moduleContents } from './module-contents.js';
import { isWord, kindAt, wordAt } from './tokens.js';
import { Kind, Punct, type Range, type Tokens } from './tokens-model.js';

export type Entity =
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'item'; readonly placed: Placed; readonly item: Item; readonly module: Module }
  | { readonly kind: 'variant'; readonly variant: Variant; readonly item: EnumItem; readonly module: Module }
  /** An item of another crate: its name as in `use`, and the rest of the path. */
  | { readonly kind: 'external'; readonly crate: string; readonly path: readonly string[] };

/** The most steps to resolve one path, far more than real code needs. Bounds cycles of globs. */
const MAX_STEPS = 3_000;
const MAX_ALIASES = 8;

/** The name resolution of a crate. */
export const crateNames: (crate: RustCrate) => Names = memo(crate => new Names(crate));

export class Names {
  private readonly answers = new Map<Module, Map<string, readonly Entity[]>>();
  private readonly active = new Set<string>();
  private steps = 0;

  constructor(private readonly crate: RustCrate) {}

  /** Resolves a path in a module. Several results if namespaces or `cfg` give it several meanings, none if it is unknown. */
  resolve(path: readonly string[], from: Module): readonly Entity[] {
    if (this.active.size === 0) this.steps = 0;
    const first = path[0];
    if (first === undefined) return [{ kind: 'module', module: from }];
    let found = this.first(first, path[1] ?? '', from);
    // `::name` is a single step.
    for (let i = first === '' ? 2 : 1; i < path.length && found.length > 0; i += 1) {
      const only = found[0];
      if (only?.kind === 'external' && found.length === 1) return [{ ...only, path: [...only.path, ...path.slice(i)] }];
      found = found.flatMap(each => this.below(each, path[i] ?? ''));
    }
    return found;
  }

  /** Resolves a name in a module: to its own items and imports, otherwise to those of its globs. */
  lookup(name: string, module: Module): readonly Entity[] {
    const { imports, globs } = moduleContents(module.items);
    if (globs.length === 0 && !imports.has(name)) return this.declared(name, module);
    const known = this.answers.get(module)?.get(name);
    if (known) return known;
    const key = `${module.path}\0${name}`;
    if (++this.steps > MAX_STEPS) return [];
    // In `mod copy; pub use copy::copy;`, the name is the declared module while the import is followed.
    if (this.active.has(key)) return this.declared(name, module);
    const top = this.active.size === 0;
    this.active.add(key);
    const found = this.find(name, module);
    this.active.delete(key);
    if (top || found.length > 0) {
      const answers = this.answers.get(module) ?? new Map<string, readonly Entity[]>();
      this.answers.set(module, answers.set(name, found));
    }
    return found;
  }

  /** The imports of a module that can import a name: those with this name, otherwise globs. */
  importsOf(name: string, module: Module): readonly Import[] {
    const { imports, globs } = moduleContents(module.items);
    const own = imports.get(name);
    if (own || this.declared(name, module).length > 0) return own ?? [];
    return globs.filter(({ leaf }) =>
      this.resolve(leaf.path, module).some(each => each.kind !== 'external' && this.below(each, name).length > 0),
    );
  }

  /** Resolves the type in a range of tokens, such as X in `impl … for X`, without references and `dyn`. Follows type aliases. */
  typeEntities(tokens: Tokens, range: Range, from: Module, depth = 0): readonly Entity[] {
    const path = leadingTypePath(tokens, range);
    if (path.length === 0) return [];
    return this.resolve(path, from).flatMap(each => {
      if (each.kind !== 'item' || each.item.kind !== 'type' || !each.item.value || depth > MAX_ALIASES) return [each];
      const { file } = each.placed.source;
      return [each, ...this.typeEntities(file.tokens, each.item.value, each.module, depth + 1)];
    });
  }

  private first(name: string, next: string, from: Module): readonly Entity[] {
    if (name === 'crate') return [{ kind: 'module', module: this.crate.root }];
    if (name === 'self') return [{ kind: 'module', module: from }];
    if (name === 'super') return from.parent ? [{ kind: 'module', module: from.parent }] : [];
    if (name === 'Self') return [];
    if (name === '') return this.absolute(next);
    const found = this.lookup(name, from);
    if (found.length > 0) return found;
    if (name === this.crate.name && this.crate.target.kind === 'lib')
      return [{ kind: 'module', module: this.crate.root }];
    if (this.crate.edition === '2015' && from !== this.crate.root) {
      const atRoot = this.lookup(name, this.crate.root);
      if (atRoot.length > 0) return atRoot;
    }
    return [{ kind: 'external', crate: name, path: [] }];
  }

  /** Resolves `::name`: a crate or, in the 2015 edition, also an item of the root. */
  private absolute(name: string): readonly Entity[] {
    const atRoot = this.crate.edition === '2015' ? this.lookup(name, this.crate.root) : [];
    return atRoot.length > 0 ? atRoot : [{ kind: 'external', crate: name, path: [] }];
  }

  private below(entity: Entity, segment: string): readonly Entity[] {
    if (entity.kind === 'external') return [{ ...entity, path: [...entity.path, segment] }];
    if (entity.kind === 'module') {
      if (segment === 'super') return entity.module.parent ? [{ kind: 'module', module: entity.module.parent }] : [];
      return segment === 'self' ? [entity] : this.lookup(segment, entity.module);
    }
    if (entity.kind === 'variant') return [];
    const { item, module, placed } = entity;
    if (item.kind === 'enum')
      return item.variants
        .filter(each => each.name === segment)
        .map(variant => ({ kind: 'variant', variant, item, module }));
    if (item.kind !== 'type' || !item.value) return [];
    return this.typeEntities(placed.source.file.tokens, item.value, module)
      .filter(each => each.kind === 'item' && each.item.kind === 'enum')
      .flatMap(each => this.below(each, segment));
  }

  private find(name: string, module: Module): readonly Entity[] {
    const { imports, globs } = moduleContents(module.items);
    const own = [...this.declared(name, module)];
    for (const { leaf } of imports.get(name) ?? []) own.push(...this.resolve(leaf.path, module));
    if (own.length > 0) return own;
    return globs.flatMap(({ leaf }) =>
      this.resolve(leaf.path, module).flatMap(each => (each.kind === 'external' ? [] : this.below(each, name))),
    );
  }

  /** The modules and items with this name that the module itself declares. */
  private declared(name: string, module: Module): readonly Entity[] {
    const modules = module.children.length === 0 ? [] : (childrenByName(module).get(name) ?? []);
    const items = moduleContents(module.items).items.get(name) ?? [];
    if (modules.length === 0 && items.length === 0) return NONE;
    return [
      ...modules.map(child => ({ kind: 'module' as const, module: child })),
      ...items.map(placed => toEntity(placed, module)),
    ].slice(0, MAX_MEANINGS);
  }
}

const NONE: readonly Entity[] = [];

function toEntity(placed: Placed, module: Module): Entity {
  const { item } = placed;
  if (item.kind === 'extern-crate') return { kind: 'external', crate: item.crate, path: [] };
  return { kind: 'item', placed, item, module };
}

const childrenByName = memo((module: Module): ReadonlyMap<string, readonly Module[]> => {
  const children = new Map<string, Module[]>();
  for (const child of module.children) addTo(children, child.name, child);
  return children;
});

/** The path at the start of a type: `a`, `b`, `C` for `&'a mut dyn a::b::C<T>`. Empty if there is none. */
export function leadingTypePath(tokens: Tokens, range: Range): string[] {
  let at = range.from;
  while (at < range.to) {
    const kind = kindAt(tokens, at);
    const skipped =
      kind === Punct.And ||
      kind === Kind.AndAnd ||
      kind === Kind.Lifetime ||
      kind === Punct.ParenOpen ||
      kind === Punct.BracketOpen;
    const word = isWord(tokens, at) ? wordAt(tokens, at) : '';
    if (!skipped && word !== 'mut' && word !== 'dyn') break;
    at += 1;
  }
  return readPathSegments(tokens, at, range.to);
}

/** The segments of the path that begins at a token; empty if there is none. A leading `::` is an empty first segment. */
export function readPathSegments(tokens: Tokens, from: number, to: number): string[] {
  const path: string[] = [];
  let at = from;
  if (kindAt(tokens, at) === Kind.PathSep) {
    path.push('');
    at += 1;
  }
  while (at < to && isWord(tokens, at)) {
    path.push(wordAt(tokens, at));
    if (kindAt(tokens, at + 1) !== Kind.PathSep || !isWord(tokens, at + 2)) break;
    at += 2;
  }
  return path;
}
