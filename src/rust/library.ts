/** Library code: what the library and binary targets of the packages in scope reach, less test code. */
import type { Package, Target } from '../cargo/model.js';
import type { Files } from '../snapshot/files.js';
import { crateOf } from './crate.js';
import type { Build } from './crate-files.js';
import type { LibraryFile, RustCrate } from './crate-model.js';

/** The library of a package, where it has one that exists. */
export function libraryTarget(pkg: Package): Target | undefined {
  return pkg.targets.find(target => target.kind === 'lib' && target.exists);
}

/** The library crates of packages, in their order. */
export function libraryCrates(files: Files, packages: readonly Package[]): RustCrate[] {
  return packages.flatMap(pkg => {
    const target = libraryTarget(pkg);
    return target ? [crateOf(files, pkg, target)] : [];
  });
}

/** Which build of a package is read: without one, that with every feature. */
export type BuildFor = (pkg: Package) => Build | undefined;

const EVERYTHING: BuildFor = () => undefined;

/** The library and binary crates of packages. */
export function productCrates(files: Files, packages: readonly Package[], build = EVERYTHING): RustCrate[] {
  return packages.flatMap(pkg =>
    pkg.targets
      .filter(target => target.exists && (target.kind === 'lib' || target.kind === 'bin'))
      .map(target => crateOf(files, pkg, target, build(pkg))),
  );
}

/** See "Library code" in the standard; each file once, sorted by path; what one target leaves aside another may hold. */
export function libraryCode(files: Files, packages: readonly Package[], build = EVERYTHING): LibraryFile[] {
  const found = new Map<string, LibraryFile>();
  for (const crate of productCrates(files, packages, build))
    for (const file of crate.files) {
      const known = found.get(file.path);
      if (!known || sizeOf(file) < sizeOf(known)) found.set(file.path, file);
    }
  return [...found.values()]
    .filter(each => sizeOf(each) < each.file.tokens.count)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** How many tokens are left aside. */
function sizeOf(file: LibraryFile): number {
  return file.off.reduce((sum, range) => sum + range.to - range.from, 0);
}

/** Why a file of these crates could not be read, if one could not. What is left aside is not missed: nobody judges it. */
export function unreadOf(files: Files, crates: readonly RustCrate[]): string | undefined {
  const isAside = (path: string) => files.entries.get(path)?.aside !== undefined;
  return crates
    .flatMap(({ missing }) => missing)
    .find(({ reason, candidates }) => reason !== undefined && !candidates.some(isAside))?.reason;
}
