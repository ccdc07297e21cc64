/** Examples of a library: example targets, and members that show how it is used, which rarely say that they are not published. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { readCargo } from '../../cargo/cargo.js';
import type { Package, Target } from '../../cargo/model.js';
import { outsideDependents } from '../../cargo/outside-dependents.js';
import { readCrate } from '../../rust/crate.js';
import { isText } from '../../rust/tokens.js';
import { type Files, readText } from '../../snapshot/files.js';
import { onePerPath, packagesBeside } from './beside.js';

/** A target that is an example, with code in it or not. */
export interface Example {
  readonly name: string;
  readonly path: string;
  readonly hasCode: boolean;
}

const SHOWS = /(?:^|[-_/])(?:examples?|demos?|samples?)(?:[-_/]|$)/i;

/** The examples of packages with a library, in the order of the packages; of members that are examples, their code and tests. */
export function findExamples(files: Files, packages: readonly Package[]): Example[] {
  const names = new Set(packages.map(pkg => pkg.name));
  const members = readCargo(files).packages.filter(
    each =>
      !names.has(each.name) &&
      (SHOWS.test(each.name) || SHOWS.test(each.folder)) &&
      each.dependencies.some(dependency => names.has(dependency.package)),
  );
  const targets = [
    ...packages.flatMap(pkg => of(pkg, ({ kind }) => kind === 'example')),
    ...members.flatMap(pkg => of(pkg, ({ kind }) => kind !== 'bench')),
    ...besides(files, packages, new Set([...packages, ...members])),
  ];
  const found = onePerPath(
    targets.map(([pkg, target]) => ({
      name: target.name,
      path: target.path,
      hasCode: hasCode(files, pkg, target),
    })),
  );
  return found.some(each => each.hasCode) ? found : [...found, ...outside(files, names)];
}

/** The examples of other members that use one of the packages. */
function besides(files: Files, packages: readonly Package[], known: ReadonlySet<Package>): [Package, Target][] {
  return packages.flatMap(pkg => {
    const { members, uses } = packagesBeside(files, pkg);
    return members
      .filter(each => !known.has(each))
      .flatMap(each => of(each, ({ kind }) => kind === 'example'))
      .filter(([each, target]) => uses(readCrate(files, each, target)));
  });
}

/** Examples that are a workspace of their own: they count for a module and never against it. */
function outside(files: Files, names: ReadonlySet<string>): Example[] {
  return outsideDependents(files, names, SHOWS).flatMap(folder => {
    const main = assessedFiles(files).find(each => isMain(files, each.path, folder));
    return main ? [{ name: folder, path: main.path, hasCode: true }] : [];
  });
}

function isMain(files: Files, path: string, folder: string): boolean {
  if (!path.startsWith(`${folder}/`) || !path.endsWith('.rs')) return false;
  const text = readText(files, path);
  return text.read && /\bfn\s+main\b/.test(text.value);
}

function of(pkg: Package, wanted: (target: Target) => boolean): [Package, Target][] {
  return pkg.targets.filter(target => target.exists && wanted(target)).map(target => [pkg, target]);
}

/** A function with something in it. */
function hasCode(files: Files, pkg: Package, target: Target): boolean {
  return readCrate(files, pkg, target).files.some(({ file: { tokens } }) => {
    let functions = 0;
    let calls = 0;
    for (let at = 0; at < tokens.count; at += 1) {
      if (isText(tokens, at, 'fn')) functions += 1;
      else if (isText(tokens, at, ';') || isText(tokens, at, '!')) calls += 1;
    }
    return functions > 0 && calls > 0;
  });
}
