/** Reads declared and discovered targets: https://doc.rust-lang.org/cargo/reference/cargo-targets.html */

import { memo } from '../cache/memo.js';
import { isTable, stringElements, type Table, tableAt } from '../formats/toml.js';
import type { Files } from '../snapshot/files.js';
import { baseName, parentDirectory } from '../snapshot/files.js';
import { resolveFromManifest } from './dependencies.js';
import type { Manifest } from './manifest.js';
import type { Target, TargetKind } from './model.js';

/** For each kind of target: its key, the directory in which Cargo discovers it, and the key that turns discovery off. */
const DISCOVERED = [
  { kind: 'bin', key: 'bin', folder: 'src/bin', off: 'autobins' },
  { kind: 'example', key: 'example', folder: 'examples', off: 'autoexamples' },
  { kind: 'test', key: 'test', folder: 'tests', off: 'autotests' },
  { kind: 'bench', key: 'bench', folder: 'benches', off: 'autobenches' },
] as const;

export function readTargets(files: Files, manifest: Manifest, name: string, edition: string): Target[] {
  const libraries = library(files, manifest, name, edition);
  const crate = { files, manifest, name, edition, hasLibrary: libraries.length > 0 };
  return [...libraries, ...DISCOVERED.flatMap(each => several(crate, each))];
}

/** What decides where the targets of a package are. */
interface CrateFacts {
  readonly files: Files;
  readonly manifest: Manifest;
  /** The name of the package. */
  readonly name: string;
  readonly edition: string;
  readonly hasLibrary: boolean;
}

function library(files: Files, manifest: Manifest, name: string, edition: string): Target[] {
  const table = tableAt(manifest.toml.value, 'lib');
  const declared = isTable(manifest.toml.value['lib']);
  const own = text(table['name']) ?? name.replaceAll('-', '_');
  const given = text(table['path']);
  // The 2015 edition also has a library at the path of its name.
  const places = ['src/lib.rs', ...(declared && edition === '2015' ? [`src/${own}.rs`] : [])];
  const path = firstThatExists(files, manifest, given === undefined ? places : [given]);
  if (!declared && (!files.entries.has(path) || tableAt(manifest.toml.value, 'package')['autolib'] === false))
    return [];
  return [target(files, 'lib', own, path, declared ? { table, line: manifest.toml.lineOf(['lib']) } : undefined)];
}

function several(crate: CrateFacts, { kind, key, folder, off }: (typeof DISCOVERED)[number]): Target[] {
  const { files, manifest, name, edition } = crate;
  const found = discovered(files, manifest, name, kind, folder);
  const list = manifest.toml.value[key];
  const tables = Array.isArray(list) ? list.filter(isTable) : [];
  const declared = tables.map((table, index) => {
    const own = text(table['name']) ?? name;
    const given = text(table['path']);
    const path =
      given === undefined ? defaultTargetPath(crate, own, kind, folder) : resolveFromManifest(manifest, given);
    return target(files, kind, own, path, { table, line: manifest.toml.lineOf([key, index]) });
  });
  const looks = tableAt(manifest.toml.value, 'package')[off] ?? !(edition === '2015' && tables.length > 0);
  if (looks === false) return declared;
  const names = new Set(declared.map(each => each.name));
  // Cargo does not notice that a target without a `path` has the file of a discovered one.
  const given = tables.flatMap(table => text(table['path']) ?? []);
  const paths = new Set(given.map(path => resolveFromManifest(manifest, path)));
  return [...declared, ...found.filter(each => !names.has(each.name) && !paths.has(each.path))];
}

/** The root file of a declared target without a `path`: one of the places where Cargo would discover it. */
function defaultTargetPath(crate: CrateFacts, own: string, kind: TargetKind, folder: string): string {
  const { files, manifest, name, edition, hasLibrary } = crate;
  const inFolder = [`${folder}/${own}.rs`, `${folder}/${own}/main.rs`];
  const places = kind === 'bin' && own === name ? [...inFolder, 'src/main.rs'] : inFolder;
  const there = places.filter(place => files.entries.has(resolveFromManifest(manifest, place)));
  // Where not exactly one is there, the 2015 edition has places of its own for a binary, and later ones refuse the manifest.
  const legacy = [...(hasLibrary ? [] : [`src/${own}.rs`]), 'src/main.rs', 'src/bin/main.rs'];
  if (kind !== 'bin' || there.length === 1) return firstThatExists(files, manifest, places);
  return firstThatExists(files, manifest, edition === '2015' ? [...legacy, ...places] : [...places, 'src/main.rs']);
}

/** The first of these paths from the manifest that exists; otherwise the first. */
function firstThatExists(files: Files, manifest: Manifest, places: readonly string[]): string {
  const paths = places.map(place => resolveFromManifest(manifest, place));
  return paths.find(path => files.entries.has(path)) ?? paths[0] ?? '';
}

function discovered(files: Files, manifest: Manifest, name: string, kind: TargetKind, folder: string): Target[] {
  const main = resolveFromManifest(manifest, 'src/main.rs');
  const own = kind === 'bin' && files.entries.has(main) ? [target(files, 'bin', name, main)] : [];
  const place = resolveFromManifest(manifest, folder);
  const roots = rustPaths(files).flatMap(path => {
    const inner = parentDirectory(path);
    if (inner === place) return [target(files, kind, baseName(path).slice(0, -'.rs'.length), path)];
    return baseName(path) === 'main.rs' && parentDirectory(inner) === place
      ? [target(files, kind, baseName(inner), path)]
      : [];
  });
  // Cargo skips hidden files and folders.
  return [...own, ...roots.filter(each => !each.name.startsWith('.'))];
}

const rustPaths = memo((files: Files): readonly string[] =>
  [...files.entries.values()]
    .filter(entry => !entry.aside && entry.path.endsWith('.rs') && entry.mode !== 'submodule')
    .map(entry => entry.path),
);

function target(
  files: Files,
  kind: TargetKind,
  name: string,
  path: string,
  declared?: { table: Table; line: number },
): Target {
  const table = declared?.table ?? {};
  return {
    kind,
    name,
    path,
    exists: files.entries.has(path),
    declared: declared !== undefined,
    line: declared?.line ?? 1,
    harness: table['harness'] !== false,
    procMacro:
      (table['proc-macro'] ?? table['proc_macro']) === true ||
      stringElements(table['crate-type']).includes('proc-macro'),
    requiredFeatures: stringElements(table['required-features']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
