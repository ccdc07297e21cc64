/** Dependencies and features of a manifest: https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html */

import { isTable, stringElements, type Table, type TomlPath, tableAt } from '../formats/toml.js';
import { resolve } from '../snapshot/files.js';
import { dependencyFolder, type Manifest } from './manifest.js';
import type { Dependency, Feature } from './model.js';

const KINDS = [
  ['dependencies', 'normal'],
  ['dev-dependencies', 'dev'],
  ['build-dependencies', 'build'],
] as const;

/** Every entry of every dependency table, with workspace inheritance resolved, in the order of the lines. */
export function readDependencies(manifest: Manifest, workspace: Manifest | undefined): Dependency[] {
  const { value } = manifest.toml;
  const tables: { at: TomlPath; table: Table; kind: Dependency['kind']; target?: string }[] = [];
  for (const [key, kind] of KINDS) {
    const at = [tableKey(value, key)];
    tables.push({ at, table: tableAt(value, ...at), kind });
    for (const [target, own] of Object.entries(tableAt(value, 'target'))) {
      const place = ['target', target, tableKey(tableAt(own), key)];
      tables.push({ at: place, table: tableAt(value, ...place), kind, target });
    }
  }
  return tables
    .flatMap(({ at, table, kind, target }) =>
      Object.entries(table).map(([name, entry]) => ({
        ...dependency(name, entry, manifest, [...at, name], workspace),
        kind,
        ...(target === undefined ? {} : { target }),
      })),
    )
    .sort((a, b) => a.line - b.line);
}

/** The key that a table has here: `dev_dependencies` is an old spelling of `dev-dependencies`, and ignored beside it. */
function tableKey(table: Table, key: string): string {
  const old = key.replace('-', '_');
  return key in table || !(old in table) ? key : old;
}

function dependency(
  name: string,
  entry: unknown,
  manifest: Manifest,
  at: TomlPath,
  workspace: Manifest | undefined,
): Omit<Dependency, 'kind'> {
  const own = isTable(entry) ? entry : {};
  const shared =
    own['workspace'] === true && workspace
      ? tableAt(workspace.toml.value, 'workspace', 'dependencies')[name]
      : undefined;
  const from =
    shared === undefined
      ? { manifest, at, entry }
      : { manifest: workspace as Manifest, at: ['workspace', 'dependencies', name], entry: shared };
  const table: Table = isTable(from.entry) ? from.entry : { version: from.entry };
  const text = (key: string) => (typeof table[key] === 'string' ? table[key] : undefined);
  const version = text('version');
  const path = text('path');
  const git = text('git');
  return {
    name,
    package: text('package') ?? name,
    ...(version === undefined ? {} : { version }),
    source: git !== undefined ? 'git' : path !== undefined ? 'path' : 'registry',
    ...(path === undefined ? {} : { folder: dependencyFolder(from.manifest, path) }),
    ...(git === undefined ? {} : { git: gitSource(git, text) }),
    optional: own['optional'] === true,
    features: [...stringElements(table['features']), ...(shared === undefined ? [] : stringElements(own['features']))],
    // A member can turn on what its workspace turns off, but not the reverse.
    defaultFeatures: defaultFeatures(table) !== false || (shared !== undefined && defaultFeatures(own) === true),
    path: from.manifest.path,
    line: from.manifest.toml.lineOf(from.at),
  };
}

function defaultFeatures(table: Table): unknown {
  return table['default-features'] ?? table['default_features'];
}

function gitSource(url: string, text: (key: string) => string | undefined): NonNullable<Dependency['git']> {
  const [tag, rev, branch] = [text('tag'), text('rev'), text('branch')];
  return {
    url,
    ...(tag === undefined ? {} : { tag }),
    ...(rev === undefined ? {} : { rev }),
    ...(branch === undefined ? {} : { branch }),
  };
}

/**
 * The features of `[features]`, and the implicit features of optional dependencies that no feature names with `dep:`.
 * https://doc.rust-lang.org/cargo/reference/features.html#optional-dependencies
 */
export function readFeatures(manifest: Manifest, dependencies: readonly Dependency[]): Feature[] {
  const table = tableAt(manifest.toml.value, 'features');
  const declared = Object.entries(table).map(
    ([name, enables]): Feature => ({
      name,
      enables: stringElements(enables),
      implicit: false,
      line: manifest.toml.lineOf(['features', name]),
    }),
  );
  const hidden = new Set(
    declared
      .flatMap(feature => feature.enables)
      .filter(each => each.startsWith('dep:'))
      .map(each => each.slice('dep:'.length)),
  );
  const implicit = dependencies
    .filter(({ optional, name }) => optional && !hidden.has(name) && !(name in table))
    .map(({ name, line }): Feature => ({ name, enables: [`dep:${name}`], implicit: true, line }));
  return [...declared, ...new Map(implicit.map(feature => [feature.name, feature])).values()];
}

/** Resolves a path of the manifest relative to its directory. */
export function resolveFromManifest(manifest: Manifest, path: string): string {
  return resolve(manifest.folder, path);
}
