/**
 * Whether a type of one version is the type of the next. Where it cannot be told (a name that was not resolved, an
 * expression), it is taken for the same.
 */
import type { Item } from '../../rust/model.js';
import { isText } from '../../rust/tokens.js';
import type { Tokens } from '../../rust/tokens-model.js';
import { findInType, splitTypes } from '../../rust/trees.js';
import type { Implementor } from './implementors.js';
import type { Atom, GenericAtom, NamedAtom, Origin, Shape } from './type-model.js';

/** What an older item is in the newer tree: by the paths under which both are public. */
export interface Links {
  /** The items that stand now where an older one stood. */
  readonly newer: ReadonlyMap<Item, ReadonlySet<Item>>;
  /** The older items that stood where a newer one stands. */
  readonly older: ReadonlyMap<Item, ReadonlySet<Item>>;
  /** Older items that an alias stands for in one of the versions: its arguments are others. */
  readonly aliased: ReadonlySet<Item>;
  /** Newer traits that everything has: `impl<T> Trait for T`. */
  readonly blanket: ReadonlySet<Item>;
  /** What implements the newer traits. */
  readonly implementors: ReadonlyMap<Item, readonly Implementor[]>;
  /** Older items of the crate that no path leads to which is public and not hidden. */
  readonly unnamed: ReadonlySet<Item>;
  /** Older items whose place something from another crate took, or something that was not seen. */
  readonly unseen: ReadonlySet<Item>;
}

/** Names that std and many crates have several of. */
const COMMON = new Set(
  'Error Result Entry OccupiedEntry VacantEntry Iter IterMut IntoIter Drain Keys Values Write Read'.split(' '),
);

/** The most atoms of a type, far more than any signature has: larger types are taken for the same. */
const STEPS = 50_000;

/** Compares the types of one signature, each parameter of the older with one of the newer. */
export class Matching {
  /** The newer parameter that an older one became, and the other way round. */
  private readonly forward = new Map<GenericAtom, GenericAtom>();
  private readonly backward = new Map<GenericAtom, GenericAtom>();

  private steps = 0;

  constructor(private readonly links: Links) {}

  /** The pairs of parameters that were found so far. */
  get pairs(): readonly (readonly [GenericAtom, GenericAtom])[] {
    return [...this.forward];
  }

  /** Binds two parameters to each other, where neither is bound. */
  bind(older: GenericAtom, newer: GenericAtom): boolean {
    const bound = this.forward.get(older);
    if (bound || this.backward.has(newer)) return bound === newer;
    this.forward.set(older, newer);
    this.backward.set(newer, older);
    return true;
  }

  /** Whether a newer parameter is one that was there before. */
  isBound(newer: GenericAtom): boolean {
    return this.backward.has(newer);
  }

  same(older: Shape, newer: Shape): boolean {
    if (older.length !== newer.length) return holdsAny(older) || holdsAny(newer);
    return older.every((atom, i) => this.sameAtom(atom, newer[i] as Atom));
  }

  /** As `same`, but nothing stays bound where they differ. */
  trial(older: Shape, newer: Shape): boolean {
    const bound = this.forward.size;
    if (this.same(older, newer)) return true;
    for (const [a, b] of [...this.forward].slice(bound)) {
      this.forward.delete(a);
      this.backward.delete(b);
    }
    return false;
  }

  private sameAtom(a: Atom, b: Atom): boolean {
    this.steps += 1;
    if (this.steps > STEPS) return true;
    if (typeof a === 'string' || typeof b === 'string') return a === b || isAny(a) || isAny(b);
    if (a.kind === 'any' || b.kind === 'any' || this.isUnnamed(a)) return true;
    switch (a.kind) {
      case 'generic':
        return b.kind === 'generic' && this.bind(a, b);
      case 'group':
        return b.kind === 'group' && a.open === b.open && this.sameParts(a.parts, b.parts);
      case 'bounds':
        return b.kind === 'bounds' && a.word === b.word && this.sameBounds(a.of, b.of, a.word === 'impl');
      case 'named':
        return b.kind === 'named' && this.sameNamed(a, b);
    }
  }

  /** A type that nobody can name can become another type: only what it can do counts, and that is not compared. */
  isUnnamed(atom: Atom): boolean {
    return (
      typeof atom === 'object' &&
      atom.kind === 'named' &&
      atom.origin.kind === 'local' &&
      this.links.unnamed.has(atom.origin.item)
    );
  }

