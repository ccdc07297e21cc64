/**
 * A library crate as others see it: what each module exports, explicit names before globs, re-exports of other members of
 * the workspace followed.
 */

import type { FeatureBuild } from '../../rust/build.js';
import type { Module, Placed, RustCrate } from '../../rust/crate-model.js';
import { includedFile } from '../../rust/inactive-code.js';
import type { EnumItem } from '../../rust/model.js';
import { crateNames, type Entity } from '../../rust/names.js';
import type { Files } from '../../snapshot/files.js';
import {
  type ApiCrate,
  type Exported,
  type NamedTarget,
  type ItemTarget,
  itemNamespace,
  type ModuleTarget,
  type DeclaredNames,
  type Target,
} from './model.js';
import { addTo, NO_NAMES, ownNames } from './own-names.js';

/** The other crates of the tree. */
export interface Siblings {
  readonly files: Files;
  /** The library that a crate knows by a name, built as that crate asks; absent if the tree does not have it. */
  sibling(of: ApiCrate, name: string): ApiCrate | undefined;
}

/** The most modules that are followed behind globs; no crate has as many. */
const GLOBS = 2_000;

const UNSEEN: Exported = { names: new Map(), open: true, modules: [] };

export class Library implements ApiCrate {
  private readonly owned = new Map<Module, DeclaredNames>();
  private readonly exports = new Map<Module, Exported>();

  constructor(
    readonly crate: RustCrate,
    readonly build: FeatureBuild,
    private readonly siblings: Siblings,
  ) {}

  get root(): ModuleTarget {
    return { kind: 'module', api: this, module: this.crate.root };
  }

  resolve(path: readonly string[], from: Module): Target[] {
    return crateNames(this.crate)
      .resolve(path, from)
      .flatMap(each => this.follow(each));
  }

  lookup(name: string, from: Module): Target[] {
    return crateNames(this.crate)
      .lookup(name, from)
      .flatMap(each => this.follow(each));
  }

  exported(module: Module): Exported {
    const known = this.exports.get(module);
    if (known) return known;
    // Manifests that depend on each other would lead here again.
    this.exports.set(module, UNSEEN);
    const exported = this.gather(module);
    this.exports.set(module, exported);
    return exported;
  }

  /** The module's own names, then those that its globs bring, unless a name of its own comes first. */
  private gather(module: Module): Exported {
    const names = new Map<string, NamedTarget[]>();
    const start: Glob = { target: { kind: 'module', api: this, module }, hidden: false, uncertain: false, above: [] };
    const queue = [start];
    const seen = new Set<Module>([module]);
    let open = false;
    for (let index = 0; index < queue.length; index += 1) {
      const glob = queue[index] as Glob;
      const { api, module: here } = glob.target;
      const own = api.own(here);
      addNames(names, own, glob);
      if (api.isPartial(here)) open = true;
      for (const { item, leaf, placed } of own.globs) {
        const hidden = glob.hidden || item.hidden;
        const uncertain = glob.uncertain || api.isUncertain(placed);
        const found = api.resolve(leaf.path, here);
        if (found.length === 0) open = true;
        for (const target of found) {
          if (target.kind === 'module' && !seen.has(target.module) && seen.size < GLOBS) {
            seen.add(target.module);
            queue.push({ target, hidden, uncertain, above: [...glob.above, own.taken] });
          } else if (target.kind === 'item' && target.item.kind === 'enum') {
            addVariants(names, target, target.item, { hidden, uncertain });
          } else if (target.kind !== 'module') open = true;
        }
      }
    }
    return { names, open, modules: queue.map(({ target }) => target) };
  }

  isPartial(module: Module): boolean {
    return (
      this.crate.missing.some(each => each.module === module.path) ||
      module.items.some(
        ({ item, source }) =>
          item.kind === 'macro-call' && item.macro === 'include' && !includedFile(source.file.tokens, item.body),
      )
    );
  }

  own(module: Module): DeclaredNames {
    const known = this.owned.get(module);
    if (known) return known;
    this.owned.set(module, NO_NAMES);
    const own = ownNames(this, module);
    this.owned.set(module, own);
    return own;
  }

  isUncertain({ item, call }: Placed): boolean {
    return (call !== undefined && !call.known) || this.build.asksOption(item.attributes);
  }

  /** An entity of another member of the workspace, seen from outside it. */
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

/** A module on the way of globs; `above`: the names of those before it, which a glob does not bring. */
interface Glob extends Pick<NamedTarget, 'hidden' | 'uncertain'> {
  readonly target: ModuleTarget;
  readonly above: readonly ReadonlySet<string>[];
}

function addNames(names: Map<string, NamedTarget[]>, own: DeclaredNames, { hidden, uncertain, above }: Glob): void {
  for (const [name, founds] of own.names)
    for (const found of founds) {
      const space = itemNamespace(found.target);
      if (space !== undefined && above.some(taken => taken.has(`${space} ${name}`))) continue;
      addTo(names, name, { ...found, hidden: hidden || found.hidden, uncertain: uncertain || found.uncertain });
    }
}

function addVariants(
  names: Map<string, NamedTarget[]>,
  of: ItemTarget,
  item: EnumItem,
  { hidden, uncertain }: Pick<NamedTarget, 'hidden' | 'uncertain'>,
): void {
  for (const variant of item.variants)
    addTo(names, variant.name, {
      target: { ...of, kind: 'variant', variant, item },
      hidden: hidden || variant.hidden,
      uncertain,
      source: of.placed.source,
      line: variant.line,
    });
}
