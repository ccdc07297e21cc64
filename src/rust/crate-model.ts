/** The data model of a crate: the modules that a target's root reaches, with their items. Derived from the tree and the manifest. */
import type { Package, Target } from '../cargo/model.js';
import type { Attribute, Item, MacroCallItem, ModItem, RustFile } from './model.js';
import type { Range } from './tokens-model.js';

/** A Rust file at a path. */
export interface SourceFile {
  readonly path: string;
  readonly file: RustFile;
}

/** One module of a target. Modules that are off (under `cfg(test)` or an unset feature) are listed, but not in `modules`. */
export interface Module {
  /** `crate`, `crate::a::b`. */
  readonly path: string;
  readonly name: string;
  readonly source: SourceFile;
  /** The `mod` item; absent for the root and for a module inside a macro call that passes items through. */
  readonly item?: ModItem;
  /** The module that contains the `mod` item; absent for the root. */
  readonly parent?: Module;
  readonly children: readonly Module[];
  /** The library items in the module: without items that are off, and with those in transparent macro calls. */
  readonly items: readonly Placed[];
  /** The attributes of the `mod` item and of the file. */
  readonly attributes: readonly Attribute[];
  /** Whether the module is documented, by `/// …` before `mod x;` or by `//! …` in the file. */
  readonly documented: boolean;
  /** Whether the module itself is `doc(hidden)`. */
  readonly hidden: boolean;
}

/** An item with its file: `include!` adds items of one file to a module of another. */
export interface Placed {
  readonly item: Item;
  readonly source: SourceFile;
  /** The macro call that contains the item. */
  readonly call?: MacroCallItem;
}

/** A `mod x;` or `include!` without its file, or a file that could not be read. */
export interface MissingModule {
  readonly path: string;
  readonly line: number;
  readonly module: string;
  /** The paths at which the file was searched. */
  readonly candidates: readonly string[];
  /** Why the file was not read, if it exists. */
  readonly reason?: string;
  /** Whether only some builds need the file: it is under a `cfg` of a platform or of an unknown option. */
  readonly maybe: boolean;
}

/** A file that a crate reaches. */
export interface LibraryFile extends SourceFile {
  /** The ranges of tokens that are not library code (test code, or off with all features), sorted and disjoint. */
  readonly off: readonly Off[];
  /** Whether the file contains only `doc(hidden)` modules of the crate. */
  readonly hidden?: boolean;
}

export interface Off extends Range {
  readonly why: 'test' | 'cfg';
}

export interface RustCrate {
  readonly package: Package;
  readonly target: Target;
  /** The name that other crates use: `my_crate`. */
  readonly name: string;
  readonly edition: string;
  readonly root: Module;
  /** The root and all modules below it that are library code, in the order of declaration. */
  readonly modules: readonly Module[];
  /** Every reachable file, including those of test modules (which are completely off), sorted by path. */
  readonly files: readonly LibraryFile[];
  /** The paths of `files`, and of files that only a `mod x;` inside a function or an opaque macro call refers to. */
  readonly reached: ReadonlySet<string>;
  readonly missing: readonly MissingModule[];
}

export type PublicKind =
  | 'crate'
  | 'module'
  | 'function'
  | 'method'
  | 'struct'
  | 'union'
  | 'enum'
  | 'variant'
  | 'field'
  | 'trait'
  | 'associated type'
  | 'associated const'
  | 'type alias'
  | 'constant'
  | 'static'
  | 'macro'
  | 'trait alias';

/** A public item: what rustc's `missing_docs` covers. */
export interface PublicItem {
  /** The path in the defining module: `crate::a::Type::method`. */
  readonly path: string;
  readonly kind: PublicKind;
  /** The file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly documented: boolean;
  readonly source: SourceFile;
  /** The item itself; absent for the crate, fields, and variants (see `owner`). */
  readonly item: Item | undefined;
  /** The struct, enum, trait, or impl to which the item belongs. */
  readonly owner: Item | undefined;
}
