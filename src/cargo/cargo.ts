/** Reads a repository's packages as `cargo metadata` does. */

import { memoWithoutRust } from '../cache/without-rust.js';
import { stringElements, tableAt } from '../formats/toml.js';
import type { Files } from '../snapshot/files.js';
import { readDependencies, readFeatures } from './dependencies.js';
import { inherited, type Manifest } from './manifest.js';
import type { Cargo, Located, Package } from './model.js';
import { readTargets } from './targets.js';
import { readManifests } from './workspace.js';

/**
 * Reads the root manifest and the members of its workspace. Without a manifest at the root, reads each crate and workspace below it.
 * Manifests that do not parse are in `problems`.
 */
export const readCargo = memoWithoutRust((files: Files): Cargo => {
  const all = readManifests(files);
  const [{ root, isWorkspace } = { root: undefined, isWorkspace: false }] = all;
  return {
    ...(root && all.length === 1 ? { root: root.path } : {}),
    workspace: all.length === 1 && isWorkspace,
    packages: all.flatMap(each =>
      each.packages.map(manifest => toPackage(files, manifest, each.isWorkspace ? each.root : undefined)),
    ),
    problems: all.flatMap(({ problems }) => problems),
  };
});

function toPackage(files: Files, manifest: Manifest, workspace: Manifest | undefined): Package {
  const fields = new Map<string, Located<unknown>>();
  for (const key of Object.keys(tableAt(manifest.toml.value, 'package'))) {
    const field = inherited(manifest, workspace, 'package', key);
    if (field) fields.set(key, field);
  }
  const text = (key: string) => {
    const value = fields.get(key)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const name = text('name') ?? '';
  const edition = text('edition') ?? '2015';
  const dependencies = readDependencies(manifest, workspace);
  return {
    name,
    manifestPath: manifest.path,
    folder: manifest.folder,
    fields,
    version: text('version') ?? '0.0.0',
    edition,
    publishable: isPublishable(fields.get('publish')?.value ?? fields.has('version')),
    targets: readTargets(files, manifest, name, edition),
    dependencies,
    features: readFeatures(manifest, dependencies),
    line: manifest.toml.lineOf(['package']),
  };
}

/** Whether the package can be published: not with `publish = false` (the default without a version) or an empty list of registries. */
function isPublishable(publish: unknown): boolean {
  return publish !== false && !(Array.isArray(publish) && stringElements(publish).length === 0);
}
