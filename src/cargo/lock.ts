/** Reads the versions in Cargo.lock. */

import { readToml, tableAt } from '../formats/toml.js';
import { type Files, readText } from '../snapshot/files.js';

export interface Locked {
  readonly version: string;
  readonly line: number;
  /** Where it comes from, as Cargo writes it: `git+https://…#<commit>`; absent for a member of the workspace. */
  readonly source?: string;
  /** Whether the package comes from a registry, not from a path or a Git repository. */
  readonly fromRegistry: boolean;
}

/** The versions of the packages in a Cargo.lock, by name; undefined if the file does not exist or could not be read. */
export function lockedVersions(files: Files, path: string): ReadonlyMap<string, readonly Locked[]> | undefined {
  const text = readText(files, path);
  const read = text.read ? readToml(text.value) : undefined;
  if (!read || 'problem' in read) return undefined;
  const versions = new Map<string, Locked[]>();
  const list = read.toml.value['package'];
  for (const [index] of (Array.isArray(list) ? list : []).entries()) {
    const { name, version, source } = tableAt((list as unknown[])[index]);
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    const line = read.toml.lineOf(['package', index, 'version']);
    const fromRegistry = typeof source === 'string' && /^(?:registry|sparse)\+/.test(source);
    const locked = { version, line, fromRegistry, ...(typeof source === 'string' ? { source } : {}) };
    const same = versions.get(name);
    if (same) same.push(locked);
    else versions.set(name, [locked]);
  }
  return versions;
}
