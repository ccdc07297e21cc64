/**
 * A Rust file as items, derived from its text alone. Bodies, types and expressions stay token ranges, as a procedural
 * macro sees them: what a criterion wants of them it reads from the tokens (see `scan.ts`).
 */
import type { Range, Tokens } from './tokens-model.js';

/** What one blob holds. Computed once per blob. */
export interface RustFile {
  readonly tokens: Tokens;
  /** `#![…]` at the top of the file. */
  readonly attributes: readonly Attribute[];
  /** `//!`, `/*! … *\/` or `#![doc = …]` at the top of the file. */
  readonly documented: boolean;
  /** `#![doc(hidden)]`. */
  readonly hidden: boolean;
  readonly items: readonly Item[];
  /** What the item reader did not understand, and passed over. Never a reason for a verdict. */
  readonly notUnderstood: readonly NotUnderstood[];
}

export interface NotUnderstood {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A `cfg` predicate. `true`/`false` literals are `all` and `any` of nothing. */
export type Cfg =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Cfg[] }
  | { readonly kind: 'not'; readonly of: Cfg }
  | { readonly kind: 'option'; readonly name: string; readonly value?: string };

/** One attribute; what a `cfg_attr` holds is listed as attributes of their own that have a `when`. Doc comments are none. */
export interface Attribute {
  /** As written, without spaces: `derive`, `cfg`, `tokio::test`. An `unsafe(…)` wrapper is left out. */
  readonly path: string;
  /** `#[a]`, `#[a(…)]`, `#[a = …]`. */
  readonly form: 'word' | 'list' | 'value';
  /** The tokens inside the delimiters, or after the `=`. Empty where there are neither. */
  readonly args: Range;
  /** The text of the literal after `=`, unescaped: of `#[path = "x.rs"]`. */
  readonly value?: string;
  /** It is `#[test]` or one of its like. */
  readonly marksTest: boolean;
  /** The predicate of the `cfg_attr` around it. */
  readonly when?: Cfg;
  /** The predicate of a `#[cfg(…)]` itself. */
  readonly cfg?: Cfg;
  readonly line: number;
}

/** `in` holds the path of `pub(in path)`; `pub(self)` is private. */
export type Visibility =
  | { readonly kind: 'public' | 'crate' | 'private' | 'super' }
  | { readonly kind: 'in'; readonly path: string };

/** What every item, field, variant and associated item has. */
export interface Declared {
  /** Without `r#`. Empty for impls, uses, foreign blocks; a tuple field's index. */
  readonly name: string;
  readonly visibility: Visibility;
  readonly attributes: readonly Attribute[];
  /** A doc comment, `#[doc = …]` or `#[doc(hidden)]`, as rustc's `missing_docs` asks (under any `cfg_attr` but a test's). */
  readonly documented: boolean;
  /** `#[doc(hidden)]`. */
  readonly hidden: boolean;
  /** Where the name stands (the keyword, where there is none). From 1; column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** All tokens, attributes and doc comments included. */
  readonly range: Range;
  /** Doc comments and attributes only. */
  readonly lead: Range;
}

/** `<…>` without the angle brackets, and the tokens after `where`. Empty ranges where there are none. */
export interface Generics {
  readonly params: Range;
  readonly where: Range;
}

export interface Param {
  /** The pattern's tokens; of a receiver: `self`. */
  readonly pattern: Range;
  /** The type's tokens; empty for a receiver without a type. */
  readonly type: Range;
}

export interface FnItem extends Declared {
  readonly kind: 'fn';
  readonly const: boolean;
  readonly async: boolean;
  readonly unsafe: boolean;
  /** `"C"`, or `""` for a bare `extern`; absent where there is none. */
  readonly abi?: string;
  readonly generics: Generics;
  /** How `self` is taken, absent for an associated function: value, `&`, `&mut`, or typed (`self: Pin<&mut Self>`). */
  readonly receiver?: 'value' | 'ref' | 'mut' | 'typed';
  /** Without the receiver. */
  readonly params: readonly Param[];
  /** The return type's tokens; empty for `()`. */
  readonly returns: Range;
  /** From the visibility to before the body or `;`. */
  readonly signature: Range;
  /** The tokens between the braces; absent for a declaration. */
  readonly body?: Range;
}

export interface Field extends Declared {
  readonly kind: 'field';
  readonly type: Range;
}

