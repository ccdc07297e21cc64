/** Examples of a library: example targets, and members that show how it is used; few of them say that nobody publishes them. */
import { type Files, judged, parentOf, textOf } from '../files.js';
import { crateOf } from '../rust/crate.js';
import { isText } from '../rust/tokens.js';
import { tableAt } from '../toml.js';
import { cargoOf } from './cargo.js';
import { isProblem, manifestAt, manifestPaths } from './manifest.js';
import type { Package, Target } from './model.js';

/** A target that is an example, with code in it or not. */
export interface Example {
  readonly name: string;
  readonly path: string;
  readonly hasCode: boolean;
}

const SHOWS = /(?:^|[-_/])(?:examples?|demos?|samples?)(?:[-_/]|$)/i;

/** The examples of packages with a library, in the order of the packages; of members that are examples, their binaries. */
export function examplesOf(files: Files, packages: readonly Package[]): Example[] {
  const names = new Set(packages.map(pkg => pkg.name));
  const members = cargoOf(files).packages.filter(
    each =>
      !names.has(each.name) &&
      (SHOWS.test(each.name) || SHOWS.test(each.folder)) &&
      each.dependencies.some(dependency => names.has(dependency.package)),
  );
  const targets = [
    ...packages.flatMap(pkg => of(pkg, ({ kind }) => kind === 'example')),
    ...members.flatMap(pkg => of(pkg, ({ kind }) => kind !== 'test' && kind !== 'bench')),
  ];
  const found = targets.map(([pkg, target]) => ({
    name: target.name,
    path: target.path,
    hasCode: hasCode(files, pkg, target),
  }));
  return found.some(each => each.hasCode) ? found : [...found, ...outside(files, names)];
}

/**
 * Examples that are a workspace of their own: nothing is read of their manifests but whether they depend on the crate, so
 * that they count for a module and never against it.
 */
function outside(files: Files, names: ReadonlySet<string>): Example[] {
  const members = new Set(cargoOf(files).packages.map(each => each.manifestPath));
  return manifestPaths(files).flatMap(path => {
    const folder = parentOf(path);
    const manifest = members.has(path) || !SHOWS.test(folder) ? undefined : manifestAt(files, path);
    if (!manifest || isProblem(manifest)) return [];
    const { value } = manifest.toml;
    const shown = ['dependencies', 'dev-dependencies'].some(key =>
      Object.entries(tableAt(value, key)).some(([name, entry]) => {
        const renamed = tableAt(entry)['package'];
        return names.has(typeof renamed === 'string' ? renamed : name);
      }),
    );
    const main = shown ? judged(files).find(each => isMain(files, each.path, folder)) : undefined;
    return main ? [{ name: folder, path: main.path, hasCode: true }] : [];
  });
}

function isMain(files: Files, path: string, folder: string): boolean {
  if (!path.startsWith(`${folder}/`) || !path.endsWith('.rs')) return false;
  const text = textOf(files, path);
  return text.read && /\bfn\s+main\b/.test(text.value);
}

function of(pkg: Package, wanted: (target: Target) => boolean): [Package, Target][] {
  return pkg.targets.filter(target => target.exists && wanted(target)).map(target => [pkg, target]);
}

/** A function with something in it. */
function hasCode(files: Files, pkg: Package, target: Target): boolean {
  return crateOf(files, pkg, target).files.some(({ file: { tokens } }) => {
    let functions = 0;
    let calls = 0;
    for (let at = 0; at < tokens.count; at += 1) {
      if (isText(tokens, at, 'fn')) functions += 1;
      else if (isText(tokens, at, ';') || isText(tokens, at, '!')) calls += 1;
    }
    return functions > 0 && calls > 0;
  });
}
