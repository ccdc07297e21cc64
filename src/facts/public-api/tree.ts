/** The libraries of one tree, each built with the features that are requested of it. */

import { memo } from '../../cache/memo.js';
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import { featureBuild } from '../../rust/build.js';
import { readCrate } from '../../rust/crate.js';
import { libraryTarget } from '../../rust/library.js';
import type { Files } from '../../snapshot/files.js';
import { Library, type Siblings } from './api-crate.js';
import type { ApiCrate } from './model.js';

/** The tree of the files. */
export const buildApiTree: (files: Files) => ApiTree = memo(files => new ApiTree(files));

export class ApiTree implements Siblings {
  private readonly known = new Map<string, ApiCrate>();

  constructor(readonly files: Files) {}

  /** A package by its name. */
  packageNamed(name: string): Package | undefined {
    return readCargo(this.files).packages.find(each => each.name === name);
  }

  /** The library of a package with default features; absent if it has none. */
  library(pkg: Package): ApiCrate | undefined {
    return this.built(pkg, ['default']);
  }

  sibling({ crate, build }: ApiCrate, name: string): ApiCrate | undefined {
    const dependency = crate.package.dependencies.find(
      each => each.kind === 'normal' && each.name.replaceAll('-', '_') === name,
    );
    const pkg = dependency && this.packageNamed(dependency.package);
    if (!pkg || pkg === crate.package || dependency.source === 'git') return undefined;
    return this.built(pkg, build.featuresOf(dependency));
  }

  private built(pkg: Package, features: readonly string[]): ApiCrate | undefined {
    const target = libraryTarget(pkg);
    if (!target) return undefined;
    const build = featureBuild(pkg, features);
    const key = `${pkg.manifestPath}\0${build.key}`;
    const found = this.known.get(key) ?? new Library(readCrate(this.files, pkg, target, build), build, this);
    this.known.set(key, found);
    return found;
  }
}
