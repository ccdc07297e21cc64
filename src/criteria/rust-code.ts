/** Library code for the criteria that read Rust: read once, and what could not be read or understood said in one place. */
import type { Package } from '../snapshot/cargo/model.js';
import { type TypeTraits, traitsOf } from '../snapshot/code/types.js';
import type { Files } from '../snapshot/files.js';
import { memo, memoAt } from '../snapshot/memo.js';
import type { LibraryFile, PublicItem, RustCrate } from '../snapshot/rust/crate-model.js';
import { libraryCode, libraryCrates, productCrates, unreadOf } from '../snapshot/rust/library.js';
import { publicItems } from '../snapshot/rust/public-items.js';
import { type Context, counted, type Evidence, met, type Outcome, unknown, unmet } from './criterion.js';
import { withLibraries, withPackages } from './scope.js';

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

const codeOf = memoAt<RustCode>();

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
    traits: traitsOf(library),
  };
}

/** Judges the code of the packages in scope. */
export function withCode(files: Files, context: Context, judge: (code: RustCode) => Outcome): Outcome {
  return withPackages(files, context, packages => judge(rustCode(files, packages)));
}

/** Judges the code of the packages in scope that have a library; without one nothing applies. */
export function withLibraryCode(files: Files, context: Context, judge: (code: RustCode) => Outcome): Outcome {
  return withLibraries(files, context, packages => judge(rustCode(files, packages)));
}

/**
 * Unmet where there are findings. Where there are none, unknown as long as a file of the code could not be read. What was not
 * understood is said, and decides nothing.
 */
export function codeVerdict(
  { files, products, library }: Pick<RustCode, 'files' | 'products' | 'library'>,
  words: {
    readonly findings: readonly Evidence[];
    readonly met: string;
    readonly unmet: string;
    readonly proof?: readonly Evidence[];
  },
): Outcome {
  const said = notUnderstood(library);
  if (words.findings.length > 0) return unmet(`${words.unmet}${said}`, words.findings);
  const unread = unreadCode({ files, products });
  if (unread !== undefined) return unknown(`${words.met}, as far as it could be read: ${unread}`);
  return met(`${words.met}${said}`, words.proof);
}

/** Why a file of the code could not be read; absent where all was. */
export function unreadCode({ files, products }: Pick<RustCode, 'files' | 'products'>): string | undefined {
  return unreadOf(files, products);
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

const notUnderstood = memo((library: readonly LibraryFile[]): string => {
  const places = library
    .filter(({ file }) => file.notUnderstood.length > 0)
    .flatMap(({ path, file }) => file.notUnderstood.map(({ line }) => `${path}:${line}`));
  return places.length === 0 ? '' : `; ${counted(places.length, 'place')} not understood, as \`${places[0]}\``;
});

/** "2 `.unwrap()`, 1 `todo!`": how many of each, the most first. */
export function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name, n]) => `${n} \`${name}\``)
    .join(', ');
}
