/**
 * A library crate as others see it: what each module exports, explicit names before globs, re-exports of other members of
 * the workspace followed; and the members of its types.
 */
import type { Files } from '../files.js';
import { memo } from '../memo.js';
import type { Module, Placed, RustCrate } from '../rust/crate-model.js';
import type { ImplItem, Item, UseItem, UseLeaf } from '../rust/model.js';
import { type Entity, namesOf } from '../rust/names.js';
import { includedBy } from '../rust/off.js';
import type { FeatureBuild } from './build.js';
import { type Exported, type Found, type ModuleTarget, spaceOf, type Target } from './model.js';

/** The other crates of the tree. */
export interface Siblings {
  readonly files: Files;
  /** The library that a crate knows by a name, built as that crate asks; absent where it is none of the tree's. */
  sibling(of: ApiCrate, name: string): ApiCrate | undefined;
}

/** An impl of a type, where it stands. */
export interface PlacedImpl {
  readonly api: ApiCrate;
  readonly impl: ImplItem;
  readonly placed: Placed;
  readonly module: Module;
}

/** No crate has as many modules behind globs. */
const GLOBS = 2_000;

interface Own {
  readonly names: ReadonlyMap<string, readonly Found[]>;
  /** Names in this module, public or not, that a glob does not bring: `type Name`. */
  readonly taken: ReadonlySet<string>;
  readonly globs: readonly { readonly item: UseItem; readonly leaf: UseLeaf; readonly placed: Placed }[];
}

const UNSEEN: Exported = { names: new Map(), open: true, modules: [] };
const NOTHING: Own = { names: new Map(), taken: new Set(), globs: [] };

export class ApiCrate {
  private readonly owned = new Map<Module, Own>();
  private readonly exports = new Map<Module, Exported>();

  constructor(
    readonly crate: RustCrate,
    readonly build: FeatureBuild,
    private readonly siblings: Siblings,
  ) {}

  get root(): ModuleTarget {
    return { kind: 'module', api: this, module: this.crate.root };
  }

  /** What a path means in a module, in whichever crate of the tree. */
  resolve(path: readonly string[], from: Module): Target[] {
    return namesOf(this.crate)
      .resolve(path, from)
      .flatMap(each => this.follow(each));
  }

  /** What a module gives to the outside. */
  exported(module: Module): Exported {
    const known = this.exports.get(module);
    if (known) return known;
    // Manifests that go round would lead here again.
    this.exports.set(module, UNSEEN);
    const exported = this.gather(module);
    this.exports.set(module, exported);
    return exported;
  }

  private gather(module: Module): Exported {
    const names = new Map<string, Found[]>();
    const taken = new Set<string>();
    const queue: { target: ModuleTarget; hidden: boolean; uncertain: boolean }[] = [
      { target: { kind: 'module', api: this, module }, hidden: false, uncertain: false },
    ];
    const seen = new Set<Module>([module]);
    let open = false;
    for (let index = 0; index < queue.length; index += 1) {
      const { target, hidden, uncertain } = queue[index] as (typeof queue)[number];
      const own = target.api.own(target.module);
      addNames(names, taken, own, { hidden, uncertain });
      if (target.api.isPartial(target.module)) open = true;
      for (const { item, leaf, placed } of own.globs) {
        const below = { hidden: hidden || item.hidden, uncertain: uncertain || target.api.isUncertain(placed) };
        const found = target.api.resolve(leaf.path, target.module);
        if (found.length === 0) open = true;
        for (const each of found) {
          if (each.kind === 'module' && !seen.has(each.module) && seen.size < GLOBS) {
            seen.add(each.module);
            queue.push({ target: each, ...below });
          } else if (each.kind === 'item' && each.item.kind === 'enum') {
            for (const variant of each.item.variants)
              add(names, variant.name, {
                target: { ...each, kind: 'variant', variant, item: each.item },
                hidden: below.hidden || variant.hidden,
                uncertain: below.uncertain,
                source: each.placed.source,
                line: variant.line,
              });
          } else if (each.kind !== 'module') open = true;
        }
      }
    }
    return { names, open, modules: queue.map(({ target }) => target) };
  }

