/** The public API of a library: every path under which outside code can name something, with what stands there. */
import { memo } from '../../cache/memo.js';
import type { Attribute, FnItem, RustFile } from '../../rust/model.js';
import { wordAt } from '../../rust/tokens.js';
import { type ApiCrate, type NamedTarget, itemNamespace, type ModuleTarget, type Namespace } from './model.js';

/** A name of the API. */
export interface Entry {
  /** From the crate's root: `a::Name`. */
  readonly path: string;
  readonly space: Namespace;
  /** Several where platforms differ, or where it comes by several ways. */
  readonly found: readonly NamedTarget[];
}

export interface Surface {
  readonly api: ApiCrate;
  /** By space and path: `type a::Name`. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** What is exported from elsewhere, or was not seen: anything may be below. */
  readonly unseen: ReadonlySet<string>;
  /** The modules by their paths; `''` is the root. */
  readonly modules: ReadonlyMap<string, readonly ModuleTarget[]>;
  /** Only a part was walked: a name that is missing here can exist. */
  readonly truncated: boolean;
}

const DEPTH = 24;
const ENTRIES = 200_000;

/** The API of a library. Linear in the number of paths; cycles are walked once. */
export const publicSurface: (api: ApiCrate) => Surface = memo(api => {
  const walk = new Walk(api);
  if (api.crate.target.procMacro) walk.procMacros();
  else walk.module(api.root, '', [], { hidden: false, uncertain: false });
  return walk;
});

class Walk implements Surface {
  readonly entries = new Map<string, { path: string; space: Namespace; found: NamedTarget[] }>();
  readonly unseen = new Set<string>();
  readonly modules = new Map<string, ModuleTarget[]>();
  truncated = false;
  private readonly visited = new Map<string, Set<ModuleTarget['module']>>();

  constructor(readonly api: ApiCrate) {}

  module(
    target: ModuleTarget,
    path: string,
    above: readonly ModuleTarget['module'][],
    facts: Pick<NamedTarget, 'hidden' | 'uncertain'>,
  ): void {
    if (above.length > DEPTH || this.entries.size > ENTRIES) {
      this.truncated = true;
      return;
    }
    const here = this.modules.get(path) ?? [];
    const visit = `${facts.hidden} ${path}`;
    const visited = this.visited.get(visit) ?? new Set();
    if (visited.has(target.module)) return;
    this.visited.set(visit, visited.add(target.module));
    this.modules.set(path, [...here, target]);
    const { names } = target.api.exported(target.module);
    for (const [name, founds] of names)
      for (const found of founds)
        this.name(path === '' ? name : `${path}::${name}`, found, [...above, target.module], facts);
  }

  private name(
    path: string,
    found: NamedTarget,
    above: readonly ModuleTarget['module'][],
    facts: Pick<NamedTarget, 'hidden' | 'uncertain'>,
  ) {
    const own = { ...found, hidden: found.hidden || facts.hidden, uncertain: found.uncertain || facts.uncertain };
    const space = itemNamespace(found.target);
    if (space === undefined) {
      this.unseen.add(path);
      return;
    }
    this.put(path, space, own);
    if (found.target.kind === 'module' && !above.includes(found.target.module))
      this.module(found.target, path, above, own);
  }

  private put(path: string, space: Namespace, found: NamedTarget): void {
    const key = `${space} ${path}`;
    const entry = this.entries.get(key);
    if (!entry) this.entries.set(key, { path, space, found: [found] });
    else if (!entry.found.some(each => isSame(each, found))) entry.found.push(found);
  }

  /** A crate of procedural macros exports them, and nothing else. */
  procMacros(): void {
    const { module } = this.api.root;
    this.modules.set('', [this.api.root]);
    for (const placed of module.items) {
      const { item, source } = placed;
      if (item.kind !== 'fn' || item.visibility.kind !== 'public') continue;
      const name = macroName(source.file, item);
      if (name === undefined) continue;
      const target = { kind: 'item', api: this.api, placed, item, module } as const;
      const uncertain = this.api.isUncertain(placed);
      this.put(name, 'macro', { target, hidden: item.hidden, uncertain, source, line: item.line });
    }
  }
}

function isSame(a: NamedTarget, b: NamedTarget): boolean {
  if (a.target.kind === 'item' && b.target.kind === 'item')
    return a.target.item === b.target.item && a.hidden === b.hidden;
  if (a.target.kind === 'module' && b.target.kind === 'module') return a.target.module === b.target.module;
  return a.target.kind === 'variant' && b.target.kind === 'variant' && a.target.variant === b.target.variant;
}

/** `#[proc_macro]`, `#[proc_macro_attribute]`, `#[proc_macro_derive(Name, …)]` */
function macroName({ tokens }: RustFile, { attributes, name }: FnItem): string | undefined {
  const mark = attributes.find(({ path }: Attribute) => path.startsWith('proc_macro'));
  if (!mark) return undefined;
  return mark.path === 'proc_macro_derive' ? wordAt(tokens, mark.args.from) : name;
}
