/** The names of a generated crate, and how other code refers to them. */
import { type Lead, leadOf, openLeadOf } from './leads.js';
import { accessOf, allNodes, canUse, type Named, type Node } from './names.js';
import type { ItemKind, ItemSpec } from './spec.js';

const NAMED: Partial<Record<ItemKind, Named['kind']>> = {
  fn: 'fn',
  struct: 'struct',
  enum: 'enum',
  union: 'union',
  trait: 'trait',
  type: 'type',
  const: 'const',
  static: 'static',
};

/** The kinds of names that have values of their own. */
export const TYPES: ReadonlySet<string> = new Set(['struct', 'enum', 'union']);

/** The names of all items of a crate. */
export class CrateNames {
  readonly all: Named[] = [];
  private readonly ofItem = new Map<ItemSpec, Named>();

  constructor(
    readonly root: Node,
    /** How paths to the root begin. */
    readonly crate: string,
  ) {
    for (const module of allNodes(root)) for (const item of module.spec.items) this.name(item, module);
  }

  of(spec: ItemSpec): Named | undefined {
    return this.ofItem.get(spec);
  }

  private name(spec: ItemSpec, module: Node): void {
    const kind = NAMED[spec.kind];
    if (!kind) return;
    const order = this.all.length;
    const name = ['fn', 'const', 'static'].includes(kind) ? `f${order}` : `T${order}`;
    const access = accessOf(spec.visibility, module.path, this.crate);
    const named: Named = { kind, name, module, access, spec, order, on: module.on && !itemLead(spec).off };
    this.all.push(named);
    this.ofItem.set(spec, named);
  }

  /** A path to a name from a module. */
  pathTo(path: readonly string[], from: Node, choice: number): string {
    const own = from.path;
    if (choice % 2 === 1 && path.length > own.length && own.every((name, index) => path[index] === name))
      return ['self', ...path.slice(own.length)].join('::');
    const above = own.slice(0, -1);
    if (choice % 2 === 1 && own.length > 0 && path.length > above.length && above.every((name, i) => path[i] === name))
      return ['super', ...path.slice(above.length)].join('::');
    return [this.crate, ...path].join('::');
  }

  /** A type that names another one behind something of a known size. */
  type(choice: number, from: Node, most = Number.POSITIVE_INFINITY): string {
    if (choice % 3 === 0) return 'u8';
    const types = this.all.filter(
      each => (TYPES.has(each.kind) || (each.kind === 'type' && each.order < most)) && canUse(each, from),
    );
    const chosen = pickFrom(choice >> 2, types);
    if (!chosen) return 'u8';
    const path =
      chosen.module === from ? chosen.name : this.pathTo([...chosen.module.path, chosen.name], from, choice >> 3);
    const wrap = [
      (type: string) => `Box<${type}>`,
      (type: string) => `Vec<${type}>`,
      (type: string) => `&'static ${type}`,
      (type: string) => `Option<Box<${type}>>`,
      (type: string) => `fn(&${type}) -> u8`,
      (type: string) => `(u8, Box<${type}>)`,
    ][(choice >> 4) % 6];
    return wrap ? wrap(path) : 'u8';
  }

  /** A path to a trait; absent where the choice is none. */
  traitPath(choice: number, from: Node, most = Number.POSITIVE_INFINITY): string | undefined {
    const traits = this.all.filter(each => each.kind === 'trait' && each.order < most && canUse(each, from));
    const chosen = choice % 3 === 0 ? undefined : pickFrom(choice >> 2, traits);
    return chosen && this.pathTo([...chosen.module.path, chosen.name], from, choice >> 3);
  }

  /** The types of associated types must not be private. */
  publicType(choice: number, from: Node): string {
    const types = this.all.filter(each => TYPES.has(each.kind) && each.access.isPublic && canUse(each, from));
    const chosen = pickFrom(choice, types);
    return chosen ? this.pathTo([...chosen.module.path, chosen.name], from, choice) : 'u8';
  }
}

/** The doc comment or attribute before an item. */
export function itemLead({ kind, lead }: ItemSpec): Lead {
  return kind.startsWith('use') || TYPES.has(kind) ? openLeadOf(lead) : leadOf(lead);
}

/** One of the elements; absent if there are none. */
export function pickFrom<T>(choice: number, all: readonly T[]): T | undefined {
  return all.length === 0 ? undefined : all[choice % all.length];
}
