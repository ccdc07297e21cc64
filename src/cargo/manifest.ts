/** Reads a Cargo.toml and resolves workspace inheritance: https://doc.rust-lang.org/cargo/reference/manifest.html */

import { memo, memoByBlob } from '../cache/memo.js';
import { isTable, readToml, type Toml, type TomlPath, type TomlProblem, tableAt } from '../formats/toml.js';
import { type Files, parentDirectory, resolve, readText } from '../snapshot/files.js';
import type { Located, ManifestProblem } from './model.js';

/** A manifest as it is written. */
export interface Manifest {
  readonly path: string;
  /** `''` at the root. */
  readonly folder: string;
  readonly toml: Toml;
}

const parsed = memoByBlob(readToml);

/** Reads a manifest. Returns undefined if it does not exist, and a problem if it cannot be read. */
export function readManifest(files: Files, path: string): Manifest | ManifestProblem | undefined {
  const entry = files.entries.get(path);
  if (!entry) return undefined;
  const text = readText(files, path);
  if (!text.read) return { path, line: 1, column: 1, message: `could not read the file: ${text.reason}` };
  const result = parsed(entry, text.value);
  if ('problem' in result) return toProblem(path, result.problem);
  return { path, folder: parentDirectory(path), toml: result.toml };
}

function toProblem(path: string, { line, column, message }: TomlProblem): ManifestProblem {
  return { path, line, column, message };
}

export function isProblem(value: Manifest | ManifestProblem): value is ManifestProblem {
  return 'message' in value;
}

/** A value of a member or, with `x.workspace = true`, of its workspace, with its place. */
export function inherited(
  member: Manifest,
  workspace: Manifest | undefined,
  section: 'package',
  key: string,
): Located<unknown> | undefined {
  const own = tableAt(member.toml.value, section)[key];
  if (own === undefined) return undefined;
  const at: TomlPath = [section, key];
  if (!isTable(own) || own['workspace'] !== true)
    return { value: own, path: member.path, line: member.toml.lineOf(at) };
  const shared = workspace ? tableAt(workspace.toml.value, 'workspace', section)[key] : undefined;
  if (!workspace || shared === undefined) return undefined;
  return { value: shared, path: workspace.path, line: workspace.toml.lineOf(['workspace', section, key]) };
}

/** The root manifest and the manifests of workspace members. */
export interface Manifests {
  readonly root?: Manifest;
  readonly isWorkspace: boolean;
  /** The manifests with a `[package]`, sorted by directory. */
  readonly packages: readonly Manifest[];
  readonly problems: readonly ManifestProblem[];
}

/** The directory of a path dependency. */
export function dependencyFolder(manifest: Manifest, path: string): string {
  return resolve(manifest.folder, path);
}

/** Whether a manifest has a table, such as `[workspace]`, which can be empty. */
export function hasTable(manifest: Manifest, key: string): boolean {
  return isTable(manifest.toml.value[key]);
}

/** The paths of all manifests in the tree, except vendored ones. */
export const manifestPaths = memo((files: Files): readonly string[] =>
  [...files.entries.values()]
    .filter(
      entry =>
        !entry.aside &&
        entry.mode !== 'submodule' &&
        (entry.path === 'Cargo.toml' || entry.path.endsWith('/Cargo.toml')),
    )
    .map(entry => entry.path),
);
