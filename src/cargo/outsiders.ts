/** Packages beside a workspace, which depend on it: examples and benches that are a workspace of their own. */

import { tableAt } from '../formats/toml.js';
import { type Files, parentOf } from '../snapshot/files.js';
import { cargoOf } from './cargo.js';
import { isProblem, manifestAt, manifestPaths } from './manifest.js';

/**
 * The folders, named in some way, of manifests that are no member's and that depend on one of the packages. Nothing else
 * is read of those manifests.
 */
export function outsiders(files: Files, names: ReadonlySet<string>, wanted: RegExp): string[] {
  const members = new Set(cargoOf(files).packages.map(each => each.manifestPath));
  return manifestPaths(files).flatMap(path => {
    const folder = parentOf(path);
    const manifest = members.has(path) || !wanted.test(folder) ? undefined : manifestAt(files, path);
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
