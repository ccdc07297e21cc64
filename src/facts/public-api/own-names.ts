/** The names that one module declares itself: by items, by modules, by `use`. */
import type { Module, Placed } from '../../rust/crate-model.js';
import type { UseItem } from '../../rust/model.js';
import { type ApiCrate, type NamedTarget, itemNamespace, type DeclaredNames, type Target } from './model.js';

/** The names of a module that was not read yet. */
export const NO_NAMES: DeclaredNames = { names: new Map(), taken: new Set(), globs: [] };

/** Public names, in the order of the file; of the root also the macros that `#[macro_export]` puts there. */
export function ownNames(api: ApiCrate, module: Module): DeclaredNames {
  return new OwnNames(api, module).read();
}

/** Adds one to a list of a map. */
export function addTo<T>(map: Map<string, T[]>, name: string, each: T): void {
  const list = map.get(name);
  if (list) list.push(each);
  else map.set(name, [each]);
}

class OwnNames {
  private readonly names = new Map<string, NamedTarget[]>();
  private readonly taken = new Set<string>();
  private readonly globs: DeclaredNames['globs'][number][] = [];

  constructor(
    private readonly api: ApiCrate,
    private readonly module: Module,
  ) {}

  read(): DeclaredNames {
    const { api, module } = this;
    for (const child of module.children) this.child(child);
    for (const placed of module.items) this.placed(placed);
    if (module === api.crate.root) this.macros();
    for (const { module: missing, path, line } of api.crate.missing) {
      const name = missing.startsWith(`${module.path}::`) ? missing.slice(module.path.length + 2) : '';
      const target: Target = { kind: 'external', crate: '', path: [] };
      const source = { ...module.source, path };
      if (name !== '' && !name.includes('::'))
        addTo(this.names, name, { target, hidden: false, uncertain: true, source, line });
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
      const found = isPublic && item.crate !== 'self' ? api.resolve([item.name], module) : [];
      const targets = found.map(target => outside(api, target));
      for (const target of targets) this.put(item.name, { target, ...facts, line: item.line });
      return;
    }
    if (item.name === '' || item.name === '_' || item.kind === 'macro-call' || item.kind === 'mod') return;
    if (item.kind === 'macro' && item.rules) return;
    const target: Target = { kind: 'item', api, placed, item, module };
    if (isPublic) this.put(item.name, { target, ...facts, line: item.line });
    else this.taken.add(`${itemNamespace(target)} ${item.name}`);
  }

  private use(placed: Placed, item: UseItem, isPublic: boolean): void {
    for (const leaf of item.leaves) {
      if (leaf.glob) {
        if (isPublic) this.globs.push({ item, leaf, placed });
        continue;
      }
      if (leaf.as === '_') continue;
      const found = this.api
        .resolve(leaf.path, this.module)
        .filter(isNameable)
        .map(target => outside(this.api, target));
      if (!isPublic) {
        for (const target of found) this.taken.add(`${itemNamespace(target)} ${leaf.as}`);
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

  private put(name: string, found: NamedTarget): void {
    addTo(this.names, name, name.startsWith('__') ? { ...found, hidden: true } : found);
    const space = itemNamespace(found.target);
    if (space) this.taken.add(`${space} ${name}`);
  }
}

/** A whole crate under a name is judged by itself, at its own version. */
function outside(api: ApiCrate, target: Target): Target {
  if (target.kind !== 'module' || target.api === api || target.module.parent) return target;
  return { kind: 'external', crate: target.api.crate.name, path: [] };
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
