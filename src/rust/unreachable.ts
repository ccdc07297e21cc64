/** Finds `pub` items that code outside the crate cannot reach, like rustc's lint `unreachable_pub`. */
import { memo } from '../cache/memo.js';
import { holds, isElsewhere, offReason, requiresOption } from './cfg.js';
import type { Module, Placed, PublicKind, RustCrate } from './crate-model.js';
import { crateExports, underOption } from './exports.js';
import { isForeignMade } from './macro-calls.js';
import type { Attribute, Declared, ImplItem, Item } from './model.js';
import { moduleContents, type PlacedAs } from './module-contents.js';
import { crateNames, leadingTypePath } from './names.js';
import { byPlace, memberKind } from './own-items.js';
import { reachableItems } from './reachable.js';
import { isText } from './tokens.js';
import type { Tokens } from './tokens-model.js';

/** A `pub` item that code outside the crate cannot reach. */
export interface Unreachable {
  readonly kind: PublicKind | 'import';
  readonly name: string;
  /** `crate::a::Name`. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Unreachables {
  /**
   * Sorted by file and line. The methods and fields of a `pub` type count with their type. The methods of a type that is not `pub` are
   * listed separately.
   */
  readonly found: readonly Unreachable[];
  /** The number of items that an attribute allows. */
  readonly allowed: number;
  /** The number of items that macros generate or might export, which cannot be decided. */
  readonly unjudged: number;
}

/** The `pub` items of a library that code outside the crate cannot reach. */
export const unreachableItems: (crate: RustCrate) => Unreachables = memo(crate => new Lint(crate).run());

interface Unnamed {
  readonly item: Item;
  readonly entry: Unreachable;
  readonly allowed: boolean;
}

class Lint {
  private readonly found: Unreachable[] = [];
  private allowed = 0;
  private unjudged = 0;
  private readonly unnamed: Unnamed[] = [];

  constructor(private readonly crate: RustCrate) {}

  run(): Unreachables {
    for (const module of this.crate.modules) if (!underOption(module) && !standsElsewhere(module)) this.module(module);
    // Items without a path from outside might still be reachable. That is expensive to compute, and usually there are none.
    if (this.unnamed.length > 0) {
      const { reached, byMacros } = reachableItems(this.crate);
      for (const { item, entry, allowed } of this.unnamed)
        if (byMacros.has(item)) this.unjudged += 1;
        else if (!reached.has(item)) this.add(entry, allowed);
    }
    const { found, allowed, unjudged } = this;
    return { found: found.sort(byPlace), allowed, unjudged };
  }

  private module(module: Module): void {
    const { item, parent } = module;
    const exports = crateExports(this.crate);
    if (item && parent && !exports.modules.has(module) && isPublic(item))
      this.add(
        toEntry('module', item, parent, item.items ? module.source.path : parent.source.path),
        isAllowed(module),
      );
    for (const placed of doubtfulImpls(module.items)) this.methods(placed, module);
    // Where everything else is exported, a glob can still export nothing.
    for (const placed of exports.whole.has(module) ? moduleContents(module.items).uses : module.items)
      if (!isUnseen(placed) && !(placed.call && isForeignMade(placed.call))) this.placed(placed, module);
      else if (placed.call && isForeignMade(placed.call) && KINDS[placed.item.kind] && isPublic(placed.item))
        this.unjudged += 1;
  }

  private placed({ item, source }: Placed, module: Module): void {
    const exports = crateExports(this.crate);
    const { path, file } = source;
    const around =
      item.kind === 'foreign' ? (allows(file.tokens, item.attributes) ?? isAllowed(module)) : isAllowed(module);
    const isAllowedHere = ({ attributes }: Declared) => allows(file.tokens, attributes) ?? around;
    if (item.kind === 'use') {
      if (!exports.uses.has(item) && isPublic(item))
        this.add(toEntry('import', item, module, path, item.leaves[0]?.as ?? ''), isAllowedHere(item));
      return;
    }
    for (const each of item.kind === 'foreign' ? item.items : [item]) {
      const kind = KINDS[each.kind];
      if (kind && each.name !== '_' && isPublic(each) && !isOutside(each) && !exports.hasItem(each, module))
        this.unnamed.push({ item: each, entry: toEntry(kind, each, module, path), allowed: isAllowedHere(each) });
    }
  }