export interface StructItem extends Declared {
  readonly kind: 'struct' | 'union';
  readonly generics: Generics;
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly fields: readonly Field[];
}

export interface Variant extends Declared {
  readonly kind: 'variant';
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly fields: readonly Field[];
}

export interface EnumItem extends Declared {
  readonly kind: 'enum';
  readonly generics: Generics;
  readonly variants: readonly Variant[];
}

export interface TraitItem extends Declared {
  readonly kind: 'trait';
  readonly unsafe: boolean;
  readonly auto: boolean;
  /** `trait A = B;` */
  readonly alias: boolean;
  readonly generics: Generics;
  /** The tokens after `:` (of an alias: after `=`). */
  readonly supertraits: Range;
  readonly items: readonly Item[];
}

export interface ImplItem extends Declared {
  readonly kind: 'impl';
  readonly unsafe: boolean;
  readonly generics: Generics;
  /** The trait's path with its arguments; absent for an inherent impl. */
  readonly trait?: Range;
  /** `impl !Send for X`. */
  readonly negative: boolean;
  readonly self: Range;
  readonly items: readonly Item[];
  readonly body: Range;
}

export interface ModItem extends Declared {
  readonly kind: 'mod';
  /** Absent for `mod x;`. */
  readonly items?: readonly Item[];
  /** The tokens between the braces. */
  readonly body?: Range;
}

/** One leaf of a use tree. */
export interface UseLeaf {
  /** `['crate', 'a', 'B']`; of a glob: without the `*`; a leading `::` gives `''` first. `{self}` is resolved. */
  readonly path: readonly string[];
  readonly glob: boolean;
  /** The name it gets; `_` for `as _`, `*` for a glob. */
  readonly as: string;
  readonly line: number;
  readonly column: number;
}

export interface UseItem extends Declared {
  readonly kind: 'use';
  readonly leaves: readonly UseLeaf[];
}

/** `extern crate name as other;` (`name` is what it is known by, `crate` what it names). */
export interface ExternCrateItem extends Declared {
  readonly kind: 'extern-crate';
  readonly crate: string;
}

export interface ValueItem extends Declared {
  /** `type` also for associated types. */
  readonly kind: 'const' | 'static' | 'type';
  readonly mutable: boolean;
  readonly generics: Generics;
  /** A const's or static's type; an associated type's bounds. */
  readonly type: Range;
  /** The tokens after `=`; absent where there is none (an associated item without a default). */
  readonly value?: Range;
}

export interface MacroItem extends Declared {
  /** `macro_rules! name` or `macro name`. */
  readonly kind: 'macro';
  readonly rules: boolean;
  /** `#[macro_export]`. */
  readonly exported: boolean;
  readonly body: Range;
}

/** A macro call where an item is expected: the items that it makes are not seen, but for those in `items`. */
export interface MacroCallItem extends Declared {
  readonly kind: 'macro-call';
  /** As written: `lazy_static`, `tokio::task_local`. Also the `name`. */
  readonly macro: string;
  readonly body: Range;
  /**
   * The items of a call that passes them through, as `cfg_if!`, `thread_local!`, `lazy_static!` and `bitflags!` do, or
   * whose whole body reads as items. Absent where the call is opaque.
   */
  readonly items?: readonly Item[];
  /** The macro is known to pass `items` through as they stand; else they merely look like items. */
  readonly known: boolean;
}

/** `extern "C" { … }` */
export interface ForeignItem extends Declared {
  readonly kind: 'foreign';
  readonly abi: string;
  readonly unsafe: boolean;
  readonly items: readonly Item[];
}

export type Item =
  | FnItem
  | StructItem
  | EnumItem
  | TraitItem
  | ImplItem
  | ModItem
  | UseItem
  | ExternCrateItem
  | ValueItem
  | MacroItem
  | MacroCallItem
  | ForeignItem;

export type ItemKind = Item['kind'];

const NONE: readonly Item[] = [];

/** The items that stand inside an item: of modules, impls, traits, `extern` blocks and macro calls that pass them through. */
export function itemsInside(item: Item): readonly Item[] {
  switch (item.kind) {
    case 'mod':
    case 'macro-call':
      return item.items ?? NONE;
    case 'impl':
    case 'trait':
    case 'foreign':
      return item.items;
    default:
      return NONE;
  }
}
