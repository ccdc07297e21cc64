/** Types and bounds in a form that two versions can be compared in: names resolved, aliases expanded, lifetimes left out. */
import type { Module } from '../../rust/crate-model.js';
import type { Item } from '../../rust/model.js';
import type { Tokens } from '../../rust/tokens-model.js';
import type { ApiCrate } from './model.js';

/** A type, a bound, an argument: a sequence of atoms. */
export type Shape = readonly Atom[];

/** Where a name comes from; `unknown` also for what the prelude brings. */
export type Origin =
  | { readonly kind: 'local'; readonly item: Item; readonly tokens: Tokens }
  | { readonly kind: 'external'; readonly crate: string; readonly parent: string }
  | { readonly kind: 'unknown' };

export interface NamedAtom {
  readonly kind: 'named';
  /** As declared, whatever a `use … as` calls it. */
  readonly name: string;
  readonly origin: Origin;
  /** Without lifetimes. */
  readonly args: readonly Shape[];
}

/** A type or const parameter, by identity. An `impl Trait` argument is one without a name. */
export interface GenericAtom {
  readonly kind: 'generic';
  readonly name: string;
  readonly bounds: Shape[];
  /** `?Sized` is given. */
  unsized: boolean;
  readonly hasDefault: boolean;
  readonly isConst: boolean;
}

export type Atom =
  | string
  | NamedAtom
  | GenericAtom
  /** `(…)` of a tuple or of function arguments, `[…]`. */
  | { readonly kind: 'group'; readonly open: '(' | '['; readonly parts: readonly Shape[] }
  /** `dyn A + B`, and a returned `impl A + B`; the order does not matter. */
  | { readonly kind: 'bounds'; readonly word: 'dyn' | 'impl'; readonly of: readonly Shape[] }
  /** Something that was not read: an expression or a macro call. */
  | { readonly kind: 'any' };

/** Where types are read, and what other names than the module's mean there. */
export interface TypeScope {
  readonly api: ApiCrate;
  readonly tokens: Tokens;
  readonly module: Module;
  readonly generics: ReadonlyMap<string, Shape>;
  readonly self?: Shape | undefined;
  /** `impl Trait` stands for a parameter here; each is added to these. */
  readonly arguments?: GenericAtom[] | undefined;
  readonly aliases?: number;
  /** How many atoms may still be read: aliases of aliases multiply. */
  readonly budget?: { left: number };
}

export const ANY: Atom = { kind: 'any' };
/** `()` */
export const UNIT: Shape = [{ kind: 'group', open: '(', parts: [] }];
