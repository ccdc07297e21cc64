/** Library code: the code of the library and binary targets of the packages in scope, without test code. */
import type { Package, Target } from '../cargo/model.js';
import type { Files } from '../snapshot/files.js';
import { readCrate } from './crate.js';
import type { Build } from './crate-files.js';
import type { LibraryFile, RustCrate } from './crate-model.js';

/** The library target of a package, if its root file exists. */
export function libraryTarget(pkg: Package): Target | undefined {
  return pkg.targets.find(target => target.kind === 'lib' && target.exists);
}

/** The library crates of packages, in their order. */
export function libraryCrates(files: Files, packages: readonly Package[]): RustCrate[] {
  return packages.flatMap(pkg => {
    const target = libraryTarget(pkg);
    return target ? [readCrate(files, pkg, target)] : [];
  });
}

/** Selects the build of a package. Without one, all features are on. */
export type BuildFor = (pkg: Package) => Build | undefined;

const EVERYTHING: BuildFor = () => undefined;

/** The library and binary crates of packages. */
export function productCrates(files: Files, packages: readonly Package[], build = EVERYTHING): RustCrate[] {
  return packages.flatMap(pkg =>
    pkg.targets
      .filter(target => target.exists && (target.kind === 'lib' || target.kind === 'bin'))
      .map(target => readCrate(files, pkg, target, build(pkg))),
  );
}

/** The files of library code (see "Library code" in the standard), each once, sorted by path. Code that is off in one target can be on in another. */
export function libraryCode(files: Files, packages: readonly Package[], build = EVERYTHING): LibraryFile[] {
  const found = new Map<string, LibraryFile>();
  for (const crate of productCrates(files, packages, build))
    for (const file of crate.files) {
      const known = found.get(file.path);
      if (!known || offTokenCount(file) < offTokenCount(known)) found.set(file.path, file);
    }
  return [...found.values()]
    .filter(each => offTokenCount(each) < each.file.tokens.count)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The number of tokens that are off. */
function offTokenCount(file: LibraryFile): number {
  return file.off.reduce((sum, range) => sum + range.to - range.from, 0);
}

/** Why a file of these crates could not be read, if one could not. Files that are not assessed do not count. */
export function unreadFileReason(files: Files, crates: readonly RustCrate[]): string | undefined {
  const isAside = (path: string) => files.entries.get(path)?.aside !== undefined;
  return crates
    .flatMap(({ missing }) => missing)
    .find(({ reason, candidates }) => reason !== undefined && !candidates.some(isAside))?.reason;
}
