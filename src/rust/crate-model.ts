/** A crate: the modules that a target's root reaches, with their items. Derived from the tree and the manifest. */
import type { Package, Target } from '../cargo/model.js';
import type { Attribute, Item, MacroCallItem, ModItem, RustFile } from './model.js';
import type { Range } from './tokens-model.js';

/** A file at a path. */
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
  /** The module that `mod` stands in; absent for the root. */
  readonly parent?: Module;
  readonly children: readonly Module[];
  /** What is declared in it and belongs to the library: without what is off; transparent macro calls looked through. */
  readonly items: readonly Placed[];
  /** Of the `mod` item and of the file. */
  readonly attributes: readonly Attribute[];
  /** By either side: `/// …` before `mod x;` or `//! …` in the file. */
  readonly documented: boolean;
  /** `doc(hidden)`, its own. */
  readonly hidden: boolean;
}

/** An item with the file that holds it: `include!` puts items of one file into a module of another. */
export interface Placed {
  readonly item: Item;
  readonly source: SourceFile;
  /** The macro call that the item stands in. */
  readonly call?: MacroCallItem;
}

/** A `mod x;` or `include!` without its file, or a file that could not be read. */
export interface MissingModule {
  readonly path: string;
  readonly line: number;
  readonly module: string;
  /** Where the file was looked for. */
  readonly candidates: readonly string[];
  /** Why, where the file exists but its text was not read. */
  readonly reason?: string;
  /** Only some builds need it: it stands under a `cfg` of a platform or of an option that nobody knows. */
  readonly maybe: boolean;
}

/** A file that a crate reaches. */
export interface LibraryFile extends SourceFile {
  /** Ranges of tokens that are no library code, sorted, apart from each other: test code, or off with all features on. */
  readonly off: readonly Off[];
  /** Only `doc(hidden)` modules of the crate stand in it. */
  readonly hidden?: boolean;
}

export interface Off extends Range {
  readonly why: 'test' | 'cfg';
}

export interface RustCrate {
  readonly package: Package;
  readonly target: Target;
  /** `my_crate`: the name that other crates use. */
  readonly name: string;
  readonly edition: string;
  readonly root: Module;
  /** The root and all modules below that are library code, in the order of declaration. */
  readonly modules: readonly Module[];
  /** Every file that is reached, test modules included, sorted by path; of a test module's file the whole is off. */
  readonly files: readonly LibraryFile[];
  /** The paths of `files`, and of those that only a `mod x;` inside a function or an opaque macro call names. */
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
  /** By the module that defines it: `crate::a::Type::method`. */
  readonly path: string;
  readonly kind: PublicKind;
  /** The file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly documented: boolean;
  readonly source: SourceFile;
  /** The item itself; absent for the crate, for fields and variants (see `owner`). */
  readonly item: Item | undefined;
  /** The struct, enum, trait or impl that it belongs to. */
  readonly owner: Item | undefined;
}