  /** `pub` in an impl of a type that is not `pub`: code outside cannot reach the item, in whichever module the impl is. */
  private methods({ item: impl, source }: PlacedAs<ImplItem>, module: Module): void {
    const { tokens } = source.file;
    const own = crateNames(this.crate)
      .typeEntities(tokens, impl.self, module)
      .flatMap(each => (each.kind === 'item' && each.item.kind !== 'type' ? [each.item] : []));
    if (own.length === 0 || own.some(isPublic)) return;
    const onImpl = allows(tokens, impl.attributes) ?? isAllowed(module);
    for (const each of impl.items) {
      const kind = memberKind(each);
      if (!kind || !isPublic(each) || isOutside(each)) continue;
      const entry = toEntry(kind, each, module, source.path, `${own[0]?.name}::${each.name}`);
      this.add(entry, allows(tokens, each.attributes) ?? onImpl);
    }
  }

  private add(entry: Unreachable, allowed: boolean): void {
    if (allowed) this.allowed += 1;
    else this.found.push(entry);
  }
}

/**
 * The inherent impls with `pub` items, except those of a `pub` type that the same module declares, which need no lookup of names.
 * Snapshots with the same items share the result.
 */
const doubtfulImpls = memo((placed: readonly Placed[]): readonly PlacedAs<ImplItem>[] => {
  const { items, inherentImpls } = moduleContents(placed);
  return inherentImpls.filter(each => {
    const { item: impl, source } = each;
    if (isUnseen(each) || (each.call && isForeignMade(each.call)) || isRewritten(impl.attributes)) return false;
    if (!impl.items.some(isPublic)) return false;
    const [name = '', ...rest] = leadingTypePath(source.file.tokens, impl.self);
    const declared = rest.length > 0 ? [] : (items.get(name) ?? []);
    return !declared.some(({ item }) => isTypeKind(item) && isPublic(item));
  });
});

function isTypeKind({ kind }: Item): boolean {
  return kind === 'struct' || kind === 'enum' || kind === 'union';
}

const KINDS: Partial<Record<Item['kind'], PublicKind>> = {
  fn: 'function',
  struct: 'struct',
  union: 'union',
  enum: 'enum',
  trait: 'trait',
  const: 'constant',
  static: 'static',
  type: 'type alias',
  macro: 'macro',
};

function isPublic({ visibility }: Declared): boolean {
  return visibility.kind === 'public';
}

/** Whether an unknown macro generates the item, or no Linux build without options of the crate itself contains it. */
function isUnseen({ call, item }: Placed): boolean {
  return Boolean(call && !call.known) || requiresOption(item.attributes) || isElsewhere(item.attributes);
}

/** Whether the library as it builds on Linux does not contain a member of an impl or of an `extern` block. */
function isOutside({ attributes }: Declared): boolean {
  return offReason(attributes) !== undefined || requiresOption(attributes) || isElsewhere(attributes);
}

function toEntry(
  kind: Unreachable['kind'],
  { line, column, name: declared }: Declared,
  module: Module,
  file: string,
  name = declared,
): Unreachable {
  return { kind, name, path: `${module.path}::${name}`, file, line, column };
}

function standsElsewhere(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent) if (isElsewhere(each.attributes)) return true;
  return false;
}

/** Attributes that do not change an impl. Any other attribute might be a macro that rewrites it. */
const PLAIN =
  /^(?:allow|expect|warn|deny|forbid|cfg|doc|cold|inline|must_use|deprecated|automatically_derived|rustfmt::.*|clippy::.*)$/;

function isRewritten(attributes: readonly Attribute[]): boolean {
  return attributes.some(({ path }) => !PLAIN.test(path));
}

const LEVELS: ReadonlyMap<string, boolean> = new Map([
  ['allow', true],
  ['expect', true],
  ['warn', false],
  ['deny', false],
  ['forbid', false],
]);

/** Whether attributes allow the lint or enable it; absent if they do not name it. */
function allows(tokens: Tokens, attributes: readonly Attribute[]): boolean | undefined {
  let said: boolean | undefined;
  for (const { path, args, when } of attributes) {
    const level = LEVELS.get(path);
    if (level === undefined || (when && holds(when) === 'no')) continue;
    for (let at = args.from; at < args.to; at += 1)
      if (isText(tokens, at, 'unreachable_pub') || isText(tokens, at, 'warnings')) said = level;
  }
  return said;
}

/** Whether the lint is allowed in a module. An attribute at the root is not a decision about single items. */
const isAllowed = memo((module: Module): boolean => {
  const { item, parent, source } = module;
  if (!item || !parent) return false;
  const inFile = item.items ? undefined : allows(source.file.tokens, source.file.attributes);
  return inFile ?? allows((item.items ? source : parent.source).file.tokens, item.attributes) ?? isAllowed(parent);
});