  private sameParts(a: readonly Shape[], b: readonly Shape[]): boolean {
    return a.length === b.length && a.every((shape, i) => this.same(shape, b[i] as Shape));
  }

  /** A returned `impl Trait` may promise more than before. */
  private sameBounds(a: readonly Shape[], b: readonly Shape[], more: boolean): boolean {
    return (
      (more ? a.length <= b.length : a.length === b.length) && a.every(each => b.some(other => this.trial(each, other)))
    );
  }

  private sameNamed(a: NamedAtom, b: NamedAtom): boolean {
    if (!this.sameName(a, b)) return false;
    if (a.origin.kind === 'local' && this.links.aliased.has(a.origin.item)) return true;
    if (isStrange(a) || isStrange(b) || (a.name !== b.name && a.origin.kind === 'external')) return true;
    const count = Math.min(a.args.length, b.args.length);
    // The hasher has a default.
    const hashed = a.args.length < b.args.length && /(?:Map|Set)$/.test(a.name);
    if (a.args.length !== b.args.length && !(hashed || defaulted(a) || defaulted(b))) return false;
    for (let i = 0; i < count; i += 1) if (!this.same(a.args[i] as Shape, b.args[i] as Shape)) return false;
    return true;
  }

  private sameName(a: NamedAtom, b: NamedAtom): boolean {
    const [from, to] = [a.origin, b.origin];
    if (from.kind === 'local' && to.kind === 'local') return this.sameItem(from.item, to.item, a.name === b.name);
    if (from.kind === 'local' && this.links.unseen.has(from.item)) return true;
    if (isStrange(a) || isStrange(b)) return true;
    if (a.name !== b.name) return isAlias(a) !== isAlias(b) && (isBoxed(a) || isBoxed(b));
    return !conflict(from, to, a.name);
  }

  private sameItem(older: Item, newer: Item, sameName: boolean): boolean {
    const now = this.links.newer.get(older);
    if (now?.has(newer)) return true;
    if (this.links.unseen.has(older)) return true;
    if (!sameName) return false;
    // One took the public place of the other, so they are different types.
    return !(now && this.links.older.has(newer));
  }
}

function isAny(atom: Atom): boolean {
  return typeof atom === 'object' && atom.kind === 'any';
}

function holdsAny(shape: Shape): boolean {
  return shape.some(atom => isAny(atom) || (typeof atom === 'object' && atom.kind === 'named' && isStrange(atom)));
}

/** What every module knows without an import: https://doc.rust-lang.org/std/prelude/ and the primitive types. */
const PRELUDE = new Set(
  'bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 String Vec Box Option Result Copy Send Sync Sized Unpin Drop Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce Clone PartialEq PartialOrd Eq Ord AsRef AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator ExactSizeIterator ToOwned ToString TryFrom TryInto FromIterator Debug Hash'.split(
    ' ',
  ),
);

/** A name of unknown origin: it can be an alias of anything. */
function isStrange({ name, origin }: NamedAtom): boolean {
  return origin.kind === 'unknown' && !PRELUDE.has(name);
}

/** Aliases of other crates, which are not seen through: `futures::future::BoxFuture`. */
function isAlias({ name, origin }: NamedAtom): boolean {
  return origin.kind === 'external' && origin.crate !== 'std' && /(?:Future|Stream|Error)$/.test(name);
}

function isBoxed({ name }: NamedAtom): boolean {
  return name === 'Box' || name === 'Pin';
}

/** Whether two names with the same spelling certainly mean different types. */
function conflict(a: Origin, b: Origin, name: string): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return false;
  if (a.kind === 'local' || b.kind === 'local') {
    const other = a.kind === 'local' ? b : a;
    return other.kind === 'external' && other.crate === 'std';
  }
  if (!COMMON.has(name)) return false;
  if (a.crate === 'std' && b.crate === 'std') return a.parent !== b.parent;
  return a.crate.split('_')[0] !== b.crate.split('_')[0];
}

/** Whether a type of the tree has parameters that need not be given. */
function defaulted({ origin }: NamedAtom): boolean {
  if (origin.kind !== 'local') return origin.kind === 'unknown' ? false : origin.crate !== 'std';
  return hasDefaults(origin.tokens, origin.item);
}

function hasDefaults(tokens: Tokens, item: Item): boolean {
  if (!('generics' in item)) return false;
  return splitTypes(tokens, item.generics.params).some(
    part => findInType(tokens, part.from, part.to, (_, at) => isText(tokens, at, '=')) < part.to,
  );
}
