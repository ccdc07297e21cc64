/** The Rust code of a module's packages, read once for all readers. */
import { memo, memoByObjectAndKey } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import type { LibraryFile, PublicItem, RustCrate } from '../../rust/crate-model.js';
import { libraryCode, libraryCrates, productCrates, unreadFileReason } from '../../rust/library.js';
import { publicItems } from '../../rust/public-items.js';
import type { Files } from '../../snapshot/files.js';
import { type TypeTraits, typeTraits } from './trait-impls.js';

export interface RustCode {
  readonly files: Files;
  readonly packages: readonly Package[];
  /** Every file with library code of the packages in scope. */
  readonly library: readonly LibraryFile[];
  /** The library crates among them. */
  readonly crates: readonly RustCrate[];
  /** The library and binary crates. */
  readonly products: readonly RustCrate[];
  /** What outside code can use, and that the crate documents: a list for each file. */
  readonly items: readonly (readonly PublicItem[])[];
  readonly traits: TypeTraits;
}

const codeOf = memoByObjectAndKey<RustCode>();

/** The Rust code of packages. */
export function rustCode(files: Files, packages: readonly Package[]): RustCode {
  const manifests = packages.map(({ manifestPath }) => manifestPath);
  return codeOf(files, manifests.join('\0'), () => readCode(files, packages));
}

function readCode(files: Files, packages: readonly Package[]): RustCode {
  const library = libraryCode(files, packages);
  const crates = libraryCrates(files, packages);
  return {
    files,
    packages,
    library,
    crates,
    products: productCrates(files, packages),
    items: crates.flatMap(publicItems),
    traits: typeTraits(library),
  };
}

/** Why a file of the code could not be read; absent where all was. */
export function unreadCode({ files, products }: Pick<RustCode, 'files' | 'products'>): string | undefined {
  return unreadFileReason(files, products);
}

/** The files of modules that are `#[doc(hidden)]`, or stand in one. */
export function hiddenFiles({ products }: Pick<RustCode, 'products'>): ReadonlySet<string> {
  const hidden = new Set<string>();
  for (const { modules } of products)
    for (const module of modules)
      if (module.item?.items === undefined && (module.hidden || hidden.has(module.parent?.source.path ?? '')))
        hidden.add(module.source.path);
  return hidden;
}

/** The places of the code that the reader did not understand, as `path:line`. */
export const placesNotUnderstood = memo((library: readonly LibraryFile[]): readonly string[] =>
  library
    .filter(({ file }) => file.notUnderstood.length > 0)
    .flatMap(({ path, file }) => file.notUnderstood.map(({ line }) => `${path}:${line}`)),
);