  /** Whether a module includes a file that was not read, or that is made at build time. */
  isPartial(module: Module): boolean {
    return (
      this.crate.missing.some(each => each.module === module.path) ||
      module.items.some(
        ({ item, source }) =>
          item.kind === 'macro-call' && item.macro === 'include' && !includedBy(source.file.tokens, item.body),
      )
    );
  }

  /** Public names that a module declares itself, by items and `use`. */
  private own(module: Module): Own {
    const known = this.owned.get(module);
    if (known) return known;
    this.owned.set(module, NOTHING);
    const own = new OwnNames(this, module).read();
    this.owned.set(module, own);
    return own;
  }

  isUncertain({ item, call }: Placed): boolean {
    return (call !== undefined && !call.known) || this.build.asksOption(item.attributes);
  }

  /** An entity of another member of the workspace, seen from outside of it. */
  private follow(entity: Entity): Target[] {
    if (entity.kind !== 'external') return [{ ...entity, api: this }];
    const api = this.siblings.sibling(this, entity.crate);
    if (!api) return [entity];
    let found: readonly Target[] = [api.root];
    for (const name of entity.path)
      found = found.flatMap(each => {
        if (each.kind === 'external') return [{ ...each, path: [...each.path, name] }];
        if (each.kind === 'item' && each.item.kind === 'enum')
          return each.item.variants
            .filter(variant => variant.name === name)
            .map(variant => ({ ...each, kind: 'variant' as const, variant, item: each.item }) as Target);
        if (each.kind !== 'module') return [];
        const { names, open } = each.api.exported(each.module);
        const below = names.get(name)?.map(({ target }) => target);
        return below ?? (open ? [entity] : []);
      });
    return [...found];
  }
}

function addNames(
  names: Map<string, Found[]>,
  taken: Set<string>,
  own: Own,
  { hidden, uncertain }: Pick<Found, 'hidden' | 'uncertain'>,
): void {
  const before = new Set(taken);
  for (const [name, founds] of own.names)
    for (const found of founds) {
      const space = spaceOf(found.target);
      if (space !== undefined && before.has(`${space} ${name}`)) continue;
      add(names, name, { ...found, hidden: hidden || found.hidden, uncertain: uncertain || found.uncertain });
    }
  for (const each of own.taken) taken.add(each);
}

function add<T>(map: Map<string, T[]>, name: string, each: T): void {
  const list = map.get(name);
  if (list) list.push(each);
  else map.set(name, [each]);
}

/** Reads one module's own names. */
class OwnNames {
  private readonly names = new Map<string, Found[]>();
  private readonly taken = new Set<string>();
  private readonly globs: Own['globs'][number][] = [];

  constructor(
    private readonly api: ApiCrate,
    private readonly module: Module,
  ) {}

  read(): Own {
    const { api, module } = this;
    for (const child of module.children) this.child(child);
    for (const placed of module.items) this.placed(placed);
    if (module === api.crate.root) this.macros();
    for (const { module: missing, path, line } of api.crate.missing) {
      const name = missing.startsWith(`${module.path}::`) ? missing.slice(module.path.length + 2) : '';
      const target: Target = { kind: 'external', crate: '', path: [] };
      const source = { ...module.source, path };
      if (name !== '' && !name.includes('::'))
        add(this.names, name, { target, hidden: false, uncertain: true, source, line });
    }
    return { names: this.names, taken: this.taken, globs: this.globs };
  }

  private child(child: Module): void {
    const { item } = child;
    const target: Target = { kind: 'module', api: this.api, module: child };
    if (item?.visibility.kind !== 'public') return;
    const uncertain = this.api.build.asksOption(child.attributes);
    const source = item.items ? child.source : this.module.source;
    this.put(child.name, { target, hidden: child.hidden, uncertain, source, line: item.line });
  }

