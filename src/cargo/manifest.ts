/** One Cargo.toml, with what it inherits: https://doc.rust-lang.org/cargo/reference/manifest.html */

import { memo, memoByBlob } from '../cache/memo.js';
import { isTable, readToml, type Toml, type TomlPath, type TomlProblem, tableAt } from '../formats/toml.js';
import { type Files, parentOf, resolve, textOf } from '../snapshot/files.js';
import type { Located, ManifestProblem } from './model.js';

/** A manifest as written. */
export interface Manifest {
  readonly path: string;
  /** `''` at the root. */
  readonly folder: string;
  readonly toml: Toml;
}

const parsed = memoByBlob(readToml);

/** Reads a manifest; undefined where there is none, a problem where it cannot be read. */
export function manifestAt(files: Files, path: string): Manifest | ManifestProblem | undefined {
  const entry = files.entries.get(path);
  if (!entry) return undefined;
  const text = textOf(files, path);
  if (!text.read) return { path, line: 1, column: 1, message: `it could not be read: ${text.reason}` };
  const result = parsed(entry, text.value);
  if ('problem' in result) return problemOf(path, result.problem);
  return { path, folder: parentOf(path), toml: result.toml };
}

function problemOf(path: string, { line, column, message }: TomlProblem): ManifestProblem {
  return { path, line, column, message };
}

export function isProblem(value: Manifest | ManifestProblem): value is ManifestProblem {
  return 'message' in value;
}

/** A value of a member or, by `x.workspace = true`, of its workspace; with the place that gives it. */
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

/** The manifests of a workspace: the root's, and those of its members. */
export interface Manifests {
  readonly root?: Manifest;
  readonly isWorkspace: boolean;
  /** Those with a `[package]`, sorted by folder. */
  readonly packages: readonly Manifest[];
  readonly problems: readonly ManifestProblem[];
}

/** The folder that a path of a manifest's dependency points to. */
export function folderOf(manifest: Manifest, path: string): string {
  return resolve(manifest.folder, path);
}

/** Whether a table is there: `[workspace]` may be empty. */
export function hasTable(manifest: Manifest, key: string): boolean {
  return isTable(manifest.toml.value[key]);
}

/** Paths of all manifests in the tree, those of vendored folders left aside. */
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
