/** Decides whether a Cargo command tests given packages, by `-p`, `--manifest-path`, `--workspace`, and its directory. */
import picomatch from 'picomatch';
import { readCargo } from '../../cargo/cargo.js';
import { isProblem, readManifest } from '../../cargo/manifest.js';
import type { Package } from '../../cargo/model.js';
import { isTable, tableAt } from '../../formats/toml.js';
import { type Files, parentDirectory, resolve } from '../../snapshot/files.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { Tested } from './model.js';

/**
 * Whether a command tests any of the packages, with their own tests or with those of a member that depends on them. If this cannot be decided,
 * it is assumed.
 */
export function testsAnyPackage(files: Files, tested: Tested, packages: readonly Package[]): boolean {
  const { folder, manifest, packages: named, excluded } = tested;
  if (packages.length === 0 || [folder, manifest ?? '', ...named, ...excluded].some(isUnknown)) return true;
  const at = manifestFolder(files, manifest === undefined ? folder : parentDirectory(resolve(folder, manifest)));
  if (at === undefined) return true;
  const own = new Set(packages.map(({ name }) => name));
  const members = readCargo(files).packages;
  const here = members.find(each => each.folder === at);
  const root = members.length > 0 && isRoot(files, at);
  if (!here && !root) return dependsBesides(files, at, packages);
  const selected =
    named.length > 0
      ? members.filter(each => named.some(name => fits(name, each)))
      : tested.workspace || !here || hasDefaultMembers(files, at)
        ? members.filter(each => !excluded.some(name => fits(name, each)))
        : [here];
  return selected.some(each => own.has(each.name) || dependsOn(each, own, members));
}

function isUnknown(text: string): boolean {
  return text.includes(UNKNOWN_TEXT);
}

/** The nearest directory with a manifest, from which Cargo starts. */
function manifestFolder(files: Files, from: string): string | undefined {
  for (let folder = from; ; folder = parentDirectory(folder)) {
    if (files.entries.has(folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`)) return folder;
    if (folder === '') return undefined;
  }
}

function manifestIn(files: Files, folder: string) {
  const manifest = readManifest(files, folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`);
  return manifest && !isProblem(manifest) ? manifest.toml.value : undefined;
}

function isRoot(files: Files, folder: string): boolean {
  return readCargo(files).root === (folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`);
}

function hasDefaultMembers(files: Files, folder: string): boolean {
  return tableAt(manifestIn(files, folder), 'workspace')['default-members'] !== undefined;
}

/** Whether a package ID specification names a package: `name`, `name@1.2.3`, `path+file:///…#name@1.2.3`, or a pattern. */
function fits(spec: string, { name, folder }: Package): boolean {
  const [path = '', fragment] = spec.split('#');
  const plain = (fragment ?? path).split(/[@:]/)[0] ?? '';
  if (fragment === undefined && /^(?:path\+)?file:/.test(spec)) return path.endsWith(`/${folder}`);
  return plain === name || (/[*?[]/.test(plain) && picomatch.isMatch(name, plain));
}

/** Whether a package depends on one of these, directly or through other members. */
function dependsOn(from: Package, own: ReadonlySet<string>, members: readonly Package[]): boolean {
  const seen = new Set([from.name]);
  const open = [from];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const dependency of next.dependencies) {
      if (own.has(dependency.package)) return true;
      const member = members.find(each => each.name === dependency.package);
      if (!member || seen.has(member.name)) continue;
      seen.add(member.name);
      open.push(member);
    }
  }
  return false;
}

/** Whether a crate outside the workspace depends on one of the packages by path. */
function dependsBesides(files: Files, folder: string, packages: readonly Package[]): boolean {
  const value = manifestIn(files, folder);
  if (value === undefined) return true;
  const folders = new Set(packages.map(each => each.folder));
  return ['dependencies', 'dev-dependencies'].some(key =>
    Object.values(tableAt(value, key)).some(
      entry => isTable(entry) && typeof entry['path'] === 'string' && folders.has(resolve(folder, entry['path'])),
    ),
  );
}