  private placed(placed: Placed): void {
    const { item, source } = placed;
    const { api, module } = this;
    const facts = { hidden: item.hidden, uncertain: api.isUncertain(placed), source };
    const isPublic = item.visibility.kind === 'public';
    if (item.kind === 'use') return this.use(placed, item, isPublic);
    if (item.kind === 'foreign') {
      for (const each of item.items) this.placed({ ...placed, item: each });
      return;
    }
    if (item.kind === 'extern-crate') {
      const targets = isPublic && item.crate !== 'self' ? api.resolve([item.name], module) : [];
      for (const target of targets) this.put(item.name, { target, ...facts, line: item.line });
      return;
    }
    if (item.name === '' || item.name === '_' || item.kind === 'macro-call' || item.kind === 'mod') return;
    if (item.kind === 'macro' && item.rules) return;
    const target: Target = { kind: 'item', api, placed, item, module };
    if (isPublic) this.put(item.name, { target, ...facts, line: item.line });
    else this.taken.add(`${spaceOf(target)} ${item.name}`);
  }

  private use(placed: Placed, item: UseItem, isPublic: boolean): void {
    for (const leaf of item.leaves) {
      if (leaf.glob) {
        if (isPublic) this.globs.push({ item, leaf, placed });
        continue;
      }
      if (leaf.as === '_') continue;
      const found = this.api.resolve(leaf.path, this.module).filter(isNameable);
      if (!isPublic) {
        for (const target of found) this.taken.add(`${spaceOf(target)} ${leaf.as}`);
        continue;
      }
      const targets: readonly Target[] = found.length > 0 ? found : [{ kind: 'external', crate: '', path: leaf.path }];
      for (const target of targets)
        this.put(leaf.as, {
          target,
          hidden: item.hidden || isHidden(target),
          uncertain: this.api.isUncertain(placed) || (target.kind === 'item' && target.api.isUncertain(target.placed)),
          source: placed.source,
          line: leaf.line,
        });
    }
  }

  /** `#[macro_export]` puts a macro at the root, wherever it stands; a procedural one is a function with an attribute. */
  private macros(): void {
    for (const module of this.api.crate.modules)
      for (const placed of module.items) {
        const { item, source } = placed;
        if (item.kind !== 'macro' || !item.exported) continue;
        const target: Target = { kind: 'item', api: this.api, placed, item, module };
        const uncertain = this.api.isUncertain(placed);
        this.put(item.name, { target, hidden: item.hidden, uncertain, source, line: item.line });
      }
  }

  private put(name: string, found: Found): void {
    add(this.names, name, name.startsWith('__') ? { ...found, hidden: true } : found);
    const space = spaceOf(found.target);
    if (space) this.taken.add(`${space} ${name}`);
  }
}

function isHidden(target: Target): boolean {
  return target.kind === 'module' ? target.module.hidden : target.kind === 'item' && target.item.hidden;
}

/** What a `pub use` can bring: not what is private where it stands. */
function isNameable(target: Target): boolean {
  if (target.kind === 'module') return !target.module.item || target.module.item.visibility.kind === 'public';
  if (target.kind !== 'item') return true;
  return target.item.visibility.kind === 'public' || target.item.kind === 'macro';
}

/** The impls of a crate, by the item that they are about. */
export const implsOf: (api: ApiCrate) => ReadonlyMap<Item, readonly PlacedImpl[]> = memo(api => {
  const impls = new Map<Item, PlacedImpl[]>();
  for (const module of api.crate.modules)
    for (const placed of module.items) {
      const { item: impl } = placed;
      if (impl.kind !== 'impl') continue;
      const { tokens } = placed.source.file;
      for (const entity of namesOf(api.crate).typeEntities(tokens, impl.self, module)) {
        if (entity.kind !== 'item' || entity.item.kind === 'type') continue;
        const list = impls.get(entity.item);
        const placedImpl = { api, impl, placed, module };
        if (!list) impls.set(entity.item, [placedImpl]);
        else if (list.at(-1)?.impl !== impl) list.push(placedImpl);
      }
    }
  return impls;
});
