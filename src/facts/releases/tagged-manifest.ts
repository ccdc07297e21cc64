/** The version that a package's manifest gave at a tag, workspace inheritance followed. */

import { isTable, readToml, type Table } from '../../formats/toml.js';
import { parentDirectory } from '../../snapshot/files.js';
import type { Tag } from '../../snapshot/history.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';

/** A package of the module, as it is now. */
export interface OwnPackage {
  readonly name: string;
  readonly manifestPath: string;
}

/**
 * The version of a package at a tag: from the manifest that names the package, else from the manifest at the package's path.
 * Undefined if there was none, or where it gave no version.
 */
export function manifestVersionAt(
  tag: Pick<Tag, 'name' | 'manifests'>,
  { name, manifestPath }: OwnPackage,
): Reading<string | undefined> {
  if (!tag.manifests.read) return unread(`the manifest at ${tag.name} was not read: ${tag.manifests.reason}`);
  const manifests = new Map([...tag.manifests.value].map(([path, text]) => [path, tableOf(text)] as const));
  const named = [...manifests].filter(([, manifest]) => packageOf(manifest)?.['name'] === name);
  const [path, manifest] = named.find(([each]) => each === manifestPath) ??
    named[0] ?? [manifestPath, manifests.get(manifestPath)];
  if (manifest === null) return unread(`${path} at ${tag.name} is not valid TOML`);
  const version = packageOf(manifest)?.['version'];
  if (typeof version === 'string') return read(version);
  return read(isTable(version) && version['workspace'] === true ? inherited(path, manifests) : undefined);
}

/** `[workspace.package] version` of the nearest workspace above a manifest, itself included. */
function inherited(path: string, manifests: ReadonlyMap<string, Table | null>): string | undefined {
  for (
    let folder: string | undefined = parentDirectory(path);
    folder !== undefined;
    folder = folder === '' ? undefined : parentDirectory(folder)
  ) {
    const workspace = manifests.get(folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`)?.['workspace'];
    const shared = isTable(workspace) ? workspace['package'] : undefined;
    const version = isTable(shared) ? shared['version'] : undefined;
    if (typeof version === 'string') return version;
  }
  return undefined;
}

function packageOf(manifest: Table | null | undefined): Table | undefined {
  const found = manifest?.['package'];
  return isTable(found) ? found : undefined;
}

/** Null if the text is not TOML. */
function tableOf(text: string): Table | null {
  const read = readToml(text);
  return 'toml' in read ? read.toml.value : null;
}
