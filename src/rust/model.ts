/**
 * The data model of a Rust file as items, derived only from its text. Bodies, types, and expressions stay ranges of tokens, as for a
 * procedural macro. Criteria read them from the tokens (see `scan.ts`).
 */
import type { Range, Tokens } from './tokens-model.js';

/** A parsed Rust file. Computed once for each blob. */
export interface RustFile {
  readonly tokens: Tokens;
  /** The attributes at the top of the file: `#![…]`. */
  readonly attributes: readonly Attribute[];
  /** Whether the file starts with `//!`, `/*! … *\/`, or `#![doc = …]`. */
  readonly documented: boolean;
  /** Whether the file has `#![doc(hidden)]`. */
  readonly hidden: boolean;
  readonly items: readonly Item[];
  /** The code that the reader did not understand and skipped. It never makes a criterion unmet. */
  readonly notUnderstood: readonly NotUnderstood[];
}

export interface NotUnderstood {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A `cfg` predicate. The literals `true` and `false` are an empty `all` and an empty `any`. */
export type Cfg =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Cfg[] }
  | { readonly kind: 'not'; readonly of: Cfg }
  | { readonly kind: 'option'; readonly name: string; readonly value?: string };

/** One attribute, but not a doc comment. The attributes in a `cfg_attr` are listed separately, with a `when`. */
export interface Attribute {
  /** As it is written, without spaces: `derive`, `cfg`, `tokio::test`. Without an `unsafe(…)` wrapper. */
  readonly path: string;
  /** `#[a]`, `#[a(…)]`, `#[a = …]`. */
  readonly form: 'word' | 'list' | 'value';
  /** The tokens inside the delimiters or after the `=`; empty if there are neither. */
  readonly args: Range;
  /** The unescaped text of the literal after `=`, as in `#[path = "x.rs"]`. */
  readonly value?: string;
  /** Whether the attribute is `#[test]` or a similar one. */
  readonly marksTest: boolean;
  /** The predicate of the `cfg_attr` around it. */
  readonly when?: Cfg;
  /** The predicate of a `#[cfg(…)]` itself. */
  readonly cfg?: Cfg;
  readonly line: number;
}

/** A visibility. `in` has the path of `pub(in path)`. `pub(self)` is private. */
export type Visibility =
  | { readonly kind: 'public' | 'crate' | 'private' | 'super' }
  | { readonly kind: 'in'; readonly path: string };

/** The properties of every item, field, variant, and associated item. */
export interface Declared {
  /** The name without `r#`; empty for impls, uses, and foreign blocks; the index of a tuple field. */
  readonly name: string;
  readonly visibility: Visibility;
  readonly attributes: readonly Attribute[];
  /** Whether there is a doc comment, `#[doc = …]`, or `#[doc(hidden)]`, as rustc's `missing_docs` requires (under any `cfg_attr` except for tests). */
  readonly documented: boolean;
  /** Whether the item is `#[doc(hidden)]`. */
  readonly hidden: boolean;
  /** The line of the name or, without a name, of the keyword. From 1; the column is in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** All tokens, including attributes and doc comments. */
  readonly range: Range;
  /** The tokens of doc comments and attributes. */
  readonly lead: Range;
}

/** The tokens between `<` and `>`, and those after `where`. Empty ranges if there are none. */
export interface Generics {
  readonly params: Range;
  readonly where: Range;
}

export interface Param {
  /** The tokens of the pattern; `self` for a receiver. */
  readonly pattern: Range;
  /** The tokens of the type; empty for a receiver without a type. */
  readonly type: Range;
}

export interface FnItem extends Declared {
  readonly kind: 'fn';
  readonly const: boolean;
  readonly async: boolean;
  readonly unsafe: boolean;
  /** `"C"`, or `""` for a bare `extern`; absent without `extern`. */
  readonly abi?: string;
  readonly generics: Generics;
  /** The form of `self`: value, `&`, `&mut`, or typed (`self: Pin<&mut Self>`). Absent for an associated function. */
  readonly receiver?: 'value' | 'ref' | 'mut' | 'typed';
  /** The parameters without the receiver. */
  readonly params: readonly Param[];
  /** The tokens of the return type; empty for `()`. */
  readonly returns: Range;
  /** The tokens from the visibility up to the body or `;`. */
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
  /** The tokens after `:`, or after `=` for an alias. */
  readonly supertraits: Range;
  readonly items: readonly Item[];
}

export interface ImplItem extends Declared {
  readonly kind: 'impl';
  readonly unsafe: boolean;
  readonly generics: Generics;
  /** The path of the trait with its arguments; absent for an inherent impl. */
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
  /** `['crate', 'a', 'B']`; without the `*` of a glob. A leading `::` is an empty first segment. `{self}` is resolved. */
  readonly path: readonly string[];
  readonly glob: boolean;
  /** The imported name; `_` for `as _`, `*` for a glob. */
  readonly as: string;
  readonly line: number;
  readonly column: number;
}

export interface UseItem extends Declared {
  readonly kind: 'use';
  readonly leaves: readonly UseLeaf[];
}

/** `extern crate a as b;`: `crate` is `a`, and `name` is `b`. */
export interface ExternCrateItem extends Declared {
  readonly kind: 'extern-crate';
  readonly crate: string;
}

export interface ValueItem extends Declared {
  /** `type` also for associated types. */
  readonly kind: 'const' | 'static' | 'type';
  readonly mutable: boolean;
  readonly generics: Generics;
  /** The type of a const or static, or the bounds of an associated type. */
  readonly type: Range;
  /** The tokens after `=`; absent without `=` (an associated item without a default). */
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

/** A macro call in item position. Only the generated items in `items` are known. */
export interface MacroCallItem extends Declared {
  readonly kind: 'macro-call';
  /** The path as it is written: `lazy_static`, `tokio::task_local`. Also the `name`. */
  readonly macro: string;
  readonly body: Range;
  /**
   * The items of a call that passes them through, such as `cfg_if!`, `thread_local!`, `lazy_static!`, and `bitflags!`, or whose whole body
   * parses as items. Absent if the call is opaque.
   */
  readonly items?: readonly Item[];
  /** Whether the macro is known to pass `items` through unchanged. Otherwise the body only looks like items. */
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

/** The items inside a module, an impl, a trait, an `extern` block, or a macro call that passes them through. */
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
