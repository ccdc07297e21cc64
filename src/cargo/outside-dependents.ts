/** Packages outside a workspace that depend on its members: examples and benches with a workspace of their own. */

import { tableAt } from '../formats/toml.js';
import { type Files, parentDirectory } from '../snapshot/files.js';
import { readCargo } from './cargo.js';
import { isProblem, manifestPaths, readManifest } from './manifest.js';

/**
 * The directories that match `wanted`, of manifests that are not workspace members but depend on one of the packages. Nothing else is
 * read from those manifests.
 */
export function outsideDependents(files: Files, names: ReadonlySet<string>, wanted: RegExp): string[] {
  const members = new Set(readCargo(files).packages.map(each => each.manifestPath));
  return manifestPaths(files).flatMap(path => {
    const folder = parentDirectory(path);
    const manifest = members.has(path) || !wanted.test(folder) ? undefined : readManifest(files, path);
    if (!manifest || isProblem(manifest)) return [];
    const { value } = manifest.toml;
    const depends = ['dependencies', 'dev-dependencies'].some(key =>
      Object.entries(tableAt(value, key)).some(([name, entry]) => {
        const renamed = tableAt(entry)['package'];
        return names.has(typeof renamed === 'string' ? renamed : name);
      }),
    );
    return depends ? [folder] : [];
  });
}
