/** The names of a generated crate, and who can see them. */
import { openLeadOf } from './leads.js';
import type { ItemSpec, ModuleSpec } from './spec.js';

export interface Node {
  readonly spec: ModuleSpec;
  /** The path below the root of the crate. */
  readonly path: readonly string[];
  readonly parent?: Node;
  readonly access: Access;
  readonly children: readonly Node[];
  /** Whether a build contains the module. */
  readonly on: boolean;
}

/** Where a name can be used. */
export interface Access {
  /** As it is written, with a space at its end. */
  readonly text: string;
  readonly isPublic: boolean;
  /** The path of the module in which the name can be used. */
  readonly within: readonly string[];
}

/** A name in a module that types, traits, and `use` items can refer to. */
export interface Named {
  readonly kind: 'struct' | 'enum' | 'union' | 'trait' | 'type' | 'fn' | 'const' | 'static';
  readonly name: string;
  readonly module: Node;
  readonly access: Access;
  readonly spec: ItemSpec;
  /** The order of declaration, for what must not refer to itself. */
  readonly order: number;
  readonly on: boolean;
}

/** A visibility that a choice selects, written in a module. */
export function accessOf(choice: number, path: readonly string[], crate: string): Access {
  const above = path.slice(0, -1);
  const below = [crate, ...above].join('::');
  const all: readonly Access[] = [
    { text: 'pub ', isPublic: true, within: [] },
    { text: 'pub ', isPublic: true, within: [] },
    { text: 'pub ', isPublic: true, within: [] },
    { text: '', isPublic: false, within: path },
    { text: 'pub(crate) ', isPublic: false, within: [] },
    { text: 'pub(super) ', isPublic: false, within: above },
    { text: `pub(in ${below}) `, isPublic: false, within: above },
    { text: 'pub(self) ', isPublic: false, within: path },
  ];
  // The root has nothing above it.
  return all[choice % (path.length === 0 ? 5 : 8)] as Access;
}

export function isWithin(path: readonly string[], scope: readonly string[]): boolean {
  return scope.every((name, index) => path[index] === name);
}

/** Whether code in a module can use a name that is declared in another. */
export function canUse({ module, access, on }: Pick<Named, 'module' | 'access' | 'on'>, from: Node): boolean {
  if (!on || !isWithin(from.path, access.within)) return false;
  for (let each: Node | undefined = module; each?.parent; each = each.parent)
    if (!each.on || !isWithin(from.path, each.access.within)) return false;
  return true;
}

/** Gives every module its name and access. @param crate how paths to the root begin */
export function nodeTree(spec: ModuleSpec, crate: string): Node {
  let count = 0;
  const node = (own: ModuleSpec, path: readonly string[], parent?: Node): Node => {
    const children: Node[] = [];
    const made: Node = {
      spec: own,
      path,
      ...(parent ? { parent } : {}),
      access: accessOf(own.visibility, path.slice(0, -1), crate),
      children,
      on: (parent?.on ?? true) && (!parent || !openLeadOf(own.lead).off),
    };
    for (const child of own.modules) children.push(node(child, [...path, `mod${count++}`], made));
    return made;
  };
  return node(spec, []);
}

export function allNodes(node: Node): Node[] {
  return [node, ...node.children.flatMap(allNodes)];
}
